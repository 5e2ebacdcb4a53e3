import { endWithoutPost } from '../../core/channel/owed.ts';
import type { Instant } from '../../core/instant.ts';
import { closedGate, type XAccountState } from '../../core/x/account.ts';
import { stillSpent, type XRules } from '../../core/x/budget.ts';
import { X } from '../../core/x/facts.ts';
import { asChannel, planAloneOnX } from '../../core/x/next.ts';
import { writtenByHand } from '../../core/x/timeline.ts';
import type { AskedChannel } from '../../ports/channel.ts';
import { channelMode } from '../../ports/channel-mode.ts';
import type { ControlRecord } from '../../ports/control.ts';
import type { DeliveryRecords } from '../../ports/deliveries.ts';
import type { XAccount } from '../../ports/x-account.ts';
import type { Voice } from '../../wording/sentences.ts';
import { weightOf, X_LIMIT } from '../../wording/x/weight.ts';
import { tryAgainOnX } from './attempt.ts';
import { textOf } from './post-text.ts';

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
    const [{ state: account }, known, control] = await Promise.all([
      ports.account.read(),
      ports.deliveries.of(incident.id, X.name),
      ports.control.read(),
    ]);
    const mode = channelMode(control, X);
    const view = { incident, deliveries: delivered(known), account, mode, rules: ports.rules, now };
    const end = endWithoutPost(entry, asChannel(view));
    if (end !== undefined) return { mode, notPosted: 'reason' in end ? end.reason : end.state };
    const plan = planAloneOnX(entry, view);
    const { text } = textOf(ports, incident, plan, now);
    return { mode, text, weight: weightOf(text), limit: X_LIMIT, reply: plan.replyTo !== undefined };
  },
  state: async (now) => accountView((await ports.account.read()).state, now),
  tryAgain: () => tryAgainOnX(ports.account),
});

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
