import type { ChannelFacts } from '../../core/channel/channel.ts';
import { pending } from '../../core/channel/owed.ts';
import { type Instant, instant, latest, MINUTE_MS, plus } from '../../core/instant.ts';
import { NEW_ACCOUNT, type PersonalAccount } from '../../core/subscribers/account.ts';
import type { Pace } from '../../core/subscribers/pace.ts';
import { nextLookAt } from '../../core/subscribers/run.ts';
import { isShut, standsStill } from '../../core/subscribers/standstill.ts';
import type { PersonalChannel } from '../../core/subscribers/subscriber.ts';
import type { WatchedChannel } from '../../ports/channel.ts';
import { channelMode } from '../../ports/channel-mode.ts';
import type { Control } from '../../ports/control.ts';
import type { DeliveryRecords } from '../../ports/deliveries.ts';
import type { Runs } from '../../ports/runs.ts';
import type { Versioned } from '../../ports/versioned.ts';

type WatchedPersonalPorts = {
  deliveries: Pick<DeliveryRecords, 'of'>;
  runs: Pick<Runs, 'of'>;
  account: Pick<Versioned<PersonalAccount>, 'read'>;
  pace: Pick<Versioned<Pace>, 'read'>;
};

/** What is owed and is not being told is looked at by then, whatever keeps it: a freeze, a brake, a shadow. */
const ASK_AGAIN_MS = MINUTE_MS;

/** A channel that tells each person, as the sweep asks it: a worker that died, somebody who waits, a gate that may be open. */
export const watchedPersonal = (
  is: ChannelFacts & { name: PersonalChannel },
  { deliveries, runs, account, pace }: WatchedPersonalPorts,
): WatchedChannel => ({
  is,
  async dueAt(incident, now) {
    const newest = pending(incident, await deliveries.of(incident.id, is.name)).at(-1);
    if (newest === undefined) return undefined;
    const [shards, { state }] = await Promise.all([runs.of(incident.id, is.name), account.read()]);
    const gate = state?.gate?.until;
    if (gate !== undefined && gate > now) return gate;
    return soonest(nextLookAt(shards, newest.seq, now), now);
  },
  async standsStill(incident, control, now) {
    if (!isToTell(control, is)) return false;
    const newest = pending(incident, await deliveries.of(incident.id, is.name)).at(-1);
    if (newest === undefined) return false;
    const [shards, { state }] = await Promise.all([runs.of(incident.id, is.name), pace.read()]);
    const lastAt = state === undefined ? undefined : instant(state.fullAt);
    return standsStill({ owedSince: newest.at, seq: newest.seq, runs: shards, lastAt }, now);
  },
  async isShut(control, now) {
    if (!isToTell(control, is)) return false;
    return isShut((await account.read()).state ?? NEW_ACCOUNT, now);
  },
});

/** What is frozen, in shadow or off tells nobody because people want it so. */
const isToTell = (control: Control, is: ChannelFacts): boolean =>
  control.frozen === undefined && channelMode(control, is) === 'live';

/** One that is due now has been nudged: whether it helped is seen a while later. */
const soonest = (at: Instant | undefined, now: Instant): Instant =>
  at === undefined || at <= now ? plus(now, ASK_AGAIN_MS) : latest(at, now);
