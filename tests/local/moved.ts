import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import type { LocalSystem } from '../support/local-system.ts';
import { until } from '../support/until.ts';

const root = path.resolve(import.meta.dirname, '..', '..');
export const PASSPHRASE = 'correct horse battery staple';

/** `candor` in a process of its own, as an administrator's program at a terminal of that system calls it. */
export function candorAt(system: LocalSystem, home: string) {
  const start = (...args: string[]): { child: ChildProcess; ended: Promise<{ code: number | null; out: string }> } => {
    const child = spawn(process.execPath, ['bin/candor.ts', ...args], {
      cwd: root,
      env: {
        ...process.env,
        HOME: home,
        XDG_CACHE_HOME: home,
        CANDOR_CALLER_DIRECTORY: home,
        CANDOR_OPS_URL: system.urls.ops,
        CANDOR_SITE_URL: system.urls.site,
        CANDOR_CLIENT_ID: 'local',
        CANDOR_CLIENT_SECRET: 'local',
        CANDOR_PASSPHRASE: PASSPHRASE,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (out += text));
    return { child, ended: new Promise((done) => child.once('close', (code) => done({ code, out }))) };
  };
  return {
    start,
    run: (...args: string[]) => start(...args).ended,
    /** Kills it without a word once `when` holds. */
    async killed(when: () => Promise<boolean> | boolean, ...args: string[]): Promise<void> {
      const { child, ended } = start(...args);
      await until('the middle of it', async () => child.exitCode !== null || (await when()));
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Times of rendering and of delivery to the site stand in pages, and nothing else of a page may differ. */
const TIMES = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g;

/** How often a shared page was written: it counts on, so that nobody takes a later one for an older. */
const COUNTED = /(data-rev="|"rev":)\d+/g;

/** What customers read: pages, feeds, documents and logs of these incidents, each with its address. */
export async function pagesOf(system: LocalSystem, ids: readonly string[]): Promise<Record<string, string>> {
  const month = (await system.now()).slice(0, 7);
  const paths = [
    '/',
    '/history',
    `/history/${month}`,
    '/promises',
    '/promises.json',
    '/history.atom',
    '/history.rss',
    '/history.json',
    '/maintenance.ics',
    '/badge.svg',
    ...['status', 'summary', 'incidents', 'components', 'scheduled-maintenances'].map((one) => `/api/v2/${one}.json`),
    ...ids.flatMap((id) => [`/incidents/${id}`, `/incidents/${id}/log.jsonl`]),
  ];
  const pages = await Promise.all(
    paths.map(async (one) => {
      const { status, text } = await system.onSite(one);
      return [one, `${status} ${text}`] as const;
    }),
  );
  return Object.fromEntries(pages);
}

/** The same without the times at which it was rendered. `chains` keep theirs: they are what was said. */
export const withoutRendering = (pages: Record<string, string>, renderedAfter: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(pages).map(([where, text]) => [
      where,
      text.replaceAll(COUNTED, '$1N').replaceAll(TIMES, (at) => (at > renderedAfter ? 'RENDERED' : at)),
    ]),
  );
