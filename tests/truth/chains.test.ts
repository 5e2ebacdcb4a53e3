import { afterAll, expect, it } from 'vitest';
import { chained } from '../../shared/core/chain.ts';
import { decide } from '../../shared/core/decide.ts';
import { evolve } from '../../shared/core/evolve.ts';
import { type ReportedIncident, saysBack } from '../../shared/core/incident.ts';
import { type Instant, MINUTE_MS, plus } from '../../shared/core/instant.ts';
import { type PublicIncident, type PublicOutage, publicIncident } from '../../shared/core/public-incident.ts';
import { STANDINGS } from '../../shared/core/standing.ts';
import { everyIncident } from '../core/generated-incidents.ts';
import { say } from '../support/figures.ts';
import { person, policy } from '../support/story.ts';
import { inCalendar, inDocuments, inLedger, onPage, onReceipt, type Reading, said, trueOf } from './readings.ts';

const counted = { chains: 0, moments: 0, readings: 0 };
/** What all of it came to, for whoever wants to know how much was looked at. */
const inAll = { readings: 0, surfaces: new Set<string>(), standings: new Set<string>() };

afterAll(() => {
  const { readings, surfaces, standings } = inAll;
  say(
    `${counted.chains} chains at ${counted.moments} moments: ${readings} readings agree on ${surfaces.size} surfaces (${[...surfaces].join(', ')}); ${standings.size} of ${STANDINGS.length} standings seen`,
  );
});

/** A thousand chains, now and later; and as each would be had it ended in error or in another incident. */
function everyMoment(check: (incident: PublicOutage, now: Instant) => void): void {
  Object.assign(counted, { chains: 0, moments: 0, readings: 0 });
  everyIncident(({ incident }) => {
    if (incident.type === 'maintenance') return;
    for (const one of [incident, ...endedOtherwise(incident)]) {
      counted.chains += 1;
      for (const laterMs of one === incident ? [0, 20 * MINUTE_MS] : [0]) {
        counted.moments += 1;
        check(publicIncident(one) as PublicOutage, plus(one.head.at, laterMs));
      }
    }
  });
  expect(counted.chains).toBeGreaterThan(1000);
  expect(counted.readings).toBeGreaterThan(100);
}

function endedOtherwise(incident: ReportedIncident): ReportedIncident[] {
  const now = plus(incident.head.at, 7 * MINUTE_MS);
  return (['Retract', 'Merge'] as const).flatMap((type) => {
    const command =
      type === 'Retract' ? { type, message: 'A mistake.' } : ({ type, into: 'other', message: 'The same.' } as const);
    const draft = decide(incident, command, person, now, policy);
    if (draft === 'nothing') return [];
    const entry = chained(draft, {
      incident: incident.id,
      head: incident.head,
      now,
      salts: { content: 'c', private: 'p' },
    });
    return [evolve(incident, entry) as ReportedIncident];
  });
}

const agree = (where: string, read: Reading, isTrue: Reading) => {
  counted.readings += 1;
  inAll.readings += 1;
  inAll.surfaces.add(where);
  expect(`${where}: ${read}`).toBe(`${where}: ${isTrue}`);
};

/** What may be said of a kind of promise as a whole: that of its last row, but for what has happened since. */
function trueNow(incident: PublicIncident, promise: 'nextUpdateBy' | 'restoreBy', now: Instant): Reading {
  const rows = incident.promises.filter((row) => row.promise === promise);
  const open = rows.findLast((row) => row.state === 'open');
  if (open) return trueOf(open, now);
  if (promise === 'restoreBy' && saysBack(incident)) return 'back';
  const last = rows.at(-1);
  if (!last) return 'never given';
  const reading = trueOf(last, now);
  return reading === 'kept' && promise === 'restoreBy' ? 'failed again' : reading;
}

it('no two surfaces disagree on when it will work again, and none with the chain', () => {
  everyMoment((incident, now) => {
    if (incident.phase !== 'open') return;
    const isTrue = trueNow(incident, 'restoreBy', now);
    agree('page', onPage(incident, 'Expected back', now), isTrue);
    agree('say.txt', said(incident, now).restore, isTrue);
    const { restore } = inDocuments(incident, now);
    agree(
      'documents',
      restore === null ? 'silent' : isTrue,
      isTrue === 'open' || isTrue === 'late' ? isTrue : 'silent',
    );
  });
});

it('nor on when the next update comes', () => {
  everyMoment((incident, now) => {
    if (incident.phase !== 'open') return;
    const isTrue = trueNow(incident, 'nextUpdateBy', now);
    const isRunning = isTrue === 'open' || isTrue === 'late';
    if (isRunning) agree('page', onPage(incident, 'Next update', now), isTrue);
    else expect(['open', 'late', 'taken back']).not.toContain(onPage(incident, 'Next update', now));
    agree('say.txt', said(incident, now).next, isRunning || isTrue === 'missed' ? isTrue : 'silent');
    agree('calendar', inCalendar(incident, now) ? 'open' : 'silent', isRunning ? 'open' : 'silent');
  });
});

it('a missed time is called missed in every ledger, and none else is', () => {
  everyMoment((incident, now) => {
    const ledger = inLedger(incident, now);
    const { promises } = inDocuments(incident, now);
    expect(ledger).toHaveLength(incident.promises.length);
    for (const [index, row] of incident.promises.entries()) {
      const isTrue = trueOf(row, now);
      const closed = isTrue === 'taken back' && ['retracted', 'merged'].includes(incident.phase);
      const isByTheEnd = closed && row.settledBy === incident.head.seq;
      agree('ledger', ledger[index]!, isByTheEnd ? 'closed before' : isTrue);
      expect(promises[index]).toMatchObject({ state: row.state, standing: expect.any(String) });
      inAll.standings.add(promises[index]!.standing);
      expect(promises[index]!.late ?? false).toBe(isTrue === 'late');
    }
  });
});

it('the receipt says that no time was given only where none was', () => {
  everyMoment((incident, now) => {
    const receipt = onReceipt(incident, now);
    if (receipt === 'silent') return;
    const first = incident.promises.find((row) => row.promise === 'restoreBy');
    agree('receipt', receipt === 'never given' ? receipt : 'silent', first ? 'silent' : 'never given');
    if (first && ['missed', 'taken back', 'moved'].includes(trueOf(first, now))) {
      agree('receipt', receipt, trueOf(first, now));
    }
  });
});

it('what has ended is resolved in every document, down to its last update', () => {
  everyMoment((incident, now) => {
    const { lastUpdate, status } = inDocuments(incident, now);
    const isOver = incident.phase !== 'open';
    counted.readings += 2;
    expect([status, lastUpdate].every((one) => one === 'resolved' || one === 'postmortem')).toBe(isOver);
  });
});
