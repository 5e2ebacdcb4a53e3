import { digestOf } from '../../core/channel/digest.ts';
import { closedGate } from '../../core/channel/gate.ts';
import { nextPost, OPEN, type PostPlan } from '../../core/channel/next-post.ts';
import { overdue } from '../../core/channel/waiting.ts';
import type { Deliveries } from '../../core/delivery.ts';
import { replayed } from '../../core/evolve.ts';
import type { ReportedIncident } from '../../core/incident.ts';
import { type Instant, msBetween, SECOND_MS } from '../../core/instant.ts';
import { type KeyedAccount, limitsAreOld, NEW_KEYED_ACCOUNT, paged } from '../../core/keyed/account.ts';
import { claimed, openClaim, rootOf } from '../../core/keyed/claim.ts';
import { channelMode } from '../../ports/channel-mode.ts';
import { rehearsal, waitingNotice } from '../../wording/keyed/notices.ts';
import { changeAccount } from './account.ts';
import { send } from './attempt.ts';
import type { PublishKeyedPorts } from './ports.ts';
import { readIfDue } from './reading.ts';
import { resume } from './resume.ts';
import { textOf } from './text.ts';

/** Who was at it for this long leaves the rest to the next nudge: one more step may take 12 s, a function has 60. */
const AT_A_TIME_MS = 5 * SECOND_MS;

/**
 * Brings a channel on which the same request twice is one post in line with one incident. Does the next thing until
 * nothing is left that can be done now; what has to wait is nudged again by the sweep.
 *
 * Two workers at the same incident do no harm: only one claims an entry, what is claimed is frozen, and whoever sends it
 * sends the very same request under the very same key.
 */
export async function publishKeyed(ports: PublishKeyedPorts, incident: string): Promise<void> {
  const begun = ports.clock.now();
  while (await step(ports, incident)) if (msBetween(begun, ports.clock.now()) > AT_A_TIME_MS) return;
}

/** Does one thing. True if there may be another to do now. */
async function step(ports: PublishKeyedPorts, id: string): Promise<boolean> {
  const { is, log, deliveries, control, clock, rules } = ports;
  const [{ state: account = NEW_KEYED_ACCOUNT }, entries, known, switched] = await Promise.all([
    ports.account.read(),
    log.load(id),
    deliveries.of(id, is.name),
    control.read(),
  ]);
  const incident = replayed(id, entries);
  if (incident.phase === 'unreported') return false;

  const now = clock.now();
  const mode = channelMode(switched, is);
  const frozen = switched.frozen !== undefined;
  const isLive = mode === 'live';
  const gate = closedGate(account, now);
  const view = {
    label: is.label,
    incident,
    deliveries: known,
    mode,
    rules: { ...rules, links: 'always' as const },
    now,
    frozen,
    barriers: { ...OPEN, gate },
  };
  if (isLive && !frozen) await pageIfOverdue(ports, incident, known, account, now);
  const begun = openClaim(incident, known);
  if (begun !== undefined) {
    const maySend = isLive && !(frozen && begun.entry.automated) && gate === undefined;
    return resume(ports, { view, ...begun, maySend });
  }

  const action = nextPost(view);
  switch (action.type) {
    case 'settled':
    case 'wait':
      if (action.type === 'wait' && action.seq !== undefined) await noteWaiting(ports, view, action.seq, action);
      if (isLive) await readIfDue(ports, account);
      return false;
    case 'end':
      await deliveries.put(id, is.name, action.seq, action.delivery);
      return true;
    case 'show':
      await show(ports, incident, action.plan, account, now);
      return true;
    case 'post':
      return post(ports, incident, known, action.plan, await withLimits(ports, account));
  }
}

/** Claims what is to be said, as one conditional write, and sends it. */
async function post(
  ports: PublishKeyedPorts,
  incident: ReportedIncident,
  known: Deliveries,
  plan: PostPlan,
  account: KeyedAccount,
): Promise<boolean> {
  const { is, deliveries } = ports;
  const { entry, covers, replyTo } = plan;
  const now = ports.clock.now();
  const { text, link } = textOf(ports, incident, plan, account.limits, now);
  const claim = claimed(
    {
      key: is.keyOf({ incident: incident.id, seq: entry.seq }, entry.at, 0),
      keyedAt: now,
      generation: 0,
      createdAt: now,
      text,
      digest: digestOf(text),
      ...(link === undefined ? {} : { link }),
      ...(replyTo === undefined ? {} : { thread: { root: rootOf(known, replyTo), parent: replyTo } }),
      mayStand: false,
      covers,
    },
    known.get(entry.seq),
    now,
  );
  const isOurs = await deliveries.swap(incident.id, is.name, entry.seq, known.get(entry.seq), claim);
  return isOurs ? send(ports, { incident, entry, claim, deliveries: known }) : true;
}

/** In shadow, everything runs but nothing is public: a person sees what would have been. */
async function show(
  ports: PublishKeyedPorts,
  incident: ReportedIncident,
  plan: PostPlan,
  { limits }: KeyedAccount,
  at: Instant,
): Promise<void> {
  const { text } = textOf(ports, incident, plan, limits, at);
  await ports.rehearse(incident.id, rehearsal(ports.is.label, text, incident.title));
  const shown = { state: 'delivered', at, receipt: 'shadow', text, shadow: true } as const;
  await ports.deliveries.put(incident.id, ports.is.name, plan.entry.seq, shown);
}

/** The account with what its server says of lengths, asked once a day. Unread, the network's usual ones count. */
async function withLimits(ports: PublishKeyedPorts, account: KeyedAccount): Promise<KeyedAccount> {
  const at = ports.clock.now();
  if (ports.channel.limits === undefined || !limitsAreOld(account, at)) return account;
  const limits = await ports.channel.limits();
  if (limits === undefined) return account;
  const learned = (state: KeyedAccount) => ({ ...state, limits: { ...limits, at } });
  return (await changeAccount(ports.account, learned)) ?? account;
}

async function noteWaiting(
  { deliveries, is }: PublishKeyedPorts,
  { incident, deliveries: known, now }: { incident: ReportedIncident; deliveries: Deliveries; now: Instant },
  seq: number,
  { until: retryAt, reason }: { until: Instant; reason: string },
): Promise<void> {
  const before = known.get(seq);
  if (before?.state === 'throttled' && before.retryAt > now && before.reason === reason) return;
  const attempt = before?.state === 'throttled' ? before.attempt : 0;
  // Only over what was read: somebody may have claimed it meanwhile.
  await deliveries.swap(incident.id, is.name, seq, before, { state: 'throttled', at: now, retryAt, attempt, reason });
}

async function pageIfOverdue(
  { is, account, page }: PublishKeyedPorts,
  incident: ReportedIncident,
  known: Deliveries,
  state: KeyedAccount,
  now: Instant,
): Promise<void> {
  const waiting = overdue(incident, known, state.paged, now);
  if (waiting === undefined) return;
  await page(incident.id, waitingNotice(is.label, waiting.entry, incident.title));
  await changeAccount(account, (one) => paged(one, waiting.key));
}
