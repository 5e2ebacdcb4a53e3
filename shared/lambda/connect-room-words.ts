import type { RoomPorts } from '../app/subscribers/hook.ts';
import { componentNames } from '../config/component-names.ts';
import { config } from '../config/config.ts';
import { spoken } from '../config/voice.ts';
import { systemClock } from './connect.ts';

/** What the words of a room are made of, from the config. */
export const connectRoomWords = (siteUrl: string): RoomPorts => ({
  voice: spoken,
  brand: config.brand.name,
  names: componentNames(config),
  siteUrl,
  clock: systemClock,
});
