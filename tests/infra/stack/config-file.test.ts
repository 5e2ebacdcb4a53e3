import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import raw from '../../../candor.config.json' with { type: 'json' };
import { buildFunctions } from '../../../infra/build.ts';
import { readConfigFile } from '../../../infra/config-file.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'candor-config-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A file beside the project. */
function written(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

describe('a config in a file of its own', () => {
  it('is what the functions are bundled with', async () => {
    const theirs = { ...raw, brand: { ...raw.brand, name: 'Ferry Company' }, mail: { from: 'status@ferry.example' } };
    const configFile = written('theirs', JSON.stringify(theirs));
    const [intake] = await buildFunctions({ outputDirectory: path.join(folder, 'dist'), only: ['intake'], configFile });
    const files = readdirSync(intake!.directory).filter((file) => file.endsWith('.mjs'));
    const source = files.map((file) => readFileSync(path.join(intake!.directory, file), 'utf8')).join('\n');
    expect(source).toContain('Ferry Company');
    expect(source).not.toContain(raw.brand.name);
  });

  it('is read as it stands, and refused with its name and the place that is wrong', () => {
    expect(readConfigFile(written('good.json', JSON.stringify(raw))).brand.name).toBe(raw.brand.name);
    const bad = written('bad.json', JSON.stringify({ ...raw, channels: ['x', 'carrier-pigeon'] }));
    expect(() => readConfigFile(bad)).toThrow(/bad\.json is not valid:\n {2}channels\.1: /);
    expect(() => readConfigFile(written('half.json', '{'))).toThrow(/half\.json is not JSON: /);
    expect(() => readConfigFile(path.join(folder, 'none.json'))).toThrow(/none\.json cannot be read: ENOENT/);
  });
});
