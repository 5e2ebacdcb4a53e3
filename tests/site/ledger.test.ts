import { describe, expect, it } from 'vitest';
import type { PublicIncident } from '../../shared/core/public-incident.ts';
import { ledgerOf } from '../../shared/site/ledger.ts';
import { renderedFile, renderedJson, siteOf, textOf } from './support/site.ts';
import { at, story } from './support/story.ts';

/** An incident that promised to be back in an hour, and was after so many minutes. */
const promisedAnHour = (id: string, minutes: number, state: 'kept' | 'slipped'): PublicIncident =>
  story(
    id,
    ['10:00', { status: 'identified', promises: { restoreBy: at('11:00') } }],
    [
      `${10 + Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`,
      { kind: 'resolved', status: 'resolved', settles: [{ seq: 1, promise: 'restoreBy', as: state }] },
    ],
  );

describe('the ledger of ninety days', () => {
  it('counts, and gives no percentage below five decided promises', () => {
    const four = [20, 30, 40, 50].map((minutes, n) => promisedAnHour(`i${n}`, minutes, 'kept'));
    expect(ledgerOf(siteOf(four, '18:00')).etas).toMatchObject({ kept: 4, slipped: 0, keptPercent: null });
    const five = [...four, promisedAnHour('i5', 90, 'slipped')];
    expect(ledgerOf(siteOf(five, '18:00')).etas).toMatchObject({ kept: 4, slipped: 1, keptPercent: 80 });
  });

  it('scores the first restore time of an incident, and counts the revision', () => {
    const moved = story(
      'i1',
      ['10:00', { status: 'identified', promises: { restoreBy: at('11:00') } }],
      ['10:40', { promises: { restoreBy: at('13:00') }, settles: [{ seq: 1, promise: 'restoreBy', as: 'revised' }] }],
      ['12:00', { kind: 'resolved', status: 'resolved', settles: [{ seq: 2, promise: 'restoreBy', as: 'kept' }] }],
    );
    const ledger = ledgerOf(siteOf([moved], '18:00'));
    expect(ledger.etas).toMatchObject({ kept: 0, revised: 1 });
    expect(ledger.revisions).toBe(1);
    expect(ledger.medianActualMs).toBe(120 * 60_000);
  });

  it('knows what was promised, how long it took and what was to spare, as medians', () => {
    const three = [20, 40, 50].map((minutes, n) => promisedAnHour(`i${n}`, minutes, 'kept'));
    expect(ledgerOf(siteOf(three, '18:00'))).toMatchObject({
      medianPromisedMs: 60 * 60_000,
      medianActualMs: 40 * 60_000,
      medianPaddingMs: 20 * 60_000,
    });
  });

  it('keeps the times of monitors and of apologies apart from those of people', () => {
    const incident = story(
      'i1',
      ['10:00', { automated: true, promises: { nextUpdateBy: at('10:30') } }],
      [
        '10:33',
        {
          kind: 'apology',
          automated: true,
          promises: { nextUpdateBy: at('11:00') },
          settles: [{ seq: 1, promise: 'nextUpdateBy', as: 'slipped' }],
        },
      ],
    );
    const ledger = ledgerOf(siteOf([incident], '10:40'));
    expect(ledger.nextUpdates).toMatchObject({ kept: 0, slipped: 0, open: 0 });
    expect([ledger.byMachine.slipped, ledger.byPipeline.open]).toEqual([1, 1]);
  });

  it('counts relapses, and leaves out what was opened in error', () => {
    const relapsed = story(
      'i1',
      ['10:00', {}],
      ['10:10', { status: 'monitoring' }],
      ['10:20', { status: 'identified' }],
    );
    const error = story('i2', ['11:00', { promises: { nextUpdateBy: at('11:30') } }], ['11:10', { kind: 'retracted' }]);
    expect(ledgerOf(siteOf([relapsed, error], '12:00'))).toMatchObject({
      relapses: 1,
      retractedIncidents: 1,
      retractedPromises: 1,
      nextUpdates: { open: 0 },
    });
  });

  it('counts apart what a merge took back, and goes on counting what was decided before it', () => {
    const merged = story(
      'i1',
      ['11:00', { promises: { nextUpdateBy: at('11:30') } }],
      [
        '11:20',
        { promises: { nextUpdateBy: at('11:50') }, settles: [{ seq: 1, promise: 'nextUpdateBy', as: 'kept' }] },
      ],
      ['11:25', { kind: 'merged', settles: [{ seq: 2, promise: 'nextUpdateBy', as: 'withdrawn' }] }],
    );
    const input = siteOf([merged], '12:00');
    expect(ledgerOf(input)).toMatchObject({
      mergedIncidents: 1,
      mergedPromises: 1,
      nextUpdates: { kept: 1, withdrawn: 0 },
    });
    expect(textOf(renderedFile(input, 'promises/index.html'))).toContain(
      'Not counted: 1 time taken back where 1 incident went on in another.',
    );
  });

  it('leaves out what was promised more than ninety days ago, and reaches beyond the newest fifty', () => {
    const days = Array.from({ length: 95 }, (_, n) => {
      const opened = new Date(Date.UTC(2026, 10, 22 - n, 8));
      const plus = (minutes: number) => new Date(opened.getTime() + minutes * 60_000).toISOString();
      return story(
        `i${n}`,
        [plus(0), { promises: { nextUpdateBy: plus(30) } }],
        [
          plus(10),
          { kind: 'resolved', status: 'resolved', settles: [{ seq: 1, promise: 'nextUpdateBy', as: 'kept' }] },
        ],
      );
    });
    expect(ledgerOf(siteOf(days, '18:00')).nextUpdates.kept).toBe(90);
  });

  it('says the same on the page and in the document', () => {
    const input = siteOf([promisedAnHour('i1', 20, 'kept'), promisedAnHour('i2', 90, 'slipped')], '18:00');
    const text = textOf(renderedFile(input, 'promises/index.html'));
    expect(text).toContain('1 kept, 1 missed fewer than five: no percentage yet');
    expect(text).toContain('Those that we kept had 40 min to spare (median).');
    expect(text).toContain('22 Nov 2026: 1 kept, 1 missed');
    expect(renderedJson(input, 'promises.json').ledger).toEqual(JSON.parse(JSON.stringify(ledgerOf(input))));
  });
});
