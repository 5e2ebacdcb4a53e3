import { createWriteStream, mkdirSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';

export interface FunctionLog {
  /** Takes output of a function (by logical id) or of the cloud, in pieces as they come. */
  write(from: string, text: string): void;
  close(): Promise<void>;
}

const alarming = ['ERROR', 'FATAL', 'CRITICAL'];

/** At a start, a log that has grown beyond this becomes `functions.log.1`, in place of the one before. */
const maxBytes = 20_000_000;

/** Keeps every line in `file`; shows errors, or with `verbose` everything, by `show`. */
export function openFunctionLog(file: string, verbose: boolean, show: (line: string) => void): FunctionLog {
  mkdirSync(path.dirname(file), { recursive: true });
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > maxBytes) renameSync(file, `${file}.1`);
  const stream = createWriteStream(file, { flags: 'a' });
  const unfinished = new Map<string, string>();

  return {
    write(from, text) {
      const lines = ((unfinished.get(from) ?? '') + text).split('\n');
      unfinished.set(from, lines.pop()!);
      for (const line of lines) {
        if (line === '') continue;
        stream.write(`${from} ${line}\n`);
        if (verbose) show(`${from} ${line}`);
        else if (isAlarming(line)) show(`${from}: ${summary(line)}`);
      }
    },
    close: () => new Promise((resolve) => stream.end(resolve)),
  };
}

function isAlarming(line: string): boolean {
  const record = parsed(line);
  if (!record) return /^(\w*Error|FATAL|Trace)\b/.test(line);
  return alarming.includes(String(record.level));
}

/** The one part of a record that a person at the terminal can act on. */
function summary(line: string): string {
  const record = parsed(line);
  if (!record) return line;
  if (record.message === 'access denied') return `${record.role} may not ${record.action} on ${record.resource}`;
  const error = record.error as { message?: unknown } | string | undefined;
  const cause = record.errorMessage ?? (typeof error === 'object' ? error.message : error);
  const message = typeof record.message === 'string' ? record.message : JSON.stringify(record.message ?? record);
  return [message, cause].filter(Boolean).join(': ').slice(0, 400);
}

function parsed(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
