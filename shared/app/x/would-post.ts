import { closedGate } from '../../core/channel/gate.ts';
import { anythingSaid, endWithoutPost, pending } from '../../core/channel/owed.ts';
import type { Deliveries } from '../../core/delivery.ts';
import type { ReportedIncident } from '../../core/incident.ts';
import type { Instant } from '../../core/instant.ts';
import type { XAccountState } from '../../core/x/account.ts';
import { stillSpent, type XRules } from '../../core/x/budget.ts';
import { X } from '../../core/x/facts.ts';
import { asChannel, planAloneOnX, type XView } from '../../core/x/next.ts';
import { writtenByHand } from '../../core/x/timeline.ts';
import type { AskedChannel } from '../../ports/channel.ts';
import { channelMode } from '../../ports/channel-mode.ts';
import type { ControlRecord } from '../../ports/control.ts';
import type { DeliveryRecords } from '../../ports/deliveries.ts';
import type { XAccount } from '../../ports/x-account.ts';
import type { Voice } from '../../wording/sentences.ts';
import { weightOf, X_LIMIT } from '../../wording/x/weight.ts';
import { tryAgainOnX } from './attempt.ts';
import { resolvedText, textOf } from './post-text.ts';

export type AskedXPorts = {
  deliveries: Pick<DeliveryRecords, 'of'>;
  control: Pick<ControlRecord, 'read'>;
  account: XAccount;
  rules: XRules;
  voice: Voice;
  /** Without a slash at the end. */
  siteUrl: string;
};

/** X as people ask about it: the exact text and its weight, and how the account stands. */
export const askedX = (ports: AskedXPorts): AskedChannel => ({
  is: X,
  async wouldSay(entry, incident, now, delivered = (known) => known) {
    const view = await viewOf(ports, incident, now, delivered);
    const { mode } = view;
    const end = endWithoutPost(entry, asChannel(view));
    if (end !== undefined) return { mode, notPosted: 'reason' in end ? end.reason : end.state };
    const plan = planAloneOnX(entry, view);
    const { text } = textOf(ports, incident, plan, now);
    return { mode, text, weight: weightOf(text), limit: X_LIMIT, reply: plan.replyTo !== undefined };
  },
  async wouldSayTogether(said, now) {
    const views = await Promise.all(
      said.map(async (one) => ({ ...one, view: await viewOf(ports, one.incident, now) })),
    );
    const owed = views.filter(
      ({ entry, view }) => endWithoutPost(entry, asChannel(view)) === undefined && isKnown(view),
    );
    const [first, ...others] = owed;
    if (first === undefined) return { mode: channelMode(await ports.control.read(), X), notPosted: NOTHING_TO_END };
    if (others.length === 0) return this.wouldSay(first.entry, first.incident, now);
    const { text } = resolvedText(ports, [first, ...others], planAloneOnX(first.entry, first.view), now, []);
    return { mode: first.view.mode, text, weight: weightOf(text), limit: X_LIMIT, reply: false };
  },
  state: async (now) => accountView((await ports.account.read()).state, now),
  tryAgain: () => tryAgainOnX(ports.account),
});

const NOTHING_TO_END = `nothing of them is to be said on ${X.label}`;

/** One incident as X knows it. */
async function viewOf(
  ports: AskedXPorts,
  incident: ReportedIncident,
  now: Instant,
  delivered = (known: Deliveries) => known,
): Promise<XView> {
  const [{ state: account }, known, control] = await Promise.all([
    ports.account.read(),
    ports.deliveries.of(incident.id, X.name),
    ports.control.read(),
  ]);
  const mode = channelMode(control, X);
  return { incident, deliveries: delivered(known), account, mode, rules: ports.rules, now };
}

/** True if X heard of the incident, or is still owed what was said of it before its newest entry. */
const isKnown = (view: XView): boolean =>
  anythingSaid(view) ||
  pending(view.incident, view.deliveries).some(
    (one) => one.seq < view.incident.head.seq && endWithoutPost(one, asChannel(view)) === undefined,
  );

/** The X account as commanders see it: whether it takes posts, and what the last 24 hours used up. */
function accountView(account: XAccountState, now: Instant) {
  const gate = closedGate(account, now);
  return {
    takesPosts: gate === undefined,
    ...(gate === undefined
      ? {}
      : { refusal: { kind: gate.kind, reason: gate.reason, since: gate.since, until: gate.until } }),
    ...(account.standalone === undefined ? {} : { standalone: account.standalone }),
    postsInDay: stillSpent(account.spent, now).length,
    byHandInDay: writtenByHand(account, now),
    dollarsInMonth: account.month.name === now.slice(0, 7) ? account.month.dollars : 0,
  };
}
