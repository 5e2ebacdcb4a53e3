import type { PostAction, PostPlan } from '../../core/channel/next-post.ts';
import { overdue } from '../../core/channel/waiting.ts';
import { type Deliveries, isEnded } from '../../core/delivery.ts';
import { replayed } from '../../core/evolve.ts';
import type { ReportedIncident } from '../../core/incident.ts';
import { type Instant, msBetween, plus, SECOND_MS } from '../../core/instant.ts';
import {
  type Covered,
  LEASE_MS,
  nextOfAttempt,
  type Spent,
  type XAccountState,
  type XAttempt,
} from '../../core/x/account.ts';
import { priceOf, spend, stillSpent, type XRules } from '../../core/x/budget.ts';
import { X } from '../../core/x/facts.ts';
import { nextXAction, type XView } from '../../core/x/next.ts';
import { actOf, neverTold } from '../../core/x/together.ts';
import { channelMode } from '../../ports/channel-mode.ts';
import type { ControlRecord } from '../../ports/control.ts';
import type { IncidentLog } from '../../ports/incident-log.ts';
import type { XAccountRead } from '../../ports/x-account.ts';
import type { Voice } from '../../wording/sentences.ts';
import type { Owed } from '../../wording/x/joint-apology.ts';
import { rehearsal, waitingNotice, type XNotice } from '../../wording/x/notices.ts';
import { type AttemptPorts, changeAccount, lookFor, REMEMBERED, send } from './attempt.ts';
import { type DigestedText, resolvedText, textTogether, unrepeatedTextOf } from './post-text.ts';
import { readTimelineIfDue } from './timeline.ts';
import { othersIn, type Part } from './together.ts';

export type PublishXPorts = AttemptPorts & {
  log: Pick<IncidentLog, 'load' | 'due'>;
  control: Pick<ControlRecord, 'read'>;
  rules: XRules;
  voice: Voice;
  /** Where the incident's page lies, without a slash at the end. */
  siteUrl: string;
  /** Shows a person what would have been posted. */
  rehearse: (incident: string, notice: XNotice) => Promise<void>;
};

/** Who was at it for this long leaves the rest to the next nudge: one more step may take 24 s, a function has 30. */
const AT_A_TIME_MS = 5 * SECOND_MS;

/**
 * Brings X in line with one incident, and with those that were nudged while this worker held the account. Does the next
 * thing until nothing is left that can be done now; what has to wait is nudged again by the sweep.
 */
export async function publishX(ports: PublishXPorts, incident: string): Promise<void> {
  const begun = ports.clock.now();
  const toVisit = new Set([incident]);
  for (const id of toVisit) {
    toVisit.delete(id);
    if (msBetween(begun, ports.clock.now()) > AT_A_TIME_MS) return;
    for (const next of await step(ports, id)) toVisit.add(next);
  }
}

/** Does one thing for one incident. Returns the incidents to look at next; none if all is done, or has to wait. */
async function step(ports: PublishXPorts, id: string): Promise<readonly string[]> {
  // The account comes first. Whoever ends an attempt puts its deliveries before the intent is cleared, so deliveries
  // that are read after an account without an attempt are complete, and a claim holds only on the account as read.
  const read = await ports.account.read();
  const [entries, deliveries, control] = await Promise.all([
    ports.log.load(id),
    ports.deliveries.of(id, X.name),
    ports.control.read(),
  ]);
  const incident = replayed(id, entries);
  if (incident.phase === 'unreported') return [];

  const now = ports.clock.now();
  const mode = channelMode(control, X);
  const frozen = control.frozen !== undefined;
  if (mode === 'live' && !frozen) await pageIfOverdue(ports, incident, deliveries, read.state, now);
  if (read.state.attempt !== undefined) {
    const maySend = mode === 'live' && !(frozen && read.state.attempt.automated);
    return await withAttempt(ports, id, read, read.state.attempt, maySend);
  }

  const view = { incident, deliveries, account: read.state, mode, frozen, rules: ports.rules, now };
  const action = nextXAction(view);
  switch (action.type) {
    case 'settled':
      if (mode === 'live') await readTimelineIfDue(ports, read);
      return [];
    case 'wait':
      if (action.seq !== undefined) await noteWaiting(ports, id, deliveries, action.seq, action, now);
      if (mode === 'live') await readTimelineIfDue(ports, read);
      return [];
    case 'end':
      await ports.deliveries.put(id, X.name, action.seq, action.delivery);
      return [id];
    case 'show':
    case 'post':
      return await say(ports, view, action, read);
  }
}

/** Says what is to be said now, with what of other incidents belongs to it. */
async function say(
  ports: PublishXPorts,
  view: XView & { frozen: boolean },
  { type, plan }: Extract<PostAction, { type: 'show' | 'post' }>,
  read: XAccountRead,
): Promise<readonly string[]> {
  const { incident, now } = view;
  const ofSeveral = actOf(plan.entry) !== undefined;
  if (ofSeveral && neverTold(plan, view)) {
    await leaveUnsaid(ports, incident.id, plan, now);
    return [incident.id];
  }
  const others = ofSeveral || type === 'post' ? await othersIn(ports, view, plan) : [];
  // Whoever completes it posts for all. Should nobody, the sweep looks again by then.
  if ('until' in others) return [];
  if (type === 'post') return await post(ports, view, plan, read, others);
  await show(ports, { incident, plan }, others, now);
  return [incident.id, ...others.map((one) => one.incident.id)];
}

/** An attempt is in flight. Its holder goes round again for us; if nobody holds it, we find out what became of it. */
async function withAttempt(
  ports: PublishXPorts,
  id: string,
  { state, version }: XAccountRead,
  attempt: XAttempt,
  maySend: boolean,
): Promise<readonly string[]> {
  const action = nextOfAttempt(attempt, ports.clock.now());
  if (action.type === 'look') return [...(await lookFor(ports, attempt, version, state, maySend)), id];
  if (action.type === 'wait' || attempt.again.includes(id)) return [];
  const noted = { ...state, attempt: { ...attempt, again: [...attempt.again, id] } };
  return (await ports.account.swap(version, noted)) ? [] : [id];
}

/** Claims and sends one post. The claim is one conditional write: lease, budget and intent. */
async function post(
  ports: PublishXPorts,
  { incident, deliveries, now }: XView,
  plan: PostPlan,
  { state, version }: XAccountRead,
  others: readonly Part[],
): Promise<readonly string[]> {
  const { text, marker, digest, joined } = worded(ports, { incident, plan }, others, now, stillSpent(state.spent, now));
  const attempt: XAttempt = {
    attemptId: ports.randomness.salt(),
    incident: incident.id,
    seq: plan.entry.seq,
    automated: plan.entry.automated,
    covers: [...plan.covers.map((seq) => ({ incident: incident.id, seq })), ...joined.flatMap(coveredBy)],
    text,
    marker,
    // What concerns several incidents is hidden in the thread of none.
    ...(plan.replyTo === undefined || joined.length > 0 ? {} : { replyTo: plan.replyTo }),
    firstSentAt: now,
    sentAt: now,
    leaseUntil: plus(now, LEASE_MS),
    looks: 0,
    again: [],
  };
  const told = [incident.id, ...joined.map((one) => one.incident.id)];
  const rest = state.open.filter((one) => !told.includes(one));
  const next: XAccountState = {
    ...spend(state, { at: now, dollars: priceOf(plan), digest }),
    open: plan.class === 'resolution' ? rest : [...rest, ...told],
    attempt,
  };
  const said = [...plan.covers, plan.entry.seq];
  const leavesNothing = incident.entries.every(({ seq }) => said.includes(seq) || isEnded(deliveries.get(seq)));
  return (await ports.account.swap(version, next)) ? send(ports, attempt, leavesNothing) : [incident.id];
}

/** The words of a post, and which of the others it speaks of. */
function worded(
  ports: PublishXPorts,
  own: Part,
  others: readonly Part[],
  now: Instant,
  spent: readonly Spent[],
): DigestedText & { joined: readonly Part[] } {
  const first = owedIn(own);
  if (own.plan.entry.kind !== 'apology' && others.length > 0)
    return { ...resolvedText(ports, [first, ...others.map(owedIn)], own.plan, now, spent), joined: others };
  const sorry = textTogether(ports.voice, first, others.map(owedIn), now, spent);
  if (sorry !== undefined) return { ...sorry, joined: others.slice(0, sorry.joined) };
  return { ...unrepeatedTextOf(ports, own.incident, own.plan, now, spent), joined: [] };
}

const owedIn = ({ incident, plan }: Part): Owed => ({ incident, entry: plan.entry });

/** What a post says of another incident: its entry, and what waited before that. */
const coveredBy = ({ incident: { id }, plan: { entry, covers } }: Part): Covered[] => [
  { incident: id, seq: entry.seq },
  ...covers.map((seq) => ({ incident: id, seq, into: entry.seq })),
];

/** The end of an incident that X never heard of, in a post about others: nobody there would know what it ends. */
async function leaveUnsaid(ports: PublishXPorts, id: string, { entry, covers }: PostPlan, at: Instant): Promise<void> {
  const reason = `${X.label} was never told of the incident`;
  for (const seq of [...covers, entry.seq])
    await ports.deliveries.put(id, X.name, seq, { state: 'dropped', at, reason });
}

/** In shadow, everything runs but nothing is public: a person sees what would have been. */
async function show(ports: PublishXPorts, own: Part, others: readonly Part[], at: Instant): Promise<void> {
  const { text } = worded(ports, own, others, at, []);
  await ports.rehearse(own.incident.id, rehearsal(text, own.incident.title));
  const shown = { state: 'delivered', at, receipt: 'shadow', shadow: true } as const;
  const kept = others.length === 0 ? { text } : { joint: true };
  for (const { incident, plan } of [own, ...others])
    await ports.deliveries.put(incident.id, X.name, plan.entry.seq, { ...shown, ...kept });
}

async function noteWaiting(
  ports: PublishXPorts,
  id: string,
  deliveries: Deliveries,
  seq: number,
  wait: { until: Instant; reason: string },
  now: Instant,
): Promise<void> {
  const before = deliveries.get(seq);
  if (before?.state === 'throttled' && before.retryAt > now && before.reason === wait.reason) return;
  const attempt = before?.state === 'throttled' ? before.attempt : 0;
  await ports.deliveries.put(id, X.name, seq, {
    state: 'throttled',
    at: now,
    retryAt: wait.until,
    attempt,
    reason: wait.reason,
  });
}

async function pageIfOverdue(
  ports: PublishXPorts,
  incident: ReportedIncident,
  deliveries: Deliveries,
  state: XAccountState,
  now: Instant,
): Promise<void> {
  const waiting = overdue(incident, deliveries, state.paged, now);
  if (waiting === undefined) return;
  await ports.page(incident.id, waitingNotice(waiting.entry, incident.title));
  await changeAccount(ports.account, (account) =>
    account.paged.includes(waiting.key)
      ? undefined
      : { ...account, paged: [...account.paged, waiting.key].slice(-REMEMBERED) },
  );
}
