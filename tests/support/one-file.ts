import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';

const root = path.resolve(import.meta.dirname, '..', '..');
const folder = path.join(root, 'node_modules', '.cache', 'one-file');

/** What finds its own files by where it lies, or is asked for by name: it stays where it was installed. */
const STAYS = ['aws-cdk', 'aws-cdk-lib', 'aws-lambda-ric', 'dynalite', 'esbuild', 'fauxqs'];

/** A day after it was last made a file is one of other sources. */
const OLD_MS = 86_400_000;

/** Each source goes on finding what lies beside it, as if it were run from its own place. */
const knowsItsPlace: Plugin = {
  name: 'knows-its-place',
  setup(hooks) {
    hooks.onLoad({ filter: /\.ts$/ }, ({ path: file }) => ({
      contents: readFileSync(file, 'utf8')
        .replaceAll('import.meta.dirname', JSON.stringify(path.dirname(file)))
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(file).href)),
      loader: 'ts',
    }));
  },
};

const made = new Map<string, Promise<string>>();

/**
 * A script of ours and all that it imports, in one file: to find, strip and link nearly a thousand files is most of what it
 * takes to start one, and a story may start it ten times. It is made anew for each test process, from the sources as they
 * are; its name says what is in it, so that whatever runs the same reads the same.
 */
export function oneFileOf(script: string): Promise<string> {
  const known = made.get(script) ?? makeOneFile(script);
  made.set(script, known);
  return known;
}

async function makeOneFile(script: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [path.join(root, script)],
    absWorkingDir: root,
    outdir: folder,
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    external: STAYS,
    plugins: [knowsItsPlace],
    banner: { js: `import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);` },
    logLevel: 'error',
  });
  const { contents } = outputFiles[0]!;
  const hash = createHash('sha256').update(contents).digest('hex').slice(0, 16);
  const file = path.join(folder, `${path.basename(script, '.ts')}-${hash}.mjs`);
  if (existsSync(file)) return file;
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) {
    const other = path.join(folder, name);
    const { mtimeMs = Date.now() } = statSync(other, { throwIfNoEntry: false }) ?? {};
    if (mtimeMs < Date.now() - OLD_MS) rmSync(other, { force: true });
  }
  // Two test processes make it at once: nobody reads half of it.
  const unfinished = `${file}.${randomUUID()}`;
  writeFileSync(unfinished, contents);
  renameSync(unfinished, file);
  return file;
}
