import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { waitForLock } from './lock.ts';
import { CannotStart } from './options.ts';

/** Everything beside the config that a bundle or the template is made from; what runs them locally is not. */
const sources = ['functions', 'shared', 'infra', 'cdk.json', 'package-lock.json', 'tsconfig.json'];
const notSources = [path.join('infra', 'local')];

type BuildChoices = {
  /** The config in place of the project's own. */
  configFile?: string | undefined;
  /** Writes the assembly into a folder that is not there yet. */
  build?: (root: string, outdir: string, configFile: string | undefined) => Promise<void>;
};

/**
 * The folder of the cloud assembly that the sources as they are make. Bundles and synthesises only if they were not
 * made before; `onBuild` hears of it.
 */
export async function currentAssembly(
  root: string,
  onBuild: () => void,
  { configFile, build = synthesise }: BuildChoices = {},
): Promise<string> {
  const all = path.join(root, 'cdk.out.local');
  const folder = path.join(all, hashOf(root, configFile));
  if (existsSync(folder)) return folder;

  const lock = await waitForLock(path.join(all, 'lock'));
  try {
    // Another start may have made it while this one waited.
    if (existsSync(folder)) return folder;
    onBuild();
    const unfinished = path.join(all, 'unfinished');
    rmSync(unfinished, { recursive: true, force: true });
    await build(root, unfinished, configFile);
    for (const old of olderAssemblies(all)) rmSync(path.join(all, old), { recursive: true, force: true });
    // A folder with its final name is complete, whatever happens to this process.
    renameSync(unfinished, folder);
    return folder;
  } finally {
    lock.release();
  }
}

/** The stack that holds the system: the one with the API. The table may be one that was there before. */
export function systemStack(assembly: string): string {
  const { artifacts } = JSON.parse(readFileSync(path.join(assembly, 'manifest.json'), 'utf8'));
  const stacks = Object.entries<{ type: string; properties: { templateFile: string } }>(artifacts)
    .filter(([, { type }]) => type === 'aws:cloudformation:stack')
    .map(([, { properties }]) => properties.templateFile.replace(/\.template\.json$/, ''));
  const found = stacks.find((stack) =>
    readFileSync(path.join(assembly, `${stack}.template.json`), 'utf8').includes('"AWS::ApiGatewayV2::Api"'),
  );
  if (!found) throw new Error(`no stack in ${assembly} has an API`);
  return found;
}

/** Whether a stack of the assembly has this parameter: those of a channel are there only where the config names it. */
export function takesParameter(assembly: string, stack: string, name: string): boolean {
  const { Parameters = {} } = JSON.parse(readFileSync(path.join(assembly, `${stack}.template.json`), 'utf8'));
  return name in Parameters;
}

function hashOf(root: string, configFile = path.join(root, 'candor.config.json')): string {
  const hash = createHash('sha256').update(process.version);
  for (const source of sources) {
    for (const file of filesIn(root, source))
      hash
        .update(`${file}\0`)
        .update(readFileSync(path.join(root, file)))
        .update('\0');
  }
  if (existsSync(configFile)) hash.update('config\0').update(readFileSync(configFile));
  return hash.digest('hex').slice(0, 16);
}

function filesIn(root: string, relative: string): string[] {
  const full = path.join(root, relative);
  if (!existsSync(full) || notSources.includes(relative)) return [];
  try {
    return readdirSync(full)
      .toSorted()
      .flatMap((name) => filesIn(root, path.join(relative, name)));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return [relative];
    throw error;
  }
}

/** All but the newest few: another start may be running from one. */
function olderAssemblies(all: string): string[] {
  return readdirSync(all, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && /^[0-9a-f]{16}$/.test(entry.name))
    .map(({ name }) => ({ name, madeAt: statSync(path.join(all, name)).mtimeMs }))
    .toSorted((a, b) => a.madeAt - b.madeAt)
    .slice(0, -3)
    .map(({ name }) => name);
}

/** Runs the CDK app as a deployment would, without the checks that `npx cdk synth` makes for one. */
async function synthesise(root: string, outdir: string, configFile: string | undefined): Promise<void> {
  const { CANDOR_CONFIG_FILE: _ours, ...environment } = process.env;
  const withConfig = configFile === undefined ? {} : { CANDOR_CONFIG_FILE: configFile };
  const child = spawn(process.execPath, [path.join('infra', 'app.ts')], {
    cwd: root,
    env: { ...environment, ...withConfig, CANDOR_CHECKS: 'off', CDK_OUTDIR: outdir },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (code !== 0) throw new CannotStart(`The stack could not be built (exit code ${code}):\n${output.trim()}`);
}
