import { describe, expect, it } from 'vitest';
import { digestOf } from '../../shared/core/channel/digest.ts';
import { goneFrom, withPost } from '../../shared/core/channel/own-posts.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, plus } from '../../shared/core/instant.ts';
import { freshXAccount, type XAccountState } from '../../shared/core/x/account.ts';

import { afterReading, idsOf, reading, timelineDue, writtenByHand } from '../../shared/core/x/timeline.ts';

const AT = '2026-11-22T10:00:00.000Z';
const later = (minutes: number) => plus(AT, minutes * MINUTE_MS);
const post = (id: string, minutes = 0, incident = 'i1') => ({ incident, seq: 1, id, at: later(minutes) });
const account = (more: Partial<XAccountState> = {}): XAccountState => ({
  ...freshXAccount(),
  posts: [post('1'), post('2', 1, 'i2')],
  ...more,
});
const read = (minutes: number, more: object = {}) => ({ readAt: later(minutes), missing: [], byHand: [], ...more });

describe('our timeline', () => {
  it('is read four times an hour while an incident is open on X, and hourly afterwards', () => {
    const open = account({ open: ['i1'], timeline: read(10) });
    expect([timelineDue(open, later(24)), timelineDue(open, later(25))]).toEqual([undefined, 'i2']);
    const calm = account({ timeline: read(10) });
    expect([timelineDue(calm, later(69)), timelineDue(calm, later(70))]).toEqual([undefined, 'i2']);
  });

  it('is read again two minutes after a reading in which a post was missing', () => {
    const unsure = account({ timeline: read(10, { missing: ['1'] }) });
    expect([timelineDue(unsure, later(11)), timelineDue(unsure, later(12))]).toEqual([undefined, 'i2']);
  });

  it('is read for the first time as long after the oldest post', () => {
    expect([timelineDue(account(), later(59)), timelineDue(account(), later(60))]).toEqual([undefined, 'i2']);
  });

  it('is not read for its own sake without a post within a day, nor while one is being sent', () => {
    const late = plus(AT, DAY_MS + HOUR_MS);
    expect(timelineDue(account({ timeline: read(10) }), late)).toBeUndefined();
    expect(timelineDue(freshXAccount(), later(90))).toBeUndefined();
    const attempt = { incident: 'i1', seq: 2 } as NonNullable<XAccountState['attempt']>;
    expect(timelineDue(account({ attempt }), later(90))).toBeUndefined();
  });

  it('is read by one worker: the reading is noted before it is made', () => {
    const noted = reading(account({ timeline: read(10, { missing: ['1'] }) }), later(20));
    expect(noted.timeline).toEqual(read(20, { missing: ['1'] }));
    expect(reading(account(), later(20)).timeline).toEqual(read(20));
  });
});

describe('a post that the timeline does not show', () => {
  const own = (...ids: string[]) => ids.map((id) => ({ id, text: `Post ${id}.`, at: later(0) }));

  it('is missing at first and gone the second time', () => {
    const first = afterReading(account(), own('2'), later(20));
    expect(goneFrom(account(), idsOf(own('2')), later(20))).toEqual([]);
    expect(first.timeline).toEqual(read(20, { missing: ['1'] }));
    expect(goneFrom(first, idsOf(own('2')), later(22))).toEqual([post('1')]);
    const second = afterReading(first, own('2'), later(22));
    expect(second.posts).toEqual([post('2', 1, 'i2')]);
    expect(second.timeline?.missing).toEqual([]);
    expect(afterReading(first, own('1', '2'), later(22)).timeline?.missing).toEqual([]);
  });

  it('proves nothing while it is younger than three minutes, or so old that it may have left what is read', () => {
    const missing = (now: string) => afterReading(account({ posts: [post('1')] }), [], now).timeline?.missing;
    expect([missing(later(3)), missing(plus(later(3), 1))]).toEqual([[], ['1']]);
    const end = plus(AT, DAY_MS - 3 * MINUTE_MS);
    expect([missing(plus(end, -1)), missing(end)]).toEqual([['1'], []]);
  });
});

describe('posts that people write', () => {
  it('are those on our timeline that we neither remember nor sent, and count for a day', () => {
    const spent = [{ at: AT, dollars: 0.015, digest: digestOf('Sent by us.') }];
    const seen = afterReading(
      account({ spent }),
      [
        { id: '9', text: 'A word of thanks.', at: later(5) },
        { id: '8', text: 'Sent by us.', at: later(4) },
        { id: '1', text: 'Remembered.', at: later(0) },
        { id: '7', text: 'Of no time.' },
        { id: '6', text: 'Another word.', at: later(2) },
      ],
      later(20),
    );
    expect(seen.timeline?.byHand).toEqual([later(2), later(5)]);
    expect(writtenByHand(seen, later(20))).toBe(2);
    expect(writtenByHand(seen, plus(later(2), DAY_MS))).toBe(1);
    expect(writtenByHand(freshXAccount(), AT)).toBe(0);
  });
});

describe('a post that stands', () => {
  it('is remembered for a day, once, for each entry that it says', () => {
    const once = withPost(account(), [{ incident: 'i3', seq: 4 }], '3', later(10));
    expect(once.posts?.map(({ id }) => id)).toEqual(['1', '2', '3']);
    expect(withPost(once, [{ incident: 'i3', seq: 4 }], '3', later(10))).toEqual(once);
    const joint = withPost(account(), [post('x'), post('x', 0, 'i2')], '3', later(10));
    expect(joint.posts?.slice(2)).toMatchObject([
      { incident: 'i1', id: '3' },
      { incident: 'i2', id: '3' },
    ]);
    expect(withPost(account(), [post('x')], '3', plus(AT, DAY_MS)).posts?.map(({ id }) => id)).toEqual(['2', '3']);
  });

  it('is forgotten where there are too many to keep', () => {
    const many = Array.from({ length: 400 }, (_, index) => post(`${index}`));
    expect(withPost(account({ posts: many }), [post('x')], 'last', later(10)).posts).toHaveLength(300);
  });
});
