import raw from '../../candor.config.json' with { type: 'json' };
import { hashOf } from '../core/chain.ts';
import type { Config } from './config-schema.ts';
import { parseConfig } from './parse-config.ts';

export { parseConfig };

/** The configuration that was bundled with this code. */
export const config: Config = parseConfig(raw);

/** Changes when the config does; the site is rendered anew then. */
export const configHash: string = hashOf(config).slice(0, 16);
