import { closedGate } from '../../core/channel/gate.ts';
import { planAlone } from '../../core/channel/next-post.ts';
import { type ChannelRules, endWithoutPost } from '../../core/channel/owed.ts';
import type { Instant } from '../../core/instant.ts';
import { type KeyedAccount, NEW_KEYED_ACCOUNT } from '../../core/keyed/account.ts';
import type { KeyedFacts } from '../../core/keyed/facts.ts';
import type { AskedChannel } from '../../ports/channel.ts';
import { channelMode } from '../../ports/channel-mode.ts';
import type { ControlRecord } from '../../ports/control.ts';
import type { DeliveryRecords } from '../../ports/deliveries.ts';
import type { Versioned } from '../../ports/versioned.ts';
import type { Voice } from '../../wording/sentences.ts';
import { tryAgain } from './account.ts';
import { textOf } from './text.ts';

export type AskedKeyedPorts = {
  is: KeyedFacts;
  rules: Omit<ChannelRules, 'links'>;
  deliveries: Pick<DeliveryRecords, 'of'>;
  control: Pick<ControlRecord, 'read'>;
  account: Versioned<KeyedAccount>;
  voice: Voice;
  /** Without a slash at the end. */
  siteUrl: string;
};

/** Such a channel as people ask about it: the exact text and its length, and how the account stands. */
export const askedKeyed = (ports: AskedKeyedPorts): AskedChannel => ({
  is: ports.is,
  async wouldSay(entry, incident, now, delivered = (known) => known) {
    const [{ state: account = NEW_KEYED_ACCOUNT }, known, control] = await Promise.all([
      ports.account.read(),
      ports.deliveries.of(incident.id, ports.is.name),
      ports.control.read(),
    ]);
    const mode = channelMode(control, ports.is);
    const rules = { ...ports.rules, links: 'always' as const };
    const view = { label: ports.is.label, incident, deliveries: delivered(known), mode, rules, now };
    const end = endWithoutPost(entry, view);
    if (end !== undefined) return { mode, notPosted: 'reason' in end ? end.reason : end.state };
    const plan = planAlone(entry, view);
    const { text, length } = textOf(ports, incident, plan, account.limits, now);
    const limit = account.limits?.limit ?? ports.is.limit;
    return { mode, text, weight: length, limit, reply: plan.replyTo !== undefined };
  },
  state: async (now) => accountView((await ports.account.read()).state ?? NEW_KEYED_ACCOUNT, now),
  tryAgain: () => tryAgain(ports.account),
});

/** The account as commanders see it: whether it takes posts. */
function accountView(account: KeyedAccount, now: Instant) {
  const gate = closedGate(account, now);
  if (gate === undefined) return { takesPosts: true };
  const { kind, reason, since, until } = gate;
  return { takesPosts: false, refusal: { kind, reason, since, until } };
}
