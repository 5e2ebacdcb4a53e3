import { describe, expect, it } from 'vitest';
import { claimed, type NewAnswer, sending } from '../../shared/core/desk/answer.ts';
import { type DeskCase, withNote } from '../../shared/core/desk/case.ts';
import { keptMention, type Mention, moved } from '../../shared/core/desk/kept-mention.ts';
import { muted, nobody, unmuted } from '../../shared/core/desk/person.ts';
import type { DeskTemplate } from '../../shared/core/desk/template.ts';
import { DAY_MS, type Instant, MINUTE_MS, plus } from '../../shared/core/instant.ts';
import { TEN_O_CLOCK } from '../support/entries.ts';
import type { MakeStores } from './stores.ts';

const at = TEN_O_CLOCK;

const mention = (theirs: string, saidAt: Instant = at, source: 'x' | 'bluesky' = 'x'): Mention =>
  keptMention(
    { source, theirs, author: { theirs: 'a', handle: 'ana' }, text: 'down', at: saidAt, summoned: true, direct: false },
    { components: ['api'], trouble: true, why: 'says “down”' },
    saidAt,
  );
const reply: NewAnswer = {
  incident: 'i1',
  source: 'x',
  person: 'p1',
  kind: 'reply',
  way: 'thread',
  to: { theirs: '1', author: { theirs: 'a', handle: 'ana' }, direct: false },
  text: 'You are right.',
  by: 'ada',
  seq: 1,
};

/** What the records of the mention desk must do, wherever they are kept. */
export function deskContract(make: MakeStores) {
  describe('a mention', () => {
    it('is heard once, however often it is read', async () => {
      const { desk } = await make();
      const heard = await Promise.all(Array.from({ length: 5 }, () => desk.mentions.hear(mention('1'))));
      expect(heard.filter(Boolean)).toHaveLength(1);
      expect(await desk.mentions.of('x', mention('1').id)).toEqual(mention('1'));
      expect(await desk.mentions.of('bluesky', mention('1').id)).toBeUndefined();
      expect(await desk.mentions.of('x', 'no id of ours')).toBeUndefined();
    });

    it('is found by its time, across days, oldest first', async () => {
      const { desk } = await make();
      const times = [at, plus(at, DAY_MS), plus(at, MINUTE_MS), plus(at, -DAY_MS)];
      for (const [index, time] of times.entries())
        await desk.mentions.hear(mention(String(index), time, index === 2 ? 'bluesky' : 'x'));
      const theirs = async (from: Instant, to: Instant, source?: 'x') =>
        (await desk.mentions.said(from, to, source)).map((one) => one.theirs);
      expect(await theirs(plus(at, -2 * DAY_MS), plus(at, 2 * DAY_MS))).toEqual(['3', '0', '2', '1']);
      expect(await theirs(at, plus(at, MINUTE_MS))).toEqual(['0', '2']);
      expect(await theirs(at, at)).toEqual(['0']);
      expect(await theirs(at, plus(at, MINUTE_MS), 'x')).toEqual(['0']);
    });

    it('is moved by one alone of those who saw the same', async () => {
      const { desk } = await make();
      await desk.mentions.hear(mention('1'));
      const moves = ['ada', 'ben'].map((by) => desk.mentions.swap(moved(mention('1'), { to: 'taken', by }, at)));
      expect((await Promise.all(moves)).filter(Boolean)).toHaveLength(1);
    });
  });

  describe('an answer', () => {
    it('is claimed by exactly one of many who answer the same person about the same incident', async () => {
      const { desk } = await make();
      // The very same words in the very same millisecond: yet one of them alone may send it.
      const claims = Array.from({ length: 10 }, () => desk.answers.swap(claimed(reply, undefined, at)));
      expect((await Promise.all(claims)).filter(Boolean)).toHaveLength(1);
    });

    it('is apart for each person, incident, reason and ending', async () => {
      const { desk } = await make();
      const all = [
        reply,
        { ...reply, person: 'p2' },
        { ...reply, source: 'mastodon' as const },
        { ...reply, incident: 'i2' },
        { ...reply, kind: 'receipt' as const },
        { ...reply, kind: 'solved' as const, of: 3 },
        { ...reply, kind: 'solved' as const, of: 9 },
      ];
      for (const one of all) expect(await desk.answers.swap(claimed(one, undefined, at))).toBe(true);
      expect(await desk.answers.about('i1')).toHaveLength(6);
      expect(await desk.answers.one({ ...reply, kind: 'solved', of: 3 })).toMatchObject({ kind: 'solved', of: 3 });
      expect(await desk.answers.one({ ...reply, kind: 'correction', of: 3 })).toBeUndefined();
    });

    it('goes on from the version that was read, and from no other', async () => {
      const { desk } = await make();
      const first = claimed(reply, undefined, at);
      await desk.answers.swap(first);
      expect(await desk.answers.swap(sending(first, at))).toBe(true);
      expect(await desk.answers.swap(sending(first, plus(at, 1)))).toBe(false);
      expect(await desk.answers.one(reply)).toMatchObject({ version: 2, sentAt: at });
    });
  });

  describe('what else the desk keeps', () => {
    it('are the people who are muted or asked to be left alone', async () => {
      const { desk } = await make();
      const one = muted(nobody('x', 'p1', at), 'ada', at);
      expect(await desk.people.of('x', 'p1')).toBeUndefined();
      expect(await desk.people.swap(one)).toBe(true);
      expect(await desk.people.all()).toEqual([one]);
      expect(await desk.people.swap(unmuted(one, plus(at, 1)))).toBe(true);
      expect((await desk.people.of('x', 'p1'))?.muted).toBeUndefined();
    });

    it('are cases with the notes of support', async () => {
      const { desk } = await make();
      const begun: DeskCase = {
        name: 'K7QXF',
        source: 'x',
        person: 'p1',
        mention: 'm1',
        at,
        state: 'open',
        notes: [],
        version: 1,
      };
      expect(await desk.cases.swap(begun)).toBe(true);
      expect(await desk.cases.swap({ ...begun, person: 'p2' })).toBe(false);
      await desk.cases.swap(withNote(begun, { at, by: 'support', state: 'solved' }));
      expect(await desk.cases.of('K7QXF')).toMatchObject({ state: 'solved', notes: [{ by: 'support' }] });
    });

    it('are words that were proposed, a state for each source, and the house', async () => {
      const { desk } = await make();
      const words: DeskTemplate = {
        id: 't1',
        name: 'thanks',
        says: ['Thank you.'],
        state: 'proposed',
        proposedBy: 'dora',
        subject: 's',
        proposedAt: at,
        version: 1,
      };
      await desk.templates.swap(words);
      expect(await desk.templates.all()).toEqual([words]);
      expect(await desk.account('x').swap(0, { readAt: at })).toBe(true);
      expect((await desk.account('x').read()).state).toEqual({ readAt: at });
      expect((await desk.account('mastodon').read()).state).toBeUndefined();
      expect(await desk.ticked('i1').swap(0, { of: 3, by: 'ada', at })).toBe(true);
      expect((await desk.ticked('i2').read()).state).toBeUndefined();
      expect((await desk.house.read()).state).toBeUndefined();
    });
  });
}
