import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lint, unanswered } from '../../shared/core/lint/lint.ts';
import { at, opened, policy, reopened, resolved, type Step, told, update } from '../support/story.ts';
import { findingsIn, rulesIn } from './reading.ts';

const open = [opened('14:00', { nextUpdateBy: '15:30' })];
const identified = [
  ...open,
  update('14:05', { status: 'identified', message: 'An index is broken.', nextUpdateBy: '15:30' }),
];

describe('a promised time that has passed', () => {
  it('is asked about, as in the worst update that we have seen', () => {
    const [finding] = findingsIn(update('14:21', { message: 'Still targeting 2:00 PM UTC for the fix.' }), identified);
    expect(finding).toMatchObject({
      rule: 'promised-time-passed',
      level: 'ask',
      field: 'message',
      quote: 'targeting 2:00 PM UTC',
    });
  });

  it('is none in a statement about the past', () => {
    for (const message of [
      'Logins have failed since 13:05 UTC.',
      'A first repair was deployed at 14:10 UTC and did not help.',
      'From 13:00 to 13:40 UTC half of all requests failed.',
      'By 14:10 UTC we had found a broken index.',
      'We said that it would be back by 14:10 UTC. It is not.',
      'It was expected to be fixed by 14:10 UTC.',
      'We had hoped to be back by 14:10 UTC.',
    ]) {
      expect(rulesIn(update('14:21', { message }), identified)).not.toContain('ask promised-time-passed');
    }
  });

  it('is read as tomorrow’s when it says so', () => {
    const message = 'We expect to be back tomorrow at 14:00 UTC.';
    const rules = rulesIn(update('14:21', { message, restoreBy: '+1 14:00' }), identified);
    expect(rules).not.toContain('ask promised-time-passed');
  });

  it('is asked about wherever it stands in the statement', () => {
    const workaround = 'Use the old page; it will be back by 14:10 UTC.';
    expect(findingsIn(update('14:21', { workaround }), identified)[0]).toMatchObject({ field: 'workaround' });
  });
});

describe('a promised time in the text', () => {
  const says = (message: string, more: Parameters<typeof update>[1] = {}) =>
    findingsIn(update('14:21', { message, ...more }), identified).filter(({ rule }) => rule === 'promise-in-text');

  it('is asked about when no promise carries it, with the one that fits', () => {
    expect(says('We expect to be back by 16:30 UTC.')).toMatchObject([
      { level: 'ask', field: 'restoreBy', quote: 'by 16:30 UTC', suggestion: at('16:30') },
    ]);
    expect(says('We will post the next update within two hours.')).toMatchObject([
      { field: 'nextUpdateBy', suggestion: at('16:21') },
    ]);
    expect(says('We will publish a postmortem by 25 Nov 2026, 17:00 UTC.')).toMatchObject([
      { field: 'reportBy', suggestion: at('+3 17:00') },
    ]);
  });

  it('is content once the suggestion is taken', () => {
    const sentence = 'We expect to be back by 16:30 UTC and will post the next update by 15:00 UTC.';
    const fields = Object.fromEntries(
      says(sentence).map(({ field }) => [field, field === 'restoreBy' ? '16:30' : '15:00']),
    );
    expect(fields).toEqual({ restoreBy: '16:30', nextUpdateBy: '15:00' });
    expect(says(sentence, fields)).toEqual([]);
  });

  it('is carried by the cadence and by a promise that stands', () => {
    expect(says('The next update comes in 30 minutes.')).toEqual([]);
    const standing = [...identified, update('14:10', { restoreBy: '16:30' })];
    const rules = rulesIn(update('14:21', { message: 'It is still expected to be back by 16:30 UTC.' }), standing);
    expect(rules).toEqual([]);
  });

  it('is carried by a promise that stands in every kind of statement that changes none', () => {
    const asked = (step: Step, before: readonly Step[]) =>
      rulesIn(step, before).filter((rule) => rule === 'ask promise-in-text');
    const correct = (message: string) => ({ at: '14:21', command: { type: 'Correct', corrects: 1, message } }) as const;
    const standing = [...identified, update('14:10', { restoreBy: '16:30', nextUpdateBy: '15:45' })];
    expect(asked(correct('The next update comes by 15:45 UTC.'), standing)).toEqual([]);
    expect(asked(correct('It is expected to be back by 16:30 UTC.'), standing)).toEqual([]);
    expect(asked(correct('The next update comes by 15:50 UTC.'), standing)).toHaveLength(1);
    const over = [...identified, resolved('14:15', { reportBy: '17:00' })];
    expect(asked(correct('We will publish a postmortem by 17:00 UTC.'), over)).toEqual([]);
  });

  it('is not carried by a promise that this statement takes back or moves', () => {
    const standing = [...identified, update('14:10', { restoreBy: '16:30' })];
    const message = 'It is still expected to be back by 16:30 UTC.';
    for (const restoreBy of [null, '18:00']) {
      expect(rulesIn(update('14:21', { message, restoreBy }), standing)).toContain('ask promise-in-text');
    }
  });

  it('may be a report that is promised with the resolution', () => {
    const message =
      'Logins work again for everyone who was affected; no records are missing. The postmortem will be out by 25 Nov, 17:00 UTC.';
    const resolve = (reportBy?: string) => {
      const step = resolved('15:00', reportBy === undefined ? {} : { reportBy });
      return { ...step, command: { ...step.command, message } } as typeof step;
    };
    expect(rulesIn(resolve(), identified)).toContain('ask promise-in-text');
    expect(rulesIn(resolve('+3 17:00'), identified)).toEqual([]);
    const promised = [
      ...identified,
      resolved('14:15', { reportBy: '+3 17:00' }),
      reopened('14:20', { nextUpdateBy: '16:00' }),
    ];
    expect(rulesIn(resolve(), promised)).toEqual([]);
  });
});

describe('an ETA before the cause is known', () => {
  it('is judged by the status after the same statement', () => {
    const eta = { message: 'A rebuild of the index is running.', restoreBy: '16:30' };
    expect(rulesIn(update('14:21', eta), open)).toContain('ask eta-before-identified');
    expect(rulesIn(update('14:21', { ...eta, status: 'identified' }), open)).toEqual([]);
    expect(rulesIn(update('14:21', { ...eta, status: 'investigating' }), identified)).toContain(
      'ask eta-before-identified',
    );
  });

  it('is one in the text as well', () => {
    expect(rulesIn(update('14:21', { message: 'It will be restored by 16:30 UTC.' }), open)).toContain(
      'ask eta-before-identified',
    );
  });

  it('is not asked about again while it stands, nor when it is withdrawn', () => {
    const early = [...open, update('14:10', { restoreBy: '16:30' })];
    expect(rulesIn(update('14:21', { restoreBy: '16:30' }), early)).toEqual([]);
    expect(rulesIn(update('14:21', { restoreBy: null }), early)).toEqual([]);
  });
});

describe('the first post of an incident', () => {
  it('only gets hints: it must not wait', () => {
    const message = 'Logins fail. We expect to be back by 16:30 UTC, and were targeting 13:50 UTC for the fix.';
    const found = findingsIn(opened('14:00', { message, restoreBy: '17:00' }));
    expect(found.map(({ rule }) => rule)).toEqual(expect.arrayContaining(['promise-in-text', 'eta-before-identified']));
    expect(new Set(found.map(({ level }) => level))).toEqual(new Set(['hint']));
  });
});

describe('what must always hold of findings', () => {
  const words = [
    'We will',
    'post an update',
    'by 15:10 UTC',
    'within 2 hours',
    'soon',
    'all',
    'due to',
    'was fixed at 13:10',
    'ETA 14:00 UTC',
    'since',
    '.',
    '\n',
    '“é”',
    '🙂',
  ];
  const text = fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 12 }).map((parts) => parts.join(' '));

  it('quotes are the author’s own words, and asks come first', () => {
    fc.assert(
      fc.property(text, (message) => {
        const found = findingsIn(update('14:21', { message }), open);
        for (const { field, quote } of found) if (field === 'message') expect(message).toContain(quote);
        expect(found.map(({ level }) => level)).toEqual(found.map(({ level }) => level).toSorted());
      }),
    );
  });

  it('overriding what is asked leaves nothing to ask', () => {
    fc.assert(
      fc.property(text, (message) => {
        const found = findingsIn(update('14:21', { message, restoreBy: '15:00' }), open);
        const asked = found.filter(({ level }) => level === 'ask');
        expect(
          unanswered(
            found,
            asked.map(({ rule }) => rule),
          ),
        ).toEqual([]);
        expect(unanswered(found, [])).toEqual(asked);
      }),
    );
  });

  it('any text is read without an error, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (message) => {
        lint({ type: 'PostUpdate', message }, told(...open), at('14:21'), policy);
      }),
    );
  });
});
