import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import type { KeptToken, TokenKeeper } from '../../shared/client/tokens.ts';

/** The tokens that are kept for the next run, each under a name that tells origin and credentials apart. */
export type KeptTokens = {
  of(name: string): TokenKeeper;
  /** Forgets all of them. */
  clear(): void;
};

const kept = z.record(z.string(), z.strictObject({ token: z.string(), until: z.number() }));

/** Where they are kept: beside what else may be thrown away. */
export const tokensFile = (env: Readonly<Record<string, string | undefined>>, home: string): string =>
  path.join(env.XDG_CACHE_HOME || path.join(home, '.cache'), 'candor', 'tokens.json');

/**
 * Tokens in one file that nobody else on the machine may read. A file that others could read or write is not believed,
 * and one that cannot be written costs a token a run: neither stands in the way of what somebody wants to say.
 */
export function tokensIn(file: string, now: () => number): KeptTokens {
  function read(): Record<string, KeptToken> {
    try {
      if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) return {};
      return kept.parse(JSON.parse(readFileSync(file, 'utf8')));
    } catch {
      return {};
    }
  }

  function write(tokens: Record<string, KeptToken>): void {
    const live = Object.fromEntries(Object.entries(tokens).filter(([, { until }]) => until > now()));
    const next = `${file}.${process.pid}`;
    try {
      mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
      writeFileSync(next, JSON.stringify(live), { mode: 0o600, flag: 'wx' });
      renameSync(next, file);
    } catch {
      forget(next);
    }
  }

  /** Where there is no folder there is no file either. */
  function forget(one: string): void {
    try {
      rmSync(one, { force: true });
    } catch {}
  }

  return {
    of: (name) => ({
      read: () => read()[name],
      write(token) {
        const { [name]: _old, ...others } = read();
        write(token === undefined ? others : { ...others, [name]: token });
      },
    }),
    clear: () => forget(file),
  };
}

/** The same in memory, for a test. */
export function tokensInMemory(tokens = new Map<string, KeptToken>()): KeptTokens {
  return {
    of: (name) => ({
      read: () => tokens.get(name),
      write: (token) => void (token === undefined ? tokens.delete(name) : tokens.set(name, token)),
    }),
    clear: () => tokens.clear(),
  };
}
