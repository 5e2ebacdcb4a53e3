import { memoryControl } from '../../../shared/adapters/memory/control.ts';
import { memoryDeliveries } from '../../../shared/adapters/memory/deliveries.ts';
import { memoryLog } from '../../../shared/adapters/memory/incident-log.ts';
import { memoryTable } from '../../../shared/adapters/memory/table.ts';
import { memoryVersioned } from '../../../shared/adapters/memory/versioned.ts';
import { watchedKeyed } from '../../../shared/app/keyed/look-again.ts';
import type { PublishKeyedPorts } from '../../../shared/app/keyed/ports.ts';
import { publishKeyed } from '../../../shared/app/keyed/publish.ts';
import { spoken } from '../../../shared/config/voice.ts';
import type { Entry } from '../../../shared/core/entry.ts';
import { replayed } from '../../../shared/core/evolve.ts';
import { epochMs, type Instant } from '../../../shared/core/instant.ts';
import { type KeyedAccount, NEW_KEYED_ACCOUNT } from '../../../shared/core/keyed/account.ts';
import type { KeyedFacts } from '../../../shared/core/keyed/facts.ts';
import type { ChannelNotice } from '../../../shared/wording/keyed/notices.ts';
import { type Saying, stated } from '../../support/statements.ts';
import { VirtualClock } from '../../x/support/virtual-clock.ts';

export type HouseOptions = {
  mode?: 'off' | 'shadow' | 'live';
  at?: string;
  rules?: Partial<PublishKeyedPorts['rules']>;
};

/** A house with one account on a network: the real reconciler on memory adapters, `connect`ed to whatever plays the network, and a clock that we move. */
export function house(
  is: KeyedFacts,
  connect: (clock: VirtualClock) => PublishKeyedPorts['channel'],
  options: HouseOptions = {},
) {
  const clock = new VirtualClock(options.at);
  const table = memoryTable();
  const log = memoryLog({ table, clock });
  const control = memoryControl(table);
  const account = memoryVersioned<KeyedAccount>();
  const pages: (ChannelNotice & { incident: string })[] = [];
  const rehearsals: (ChannelNotice & { incident: string })[] = [];
  const deliveries = memoryDeliveries(table);
  const ports: PublishKeyedPorts = {
    is,
    rules: { minImpact: 'none', threads: true, ...options.rules },
    log,
    deliveries,
    control,
    account,
    channel: connect(clock),
    clock,
    voice: spoken,
    siteUrl: 'https://status.example.com',
    page: async (incident, notice) => void pages.push({ incident, ...notice }),
    rehearse: async (incident, notice) => void rehearsals.push({ incident, ...notice }),
  };
  const watched = watchedKeyed(is, ports);
  const incidents = new Set<string>();
  const ready = control.setMode(is.name, options.mode ?? 'live');

  async function say(incident: string, kind: Entry['kind'], saying: Saying = {}): Promise<Entry> {
    await ready;
    incidents.add(incident);
    return stated(log, clock, incident, kind, saying);
  }

  /** When the sweep would nudge about any incident again. */
  async function nextCheck(): Promise<Instant | undefined> {
    const times = [...incidents].map(async (id) => {
      const incident = replayed(id, await log.load(id));
      return incident.phase === 'unreported' ? undefined : watched.dueAt(incident, clock.now());
    });
    return (await Promise.all(times)).filter((at) => at !== undefined).toSorted()[0];
  }

  /** Lets time pass from check to check until nothing is owed, or for `ms`. */
  async function settle(ms = 48 * 3_600_000): Promise<void> {
    const end = clock.ms + ms;
    for (const id of incidents) await publishKeyed(ports, id);
    for (let at = await nextCheck(); at !== undefined && epochMs(at) <= end; at = await nextCheck()) {
      clock.ms = Math.max(clock.ms, epochMs(at));
      for (const id of incidents) await publishKeyed(ports, id);
    }
  }

  return {
    is,
    clock,
    ports,
    pages,
    rehearsals,
    control,
    watched,
    say,
    settle,
    nextCheck,
    /** As the command and the sweep do: the words are gone from the log, and from what was kept to be sent. */
    async redact(incident: string, seq: number) {
      await say(incident, 'redaction', { corrects: seq });
      await log.redact(incident, seq);
      await deliveries.forgetTexts(incident, (await log.load(incident)).length);
    },
    look: (incident: string) => publishKeyed(ports, incident),
    deliveries: async (incident: string) => ports.deliveries.of(incident, is.name),
    account: async () => (await account.read()).state ?? NEW_KEYED_ACCOUNT,
  };
}
