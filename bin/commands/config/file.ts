import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Config } from '../../../shared/config/config-schema.ts';
import { parseConfig } from '../../../shared/config/parse-config.ts';
import { type Surroundings, UsageError } from '../surroundings.ts';
import { PROJECT } from './project.ts';

export const CONFIG_OPTION = [
  '--config <file>',
  'the config, instead of the project’s own candor.config.json',
] as const;

/** Where the config is: the file that is named, else CANDOR_CONFIG_FILE, else the project's own. */
export function configPath({ directory, env }: Surroundings, named: string | undefined): string {
  const file = named ?? env.CANDOR_CONFIG_FILE;
  return file ? path.resolve(directory, file) : path.join(PROJECT, 'candor.config.json');
}

/** The JSON in a file of the person's. */
export function readJson(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new UsageError(missing ? `${file} does not exist; "candor init" writes one` : `${file} cannot be read`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${file} is not JSON: ${(error as Error).message}`);
  }
}

/** The config in a file, checked. What is wrong with it is said place by place. */
export function readConfig(file: string): Config {
  const value = readJson(file);
  try {
    return parseConfig(value, file);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
