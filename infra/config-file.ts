import { readFileSync } from 'node:fs';
import type { Config } from '../shared/config/config-schema.ts';
import { parseConfig } from '../shared/config/parse-config.ts';

/** The config in `file`, checked; an error says in its message what a person can mend there, and where. */
export function readConfigFile(file: string): Config {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new Error(`${file} cannot be read: ${(cause as NodeJS.ErrnoException).code}`, { cause });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new Error(`${file} is not JSON: ${(cause as Error).message}`, { cause });
  }
  return parseConfig(value, file);
}
