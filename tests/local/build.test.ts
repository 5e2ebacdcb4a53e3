import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { currentAssembly } from '../../infra/local/start/assembly.ts';

/** A clone in which nothing was built yet. */
let clone: string;

beforeEach(() => {
  clone = mkdtempSync(path.join(tmpdir(), 'candor-clone-'));
  mkdirSync(path.join(clone, 'shared'));
  writeFileSync(path.join(clone, 'shared', 'words.ts'), 'export const words = 1;');
});
afterEach(() => rmSync(clone, { recursive: true, force: true }));

/** What a start does before anything else. The build waits for `until`, and writes what it was made from. */
async function assembly({
  until,
  configFile,
}: {
  until?: Promise<void>;
  configFile?: string;
} = {}): Promise<{ folder: string; built: boolean }> {
  let built = false;
  const build = async (root: string, folder: string) => {
    built = true;
    await until;
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'made-from'), readFileSync(path.join(root, 'shared', 'words.ts')));
  };
  const folder = await currentAssembly(clone, () => {}, { build, configFile });
  return { folder, built };
}

const assemblies = () => readdirSync(path.join(clone, 'cdk.out.local')).filter((name) => /^[0-9a-f]{16}$/.test(name));

describe('what a start runs', () => {
  it('is built once where two start at the same moment, and both run it', async () => {
    let finish = () => {};
    const until = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const both = Promise.all([assembly({ until }), assembly({ until })]);
    finish();
    const [one, two] = await both;

    expect(one.folder).toBe(two.folder);
    expect([one.built, two.built].toSorted()).toEqual([false, true]);
    expect(assemblies()).toHaveLength(1);
    expect(existsSync(path.join(clone, 'cdk.out.local', 'unfinished'))).toBe(false);
    expect(readFileSync(path.join(one.folder, 'made-from'), 'utf8')).toContain('words = 1');
  });

  it('is built again only once a source has changed', async () => {
    const first = await assembly();
    expect(await assembly()).toEqual({ folder: first.folder, built: false });

    writeFileSync(path.join(clone, 'shared', 'words.ts'), 'export const words = 2;');
    const second = await assembly();
    expect(second.built).toBe(true);
    expect(second.folder).not.toBe(first.folder);
  });

  it('is built again for another config, and once that has changed', async () => {
    const configFile = path.join(clone, 'theirs.json');
    writeFileSync(configFile, '{"brand":1}');
    const ours = await assembly();
    const theirs = await assembly({ configFile });
    expect(theirs.folder).not.toBe(ours.folder);
    expect(await assembly({ configFile })).toEqual({ folder: theirs.folder, built: false });

    writeFileSync(configFile, '{"brand":2}');
    expect(await assembly({ configFile })).toMatchObject({ built: true });
    expect(await assembly()).toEqual({ folder: ours.folder, built: false });
  });

  it('is never half of a build that failed', async () => {
    const failing = async (_root: string, folder: string) => {
      mkdirSync(folder, { recursive: true });
      throw new Error('the disk is full');
    };
    await expect(currentAssembly(clone, () => {}, { build: failing })).rejects.toThrow('the disk is full');
    expect(assemblies()).toEqual([]);
    expect(await assembly()).toMatchObject({ built: true });
  });
});
