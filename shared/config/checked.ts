import raw from '../../candor.config.json' with { type: 'json' };
import type { Config } from './config-schema.ts';
import { parseConfig } from './parse-config.ts';

/**
 * The project's own config, checked. In a bundle its place is taken by what the check gave when the bundle was made
 * (infra/build.ts), so that no function carries the schema, which costs a cold start more than everything that reads it.
 */
export const checked: Config = parseConfig(raw);
