import { anythingOnX, classOf, endWithoutPost, parentOnX, pendingOnX, type XView } from '../channel/owed.ts';
import type { Delivery } from '../delivery.ts';
import type { Entry } from '../entry.ts';
import { earliest, type Instant, MINUTE_MS, msBetween, plus, SECOND_MS } from '../instant.ts';
import { closedGate, type XAccountState } from './account.ts';
import { admits, type PostClass, roomAt } from './budget.ts';

/** One post to make. */
export type XPlan = {
  entry: Entry;
  /** Earlier entries that this post speaks for. */
  covers: readonly number[];
  class: PostClass;
  link: boolean;
  replyTo?: string;
  /** The first of a thread, or a post that stands alone: it carries the title. */
  root: boolean;
  /** It says by itself when the statement was made. */
  late: boolean;
};

/** What X is to be told next of one incident. */
export type XAction =
  | { type: 'settled' }
  /** Nothing can be done before. With `seq`, that entry's delivery is to say why it waits. */
  | { type: 'wait'; until: Instant; reason: string; seq?: number }
  | { type: 'end'; seq: number; delivery: Delivery }
  | { type: 'show'; plan: XPlan }
  | { type: 'post'; plan: XPlan };

/** Why a delivery waits for its parent to become visible; no other waiting is bound to one delivery. */
export const PARENT_NOT_VISIBLE = 'what it answers is not visible on X yet';

/** A statement that is posted later than this says so. */
const LATE_AFTER_MS = 5 * MINUTE_MS;

/** A routine update that waited longer than this does not keep an apology or a resolution waiting. */
const HOLDS_UP_AFTER_MS = 20 * SECOND_MS;

const ASK_AGAIN_MS = 15 * MINUTE_MS;

/**
 * What happens next on X for one incident, from what its chain says is owed and its deliveries say was done. In order,
 * no overtaking: an entry waits until those before it have ended. The caller has made sure that no attempt is in flight.
 */
export function nextXAction(view: XView & { account: XAccountState; frozen: boolean }): XAction {
  const pending = pendingOnX(view.incident, view.deliveries);
  const first = pending[0];
  if (first === undefined) return { type: 'settled' };
  const end = endWithoutPost(first, view);
  if (end !== undefined) return { type: 'end', seq: first.seq, delivery: end };

  const owed = pending.filter((entry) => endWithoutPost(entry, view) === undefined);
  if (view.mode === 'shadow') {
    if (view.frozen && first.automated) return held(first, view.now);
    return { type: 'show', plan: planned(owed, 0, view, true) };
  }

  const gate = closedGate(view.account, view.now);
  if (gate !== undefined) return { type: 'wait', until: gate.until, reason: gate.reason, seq: first.seq };
  const parent = view.deliveries.get(first.seq);
  if (parent?.state === 'throttled' && parent.reason === PARENT_NOT_VISIBLE && view.now < parent.retryAt) {
    return { type: 'wait', until: parent.retryAt, reason: parent.reason };
  }

  const sayable = (last: number) => !(view.frozen && owed[last]!.automated);
  const ends = lastsOf(owed, view).filter(sayable);
  if (ends.length === 0) return held(first, view.now);
  for (const last of ends) {
    for (const link of [true, false]) {
      const plan = planned(owed, last, view, link);
      const post = { class: plan.class, incident: view.incident.id, link: plan.link };
      if (admits(view.account, view.rules, post, view.now)) return { type: 'post', plan };
    }
  }
  const until = earliest(roomAt(view.account, view.now), plus(view.now, ASK_AGAIN_MS))!;
  return { type: 'wait', until, reason: 'the budget keeps what is left for what matters more', seq: first.seq };
}

const held = (first: Entry, now: Instant): XAction => ({
  type: 'wait',
  until: plus(now, MINUTE_MS),
  reason: 'automated posts are frozen',
  seq: first.seq,
});

/**
 * The owed entries that one post may end with, best first. Normally that is the oldest alone. Where something stood in
 * the way, one post states the latest truth for all before it; where there is no room even for that, what matters more
 * takes what matters less along. An apology is said for itself, unless the incident is over; a correction always is.
 */
function lastsOf(owed: readonly Entry[], view: XView & { account: XAccountState; frozen: boolean }): number[] {
  const isOver = (entry: Entry) => classOf(entry, view) === 'resolution';
  const allowed = owed.flatMap((entry, last) => {
    const before = owed.slice(0, last);
    const hides = before.some((one) => one.kind === 'correction' || (one.kind === 'apology' && !isOver(entry)));
    return hides && !(view.frozen && before.every((one) => one.automated)) ? [] : [last];
  });
  const folded = preferredLast(owed, view);
  const more = allowed.filter((last) => last > folded);
  return [folded, ...more];
}

function preferredLast(owed: readonly Entry[], view: XView): number {
  const stop = owed.findIndex((entry) => entry.kind === 'apology' || entry.kind === 'correction');
  const all = stop === -1 ? owed.length - 1 : stop;
  const waitedMs = msBetween(owed[0]!.at, view.now);
  if (view.deliveries.get(owed[0]!.seq)?.state === 'throttled' || waitedMs > LATE_AFTER_MS) return all;
  const urgent = owed.findIndex((entry) => entry.kind === 'apology' || classOf(entry, view) === 'resolution');
  return waitedMs > HOLDS_UP_AFTER_MS && urgent > 0 && urgent <= all ? urgent : 0;
}

/** The post that would say `entry` alone. */
export const planAlone = (entry: Entry, view: XView & { account: XAccountState }): XPlan =>
  planned([entry], 0, view, true);

function planned(
  owed: readonly Entry[],
  last: number,
  view: XView & { account: XAccountState },
  mayLink: boolean,
): XPlan {
  const entry = owed[last]!;
  const threads = view.mode === 'live' && view.rules.threads && view.account.standalone === undefined;
  const replyTo = threads ? parentOnX(view.deliveries) : undefined;
  const postClass = classOf(entry, view);
  const isFirst = !anythingOnX(view);
  const isEnd = isFirst || postClass === 'resolution';
  const byRule = view.rules.links === 'always' || (view.rules.links === 'ends' && isEnd);
  return {
    entry,
    covers: owed.slice(0, last).map((one) => one.seq),
    class: postClass,
    link: mayLink && byRule,
    ...(replyTo === undefined ? {} : { replyTo }),
    root: view.mode === 'shadow' ? isFirst : replyTo === undefined,
    late: msBetween(entry.at, view.now) > LATE_AFTER_MS,
  };
}
