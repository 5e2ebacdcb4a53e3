import { memoryDesk } from '../../../shared/adapters/memory/desk.ts';
import { deskAsConfigured } from '../../../shared/app/desk/as-configured.ts';
import type { DeskNotice, DeskPorts } from '../../../shared/app/desk/ports.ts';
import { config } from '../../../shared/config/config.ts';
import { spoken } from '../../../shared/config/voice.ts';

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
    stores: memoryDesk(),
    sources: {},
    page: async (notice) => void pages.push(notice),
    warn: () => undefined,
    pages,
    ...changes,
  };
}
