import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packPart, unpackPart } from '../../shared/adapters/dynamodb/day-row.ts';
import { siteIndexOver } from '../../shared/adapters/dynamodb/site-index-protocol.ts';
import { memorySteps } from '../../shared/adapters/memory/site-index.ts';
import { memoryTable } from '../../shared/adapters/memory/table.ts';
import type { DayPart } from '../../shared/core/day-part.ts';
import { DAY_MS, type Instant, plus } from '../../shared/core/instant.ts';
import { type PublicIncident, publicIncident } from '../../shared/core/public-incident.ts';
import { daysOf, sumsOf } from '../../shared/site/day-history.ts';
import { ledgerOf } from '../../shared/site/ledger.ts';
import { everyIncident } from '../core/generated-incidents.ts';
import { plainDays, plainLedger, plainParts } from './support/plain-days.ts';

/** Small enough that days are added up all the time. */
const WAITING_BYTES = 600;

const COMPONENTS = ['api', 'website'];

/** The states that each of the generated incidents passed through, oldest first, as the site may have seen them. */
function generatedHistories(): PublicIncident[][] {
  const histories: PublicIncident[][] = [];
  everyIncident(({ incident, befores }) => {
    const id = `i${histories.length}`;
    const states = [...befores, incident].flatMap((one) => (one.phase === 'unreported' ? [] : [publicIncident(one)]));
    histories.push(states.map((state) => renamed(state, id, histories.length)));
  });
  return histories;
}

/** With a name and components of its own, and every tenth opened in error or merged in the end. */
function renamed(state: PublicIncident, id: string, n: number): PublicIncident {
  const entries = state.entries.map((line, at) =>
    at === 0 && n % 3 > 0
      ? {
          ...line,
          components: [{ id: COMPONENTS[n % 2]!, status: n % 4 === 0 ? 'major_outage' : 'partial_outage' } as const],
        }
      : line,
  );
  return { ...state, id, entries, promises: state.promises.map((row) => ({ ...row, incident: id })) };
}

const ended = (state: PublicIncident, n: number): PublicIncident[] =>
  n % 10 > 1 || state.phase !== 'open'
    ? []
    : [
        {
          ...state,
          phase: n % 10 === 0 ? 'retracted' : 'merged',
          head: { ...state.head, seq: state.head.seq + 1, at: plus(state.head.at, 60_000) },
          promises: state.promises.map((row) => (row.state === 'open' ? { ...row, state: 'withdrawn' as const } : row)),
          endedAt: plus(state.head.at, 60_000),
        } as PublicIncident,
      ];

const asStored = (part: DayPart): DayPart => unpackPart(part.day, part.incident, packPart(part));

const since: Instant = '2026-11-22T00:00:00.000Z';

describe('days that are added up', () => {
  const histories = generatedHistories().map((states, n) => [...states, ...ended(states.at(-1)!, n)]);

  it('say of every component and every promise what the incidents say one by one, whenever one looks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(histories.length - 1), { minLength: 1, maxLength: 60 }),
        fc.nat(95),
        fc.nat(1),
        async (chosen, days, processes) => {
          const table = memoryTable();
          const indexes = Array.from({ length: processes + 1 }, () => siteIndexOver(memorySteps(table), WAITING_BYTES));
          const told = [...new Set(chosen)].map((n) => histories[n]!);
          const longest = Math.max(...told.map((states) => states.length));
          // Side by side, each incident's states in order, in turn by one process and the other.
          for (let step = 0; step < longest; step += 1)
            for (const [n, states] of told.entries())
              if (states[step]) await indexes[(n + step) % indexes.length]!.update(states[step], since);

          const last = told.map((states) => states.at(-1)!);
          const now = plus(
            last
              .map(({ head }) => head.at)
              .toSorted()
              .at(-1)!,
            days * DAY_MS,
          );
          const input = { siteIndex: await indexes[0]!.read(), now };
          const history = { incidents: last, now, since };
          const parts = plainParts(history, asStored);
          expect(ledgerOf(input)).toEqual(plainLedger(history, parts));
          for (const components of [['api'], ['website'], COMPONENTS])
            expect(daysOf(input, sumsOf(input), components)).toEqual(plainDays(history, parts, components));
        },
      ),
      { numRuns: 150 },
    );
  });
});
