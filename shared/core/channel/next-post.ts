import type { Delivery } from '../delivery.ts';
import type { Entry } from '../entry.ts';
import { earliest, type Instant, MINUTE_MS, msBetween, plus, SECOND_MS } from '../instant.ts';
import { anythingSaid, type ChannelView, endWithoutPost, parentPost, pending } from './owed.ts';
import { classOf, type PostClass } from './post-class.ts';

/** One post to make. */
export type PostPlan = {
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

/** What a channel is to be told next of one incident. */
export type PostAction =
  | { type: 'settled' }
  /** Nothing can be done before. With `seq`, that entry's delivery is to say why it waits. */
  | { type: 'wait'; until: Instant; reason: string; seq?: number }
  | { type: 'end'; seq: number; delivery: Delivery }
  | { type: 'show'; plan: PostPlan }
  | { type: 'post'; plan: PostPlan };

/** A reason to wait, and until when. */
export type Wait = { until: Instant; reason: string };

/** What a channel lets through. A channel without a budget is `OPEN`. */
export type Barriers = {
  /** Why it takes nothing from us now. */
  gate: Wait | undefined;
  /** Why the oldest owed post alone has to wait, given what its delivery says. */
  holdsBack: (first: Delivery | undefined) => Wait | undefined;
  /** Whether there is room for one more post. */
  admits: (post: { class: PostClass; incident: string; link: boolean }) => boolean;
  /** When there may be room again; undefined if that is not known. */
  roomAt: () => Instant | undefined;
};

/** No gate and no budget: whatever is owed may be said. */
export const OPEN: Barriers = {
  gate: undefined,
  holdsBack: () => undefined,
  admits: () => true,
  roomAt: () => undefined,
};

/** All that decides what comes next. `frozen`: nothing automated goes out. */
export type NextView = ChannelView & { barriers: Barriers; frozen: boolean };

/** A statement that is posted later than this says so. */
const LATE_AFTER_MS = 5 * MINUTE_MS;

/** A routine update that waited longer than this does not keep an apology or a resolution waiting. */
const HOLDS_UP_AFTER_MS = 20 * SECOND_MS;

const ASK_AGAIN_MS = 15 * MINUTE_MS;

/**
 * What happens next on a channel for one incident, from what its chain says is owed and its deliveries say was done. In
 * order, no overtaking: an entry waits until those before it have ended. The caller has made sure that no attempt is in
 * flight.
 */
export function nextPost(view: NextView): PostAction {
  const waiting = pending(view.incident, view.deliveries);
  const first = waiting[0];
  if (first === undefined) return { type: 'settled' };
  const end = endWithoutPost(first, view);
  if (end !== undefined) return { type: 'end', seq: first.seq, delivery: end };

  const owed = waiting.filter((entry) => endWithoutPost(entry, view) === undefined);
  if (view.mode === 'shadow') {
    if (view.frozen && first.automated) return held(first, view.now);
    return { type: 'show', plan: planned(owed, 0, view, true) };
  }

  const { gate, holdsBack, admits, roomAt } = view.barriers;
  if (gate !== undefined) return { type: 'wait', ...gate, seq: first.seq };
  const hold = holdsBack(view.deliveries.get(first.seq));
  if (hold !== undefined) return { type: 'wait', ...hold };

  const sayable = (last: number) => !(view.frozen && owed[last]!.automated);
  const ends = lastsOf(owed, view).filter(sayable);
  if (ends.length === 0) return held(first, view.now);
  for (const last of ends) {
    for (const link of [true, false]) {
      const plan = planned(owed, last, view, link);
      const post = { class: plan.class, incident: view.incident.id, link: plan.link };
      if (admits(post)) return { type: 'post', plan };
    }
  }
  const until = earliest(roomAt(), plus(view.now, ASK_AGAIN_MS))!;
  return { type: 'wait', until, reason: 'the budget keeps what is left for what matters more', seq: first.seq };
}

const held = (first: Entry, now: Instant): PostAction => ({
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
function lastsOf(owed: readonly Entry[], view: NextView): number[] {
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

function preferredLast(owed: readonly Entry[], view: ChannelView): number {
  const stop = owed.findIndex((entry) => entry.kind === 'apology' || entry.kind === 'correction');
  const all = stop === -1 ? owed.length - 1 : stop;
  const waitedMs = msBetween(owed[0]!.at, view.now);
  if (view.deliveries.get(owed[0]!.seq)?.state === 'throttled' || waitedMs > LATE_AFTER_MS) return all;
  const urgent = owed.findIndex((entry) => entry.kind === 'apology' || classOf(entry, view) === 'resolution');
  return waitedMs > HOLDS_UP_AFTER_MS && urgent > 0 && urgent <= all ? urgent : 0;
}

/** The post that would say `entry` alone. */
export const planAlone = (entry: Entry, view: ChannelView): PostPlan => planned([entry], 0, view, true);

function planned(owed: readonly Entry[], last: number, view: ChannelView, mayLink: boolean): PostPlan {
  const entry = owed[last]!;
  const threads = view.mode === 'live' && view.rules.threads;
  const replyTo = threads ? parentPost(view.deliveries) : undefined;
  const postClass = classOf(entry, view);
  const isFirst = !anythingSaid(view);
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
