import { existsSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { fileURLToPath } from 'node:url';

const maps = new Map<string, SourceMap | undefined>();

/**
 * Has the stack of an error, and of what caused it, name the lines of our sources in the place of those of the bundle.
 * Node could do that by itself, but reads every source map when a function starts, 30 ms that nobody needs; here each is
 * read with the first error that names its file. What has no map stays as it is.
 */
export function withSourceLines<T>(error: T): T {
  if (!(error instanceof Error)) return error;
  if (typeof error.stack === 'string') error.stack = error.stack.replace(PLACE, sourceOf);
  withSourceLines(error.cause);
  return error;
}

/** Where in a bundle: `file:///var/task/index.mjs:12:34567`. */
const PLACE = /(file:\/\/\/[^\s()]+\.mjs):(\d+):(\d+)/g;

function sourceOf(place: string, url: string, line: string, column: string): string {
  const origin = mapOf(url)?.findOrigin(Number(line), Number(column));
  return origin !== undefined && 'fileName' in origin
    ? `${origin.fileName.replace(/^(?:\.\.\/)+/, '')}:${origin.lineNumber}:${origin.columnNumber}`
    : place;
}

function mapOf(url: string): SourceMap | undefined {
  if (!maps.has(url)) maps.set(url, readMap(`${fileURLToPath(url)}.map`));
  return maps.get(url);
}

/** An error that cannot be told in our lines is told in those of the bundle: nothing may come in the way of telling it. */
function readMap(file: string): SourceMap | undefined {
  try {
    return existsSync(file) ? new SourceMap(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
  } catch {
    return undefined;
  }
}
