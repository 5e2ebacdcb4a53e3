import { describe, expect, it } from 'vitest';
import { memoryControl } from '../../shared/adapters/memory/control.ts';
import { memoryDeliveries } from '../../shared/adapters/memory/deliveries.ts';
import { memoryImports } from '../../shared/adapters/memory/imports.ts';
import { memoryLog } from '../../shared/adapters/memory/incident-log.ts';
import { memorySiteIndex } from '../../shared/adapters/memory/site-index.ts';
import { memoryTable } from '../../shared/adapters/memory/table.ts';
import { writeMonth } from '../../shared/app/site/months.ts';
import { type PublishSitePorts, publishSite } from '../../shared/app/site/publish.ts';
import { spoken } from '../../shared/config/voice.ts';
import type { Draft } from '../../shared/core/entry.ts';
import { type Instant, plus } from '../../shared/core/instant.ts';
import type { SiteFile } from '../../shared/ports/site-store.ts';
import { monthPages } from '../../shared/site/pages/history-page.ts';
import { chainOf, entryBehind, opening, publicOf, resolution } from '../support/entries.ts';
import { siteOf, testConfig } from './support/site.ts';

const BEGIN: Instant = '2026-11-22T00:00:00.000Z';
const MINUTE = 60_000;

/** A house that publishes into memory, and what of its history was written. */
function house() {
  const table = memoryTable();
  const clock = { now: () => plus(BEGIN, 23 * 60 * MINUTE) };
  const files = new Map<string, { file: SiteFile; rev: number }>();
  const written: string[] = [];
  const refuse = new Set<string>();
  const siteIndex = memorySiteIndex(table);
  const read: number[] = [];
  const ports: PublishSitePorts = {
    ...{ clock, config: testConfig, voice: spoken, siteUrl: 'https://status.example.com' },
    log: memoryLog({ table, clock }),
    siteIndex: {
      ...siteIndex,
      ofMonth: async (...asked) => {
        const rows = await siteIndex.ofMonth(...asked);
        read.push(rows.length);
        return rows;
      },
    },
    imports: memoryImports(),
    deliveries: memoryDeliveries(table),
    control: memoryControl(table),
    site: {
      front: async () => ({ renderedWith: 'test' }),
      put: async (file, version) => {
        if (refuse.has(file.key)) throw new Error('the bucket is away');
        const rev = 'rev' in version ? version.rev : 0;
        if ((files.get(file.key)?.rev ?? -1) > rev) return 'skipped';
        if (file.key.startsWith('history/')) written.push(file.key);
        files.set(file.key, { file, rev });
        return 'written';
      },
    },
  };
  return { ports, files, written, refuse, read };
}

const month = (n?: number) => `history/2026-11/${n === undefined ? '' : `${n}/`}index.html`;

const linksOn = (body: string): string[] => [...body.matchAll(/href="\/incidents\/([\w-]+)"/g)].map(([, id]) => id!);

/** Opens the nth incident of the month, a minute after the one before, and publishes it. */
async function open({ ports }: ReturnType<typeof house>, n: number, said?: Partial<Draft>) {
  const chain = chainOf(`n${n}`, [opening(said)], plus(BEGIN, n * MINUTE));
  await ports.log.append(chain[0]!, undefined);
  await publishSite(ports, `n${n}`);
  return chain;
}

describe('the pages of a month', () => {
  it('are one page of up to a hundred incidents', async () => {
    const at = house();
    for (let n = 0; n < 100; n += 1) await open(at, n);
    expect([...at.files.keys()].filter((key) => key.startsWith('history/2026'))).toEqual([month()]);
    expect(linksOn(at.files.get(month())!.file.body)).toHaveLength(100);
  });

  it('go on behind the hundredth, where the newest stand at the address of the month and all are a link away', async () => {
    const at = house();
    for (let n = 0; n < 205; n += 1) await open(at, n);
    const shown = [1, 2, 3].map((n) => at.files.get(month(n))!.file.body);
    expect(shown.map((body) => linksOn(body).length)).toEqual([100, 100, 5]);
    expect(linksOn(at.files.get(month())!.file.body)).toEqual(['n204', 'n203', 'n202', 'n201', 'n200']);
    expect(new Set(shown.flatMap(linksOn)).size).toBe(205);
    const beside = shown.map((body) =>
      [...body.matchAll(/rel="(\w+)" href="([^"]+)"/g)].map(([, rel, to]) => [rel, to]),
    );
    expect(beside.map((links) => links.filter(([rel]) => rel === 'prev' || rel === 'next'))).toEqual([
      [['prev', '/history/2026-11/2']],
      [
        ['prev', '/history/2026-11/3'],
        ['next', '/history/2026-11/1'],
      ],
      [['next', '/history/2026-11/2']],
    ]);
  });

  it('are read and written one by one: an end on an old page leaves all others alone', async () => {
    const at = house();
    let old: Awaited<ReturnType<typeof open>> = [];
    for (let n = 0; n < 350; n += 1) {
      const chain = await open(at, n);
      if (n === 120) old = chain;
    }
    at.written.length = 0;
    at.read.length = 0;
    await at.ports.log.append(entryBehind(old, resolution(), { at: plus(BEGIN, 400 * MINUTE) }), undefined);
    await publishSite(at.ports, 'n120');
    expect(at.written.filter((key) => key !== 'history/index.html')).toEqual([month(2)]);
    expect(at.read).toEqual([100]);
  });

  it('of a month from before they were cut are made at once, and each incident is on one of them', async () => {
    const at = house();
    for (let n = 0; n < 730; n += 1)
      await at.ports.siteIndex.note(
        publicOf(chainOf(`n${n}`, [opening(), resolution()], plus(BEGIN, n * MINUTE))),
        BEGIN,
      );
    await open(at, 730);
    const all = Array.from({ length: 8 }, (_, n) => linksOn(at.files.get(month(n + 1))!.file.body));
    expect(all.map((ids) => ids.length)).toEqual([100, 100, 100, 100, 100, 100, 100, 31]);
    expect(new Set(all.flat()).size).toBe(731);
  });

  it('that were left unwritten by a crash are written with the next look', async () => {
    const at = house();
    for (let n = 0; n < 100; n += 1) await open(at, n);
    at.refuse.add(month(1));
    await expect(open(at, 100)).rejects.toThrow('away');
    at.refuse.clear();
    expect(at.files.has(month(1))).toBe(false);
    await publishSite(at.ports, 'n100');
    expect(linksOn(at.files.get(month(1))!.file.body)).toHaveLength(100);
    expect(linksOn(at.files.get(month(2))!.file.body)).toEqual(['n100']);
  });

  it('hold what is reported in between, as an import brings it, and go on keeping their numbers', async () => {
    const at = house();
    for (let n = 0; n < 230; n += 1) await open(at, 2 * n);
    for (let n = 0; n < 60; n += 1) await open(at, 2 * n + 1);
    const { starts } = await at.ports.siteIndex.pagesOf('2026-11');
    const numbers = starts.map(({ number }) => number);
    expect(numbers.filter((number) => number <= 3)).toEqual([1, 2, 3]);
    expect(numbers.length).toBeLessThan(6);
    expect(starts.some(({ unwritten }) => unwritten)).toBe(false);
    const all = numbers.flatMap((n) => linksOn(at.files.get(month(n))!.file.body));
    expect(all).toHaveLength(290);
    expect(new Set(all).size).toBe(290);
  });

  it('are the same for whoever renders them all anew', async () => {
    const at = house();
    for (let n = 0; n < 205; n += 1) await open(at, n);
    const before = [1, 2, 3].map((n) => linksOn(at.files.get(month(n))!.file.body));
    const siteIndex = await at.ports.siteIndex.update(undefined, BEGIN);
    const { config, voice, siteUrl } = at.ports;
    await writeMonth(at.ports, { config, voice, siteUrl, now: at.ports.clock.now(), siteIndex }, '2026-11', 'all');
    expect([1, 2, 3].map((n) => linksOn(at.files.get(month(n))!.file.body))).toEqual(before);
  });

  it('have less than 200 KB each, also with a hundred of the longest titles in letters that are the longest', () => {
    const title = '"'.repeat(200);
    const incidents = Array.from({ length: 100 }, (_, n) =>
      publicOf(
        chainOf(`n${n}`, [opening({ content: { title, message: 'Long.' } }), resolution()], plus(BEGIN, n * MINUTE)),
      ),
    );
    const files = monthPages(siteOf([], '23:00'), '2026-11', incidents, { number: 7, newer: 8, older: 6 });
    for (const { body } of files) expect(Buffer.byteLength(body)).toBeLessThan(200_000);
  });
});
