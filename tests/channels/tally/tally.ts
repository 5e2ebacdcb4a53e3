import type { ChannelFacts } from '../../../shared/core/channel/channel.ts';
import { nextPost, OPEN } from '../../../shared/core/channel/next-post.ts';
import { endWithoutPost } from '../../../shared/core/channel/owed.ts';
import { isEnded } from '../../../shared/core/delivery.ts';
import { replayed } from '../../../shared/core/evolve.ts';
import { plus, SECOND_MS } from '../../../shared/core/instant.ts';
import type { AskedChannel, WatchedChannel } from '../../../shared/ports/channel.ts';
import { channelMode } from '../../../shared/ports/channel-mode.ts';
import type { Clock } from '../../../shared/ports/clock.ts';
import type { ControlRecord } from '../../../shared/ports/control.ts';
import type { DeliveryRecords } from '../../../shared/ports/deliveries.ts';
import type { IncidentLog } from '../../../shared/ports/incident-log.ts';

/** A channel that says nothing and only counts what it was told: a counter with a key, on which twice is once. */
export const TALLY = {
  name: 'tally',
  label: 'the tally',
  proof: 'key',
  atOnce: 'incident',
  starts: 'shadow',
  limit: 12,
} as const satisfies ChannelFacts;

const RULES = { minImpact: 'none', links: 'never', threads: false } as const;

type Ports = {
  log: Pick<IncidentLog, 'load'>;
  deliveries: DeliveryRecords;
  control: Pick<ControlRecord, 'read'>;
  clock: Clock;
};

/** All that a channel has to bring: what the sweep and people ask of it, and a reconciler that is nudged. */
export function tally(ports: Ports): WatchedChannel &
  AskedChannel & {
    counted: ReadonlySet<string>;
    reconcile: (id: string) => Promise<void>;
  } {
  const { log, deliveries, control, clock } = ports;
  const counted = new Set<string>();
  const modeNow = async () => channelMode(await control.read(), TALLY);

  async function reconcile(id: string): Promise<void> {
    for (;;) {
      const [entries, known, switched] = [
        await log.load(id),
        await deliveries.of(id, TALLY.name),
        await control.read(),
      ];
      const incident = replayed(id, entries);
      if (incident.phase === 'unreported') return;
      const now = clock.now();
      const mode = channelMode(switched, TALLY);
      const frozen = switched.frozen !== undefined;
      const view = { label: TALLY.label, incident, deliveries: known, mode, rules: RULES, now, frozen, barriers: OPEN };
      const action = nextPost(view);
      if (action.type === 'settled' || action.type === 'wait') return;
      if (action.type === 'end') {
        await deliveries.put(id, TALLY.name, action.seq, action.delivery);
        continue;
      }
      const { seq } = action.plan.entry;
      const key = `${id}#${seq}`;
      if (action.type === 'post') counted.add(key);
      const shadow = action.type === 'show' ? { shadow: true } : {};
      await deliveries.put(id, TALLY.name, seq, { state: 'delivered', at: now, receipt: key, ...shadow });
      for (const before of action.plan.covers)
        await deliveries.put(id, TALLY.name, before, { state: 'coalesced', at: now, into: seq, receipt: key });
    }
  }

  return {
    is: TALLY,
    counted,
    reconcile,
    async dueAt(incident, now) {
      const done = await deliveries.of(incident.id, TALLY.name);
      return incident.entries.some(({ seq }) => !isEnded(done.get(seq))) ? plus(now, 20 * SECOND_MS) : undefined;
    },
    async wouldSay(entry, incident, now, delivered = (known) => known) {
      const mode = await modeNow();
      const known = delivered(await deliveries.of(incident.id, TALLY.name));
      const end = endWithoutPost(entry, { label: TALLY.label, incident, deliveries: known, mode, rules: RULES, now });
      if (end !== undefined) return { mode, notPosted: 'reason' in end ? end.reason : end.state };
      const text = `number ${counted.size + 1}`;
      return { mode, text, weight: text.length, limit: TALLY.limit, reply: false };
    },
    state: async () => ({ counted: counted.size }),
    tryAgain: async () => {},
  };
}
