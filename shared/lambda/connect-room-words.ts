import type { RoomPorts } from '../app/subscribers/hook.ts';
import { componentNames } from '../config/component-names.ts';
import { config } from '../config/config.ts';
import { spoken } from '../config/voice.ts';
import type { IncidentLog } from '../ports/incident-log.ts';
import { systemClock } from './connect.ts';
import { titlesIn } from './title-of.ts';

/** What the words of a room are made of, from the config and the log. */
export const connectRoomWords = (siteUrl: string, { log }: { log: Pick<IncidentLog, 'load'> }): RoomPorts => ({
  voice: spoken,
  brand: config.brand.name,
  names: componentNames(config),
  siteUrl,
  titleOf: titlesIn(log),
  clock: systemClock,
});
