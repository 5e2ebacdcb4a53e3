import { memoryControl } from '../../../shared/adapters/memory/control.ts';
import { memoryDeliveries } from '../../../shared/adapters/memory/deliveries.ts';
import { memoryImports } from '../../../shared/adapters/memory/imports.ts';
import { memoryLog } from '../../../shared/adapters/memory/incident-log.ts';
import { memorySiteIndex } from '../../../shared/adapters/memory/site-index.ts';
import { memorySiteStore } from '../../../shared/adapters/memory/site-store.ts';
import { memoryTable } from '../../../shared/adapters/memory/table.ts';
import type { PublishSitePorts } from '../../../shared/app/site/publish.ts';
import { spoken } from '../../../shared/config/voice.ts';
import { testConfig, textOf } from './site.ts';
import { at, entriesOf, type Said } from './story.ts';

/** A world in memory: say entries, publish, and read the site as a customer would. */
export function world() {
  let now = at('14:00');
  const clock = { now: () => now };
  const table = memoryTable();
  const log = memoryLog({ table, clock });
  const store = memorySiteStore('hash1');
  const ports: PublishSitePorts = {
    imports: memoryImports(),
    clock,
    log,
    siteIndex: memorySiteIndex(table),
    deliveries: memoryDeliveries(table),
    control: memoryControl(table),
    site: store,
    config: testConfig,
    voice: spoken,
    siteUrl: 'https://status.example.com',
  };
  const said = new Map<string, [string, Said][]>();
  return {
    ports,
    log,
    goTo: (clockTime: string) => {
      now = at(clockTime);
    },
    async say(id: string, clockTime: string, words: Said = {}) {
      now = at(clockTime);
      said.set(id, [...(said.get(id) ?? []), [clockTime, words]]);
      const entry = entriesOf(id, ...said.get(id)!).at(-1)!;
      await log.append(entry, undefined);
    },
    read: (key: string) => store.files.get(key)?.body ?? '',
    text: (key: string) => textOf(store.files.get(key)?.body ?? ''),
    keys: () => [...store.files.keys()],
  };
}
