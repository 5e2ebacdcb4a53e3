import { memoryDesk } from '../../../shared/adapters/memory/desk.ts';
import { deskAsConfigured } from '../../../shared/app/desk/as-configured.ts';
import type { DeskNotice, DeskPorts } from '../../../shared/app/desk/ports.ts';
import { config } from '../../../shared/config/config.ts';
import { spoken } from '../../../shared/config/voice.ts';
import { DESK_SOURCES } from '../../../shared/core/desk/mention.ts';
import type { DeskStores } from '../../../shared/ports/desk.ts';

/** A desk of which every source is connected. */
function connectedDesk(): DeskStores {
  const stores = memoryDesk();
  for (const source of DESK_SOURCES) {
    const account = stores.account(source);
    const { read } = account;
    account.read = async () => {
      const { state, version } = await read();
      return { state: { connected: { at: '2026-11-01T00:00:00.000Z', by: 'ada' }, ...state }, version };
    };
  }
  return stores;
}

type House = Pick<DeskPorts, 'log' | 'siteIndex' | 'control' | 'drafts' | 'followUps' | 'nudges' | 'policy' | 'clock'>;

/** The desk of a house over memory, with the project's own config; `pages` are what the commander was told. */
export function deskPorts(house: House, changes: Partial<DeskPorts> = {}): DeskPorts & { pages: DeskNotice[] } {
  const pages: DeskNotice[] = [];
  const { log, siteIndex, control, drafts, followUps, nudges, policy, clock } = house;
  return {
    log,
    siteIndex,
    control,
    drafts,
    followUps,
    nudges,
    policy,
    clock,
    ...deskAsConfigured(config, { voice: spoken, siteUrl: 'https://status.example', clock }),
    stores: connectedDesk(),
    sources: {},
    page: async (notice) => void pages.push(notice),
    warn: () => undefined,
    pages,
    ...changes,
  };
}
