import fc from 'fast-check';
import { spoken } from '../../shared/config/voice.ts';
import { apologyDraft, decideSlip } from '../../shared/core/apology.ts';
import { chained } from '../../shared/core/chain.ts';
import type { Command } from '../../shared/core/command.ts';
import { decide } from '../../shared/core/decide.ts';
import type { Draft } from '../../shared/core/entry.ts';
import { evolve, replayed } from '../../shared/core/evolve.ts';
import type { Incident, ReportedIncident } from '../../shared/core/incident.ts';
import { type Instant, MINUTE_MS, plus } from '../../shared/core/instant.ts';
import { clockDraft, clockTurn, isMaintenance } from '../../shared/core/maintenance.ts';
import { Refusal } from '../../shared/core/refusal.ts';
import { apologyText } from '../../shared/wording/apologies.ts';
import { clockText } from '../../shared/wording/maintenance.ts';
import { machine, person, policy } from '../support/story.ts';

const BEGIN = '2026-11-22T21:40:00.000Z';

/** What people write: short and long, with times, links, quotes, and the same again. */
const WORDS = [
  'Logins fail.',
  'Logins fail for accounts in Europe. We are looking at the load balancers. The API is not affected.',
  'We expect it back by 23:10 UTC.',
  'See https://status.example.com for more.',
  'The vendor calls it “degraded”. We call it down.',
  'データベースの復旧作業を続けています。 次の報告をお待ちください。',
  `A rebuild is under way. ${'It reads each index again. '.repeat(20)}`,
  'Still no news',
  '🙂🙂🙂 We restarted it {now} and again. $100 says it helps!',
] as const;

const word = fc.constantFrom(...WORDS);
const minutes = fc.integer({ min: 1, max: 180 });
const span = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 2, max: 90 }).map((n) => n * MINUTE_MS) },
  fc.integer({ min: 1, max: 9000 }),
);
const clock = fc.oneof({ weight: 3, arbitrary: span }, fc.constantFrom(null, undefined));

const act = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.record({
      does: fc.constant('look' as const),
      frozen: fc.integer({ max: 9, min: 0 }).map((n) => n === 0),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      does: fc.constant('update' as const),
      message: word,
      status: fc.constantFrom('investigating', 'identified', 'monitoring', undefined),
      nextIn: clock,
      backIn: clock,
      reportIn: clock,
      ifLate: fc.constantFrom(undefined, undefined, 'We wait for a restore. It is slow.'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('alarm' as const), message: word }) },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constantFrom('resolve' as const, 'postmortem' as const, 'correct' as const),
      message: word,
      reportIn: clock,
    }),
  },
);
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

const story = fc.record({
  impact: fc.constantFrom('none', 'minor', 'major', 'critical'),
  message: word,
  nextIn: span,
  firstGapMs: fc.integer({ min: 0, max: 50 * MINUTE_MS }),
  slipsBy: fc.constantFrom('look', 'update'),
  isMaintenance: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
  acts: fc.array(
    fc.tuple(
      fc.oneof(
        minutes.map((n) => n * MINUTE_MS),
        fc.integer({ min: 100, max: 20_000 }),
      ),
      act,
    ),
    { minLength: 3, maxLength: 24 },
  ),
});

type Story = typeof story extends fc.Arbitrary<infer T> ? T : never;

/** One incident: as it ended, as it was before each entry, and why looks kept quiet. */
export type Told = { incident: ReportedIncident; befores: Incident[]; quietAfterLook: string[] };

/** The incident of a story, played in the pure core; the first promise has slipped for certain. */
function play(said: Story): Told {
  let incident: Incident = replayed('i1', []);
  let now: Instant = BEGIN;
  let salts = 0;
  const befores: Incident[] = [];
  const unanswered: string[] = [];
  const add = (draft: Draft | 'nothing') => {
    if (draft === 'nothing') return;
    const head = incident.phase === 'unreported' ? undefined : incident.head;
    const entry = chained(draft, { incident: 'i1', head, now, salts: { content: `${++salts}`, private: `p${salts}` } });
    befores.push(incident);
    incident = evolve(incident, entry);
  };
  const wish = (command: Command, by = person) => {
    try {
      add(decide(incident, command, by, now, policy));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  };
  const look = (frozen: boolean) => {
    while (!frozen && isMaintenance(incident)) {
      const turn = clockTurn(incident, now);
      if (turn === 'nothing') break;
      add(clockDraft(incident, turn, clockText(spoken, incident, turn, now)));
    }
    const reported = incident as ReportedIncident;
    const slip = decideSlip(reported, now, policy, { frozen });
    if (slip.type === 'unanswered') unanswered.push(slip.why);
    if (slip.type === 'apologise')
      add(apologyDraft(reported, slip.plan, apologyText(spoken, reported, slip.plan, now)));
    const owed = decideSlip(incident as ReportedIncident, now, policy, { frozen });
    if (owed.type === 'apologise') throw new Error('a look left an apology behind that it owed');
  };
  const later = (ms: number | null | undefined) => (ms === undefined || ms === null ? ms : plus(now, ms));
  const clocks = (nextIn: number | null | undefined, backIn: number | null | undefined) => ({
    ...(nextIn === undefined ? {} : { nextUpdateBy: later(nextIn) as Instant | null }),
    ...(backIn === undefined ? {} : { restoreBy: later(backIn) as Instant | null }),
  });
  const work = (one: Act) => {
    if (one.does === 'look') return look(one.frozen);
    const update = { type: 'UpdateMaintenance', message: one.message } as const;
    if (one.does === 'resolve') return wish({ ...update, status: 'completed' });
    if (one.does !== 'update') return wish({ ...update });
    const until = one.backIn ? { scheduledUntil: later(one.backIn) as Instant } : {};
    const next = one.nextIn === undefined ? {} : { nextUpdateBy: later(one.nextIn) as Instant | null };
    return wish({ ...update, ...until, ...next });
  };
  const perform = (one: Act) => {
    if (said.isMaintenance) return work(one);
    switch (one.does) {
      case 'look':
        return look(one.frozen);
      case 'alarm':
        return wish({ type: 'PostUpdate', message: one.message }, machine);
      case 'resolve':
        return incident.phase === 'resolved'
          ? wish({ type: 'Reopen', message: one.message })
          : wish({
              type: 'Resolve',
              message: one.message,
              ...(one.reportIn ? { reportBy: later(one.reportIn) as Instant } : {}),
            });
      case 'postmortem':
        return wish({ type: 'PublishPostmortem', message: one.message });
      case 'correct':
        return wish({ type: 'Correct', corrects: 1, message: one.message });
      case 'update': {
        const moved = one.reportIn === undefined ? {} : { reportBy: later(one.reportIn) as Instant | null };
        if (incident.phase === 'resolved') return wish({ type: 'PostUpdate', message: one.message, ...moved });
        const owesReport = incident.promises.some((row) => row.promise === 'reportBy');
        return wish({
          type: 'PostUpdate',
          message: one.message,
          ...(one.status === undefined ? {} : { status: one.status as 'identified' }),
          ...clocks(one.nextIn, one.backIn),
          ...(owesReport ? moved : {}),
          ...(one.ifLate === undefined ? {} : { ifLate: one.ifLate }),
        });
      }
    }
  };

  if (said.isMaintenance) {
    // Begun by a person, who is then awaited at its end.
    const times = { scheduledFor: plus(now, 1), scheduledUntil: plus(now, said.nextIn + MINUTE_MS) };
    wish({ type: 'ScheduleMaintenance', title: 'New disks', components: ['api'], message: said.message, ...times });
    now = plus(now, 2);
    const nextUpdateBy = plus(now, said.nextIn);
    wish({ type: 'UpdateMaintenance', status: 'in_progress', message: said.message, nextUpdateBy });
  } else {
    const begun = { type: 'OpenIncident', title: 'Logins fail', impact: said.impact as 'minor' } as const;
    wish({ ...begun, message: said.message, ...clocks(said.nextIn, undefined) });
  }
  now = plus(now, said.nextIn + 3 * MINUTE_MS + said.firstGapMs);
  if (said.slipsBy === 'look') look(false);
  else wish({ type: said.isMaintenance ? 'UpdateMaintenance' : 'PostUpdate', message: said.message });
  for (const [gapMs, one] of said.acts) {
    now = plus(now, gapMs);
    perform(one);
  }
  return { incident: incident as ReportedIncident, befores, quietAfterLook: unanswered };
}

const runs = { numRuns: 1000, seed: 20261122 } as const;

/** Each check looks at the same thousand; playing them is most of the work. */
const played = new Map<string, Told>();
function told(said: Story): Told {
  const key = JSON.stringify(said);
  const before = played.get(key) ?? play(said);
  played.set(key, before);
  return before;
}

/** Looks at a thousand incidents, in each of which a promise slips; the same on every run. */
export const everyIncident = (check: (told: Told) => void) =>
  fc.assert(
    fc.property(story, (said) => check(told(said))),
    runs,
  );
