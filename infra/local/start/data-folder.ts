import { existsSync, mkdirSync, mkdtempSync, rmdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { CannotStart } from './options.ts';

/**
 * Makes the folder that keeps everything, and says in words when it cannot be one. Throws `CannotStart`.
 *
 * One level at a time, because Node's own recursive mkdir never comes back where the file system says that the parent
 * does not exist although it does, as /proc says.
 */
export function makeDataFolder(dataDir: string): void {
  const cannot = (why: string) =>
    new CannotStart(`${dataDir} cannot keep the data: ${why}. Choose another folder with --data.`, 2);
  const missing: string[] = [];
  let folder = dataDir;
  for (; !existsSync(folder); folder = path.dirname(folder)) missing.unshift(folder);
  if (!statSync(folder).isDirectory()) throw cannot(`${folder === dataDir ? 'it' : folder} is not a folder`);
  for (const level of missing) {
    try {
      mkdirSync(level);
    } catch (error) {
      // Another start may have made it in between; whether it may be written to is looked at below.
      if (errorCode(error) !== 'EEXIST') throw cannot(`no folder can be made in ${path.dirname(level)}${words(error)}`);
    }
  }
  try {
    // Tried and not asked: permissions do not know of a disk that can only be read, and root may everything.
    rmdirSync(mkdtempSync(path.join(dataDir, 'try-')));
  } catch (error) {
    throw cannot(`nothing can be written there${words(error)}`);
  }
}

const errorCode = (error: unknown) => (error as NodeJS.ErrnoException).code;

const WORDS: Readonly<Record<string, string>> = {
  EACCES: 'you may not',
  EPERM: 'the system does not allow it',
  EROFS: 'that disk can only be read',
  ENOSPC: 'the disk is full',
};

const words = (error: unknown): string => {
  const known = WORDS[errorCode(error) ?? ''];
  return known === undefined ? '' : ` (${known})`;
};
