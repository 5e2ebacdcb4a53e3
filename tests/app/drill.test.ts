import { describe, expect, it } from 'vitest';
import { memoryControl } from '../../shared/adapters/memory/control.ts';
import { memoryDeliveries } from '../../shared/adapters/memory/deliveries.ts';
import { memoryImports } from '../../shared/adapters/memory/imports.ts';
import { memoryLog } from '../../shared/adapters/memory/incident-log.ts';
import { memorySiteIndex } from '../../shared/adapters/memory/site-index.ts';
import { memorySiteStore } from '../../shared/adapters/memory/site-store.ts';
import { memoryTable } from '../../shared/adapters/memory/table.ts';
import { watchedSite } from '../../shared/app/site/look-again.ts';
import { publishSite } from '../../shared/app/site/publish.ts';
import { rebuildSite } from '../../shared/app/site/rebuild.ts';
import { config } from '../../shared/config/config.ts';
import { spoken } from '../../shared/config/voice.ts';
import { replayed } from '../../shared/core/evolve.ts';
import type { ReportedIncident } from '../../shared/core/incident.ts';
import type { Reminder } from '../../shared/core/reminders/reminder.ts';
import { freshXAccount } from '../../shared/core/x/account.ts';
import { nextXAction } from '../../shared/core/x/next.ts';
import { reminderMessage } from '../../shared/wording/reminders.ts';
import { chainOf, opening, TEN_O_CLOCK } from '../support/entries.ts';

const drill = () => {
  const plain = opening();
  return chainOf('drill-1', [{ ...plain, private: { ...plain.private, handling: 'drill' } }]);
};

describe('a drill', () => {
  it('writes nothing to the site, not even when all of it is rendered again, and owes it nothing', async () => {
    const table = memoryTable();
    const clock = { now: () => TEN_O_CLOCK };
    const site = memorySiteStore('hash');
    const deliveries = memoryDeliveries(table);
    const log = memoryLog({ table, clock });
    const ports = {
      clock,
      log,
      site,
      deliveries,
      siteIndex: memorySiteIndex(table),
      imports: memoryImports(),
      control: memoryControl(table),
      config,
      voice: spoken,
      siteUrl: 'https://status.example.com',
    };
    const [entry] = drill();
    await log.append(entry!, undefined);
    await publishSite(ports, 'drill-1');
    expect(site.files.size).toBe(0);
    const puts: number[] = [];
    const watching = {
      ...deliveries,
      put: async (...args: Parameters<typeof deliveries.put>) => void puts.push(args[2]),
    };
    await publishSite({ ...ports, deliveries: watching }, 'drill-1');
    expect(puts).toEqual([]);
    await rebuildSite(ports);
    for (const [key, { body }] of site.files)
      expect(body.includes('drill-1') || body.includes(entry!.content!.message), key).toBe(false);
    const incident = replayed('drill-1', [entry!]) as ReportedIncident;
    expect(await watchedSite(ports).dueAt(incident, TEN_O_CLOCK)).toBeUndefined();
  });

  it('is never posted, not even in shadow', () => {
    const incident = replayed('drill-1', drill()) as ReportedIncident;
    for (const mode of ['live', 'shadow'] as const) {
      const view = {
        incident,
        deliveries: new Map(),
        account: freshXAccount(),
        mode,
        frozen: false,
        rules: config.x,
        now: TEN_O_CLOCK,
      };
      expect(nextXAction(view)).toMatchObject({
        type: 'end',
        delivery: { state: 'dropped', reason: 'a drill is never public' },
      });
    }
  });

  it('rings like the real thing, and says before all else that it is none', () => {
    const incident = replayed('drill-1', drill()) as ReportedIncident;
    const reminder: Reminder = { key: 'k', at: TEN_O_CLOCK, to: 'commander', about: 'apology', seq: 2, last: false };
    const places = { consoleUrl: 'https://ops.example.com/console', siteUrl: 'https://status.example.com' };
    const message = reminderMessage(spoken, incident, reminder, TEN_O_CLOCK, places);
    expect(message.subject).toMatch(/^DRILL\. /);
    expect(message.text).toMatch(/^This is a drill; nothing of it is public\. /);
    expect(message.links).toEqual(['https://ops.example.com/console/incidents/drill-1']);
  });
});
