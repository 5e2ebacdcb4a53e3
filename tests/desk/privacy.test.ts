import { describe, expect, it } from 'vitest';
import { isWaiting, keptMention, type Mention, moved, stateAt } from '../../shared/core/desk/kept-mention.ts';
import type { Heard } from '../../shared/core/desk/mention.ts';
import { caseName, mentionId, personId, readCase, saidAtOf } from '../../shared/core/desk/names.ts';
import { emptied, emptiedBecause } from '../../shared/core/desk/privacy.ts';
import { asksToStop } from '../../shared/core/desk/stop.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, plus } from '../../shared/core/instant.ts';

const NOW = '2026-11-22T10:00:00.000Z';
const heard: Heard = {
  source: 'x',
  theirs: '1852',
  author: { theirs: '77', handle: 'ana' },
  text: '@acme your api is down',
  at: NOW,
  summoned: true,
  direct: false,
};
const about = { components: ['api'], trouble: true, why: 'says “API”', incident: 'i1' };
const kept = (of: Partial<Heard> = {}): Mention => keptMention({ ...heard, ...of }, about, NOW);

describe('what is kept of a mention', () => {
  it('are its words, but not those of a private message', () => {
    expect(kept().text).toBe('@acme your api is down');
    expect(JSON.stringify(kept({ direct: true, text: 'my password is' }))).not.toContain('password');
  });

  it('is emptied after a week', () => {
    const old = { lookedAt: plus(NOW, 6.9 * DAY_MS), everLooks: true };
    expect(emptiedBecause(kept(), { ...old, now: plus(NOW, 7 * DAY_MS) })).toBe('old');
    expect(emptiedBecause(kept(), { ...old, now: plus(NOW, 7 * DAY_MS - 1) })).toBeUndefined();
    const gone = JSON.stringify(emptied(kept({ answers: { theirs: '3', text: 'so down', ours: false } }), 'old'));
    for (const word of ['down', 'ana']) expect(gone).not.toContain(word);
  });

  it('is emptied within a day where nobody can look whether it still stands', () => {
    const blind = { lookedAt: undefined, everLooks: true };
    expect(emptiedBecause(kept(), { ...blind, now: plus(NOW, 23 * HOUR_MS) })).toBe('unsure');
    expect(
      emptiedBecause(kept(), { ...blind, lookedAt: plus(NOW, HOUR_MS), now: plus(NOW, 23 * HOUR_MS) }),
    ).toBeUndefined();
    expect(emptiedBecause(kept(), { ...blind, everLooks: false, now: plus(NOW, 23 * HOUR_MS) })).toBeUndefined();
  });

  it('has names of our own, in which nothing of theirs stands', () => {
    expect(mentionId(heard)).toBe(kept().id);
    expect(saidAtOf(kept().id)).toBe(NOW);
    expect(saidAtOf('1852')).toBeUndefined();
    expect(personId('x', heard.author)).not.toBe(personId('bluesky', heard.author));
  });
});

describe('a case', () => {
  it('has five letters that are told apart over the phone, the same each time', () => {
    expect(caseName('i1', 'p1')).toMatch(/^[2-9BCDFGHJKLMNPQRSTVWXZ]{5}$/);
    expect(caseName('i1', 'p1')).toBe(caseName('i1', 'p1'));
    expect(caseName('i1', 'p1')).not.toBe(caseName('i1', 'p1', 1));
    expect(readCase(` ${caseName('i1', 'p1').toLowerCase()} `)).toBe(caseName('i1', 'p1'));
    expect(readCase('HELLO')).toBeUndefined();
  });
});

describe('a mention that somebody took', () => {
  it('is theirs for three minutes, and free again after that', () => {
    const taken = moved(kept(), { to: 'taken', by: 'ada' }, NOW);
    expect(stateAt(taken, plus(NOW, 3 * MINUTE_MS - 1))).toBe('taken');
    expect(stateAt(taken, plus(NOW, 3 * MINUTE_MS))).toBe('new');
    expect(isWaiting(moved(taken, { to: 'left', by: 'ada' }, NOW), NOW)).toBe(false);
  });
});

describe('the wish to be left alone', () => {
  it.each([
    'STOP',
    '@acme stop',
    'stop.',
    'please unsubscribe',
    "Don't reply",
    'Don’t message me again',
    'bitte keine Nachrichten mehr',
  ])('is understood: %s', (text) => expect(asksToStop(text)).toBe(true));
  it.each(['it stops when I log in', 'Stop lying and fix it', 'the api wont stop failing', ''])(
    'is not heard in: %s',
    (text) => expect(asksToStop(text)).toBe(false),
  );
});
