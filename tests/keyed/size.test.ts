import path from 'node:path';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { KEYED_CHANNELS } from '../../shared/core/keyed/shipped.ts';

const root = path.resolve(import.meta.dirname, '..', '..');

/** What is read of each adapter when its function starts: the libraries of networks are many times as large. */
const AT_MOST = 15_000;

describe('what speaks to a network', () => {
  it.each(KEYED_CHANNELS.map(({ name }) => name))('is at most 15 KB for %s, with all that it needs', async (name) => {
    const { outputFiles } = await build({
      entryPoints: [path.join(root, 'shared', 'adapters', name, 'network.ts')],
      bundle: true,
      minify: true,
      write: false,
      platform: 'node',
      format: 'esm',
      absWorkingDir: root,
    });
    const bytes = outputFiles[0]!.contents.byteLength;
    console.log(`${name}: ${bytes} bytes`);
    expect(bytes).toBeGreaterThan(1_000);
    expect(bytes).toBeLessThan(AT_MOST);
  });
});
