import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadTemplate } from '../../infra/local/cloud/template.ts';
import { systemStack } from '../../infra/local/start/assembly.ts';

const root = path.resolve(import.meta.dirname, '..', '..');
const sources = [
  'bin',
  'functions',
  'shared',
  'infra',
  'candor.config.json',
  'cdk.json',
  'package-lock.json',
  'package.json',
  'tsconfig.json',
];

/** A clone that nothing was built in yet. */
let clone: string;

beforeAll(() => {
  clone = mkdtempSync(path.join(tmpdir(), 'candor-clone-'));
  for (const source of sources) cpSync(path.join(root, source), path.join(clone, source), { recursive: true });
  symlinkSync(path.join(root, 'node_modules'), path.join(clone, 'node_modules'));
});
afterAll(() => rmSync(clone, { recursive: true, force: true }));

describe('two starts on a fresh clone', () => {
  it('build once, one waits for the other, and both run what was built', { timeout: 120_000 }, async () => {
    const [one, two] = await Promise.all([assembly(), assembly()]);

    expect(one.folder).toBe(two.folder);
    expect([one.built, two.built].toSorted()).toEqual([false, true]);
    expect(readdirSync(path.dirname(one.folder)).filter((name) => /^[0-9a-f]{16}$/.test(name))).toHaveLength(1);
    expect(existsSync(path.join(clone, 'cdk.out.local', 'unfinished'))).toBe(false);
    const template = loadTemplate({ cdkOut: one.folder, stack: systemStack(one.folder) });
    for (const { properties } of template.ofType('AWS::Lambda::Function')) {
      expect(existsSync(path.join(template.assetFolder(properties.Code.S3Key), 'index.mjs'))).toBe(true);
    }

    expect(await assembly()).toEqual({ folder: one.folder, built: false });
  });
});

/** What a start in the clone does before anything else, in a process of its own. */
async function assembly(): Promise<{ folder: string; built: boolean }> {
  const program = `
    import { currentAssembly } from ${JSON.stringify(path.join(clone, 'infra/local/start/assembly.ts'))};
    let built = false;
    const folder = await currentAssembly(${JSON.stringify(clone)}, () => { built = true; });
    console.log(JSON.stringify({ folder, built }));`;
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--disable-warning=ExperimentalWarning',
    '--input-type=module-typescript',
    '--eval',
    program,
  ]);
  return JSON.parse(stdout);
}
