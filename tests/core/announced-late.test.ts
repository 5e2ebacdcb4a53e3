import { describe, expect, it } from 'vitest';
import { spoken } from '../../shared/config/voice.ts';
import { logLine } from '../../shared/core/chain.ts';
import { publicIncident } from '../../shared/core/public-incident.ts';
import { standingOf } from '../../shared/core/standing.ts';
import { promiseRow } from '../../shared/site/promise-rows.ts';
import { receiptOf } from '../../shared/site/receipt.ts';
import { latenessSentences } from '../../shared/wording/promise-lines.ts';
import { entryWords } from '../../shared/wording/site.ts';
import { standingSentence } from '../../shared/wording/standing.ts';
import { wordedForX } from '../../shared/wording/x/post.ts';
import { at, type Look, look, opened, resolved, rowsOf, type Step, toldReported, update } from '../support/story.ts';

const begun = opened('14:00', { status: 'identified', nextUpdateBy: '15:00', restoreBy: '14:30' });

const backAt = (clock: string, said: Step): Step => ({
  ...said,
  command: { ...said.command, happenedAt: at(clock) } as Step['command'],
});

const correction = (clock: string, corrects: number, happenedAt: string): Step => ({
  at: clock,
  command: { type: 'Correct', corrects, message: 'It was back earlier than we said.', happenedAt: at(happenedAt) },
});

/** The ETA of a story: its state and its account. */
const etaOf = (...steps: readonly (Step | Look)[]) => {
  const row = toldReported(begun, ...steps).promises.find((one) => one.promise === 'restoreBy');
  return row && { state: row.state, late: row.announcedLate };
};

describe('a service that was back in time, of which we spoke too late', () => {
  it('has its time shown as kept and announced late, and counted by when we spoke', () => {
    const account = { backAt: at('14:20'), saidAt: at('14:40'), saidBy: 2 };
    expect(etaOf(backAt('14:20', resolved('14:40')))).toEqual({ state: 'slipped', late: account });
    expect(etaOf(backAt('14:20', update('14:31', { status: 'monitoring' })))).toMatchObject({ state: 'kept' });
  });

  it('is told of in time at the very second that we gave, and too late a second after it', () => {
    expect(etaOf(backAt('14:20', resolved('14:30')))).toEqual({ state: 'kept', late: undefined });
    expect(etaOf(backAt('14:20', resolved('14:30:01')))?.late).toMatchObject({ saidAt: at('14:30:01') });
  });

  it('is told of beside the apology that came meanwhile, which stands', () => {
    const steps = [look('14:33'), backAt('14:20', resolved('14:40'))];
    expect(etaOf(...steps)).toMatchObject({ state: 'slipped', late: { backAt: at('14:20'), saidBy: 3 } });
    expect(rowsOf(toldReported(begun, ...steps))).toContain('restoreBy 14:30 slipped');
  });

  it('may be told of by a correction, also after the end', () => {
    const late = etaOf(resolved('14:40'), correction('16:00', 2, '14:20'))?.late;
    expect(late).toEqual({ backAt: at('14:20'), saidAt: at('14:40'), saidBy: 3 });
    expect(etaOf(resolved('14:40'), correction('16:00', 1, '14:20'))?.late).toBeUndefined();
  });

  it('is not made of an account that lies after the time that we gave, or of one that says nothing of being back', () => {
    expect(etaOf(backAt('14:31', resolved('14:40')))?.late).toBeUndefined();
    expect(etaOf(backAt('14:30', resolved('14:40')))?.late).toMatchObject({ backAt: at('14:30') });
    expect(etaOf(backAt('14:00', resolved('14:40')))?.late).toMatchObject({ backAt: at('14:00') });
    expect(etaOf(backAt('13:59', resolved('14:40')))?.late).toBeUndefined();
    expect(etaOf(backAt('14:20', update('14:40')))?.late).toBeUndefined();
    const watched = [update('14:20', { status: 'monitoring' }), backAt('14:10', update('14:45'))];
    expect(etaOf(...watched)).toEqual({ state: 'kept', late: undefined });
  });

  it('reads so on the page, in the document, in the line of its entry and in the receipt', () => {
    const incident = toldReported(begun, backAt('14:20', resolved('14:40')));
    const row = incident.promises.find((one) => one.promise === 'restoreBy')!;
    expect(standingSentence(spoken, row, standingOf(row, incident.entries, at('15:00')), at('15:00'))).toBe(
      'Kept, announced late by 10 min: back at 14:20 UTC by our account; counts as missed',
    );
    expect(promiseRow(row, 'owned-up')).toMatchObject({
      state: 'slipped',
      standing: 'owned-up',
      announcedLate: { backAt: at('14:20') },
    });
    expect(latenessSentences(spoken, incident.promises, incident.entries[1]!)).toEqual([
      'By our account it was back at 14:20 UTC, before the time that we gave, 14:30 UTC; we said so late.',
    ]);
    expect(JSON.stringify(receiptOf(spoken, publicIncident(incident)))).toContain(
      'By our account back 10 min before the first time that we gave, but announced 10 min after it.',
    );
  });
});

describe('a statement that was dated back', () => {
  const told = (clock: string) => {
    const incident = toldReported(begun, backAt(clock, update('14:25')));
    const entry = incident.entries[1]!;
    const post = { incident, entry, root: false, late: false, now: entry.at, precision: 'minute' } as const;
    return [entryWords(spoken, logLine(entry)), wordedForX(spoken, post).text];
  };

  it('says so in feeds and on X as well as on its page', () => {
    for (const text of told('14:12')) expect(text).toContain('This happened at 14:12 UTC, and is told later.');
  });

  it('says nothing of seconds between the event and the word', () => {
    for (const text of told('14:24:30')) expect(text).not.toContain('told later');
  });
});
