import { existsSync, readdirSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Metafile, type OutputFile, type Plugin } from 'esbuild';
import { readConfigFile } from './config-file.ts';
import type { FunctionName } from './constructs/function-names.ts';

const root = path.resolve(import.meta.dirname, '..');

/** `node:http` imported as an ES module evaluates its lazy WebSocket getters, which loads undici: 12 ms of each cold start. */
const lazyHttp: Plugin = {
  name: 'lazy-http',
  setup(hooks) {
    hooks.onResolve({ filter: /^(node:)?(http|https)$/ }, ({ path: name }) => ({
      path: name.replace('node:', ''),
      namespace: 'builtin',
    }));
    hooks.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path: name }) => ({
      contents: `module.exports = process.getBuiltinModule('node:${name}')`,
      loader: 'js',
    }));
  },
};

/** `bytes` of all that is deployed, without source maps; `bytesAtStart` of what is read before the first call. */
export type Bundle = { name: FunctionName; directory: string; bytes: number; bytesAtStart: number };
/**
 * The tables of markdown-it are made when the first text is rendered, not when it is imported: some of each cold start. Only
 * its default export is used, a function.
 */
const madeWhenUsed: Plugin = {
  name: 'made-when-used',
  setup(hooks) {
    hooks.onResolve({ filter: /^markdown-it$/ }, ({ path: name, namespace }) =>
      namespace === 'when-used' ? undefined : { path: name, namespace: 'when-used' },
    );
    hooks.onLoad({ filter: /.*/, namespace: 'when-used' }, ({ path: name }) => ({
      contents: `export default function (...given) {
        const loaded = require('${name}'), real = loaded.default ?? loaded;
        return new.target ? new real(...given) : real(...given);
      }`,
      resolveDir: root,
      loader: 'js',
    }));
  },
};

/**
 * Writes as \uXXXX what is not ASCII in the files that hold it in expressions and in tagged templates, where esbuild
 * leaves it: one such letter has V8 keep the whole bundle in two bytes a letter, a tenth of a cold start. In every literal
 * it means the same, but in `String.raw`, where only parts of expressions may hold it.
 */
const asciiOnly: Plugin = {
  name: 'ascii-only',
  setup(hooks) {
    hooks.onLoad({ filter: /[\\/](shared|functions|markdown-it)[\\/].+\.(m?js|ts)$/ }, async (file) => ({
      contents: (await readFile(file.path, 'utf8')).replace(/(\\?)([\u0080-\uffff])/g, (_, before, letter) => {
        if (before !== '') throw new Error(`${file.path}: "${letter}" behind a backslash; leave out the backslash`);
        return `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
      }),
      loader: file.path.endsWith('.ts') ? 'ts' : 'js',
    }));
  },
};

export type BuildOptions = {
  functionsDirectory?: string;
  outputDirectory?: string;
  /** Some of them, where not all are needed. */
  only?: readonly FunctionName[];
  /** The file that is bundled in the place of the project's own candor.config.json. */
  configFile?: string | undefined;
};

/** The config is checked here, once: what a bundle carries is what the check gives, and not the schema. */
const checkedConfig = (file: string): Plugin => ({
  name: 'checked-config',
  setup(hooks) {
    hooks.onLoad({ filter: /[\\/]shared[\\/]config[\\/]checked\.ts$/ }, () => ({
      contents: `export const checked = ${JSON.stringify(readConfigFile(file))}`,
      loader: 'js',
    }));
  },
});

/**
 * Bundles each `functions/<name>/handler.ts` to `dist/<name>/index.mjs`, whose export `handler` is what Lambda calls, with a file
 * beside it for whatever is imported when it is used.
 * The same sources give the same bytes, so an unchanged function is not deployed again.
 *
 * @returns one row per function in the order of their names
 */
export async function buildFunctions(options: BuildOptions = {}): Promise<Bundle[]> {
  const functionsDirectory = options.functionsDirectory ?? path.join(root, 'functions');
  const outputDirectory = options.outputDirectory ?? path.join(root, 'dist');
  const names = handlersIn(functionsDirectory).filter((name) => options.only?.includes(name) ?? true);
  return Promise.all(
    names.map((name) =>
      bundle(
        path.join(functionsDirectory, name, 'handler.ts'),
        path.join(outputDirectory, name),
        name,
        options.configFile ?? path.join(root, 'candor.config.json'),
      ),
    ),
  );
}

function handlersIn(directory: string): FunctionName[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((name) => existsSync(path.join(directory, name, 'handler.ts')))
    .sort() as FunctionName[];
}

async function bundle(entry: string, directory: string, name: FunctionName, configFile: string): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    entryPoints: { index: entry },
    outdir: directory,
    outExtension: { '.js': '.mjs' },
    // What is imported when it is used lies in files of its own, which a cold start does not read.
    splitting: true,
    metafile: true,
    write: false,
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    minify: true,
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'none',
    logLevel: 'error',
    // CommonJS copies of the SDK cannot be shaken: module first, though platform node prefers main.
    mainFields: ['module', 'main'],
    // Some packages in the bundle are CommonJS and call require for Node's own modules.
    banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
    alias: {
      '@aws-sdk/credential-provider-node': path.join(root, 'infra', 'bundling', 'environment-credentials.ts'),
    },
    plugins: [lazyHttp, madeWhenUsed, checkedConfig(configFile), asciiOnly],
  });
  const index = path.resolve(directory, 'index.mjs');
  const all = reachedFrom(index, metafile);
  const atStart = reachedFrom(index, metafile, 'at start');
  await placeFiles(
    directory,
    outputFiles.filter((file) => all.has(file.path.replace(/\.map$/, ''))),
  );
  const sizeOf = (files: ReadonlySet<string>) =>
    sum(outputFiles.filter((file) => files.has(file.path)).map((file) => file.contents.byteLength));
  return { name, directory, bytes: sizeOf(all), bytesAtStart: sizeOf(atStart) };
}

/**
 * The files that `index` imports, directly or not; `at start` without those that it imports when they are used. What
 * only code asks for that was left out is made by esbuild all the same, and is in neither.
 */
function reachedFrom(index: string, { outputs }: Metafile, when: 'ever' | 'at start' = 'ever'): Set<string> {
  const importsOf = new Map(Object.entries(outputs).map(([file, { imports }]) => [path.resolve(root, file), imports]));
  const reached = new Set([index]);
  for (const file of reached)
    for (const { path: imported, kind, external } of importsOf.get(file) ?? [])
      if (!external && (when === 'ever' || kind !== 'dynamic-import')) reached.add(path.resolve(root, imported));
  return reached;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/**
 * Makes `directory` hold these files and no others. A file that is as it should be stays untouched, and one that is
 * not is replaced at once, so that whoever reads the folder meanwhile never finds half a bundle.
 */
async function placeFiles(directory: string, files: OutputFile[]): Promise<void> {
  await mkdir(directory, { recursive: true });
  for (const { path: target, contents } of files) {
    if (await holds(target, contents)) continue;
    // Beside the folder, not in it: what lies in it is deployed.
    const written = `${directory}-${path.basename(target)}.${process.pid}.tmp`;
    await writeFile(written, contents);
    await rename(written, target);
  }
  // What an older build left behind would otherwise be deployed with the function.
  const kept = new Set(files.map((file) => path.basename(file.path)));
  for (const name of await readdir(directory))
    if (!kept.has(name)) await rm(path.join(directory, name), { recursive: true, force: true });
}

const holds = async (file: string, contents: Uint8Array): Promise<boolean> =>
  existsSync(file) && Buffer.compare(await readFile(file), contents) === 0;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { name, bytes, bytesAtStart } of await buildFunctions())
    console.log(
      `${name.padEnd(14)} ${bytes.toLocaleString('en')} bytes, ${bytesAtStart.toLocaleString('en')} at the start`,
    );
}
