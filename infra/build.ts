import { existsSync, readdirSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type OutputFile, type Plugin } from 'esbuild';
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

export type Bundle = { name: FunctionName; directory: string; bytes: number };
export type BuildOptions = {
  functionsDirectory?: string;
  outputDirectory?: string;
  /** Some of them, where not all are needed. */
  only?: readonly FunctionName[];
  /** The file that is bundled in the place of the project's own candor.config.json. */
  configFile?: string | undefined;
};

/** Whoever imports the project's config gets what lies in `file`. */
const configFrom = (file: string): Plugin => ({
  name: 'config-from',
  setup(hooks) {
    hooks.onLoad({ filter: /[\\/]candor\.config\.json$/ }, async () => ({
      contents: await readFile(file, 'utf8'),
      loader: 'json',
    }));
  },
});

/**
 * Bundles each `functions/<name>/handler.ts` to `dist/<name>/index.mjs`, whose export `handler` is what Lambda calls.
 * The same sources give the same bytes, so an unchanged function is not deployed again.
 *
 * @returns one row per function in the order of their names; `bytes` is the size of index.mjs without its source map
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
        options.configFile,
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

async function bundle(
  entry: string,
  directory: string,
  name: FunctionName,
  configFile: string | undefined,
): Promise<Bundle> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    outfile: path.join(directory, 'index.mjs'),
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
      // twitter-text asks for the builtin of that name, which Node has deprecated and warns about.
      punycode: path.join(root, 'node_modules', 'punycode', 'punycode.es6.js'),
    },
    plugins: [lazyHttp, ...(configFile === undefined ? [] : [configFrom(configFile)])],
  });
  await placeFiles(directory, outputFiles);
  return { name, directory, bytes: outputFiles.find((file) => file.path.endsWith('.mjs'))!.contents.byteLength };
}

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
  for (const { name, bytes } of await buildFunctions())
    console.log(`${name.padEnd(14)} ${bytes.toLocaleString('en')} bytes`);
}
