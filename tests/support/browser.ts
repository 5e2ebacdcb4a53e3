import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Browser, chromium, type LaunchOptions } from 'playwright-core';

const packageRoot = dirname(dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))));

/**
 * Starts the Chromium that comes with `@sparticuz/chromium`, with the libraries and the one font beside it, so that no
 * system package is needed and every machine renders alike. `CANDOR_CHROMIUM` names another binary (the package has
 * none for arm64). The caller closes the browser.
 *
 * The package's own flags are left aside: made for Lambda, they run everything in one process, which dies with its
 * first closed context, and switch web security off, which would hide what a content security policy refuses.
 */
export async function launchBrowser(): Promise<Browser> {
  const browser = await chromium.launch({ timeout: PATIENCE_MS, ...(await binary()) });
  browser.on('context', (context) => context.setDefaultTimeout(PATIENCE_MS));
  return browser;
}

let shared: Promise<Browser> | undefined;

/**
 * The browser of this test process: its files come one after another, and each start costs seconds of a core. It ends
 * with the process; whoever has used it closes what they have opened in it by `closeContexts`.
 */
export async function sharedBrowser(): Promise<Browser> {
  const known = await shared;
  if (known?.isConnected()) return known;
  shared = launchBrowser();
  return shared;
}

/** Closes every page that is open. */
export const closeContexts = (browser: Browser | undefined) =>
  Promise.all((browser?.contexts() ?? []).map((context) => context.close()));

/** What is waited for by a page comes, or there is a fault: this is only how long a fault takes to be told. */
const PATIENCE_MS = 120_000;

async function binary(): Promise<LaunchOptions> {
  const own = process.env.CANDOR_CHROMIUM;
  const args = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--font-render-hinting=none'];
  if (own) return { executablePath: own, args };
  const folder = await unpacked();
  const env = {
    ...process.env,
    LD_LIBRARY_PATH: [join(folder, 'al2023', 'lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':'),
    FONTCONFIG_FILE: join(folder, 'fonts.conf'),
  };
  return { executablePath: join(folder, 'chromium'), args, env };
}

/** Unpacks once per version, beside the installed packages: 200 MB that need not be written again for each run. */
async function unpacked(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(packageRoot, 'package.json'), 'utf8')) as { version: string };
  const cache = join(await realpath(join(packageRoot, '..', '..')), '.cache');
  const folder = join(cache, `chromium-${version}`);
  if (existsSync(folder)) return folder;

  await mkdir(cache, { recursive: true });
  const fresh = await mkdtemp(join(cache, 'unpacking-'));
  await inflateInto(fresh);
  await writeFile(
    join(fresh, 'fonts.conf'),
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${folder}/fonts</dir><cachedir>${folder}/fonts-cache</cachedir></fontconfig>\n`,
  );
  // Test files start in parallel. Whoever is first wins; nobody ever sees half a browser.
  await rename(fresh, folder).catch(() => rm(fresh, { recursive: true }));
  return folder;
}

/** The package unpacks into the temporary folder of its process, so it gets a process where that is `folder`. */
async function inflateInto(folder: string): Promise<void> {
  const archives = ['chromium.br', 'fonts.tar.br', 'al2023.tar.br'].map((name) => join(packageRoot, 'bin', name));
  const script = `
    import { inflate } from '@sparticuz/chromium';
    await Promise.all(${JSON.stringify(archives)}.map((archive) => inflate(archive)));`;
  const env = { ...process.env, TMPDIR: folder };
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], { env, cwd: packageRoot });
}
