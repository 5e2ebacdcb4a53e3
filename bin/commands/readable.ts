import { statSync } from 'node:fs';
import type { Surroundings } from './surroundings.ts';

/** Warns of a file with secrets that others on this machine can read. Throws where it is not there. */
export function warnIfReadable({ err }: Pick<Surroundings, 'err'>, file: string): void {
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0)
    err(`warning: ${file} can be read by others on this machine; run: chmod 600 ${file}`);
}
