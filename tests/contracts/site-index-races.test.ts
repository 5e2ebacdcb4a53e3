import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SiteIndexSteps, siteIndexOver } from '../../shared/adapters/dynamodb/site-index-protocol.ts';
import { memorySiteIndex, memorySteps } from '../../shared/adapters/memory/site-index.ts';
import { memoryTable } from '../../shared/adapters/memory/table.ts';
import { HOUR_MS } from '../../shared/core/instant.ts';
import type { PublicIncident } from '../../shared/core/public-incident.ts';
import { chainOf, draft, opening, publicOf, resolution } from '../support/entries.ts';
import { expectForward } from './site-index.contract.ts';

/** Every step waits until the scheduler lets it run, so that fast-check chooses the order of all steps of all workers. */
function scheduled(steps: SiteIndexSteps, scheduler: fc.Scheduler): SiteIndexSteps {
  const later =
    <Args extends unknown[], Answer>(name: string, step: (...args: Args) => Promise<Answer>) =>
    (...args: Args): Promise<Answer> =>
      scheduler.schedule(Promise.resolve(name)).then(() => step(...args));
  return {
    putRow: later('put row', steps.putRow),
    count: later('count', steps.count),
    item: later('read item', steps.item),
    newest: later('read newest', steps.newest),
    ofMonth: later('read month', steps.ofMonth),
    pagesOf: later('read pages', steps.pagesOf),
    putPages: later('put pages', steps.putPages),
    rows: later('read rows', steps.rows),
    forget: later('forget pointer', steps.forget),
    days: {
      tail: later('read day', steps.days.tail),
      tails: later('read days', steps.days.tails),
      putShare: later('put share', steps.days.putShare),
      summed: later('read share', steps.days.summed),
      noteSummed: later('note share', steps.days.noteSummed),
      sum: later('read sum', steps.days.sum),
      putSum: later('put sum', steps.days.putSum),
      settle: later('settle day', steps.days.settle),
    },
    rebuildPoint: later('read point', steps.rebuildPoint),
    noteRebuildPoint: later('note point', steps.noteRebuildPoint),
  };
}

class Stopped extends Error {}

const onlyIfStopped = (error: unknown): void => {
  if (!(error instanceof Stopped)) throw error;
};

/** Steps of somebody who is stopped after so many of them. */
function stopping(steps: SiteIndexSteps, after: number): SiteIndexSteps {
  let left = after;
  const mortal = <T extends object>(these: T): T =>
    Object.fromEntries(
      Object.entries(these).map(([name, step]) => [
        name,
        typeof step !== 'function'
          ? mortal(step)
          : async (...args: unknown[]) => {
              left -= 1;
              if (left < 0) throw new Stopped();
              return step(...args);
            },
      ]),
    ) as T;
  return mortal(steps);
}

const reopening = draft({ kind: 'reopened', content: { message: 'It is back.' } });

/** An incident's states: opened, updated, resolved, reopened, resolved, reopened. */
function statesOf(id: string): PublicIncident[] {
  const chain = chainOf(id, [opening(), draft(), resolution(), reopening, resolution(), reopening]);
  return chain.map((_, index) => publicOf(chain.slice(0, index + 1)));
}

const twoIncidents = ['i1', 'i2'].map(statesOf);

const publications = fc.array(fc.record({ incident: fc.nat(1), state: fc.nat(5), process: fc.nat(1) }), {
  minLength: 2,
  maxLength: 6,
});

describe('the site index, whatever the order of the steps of all who publish', () => {
  it('ends with each incident in its latest state, and leads to every one that is open', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), publications, async (scheduler, published) => {
        const table = memoryTable();
        const processes = [0, 1].map(() => siteIndexOver(scheduled(memorySteps(table), scheduler)));
        const states = published.map(({ incident, state }) => twoIncidents[incident]![state]!);
        const views = Promise.all(published.map(({ process }, n) => processes[process]!.update(states[n]!)));
        await scheduler.waitFor(views);

        expectForward(await views);
        const latest = new Map<string, PublicIncident>();
        for (const state of states) {
          if ((latest.get(state.id)?.head.seq ?? 0) < state.head.seq) latest.set(state.id, state);
        }
        const rows = [...table.siteIndex.rows.values()];
        expect(new Map(rows.map((row) => [row.id, row.head.seq]))).toEqual(
          new Map([...latest].map(([id, state]) => [id, state.head.seq])),
        );
        const open = [...latest.values()].filter((state) => state.phase === 'open');
        // A pointer too many is swept up by the next reader; one too few would lose an incident from the page.
        expect(open.filter((state) => !table.siteIndex.open.has(state.id))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('counts each incident once in its day, however steps are ordered and whoever stops in the middle of them', async () => {
    const down = opening({ components: [{ id: 'api', status: 'major_outage' as const }] });
    const drafts = [down, resolution(), reopening, resolution(), reopening];
    const four = ['i1', 'i2', 'i3', 'i4'].map((id) => {
      const chain = chainOf(id, drafts);
      return chain.map((_, index) => publicOf(chain.slice(0, index + 1)));
    });
    const told = fc.record({ incident: fc.nat(3), state: fc.nat(4), process: fc.nat(2), stopsAfter: fc.nat(30) });
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(told, { minLength: 3, maxLength: 10 }),
        async (scheduler, published) => {
          const table = memoryTable();
          const steps = memorySteps(table);
          // Every second share makes a day too big, and it is added up.
          const stopped: PublicIncident[] = [];
          const publish = published.map(async ({ incident, state, process, stopsAfter }) => {
            const mortal = stopping(scheduled(steps, scheduler), process === 0 ? stopsAfter : Infinity);
            const row = four[incident]![state]!;
            await siteIndexOver(mortal, 100)
              .update(row)
              .catch((error) => {
                onlyIfStopped(error);
                stopped.push(row);
              });
          });
          await scheduler.waitFor(Promise.all(publish));
          // What was not done comes again.
          const survivor = siteIndexOver(steps, 100);
          for (const row of stopped) await survivor.update(row);
          const latest = new Map<number, number>();
          for (const { incident, state } of published) latest.set(incident, Math.max(state, latest.get(incident) ?? 0));
          const over = [...latest.values()].filter((state) => state === 1 || state === 3);
          const { days } = await siteIndexOver(steps).read();
          const begun = days[0]?.counts.get('span:api:major_outage')?.get(10 * HOUR_MS) ?? 0;
          expect(begun).toBe(over.length);
        },
      ),
      { numRuns: 600 },
    );
  });

  it('shows in every view at least what its own publisher put', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), publications, async (scheduler, published) => {
        const table = memoryTable();
        const processes = [0, 1].map(() => siteIndexOver(scheduled(memorySteps(table), scheduler)));
        const all = Promise.all(
          published.map(async ({ incident, state, process }) => {
            const row = twoIncidents[incident]![state]!;
            const view = await processes[process]!.update(row);
            return { seq: row.head.seq, shown: view.newest.find((one) => one.id === row.id)?.head.seq ?? 0 };
          }),
        );
        await scheduler.waitFor(all);
        for (const { seq, shown } of await all) expect(shown).toBeGreaterThanOrEqual(seq);
      }),
      { numRuns: 200 },
    );
  });

  it('gives whoever was undisturbed exactly what reading the site index again would give', async () => {
    await fc.assert(
      fc.asyncProperty(publications, async (published) => {
        const table = memoryTable();
        const processes = [0, 1].map(() => memorySiteIndex(table));
        for (const { incident, state, process } of published) {
          const siteIndex = processes[process]!;
          const { undisturbed, ...view } = await siteIndex.update(twoIncidents[incident]![state]!);
          expect(view).toEqual(await siteIndex.read());
        }
      }),
      { numRuns: 100 },
    );
  });

  it('lets nobody take what they knew for the site index when another process published meanwhile', async () => {
    const table = memoryTable();
    const [mine, theirs] = [memorySiteIndex(table), memorySiteIndex(table)];
    const [[first, second], [other]] = twoIncidents as [PublicIncident[], PublicIncident[]];
    await mine.update(first);
    await theirs.update(other);
    const view = await mine.update(second);
    expect(view.undisturbed).toBeUndefined();
    expect(view.newest.map((row) => row.id).toSorted()).toEqual(['i1', 'i2']);
  });
});
