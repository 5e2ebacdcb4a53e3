import { appendFile, close, fdatasync, mkdirSync, openSync, readFileSync, truncateSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

/** Facts in the order they happened, one JSON document each. */
export interface Journal<Fact> {
  /** What was on record when the journal was opened, oldest first. */
  readonly past: readonly Fact[];
  append(fact: Fact): void;
  /** Resolves when everything appended so far is on disk; rejects when the disk refused it. */
  stored(): Promise<void>;
  close(): Promise<void>;
}

/** A journal that forgets: for simulations, where the process never dies. */
export function memoryJournal<Fact>(past: readonly Fact[] = []): Journal<Fact> & { readonly facts: Fact[] } {
  const facts: Fact[] = [...past];
  return {
    past: [...past],
    facts,
    append: (fact) => void facts.push(fact),
    stored: async () => {},
    close: async () => {},
  };
}

/**
 * An append-only file of JSON lines.
 *
 * A last line without its newline was torn by a crash. Nobody was told that it had been written, so it is cut off;
 * left in place, it would swallow the next line. Any other unreadable line means that the file was damaged, and throws.
 */
export function fileJournal<Fact>(path: string): Journal<Fact> {
  mkdirSync(dirname(path), { recursive: true });
  const past = readPast<Fact>(path);
  const file = openSync(path, 'a');
  let pending: string[] = [];
  let writing: Promise<void> | undefined;
  let failure: unknown;

  /** Writes until nothing is pending. Lines that arrive during one fsync share the next one. */
  async function write(): Promise<void> {
    while (pending.length > 0) {
      const lines = pending;
      pending = [];
      await promisify(appendFile)(file, lines.join(''));
      await promisify(fdatasync)(file);
    }
  }

  function flush(): Promise<void> {
    writing ??= write()
      .catch((error) => {
        // What is half written cannot be trusted any more, so the journal stays broken until it is opened again.
        failure = new Error(`cannot write ${path}`, { cause: error });
      })
      .finally(() => {
        writing = undefined;
      });
    return writing;
  }

  return {
    past,
    append(fact) {
      pending.push(`${JSON.stringify(fact)}\n`);
      void flush();
    },
    async stored() {
      while (!failure && (writing || pending.length > 0)) await flush();
      if (failure) throw failure;
    },
    async close() {
      while (!failure && (writing || pending.length > 0)) await flush();
      await promisify(close)(file);
    },
  };
}

function readPast<Fact>(path: string): Fact[] {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  const end = bytes.lastIndexOf('\n') + 1;
  if (end < bytes.length) truncateSync(path, end);
  const lines = bytes.toString('utf8', 0, end).split('\n').slice(0, -1);
  return lines.map((line, index) => {
    try {
      return JSON.parse(line) as Fact;
    } catch (error) {
      throw new Error(`${path}: line ${index + 1} is not JSON`, { cause: error });
    }
  });
}
