import { hashOf } from '../core/chain.ts';
import { checked } from './checked.ts';
import type { Config } from './config-schema.ts';

/** The configuration that was bundled with this code. */
export const config: Config = checked;

/** Changes when the config does; the site is rendered anew then. */
export const configHash: string = hashOf(config).slice(0, 16);
