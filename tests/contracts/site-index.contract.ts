import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS, plus } from '../../shared/core/instant.ts';
import type { PublicIncident } from '../../shared/core/public-incident.ts';
import type { SiteIndexView } from '../../shared/ports/site-index.ts';
import { chainOf, draft, opening, publicOf, resolution, TEN_O_CLOCK } from '../support/entries.ts';
import type { MakeStores } from './stores.ts';

/** The states that a chain passed through, as the site may have seen them; each incident opens an hour after the last. */
function history(id: string, drafts: Parameters<typeof chainOf>[1], nth = 0): PublicIncident[] {
  const chain = chainOf(id, drafts, plus(TEN_O_CLOCK, nth * HOUR_MS));
  return chain.map((_, index) => publicOf(chain.slice(0, index + 1)));
}

const down = () => opening({ components: [{ id: 'api', status: 'major_outage' }] });
const reopening = () => draft({ kind: 'reopened', content: { message: 'It is back.' } });
const idsOf = (rows: readonly PublicIncident[]) => rows.map((row) => row.id);
const seqsOf = (view: SiteIndexView) => new Map([...view.open, ...view.newest].map((row) => [row.id, row.head.seq]));

/** What the site index must do, wherever it is kept. */
export function siteIndexContract(make: MakeStores) {
  describe('the site index', () => {
    it('is empty at first, and a look without a row only counts', async () => {
      const { siteIndex } = await make();
      expect(await siteIndex.read()).toEqual({ rev: 0, open: [], newest: [], days: [], months: [] });
      expect(await siteIndex.update(undefined)).toEqual({ rev: 1, open: [], newest: [], days: [], months: [] });
      expect((await siteIndex.read()).rev).toBe(1);
    });

    it('shows an incident as it was put, open until it is resolved', async () => {
      const { siteIndex } = await make();
      const [opened, resolved] = history('i1', [opening(), resolution()]);
      expect(await siteIndex.update(opened)).toMatchObject({ rev: 1, open: [opened], newest: [opened], days: [] });
      expect(await siteIndex.update(resolved)).toMatchObject({ rev: 2, open: [], newest: [resolved] });
    });

    it('notes an incident as it puts one, and whoever published before reads it', async () => {
      const { siteIndex } = await make();
      const [opened, resolved] = history('i1', [down(), resolution()]);
      const [other] = history('i2', [opening()], 1);
      await siteIndex.update(opened, TEN_O_CLOCK);
      await siteIndex.note(resolved!, TEN_O_CLOCK);
      const view = await siteIndex.update(other, TEN_O_CLOCK);
      expect(view).toMatchObject({ rev: 3, open: [other], newest: [other, resolved] });
      expect(view.days).not.toEqual([]);
      expect(view).not.toHaveProperty('undisturbed');
    });

    it('keeps the later state when an earlier one comes after it', async () => {
      const { siteIndex } = await make();
      const [opened, updated] = history('i1', [opening(), draft()]);
      await siteIndex.update(updated);
      expect((await siteIndex.update(opened)).newest).toEqual([updated]);
    });

    it('takes a state of the same entry again, because promises may have changed', async () => {
      const { siteIndex } = await make();
      const [opened] = history('i1', [opening({ promises: { nextUpdateBy: plus(TEN_O_CLOCK, HOUR_MS) } })]);
      await siteIndex.update(opened);
      const late = { ...opened!, promises: opened!.promises.map((row) => ({ ...row, state: 'slipped' as const })) };
      expect((await siteIndex.update(late)).open).toEqual([late]);
    });

    it('never shows an ended incident as open again when its earlier state comes late', async () => {
      const { siteIndex } = await make();
      const [opened, resolved] = history('i1', [opening(), resolution()]);
      await siteIndex.update(resolved);
      expect((await siteIndex.update(opened)).open).toEqual([]);
    });

    it('shows the newest fifty, and beyond them whatever is open', async () => {
      const { siteIndex } = await make();
      await siteIndex.update(history('old', [opening()])[0]);
      for (let n = 1; n <= 51; n++) await siteIndex.update(history(`i${n}`, [opening(), resolution()], n).at(-1));
      const view = await siteIndex.read();
      expect(idsOf(view.newest)).toEqual(Array.from({ length: 50 }, (_, n) => `i${51 - n}`));
      expect(idsOf(view.open)).toEqual(['old']);
      const [, resolved] = history('old', [opening(), resolution()]);
      expect((await siteIndex.update(resolved)).open).toEqual([]);
    });

    it('shows the newest fifty also when they are more than one page of the store', async () => {
      const { siteIndex } = await make();
      // 1 MB is a page: 15 rows of 100 KB that no packing makes smaller take two.
      const long = () => opening({ content: { title: 'Long', message: randomBytes(75_000).toString('base64') } });
      for (let n = 1; n <= 15; n++) await siteIndex.update(history(`i${n}`, [long()], n)[0]);
      expect((await siteIndex.read()).newest).toHaveLength(15);
    });

    it('keeps the share that an incident had in each day once it is over, and what it says for itself before', async () => {
      const { siteIndex } = await make();
      const promised = opening({
        components: [{ id: 'api', status: 'major_outage' }],
        promises: { nextUpdateBy: plus(TEN_O_CLOCK, HOUR_MS) },
      });
      const kept = resolution({ settles: [{ seq: 1, promise: 'nextUpdateBy', as: 'kept' }] });
      const [opened, resolved] = history('i1', [promised, kept]);
      expect((await siteIndex.update(opened)).days).toEqual([]);
      expect((await siteIndex.update(resolved)).days).toEqual([
        {
          day: '2026-11-22',
          counts: new Map([
            [
              'span:api:major_outage',
              new Map([
                [10 * HOUR_MS, 1],
                [10 * HOUR_MS + MINUTE_MS, -1],
              ]),
            ],
            ['given', new Map([[0, 1]])],
            ['judged', new Map([[0, 1]])],
            ['state:nextUpdateBy:person:kept', new Map([[0, 1]])],
          ]),
          late: [],
        },
      ]);
    });

    it('takes an incident out of its days while it is open again, and keeps the later share of two', async () => {
      const { siteIndex } = await make();
      const [, resolved, reopened, again] = history('i1', [down(), resolution(), reopening(), resolution()]);
      await siteIndex.update(resolved);
      expect((await siteIndex.update(reopened)).days).toEqual([]);
      const { days } = await siteIndex.update(again);
      expect(days).toHaveLength(1);
      expect((await siteIndex.update(resolved)).days).toEqual(days);
      // Put anew, as a rebuild does, it counts no second time.
      expect((await siteIndex.update(again)).days).toEqual(days);
      expect((await siteIndex.read()).days).toEqual(days);
    });

    it('adds up what a day holds, and counts each incident as before, also one that is opened again and was never so', async () => {
      const { siteIndex } = await make();
      const states = Array.from({ length: 60 }, (_, n) =>
        history(`s${n}`, [down(), resolution(), reopening(), resolution()]),
      );
      for (const [, resolved] of states) await siteIndex.note(resolved!, TEN_O_CLOCK);
      const all = (await siteIndex.read()).days;
      const minute = (times: number) =>
        new Map([
          [10 * HOUR_MS, times],
          [10 * HOUR_MS + MINUTE_MS, -times],
        ]);
      expect(all[0]!.counts.get('span:api:major_outage')).toEqual(minute(60));
      for (const [, , reopened] of states.slice(0, 40)) await siteIndex.note(reopened!, TEN_O_CLOCK);
      expect((await siteIndex.read()).days[0]!.counts.get('span:api:major_outage')).toEqual(minute(20));
      for (const [, , , again] of states.slice(0, 30)) await siteIndex.note(again!, TEN_O_CLOCK);
      for (const [, resolved] of states) await siteIndex.note(resolved!, TEN_O_CLOCK);
      const { days } = await siteIndex.read();
      expect(days[0]!.counts.get('span:api:major_outage')).toEqual(minute(50));
      const { undisturbed: _, ...view } = await siteIndex.update(states[35]!.at(-1));
      expect(view.days[0]!.counts.get('span:api:major_outage')).toEqual(minute(51));
      expect(view).toEqual(await siteIndex.read());
    });

    it('reads the newest ninety-one days that have anything, and no more', async () => {
      const { siteIndex } = await make();
      for (let n = 0; n < 95; n++) await siteIndex.update(history(`i${n}`, [down(), resolution()], n * 24).at(-1));
      const { days } = await siteIndex.read();
      expect(
        days
          .map((part) => part.day)
          .toSorted()
          .at(0),
      ).toBe('2026-11-26');
      expect(days).toHaveLength(91);
    });

    it('knows since when it is kept: the first time that it was told', async () => {
      const { siteIndex } = await make();
      await siteIndex.update(undefined, TEN_O_CLOCK);
      await siteIndex.update(history('i1', [opening()])[0], plus(TEN_O_CLOCK, HOUR_MS));
      expect((await siteIndex.read()).since).toBe(TEN_O_CLOCK);
    });

    it('remembers how far a rebuild has come, and that it is done', async () => {
      const { siteIndex } = await make();
      expect(await siteIndex.rebuildPoint()).toBeUndefined();
      const point = { of: 'hash', month: '2026-10', after: 'cursor', incidents: 12, quiet: 0 };
      await siteIndex.noteRebuildPoint(point);
      expect(await siteIndex.rebuildPoint()).toEqual(point);
      const done = { of: 'hash', month: '2024-01', incidents: 20, quiet: 24, doneAt: TEN_O_CLOCK };
      await siteIndex.noteRebuildPoint(done);
      expect(await siteIndex.rebuildPoint()).toEqual(done);
    });

    it('finds an old incident that is reopened, and puts open ones newest first', async () => {
      const { siteIndex } = await make();
      const states = history('old', [opening(), resolution(), reopening()]);
      for (const state of states.slice(0, 2)) await siteIndex.update(state);
      for (let n = 1; n <= 51; n++) await siteIndex.update(history(`i${n}`, [opening(), resolution()], n).at(-1));
      await siteIndex.update(history('now', [opening()], 60)[0]);
      expect(idsOf((await siteIndex.update(states[2])).open)).toEqual(['now', 'old']);
    });

    it('shows retracted and merged incidents among the newest, not as open', async () => {
      const { siteIndex } = await make();
      const [, retracted] = history('i1', [opening(), draft({ kind: 'retracted' })]);
      const [, merged] = history('i2', [opening(), draft({ kind: 'merged' })], 1);
      await siteIndex.update(retracted);
      const view = await siteIndex.update(merged);
      expect(view.newest.map((row) => row.phase)).toEqual(['merged', 'retracted']);
      expect(view.open).toEqual([]);
    });

    it('has no redacted text from the next look on, even if the log was read before it went', async () => {
      const { siteIndex } = await make();
      const secret = 'A name that must go.';
      const states = history('i1', [
        opening(),
        draft({ content: { title: secret, message: secret } }),
        draft({ kind: 'redaction', corrects: 2, content: { message: 'We removed a text.' } }),
      ]);
      await siteIndex.update(states[1]);
      const view = await siteIndex.update(states[2]);
      expect(JSON.stringify(view)).not.toContain(secret);
      expect(view.open[0]?.entries.map((line) => line.message)).toEqual([
        'Some payments fail.',
        undefined,
        'We removed a text.',
      ]);
      expect(view.open[0]?.title).toBe('Checkout fails');
    });

    it('shows the same from what it knew as from reading, also of an incident beyond the newest fifty', async () => {
      const { siteIndex } = await make();
      const states = history('old', [opening(), draft(), resolution()]);
      await siteIndex.update(states[0]);
      for (let n = 1; n <= 51; n++) await siteIndex.update(history(`i${n}`, [opening(), resolution()], n).at(-1));
      for (const state of states.slice(1)) {
        const { undisturbed, ...view } = await siteIndex.update(state, TEN_O_CLOCK);
        expect(undisturbed).toBe(true);
        expect(view).toEqual(await siteIndex.read());
      }
    });

    it('counts only when what is read alongside of all that is open is there', async () => {
      const { siteIndex } = await make();
      const [opened, updated] = history('i1', [opening(), draft()]);
      await siteIndex.update(opened);
      const alongside = Promise.withResolvers<void>();
      const asked: string[][] = [];
      const updating = siteIndex.update(updated, undefined, (open) => {
        asked.push([...open]);
        return alongside.promise;
      });
      expect((await siteIndex.read()).rev).toBe(1);
      alongside.resolve();
      expect((await updating).rev).toBe(2);
      expect(asked).toEqual([['i1']]);
    });

    it('knows every month that has anything, and each in full, however far behind the newest', async () => {
      const { siteIndex } = await make();
      const [first, last] = [0, 1].map((nth) => history(`old${nth}`, [opening(), resolution()], nth).at(-1)!);
      await siteIndex.update(first);
      await siteIndex.update(last);
      const JULY = 24 * 31;
      for (let n = 0; n < 60; n++) await siteIndex.update(history(`n${n}`, [opening(), resolution()], JULY + n).at(-1));
      const view = await siteIndex.read();
      const months = [view.newest[0]!.openedAt.slice(0, 7), first!.openedAt.slice(0, 7)];
      expect(view.months).toEqual(months);
      expect(await siteIndex.ofMonth(months[1]!)).toEqual([last, first]);
      expect(idsOf(await siteIndex.ofMonth(months[0]!))).toEqual(Array.from({ length: 60 }, (_, n) => `n${59 - n}`));
      expect(await siteIndex.ofMonth('2001-01')).toEqual([]);
      // A look without a row, and one at what is there already, leave it as it is.
      await siteIndex.update(undefined);
      expect((await siteIndex.update(first)).months).toEqual(months);
    });

    it('gives a stretch of a month alone, and of two that cut it has one be first', async () => {
      const { siteIndex } = await make();
      const hour = (n: number) => plus(TEN_O_CLOCK, n * HOUR_MS);
      for (let n = 0; n < 6; n++) await siteIndex.update(history(`i${n}`, [opening()], n)[0]);
      const of = async (from: number, to?: number) =>
        idsOf(await siteIndex.ofMonth('2026-11', { from: hour(from), ...(to === undefined ? {} : { to: hour(to) }) }));
      expect(await of(1, 3)).toEqual(['i2', 'i1']);
      expect(await of(4)).toEqual(['i5', 'i4']);
      expect(await siteIndex.ofMonth('2026-11', { from: '2026-11', to: hour(1) })).toHaveLength(1);

      expect(await siteIndex.pagesOf('2026-11')).toEqual({ version: 0, starts: [] });
      const starts = [
        { number: 1, from: '2026-11' },
        { number: 2, from: hour(3), unwritten: true as const },
      ];
      expect(await siteIndex.putPages('2026-11', { version: 1, starts })).toBe(true);
      expect(await siteIndex.putPages('2026-11', { version: 1, starts: [] })).toBe(false);
      expect(await siteIndex.putPages('2026-11', { version: 3, starts: [] })).toBe(false);
      expect(await siteIndex.pagesOf('2026-11')).toEqual({ version: 1, starts });
      expect(await siteIndex.putPages('2026-11', { version: 2, starts })).toBe(true);
      expect(await siteIndex.pagesOf('2026-10')).toEqual({ version: 0, starts: [] });
    });

    it('keeps its pointer to a reopened incident when a reader who saw it resolved comes late', async () => {
      const { siteIndexSteps } = await make();
      const [opened, resolved, reopened] = history('i1', [opening(), resolution(), reopening()]);
      const pointers = [opened!, reopened!].map(({ id, openedAt, head }) => ({ id, openedAt, seq: head.seq }));
      await siteIndexSteps.putRow(opened!);
      await siteIndexSteps.count({ pointer: pointers[0] });
      await siteIndexSteps.putRow(resolved!);
      await siteIndexSteps.putRow(reopened!);
      await siteIndexSteps.count({ pointer: pointers[1] });
      await siteIndexSteps.forget(pointers[0]!);
      expect(await siteIndexSteps.item()).toEqual({ rev: 2, open: [pointers[1]], months: [] });
    });

    it('notes no older pointer over a later one, and counts all the same', async () => {
      const { siteIndexSteps } = await make();
      const pointer = { id: 'i1', openedAt: TEN_O_CLOCK, seq: 4 };
      await siteIndexSteps.count({ pointer });
      await siteIndexSteps.count({ pointer: { ...pointer, seq: 1 } });
      expect(await siteIndexSteps.item()).toEqual({ rev: 2, open: [pointer], months: [] });
      await siteIndexSteps.forget(pointer);
      expect(await siteIndexSteps.item()).toEqual({ rev: 2, open: [], months: [] });
    });

    it('loses no incident and no step back when many publish at once', async () => {
      const { siteIndex } = await make();
      const ids = Array.from({ length: 5 }, (_, n) => `i${n}`);
      const states = ids.flatMap((id, n) =>
        history(id, [opening(), draft(), resolution(), reopening()].slice(0, n), n),
      );
      const views = await Promise.all(states.map((state) => siteIndex.update(state)));
      expectForward(views);
      const last = await siteIndex.read();
      expect(last.rev).toBe(states.length);
      // After n steps: i1 opened, i2 updated, i3 resolved, i4 reopened; i0 has no state at all.
      expect(idsOf(last.open)).toEqual(['i4', 'i2', 'i1']);
      expect(idsOf(last.newest)).toEqual(['i4', 'i3', 'i2', 'i1']);
    });
  });
}

/** A view of a greater rev holds every incident of a smaller one, and none in an earlier state. */
export function expectForward(views: readonly SiteIndexView[]) {
  const byRev = views.toSorted((a, b) => a.rev - b.rev);
  for (const [index, view] of byRev.entries()) {
    for (const earlier of byRev.slice(0, index)) {
      if (earlier.rev === view.rev) continue;
      for (const [id, seq] of seqsOf(earlier)) {
        const now = seqsOf(view).get(id) ?? 0;
        if (now < seq) expect.fail(`rev ${view.rev} shows ${id} at ${now}, rev ${earlier.rev} had it at ${seq}`);
      }
    }
  }
}
