import type { ChannelFacts } from '../../core/channel/channel.ts';
import { neverSaid } from '../../core/channel/owed.ts';
import type { Entry } from '../../core/entry.ts';
import type { ReportedIncident } from '../../core/incident.ts';
import type { Instant } from '../../core/instant.ts';
import { brakeOf, NEW_ACCOUNT, type PersonalAccount } from '../../core/subscribers/account.ts';
import { PERSONAL_RULES } from '../../core/subscribers/facts.ts';
import type { Pace } from '../../core/subscribers/pace.ts';
import type { PersonalChannel } from '../../core/subscribers/subscriber.ts';
import type { AskedChannel } from '../../ports/channel.ts';
import { channelMode } from '../../ports/channel-mode.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ControlRecord } from '../../ports/control.ts';
import type { DeliveryRecords } from '../../ports/deliveries.ts';
import type { Versioned } from '../../ports/versioned.ts';
import { changeAccount } from './account-record.ts';
import { accountState } from './account-state.ts';

export type AskedPersonalPorts = {
  deliveries: Pick<DeliveryRecords, 'of'>;
  control: Pick<ControlRecord, 'read'>;
  account: Versioned<PersonalAccount>;
  pace: Pick<Versioned<Pace>, 'read'>;
  clock: Clock;
  /** The words that somebody gets who was told of the incident before, as far as that can be said of one text. */
  words: (incident: ReportedIncident, entry: Entry, toldBefore: boolean) => Promise<string | undefined>;
  /** More is cut off by whoever shows it. */
  limit: number;
};

/** A channel that tells each person, as people ask about it. */
export const askedPersonal = (
  is: ChannelFacts & { name: PersonalChannel },
  ports: AskedPersonalPorts,
): AskedChannel => ({
  is,
  async wouldSay(entry, incident, now, delivered = (known) => known) {
    const [known, control] = await Promise.all([ports.deliveries.of(incident.id, is.name), ports.control.read()]);
    const mode = channelMode(control, is);
    const deliveries = delivered(known);
    const end = neverSaid(entry, { label: is.label, incident, deliveries, mode, rules: PERSONAL_RULES, now });
    if (end !== undefined) return { mode, notPosted: 'reason' in end ? end.reason : end.state };
    const text = await ports.words(incident, entry, entry.seq > 1);
    if (text === undefined) return { mode, notPosted: 'there is nothing in it that anybody outside may read' };
    return { mode, text, weight: text.length, limit: ports.limit, reply: entry.seq > 1 };
  },
  state: async (now) => stateOf(ports, now),
  /** Nothing that was said before is owed; what was armed already goes on, and a closed gate is tried at once. */
  tryAgain: () =>
    changeAccount(ports.account, ({ gate: _gate, ...account }) => ({
      ...account,
      armedAt: account.armedAt ?? ports.clock.now(),
    })),
});

async function stateOf({ account, pace }: AskedPersonalPorts, now: Instant) {
  const [{ state = NEW_ACCOUNT }, paced] = await Promise.all([account.read(), pace.read()]);
  return accountState(state, brakeOf(paced.state?.reputation), now);
}
