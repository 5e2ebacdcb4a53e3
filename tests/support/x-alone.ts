import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { config } from '../../shared/config/config.ts';
import { KEYED_CHANNELS } from '../../shared/core/keyed/shipped.ts';
import { X } from '../../shared/core/x/facts.ts';

const { mail: _mail, desk, ...others } = config;
/** Nobody listens either: a function that looks every minute takes its share of two cores. */
const rest = { ...others, desk: { ...desk, sources: [] } };

/** The project's config without mail and hooks: for a story in which nobody follows, half of it is at work. */
export const X_ALONE = { ...rest, channels: [X.name] };

const PUBLIC = { ...rest, channels: [X.name, ...KEYED_CHANNELS.map(({ name }) => name)] };

const files = new Map<object, string>();

/** Such a config in a file, which is gone when this process is. */
function fileOf(one: object): string {
  const there = files.get(one);
  if (there !== undefined) return there;
  const folder = mkdtempSync(path.join(tmpdir(), 'candor-config-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'candor.config.json');
  writeFileSync(file, JSON.stringify(one));
  files.set(one, file);
  return file;
}

export const xAloneFile = (): string => fileOf(X_ALONE);

/** With every channel on which all the public reads the same. */
export const publicVoicesFile = (): string => fileOf(PUBLIC);

/** X alone, with customers who are heard by mail. */
export const byMailFile = (): string => fileOf({ ...X_ALONE, desk: { ...desk, sources: ['mail'] } });
