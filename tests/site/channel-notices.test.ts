import { describe, expect, it } from 'vitest';
import { type ChannelStanding, standingOn } from '../../shared/core/channel/standing.ts';
import type { Delivery } from '../../shared/core/delivery.ts';
import { channelsNotice } from '../../shared/wording/channel-notices.ts';
import { at } from './support/story.ts';

const STANDINGS: readonly ChannelStanding[] = ['has', 'quiet', 'rejected', 'unknown', 'delayed', 'removed'];
const LABELS = ['X', 'Bluesky', 'Mastodon'] as const;
const TROUBLED = ['rejected', 'unknown', 'delayed', 'removed'];

/** Channels by how each stands, in the order of their labels. */
const noticeOf = (...standings: ChannelStanding[]) =>
  channelsNotice(standings.map((standing, index) => ({ label: LABELS[index]!, standing })));

describe('the sentence about public channels', () => {
  it('is about one alone as readers know it', () => {
    expect(noticeOf('delayed')).toBe('The post to X is delayed; this page has the newest word.');
    expect(noticeOf('rejected')).toBe('X did not accept an update of this incident; this page has the newest word.');
    expect(noticeOf('removed')).toBe('A post of this incident was taken down on X; this page has all that we said.');
    expect(noticeOf('unknown')).toBe('We do not know whether an update reached X; this page has the newest word.');
  });

  it('says of several which are not as they should be, and which of the others have the newest word', () => {
    expect(noticeOf('delayed', 'has', 'has')).toBe(
      'The post to X is delayed; Bluesky, Mastodon and this page have the newest word.',
    );
    expect(noticeOf('delayed', 'delayed')).toBe(
      'The posts to X and Bluesky are delayed; this page has the newest word.',
    );
    expect(noticeOf('rejected', 'has')).toBe(
      'X did not accept an update of this incident; Bluesky and this page have the newest word.',
    );
    expect(noticeOf('delayed', 'rejected', 'has')).toBe(
      'Bluesky did not accept an update of this incident, and the post to X is delayed; Mastodon and this page have the newest word.',
    );
    expect(noticeOf('unknown', 'unknown', 'removed')).toBe(
      'We do not know whether an update reached X or Bluesky, and a post of this incident was taken down on Mastodon; this page has the newest word.',
    );
    expect(noticeOf('removed', 'removed')).toBe(
      'Posts of this incident were taken down on X and Bluesky; this page has all that we said.',
    );
  });

  it('names nobody who neither has it nor is late', () => {
    expect(noticeOf('delayed', 'quiet')).toBe(noticeOf('delayed'));
    expect(noticeOf('has', 'quiet', 'has')).toBeUndefined();
  });

  it('is one sentence and true, however one, two or three stand', () => {
    const three = STANDINGS.flatMap((x) => STANDINGS.flatMap((y) => STANDINGS.map((z) => [x, y, z])));
    const all = [...three, ...STANDINGS.flatMap((x) => STANDINGS.map((y) => [x, y])), ...STANDINGS.map((x) => [x])];
    for (const standings of all) {
      const notice = noticeOf(...standings);
      expect(notice !== undefined, standings.join()).toBe(standings.some((one) => TROUBLED.includes(one)));
      if (notice === undefined) continue;
      expect(notice).toMatch(/^[A-Z][^.;]*; [^.;]*\.$/);
      const [troubles, rest] = notice.split(';') as [string, string];
      for (const [index, standing] of standings.entries()) {
        const label = LABELS[index]!;
        expect(new RegExp(`\\b${label}\\b`).test(troubles), `${standings}: ${label}`).toBe(TROUBLED.includes(standing));
        expect(new RegExp(`\\b${label}\\b`).test(rest), `${standings}: ${label}`).toBe(standing === 'has');
      }
    }
  });
});

describe('a channel', () => {
  const said = [
    { seq: 1, at: at('14:00') },
    { seq: 2, at: at('14:05') },
  ];
  const delivered: Delivery = { state: 'delivered', at: at('14:00'), receipt: '1' };
  const ended = (state: 'rejected' | 'unknown' | 'dropped' | 'expired'): Delivery => ({
    state,
    at: at('14:05'),
    reason: 'so',
  });
  const waits: Delivery = { state: 'throttled', at: at('14:05'), retryAt: at('14:09'), attempt: 1, reason: 'busy' };
  const folded: Delivery = { state: 'coalesced', at: at('14:05'), into: 2 };

  it.each<[ChannelStanding, Delivery | undefined, Delivery | undefined, string]>([
    ['has', delivered, delivered, '14:06'],
    ['has', folded, delivered, '14:06'],
    ['has', ended('dropped'), delivered, '14:06'],
    ['has', ended('rejected'), delivered, '14:06'],
    ['quiet', delivered, undefined, '14:05'],
    ['quiet', delivered, ended('dropped'), '14:30'],
    ['quiet', delivered, ended('expired'), '14:30'],
    ['quiet', undefined, { ...delivered, shadow: true }, '14:00'],
    ['quiet', ended('dropped'), { ...delivered, shadow: true }, '14:30'],
    ['delayed', delivered, undefined, '14:07'],
    ['delayed', delivered, waits, '14:07'],
    ['delayed', waits, undefined, '14:05'],
    ['rejected', delivered, ended('rejected'), '14:05'],
    ['unknown', delivered, ended('unknown'), '14:05'],
    ['removed', { ...delivered, removedAt: at('14:03') }, delivered, '14:06'],
    ['removed', delivered, { ...delivered, removedAt: at('14:06') }, '14:06'],
  ])('is said to be “%s”', (standing, first, second, clock) => {
    const deliveries = new Map([first, second].flatMap((one, index) => (one ? [[index + 1, one] as const] : [])));
    expect(standingOn(said, deliveries, at(clock))).toBe(standing);
  });
});
