import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export interface Lock {
  release(): void;
}

/**
 * Takes the lock that `file` stands for, or returns the id of the process that holds it. The operating system holds
 * the lock (SQLite asks it to), so it ends with the process, also after a kill -9: there are no stale locks.
 */
export function takeLock(file: string): Lock | { readonly heldBy: string } {
  mkdirSync(path.dirname(file), { recursive: true });
  const database = new DatabaseSync(file);
  try {
    database.exec('PRAGMA busy_timeout = 0');
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if ((error as { errcode?: number }).errcode !== sqliteBusy) throw error;
    return { heldBy: holderOf(file) };
  }
  writeFileSync(`${file}.pid`, String(process.pid));
  return { release: () => database.close() };
}

/** Takes the lock as soon as nobody holds it. */
export async function waitForLock(file: string): Promise<Lock> {
  for (;;) {
    const lock = takeLock(file);
    if ('release' in lock) return lock;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const sqliteBusy = 5;

function holderOf(file: string): string {
  try {
    return readFileSync(`${file}.pid`, 'utf8');
  } catch {
    // The holder has the lock and has not written its id yet.
    return 'unknown';
  }
}
