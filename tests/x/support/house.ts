import { SimulatedX } from '../../../infra/local/world/x/simulated-x.ts';
import { memoryControl } from '../../../shared/adapters/memory/control.ts';
import { memoryDeliveries } from '../../../shared/adapters/memory/deliveries.ts';
import { memoryLog } from '../../../shared/adapters/memory/incident-log.ts';
import { memoryTable } from '../../../shared/adapters/memory/table.ts';
import { memoryXAccount } from '../../../shared/adapters/memory/x-account.ts';
import { type PublishXPorts, publishX } from '../../../shared/app/x/publish.ts';
import { spoken } from '../../../shared/config/voice.ts';
import type { Entry } from '../../../shared/core/entry.ts';
import { replayed } from '../../../shared/core/evolve.ts';
import { epochMs, type Instant } from '../../../shared/core/instant.ts';
import type { XRules } from '../../../shared/core/x/budget.ts';
import { nextXLookAgainAt } from '../../../shared/core/x/overdue.ts';
import type { XNotice } from '../../../shared/wording/x/notices.ts';
import { type Saying, stated } from '../../support/statements.ts';
import { simulatedChannel } from './simulated-channel.ts';
import { VirtualClock } from './virtual-clock.ts';

export const RULES: XRules = {
  minImpact: 'none',
  links: 'ends',
  threads: true,
  postsPerDay: 100,
  dollarsPerMonth: 50,
};

/** A house with one X account: the real reconciler on memory adapters, the world's X, and a clock that we move. */
export function house(options: { rules?: Partial<XRules>; mode?: 'off' | 'shadow' | 'live'; at?: string } = {}) {
  const clock = new VirtualClock(options.at);
  const x = new SimulatedX();
  const table = memoryTable();
  const log = memoryLog({ table, clock });
  const pages: (XNotice & { incident: string })[] = [];
  const rehearsals: (XNotice & { incident: string })[] = [];
  let salts = 0;
  const control = memoryControl(table);
  const ports: PublishXPorts = {
    log,
    deliveries: memoryDeliveries(table),
    control,
    account: memoryXAccount(),
    x: simulatedChannel(x, clock),
    clock,
    randomness: { salt: () => (salts++).toString(16).padStart(32, '0') },
    rules: { ...RULES, ...options.rules },
    voice: spoken,
    siteUrl: 'https://status.example.com',
    page: async (incident, notice) => void pages.push({ incident, ...notice }),
    rehearse: async (incident, notice) => void rehearsals.push({ incident, ...notice }),
  };
  const incidents = new Set<string>();
  const ready = control.setMode('x', options.mode ?? 'live');

  /** Adds a statement to an incident's chain, as a command or the sweep would. */
  async function say(incident: string, kind: Entry['kind'], saying: Saying = {}): Promise<Entry> {
    await ready;
    incidents.add(incident);
    return stated(log, clock, incident, kind, saying);
  }

  /** When the sweep would nudge about any incident again. */
  async function nextCheck(): Promise<Instant | undefined> {
    const { state } = await ports.account.read();
    const times = [...incidents].map(async (id) =>
      nextXLookAgainAt(replayed(id, await log.load(id)), await ports.deliveries.of(id, 'x'), state, clock.now()),
    );
    return (await Promise.all(times)).filter((at) => at !== undefined).toSorted()[0];
  }

  /** Lets time pass from check to check until nothing is owed, or for `ms`. */
  async function settle(ms = 48 * 3_600_000): Promise<void> {
    const end = clock.ms + ms;
    for (const id of incidents) await publishX(ports, id);
    for (let at = await nextCheck(); at !== undefined && epochMs(at) <= end; at = await nextCheck()) {
      clock.ms = Math.max(clock.ms, epochMs(at));
      for (const id of incidents) await publishX(ports, id);
    }
    x.settle(clock.ms);
  }

  return {
    clock,
    x,
    ports,
    pages,
    rehearsals,
    say,
    settle,
    nextCheck,
    control,
    redact: (incident: string, seq: number) => log.redact(incident, seq),
    look: (incident: string) => publishX(ports, incident),
    deliveries: async (incident: string) => ports.deliveries.of(incident, 'x'),
    account: async () => (await ports.account.read()).state,
    texts: () => x.posts().map((post) => post.text),
  };
}
