import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { config } from '../../shared/config/config.ts';

const { mail: _mail, ...rest } = config;

/** The project's config without mail and hooks: for a story in which nobody follows, a third less is at work. */
export const X_ALONE = { ...rest, channels: ['x'] };

let file: string | undefined;

/** That config in a file, which is gone when this process is. */
export function xAloneFile(): string {
  if (file !== undefined) return file;
  const folder = mkdtempSync(path.join(tmpdir(), 'candor-x-alone-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  file = path.join(folder, 'candor.config.json');
  writeFileSync(file, JSON.stringify(X_ALONE));
  return file;
}
