import { describe, expect, it } from 'vitest';
import { at, opened, update } from '../support/story.ts';
import { findingsIn } from './reading.ts';

const open = [opened('14:00', { nextUpdateBy: '15:30' })];

/** Rules about times that an update at 14:21 UTC on a day in November gets, which promises its next word for 15:00 UTC. */
const rules = (message: string) =>
  findingsIn(update('14:21', { message, nextUpdateBy: '15:00' }), open)
    .map(({ rule }) => rule)
    .filter((rule) => /time|promise|eta-/.test(rule));

describe('an update whose text gives the time of its field in another zone', () => {
  it.each([
    '9:00 AM CT',
    '10:00 ET',
    '7:00 AM Pacific Time',
    '16:00 Europe/Berlin',
    '16:00 Berlin time',
    '12:00 BRT',
    '20:30 UTC+5:30',
    '10:00 UTC−5',
    '17:00 utc + 2',
    '16:00 Central European Time',
    '02:00 AEDT',
    '16:00 (CET)',
  ])('is not refused, and not told that no zone is there: %s', (time) => {
    expect(rules(`Logins fail. We will post the next update by ${time}.`)).toEqual([]);
  });

  it.each(['9:00 AM CST', '2:24 PM QZT', '20:30 IST', '15:00 BST', '16:00 our time', '11:00 Krypton Time'])(
    'is asked nothing and offered nothing where nobody can tell the zone: %s',
    (time) => {
      expect(rules(`Logins fail. We will post the next update by ${time}.`)).toEqual([]);
      expect(rules(`Logins fail. We expect to be back by ${time}.`)).toEqual([]);
    },
  );

  it('is asked about another time, with the right one to accept', () => {
    const [finding] = findingsIn(
      update('14:21', { message: 'We will post the next update by 11:30 AM CT.', nextUpdateBy: '15:00' }),
      open,
    );
    expect(finding).toMatchObject({ rule: 'promise-in-text', accept: { field: 'nextUpdateBy', value: at('17:30') } });
  });
});

describe('a time without a zone in our own text', () => {
  it.each(['by 15:00.', 'by 15:00 and not later.', 'at 3 PM today.', 'by 15:00 API errors or not.'])(
    'gets the hint to say which: %s',
    (words) => expect(rules(`We will post the next update ${words}`)).toContain('time-without-zone'),
  );

  it('has one where it stands behind the day, or behind the end of a span', () => {
    expect(rules('Logins failed from 13:00 to 13:30 CET.')).toEqual([]);
    expect(rules('Logins failed at 13:00 on Saturday (CET).')).toEqual([]);
    expect(rules('Logins have failed since 2:05\u202fPM\u00a0ET.')).toEqual([]);
  });
});
