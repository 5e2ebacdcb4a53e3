import { describe, expect, it } from 'vitest';
import { memorySubscribers } from '../../shared/adapters/memory/subscribers.ts';
import { memoryTellings } from '../../shared/adapters/memory/tellings.ts';
import { memoryVersioned } from '../../shared/adapters/memory/versioned.ts';
import { takeMailEvent } from '../../shared/app/subscribers/feedback.ts';
import { mailEventOf } from '../../shared/contract/mail-events.ts';
import type { Pace } from '../../shared/core/subscribers/pace.ts';
import { claimed, told } from '../../shared/core/subscribers/telling.ts';
import { TEN_O_CLOCK } from '../support/entries.ts';
import { follower } from './telling-house.ts';

const ada = follower('ada');
const tags = { subscriber: [ada.id], incident: ['i1'], seq: ['2'], attempt: ['a1'] };
const said = (eventType: string, more: object = {}, with_: object = tags) => ({
  time: '2026-11-22T10:00:00Z',
  detail: { eventType, mail: { tags: with_ }, ...more },
});

const claim = claimed(undefined, { seq: 2, tries: 1, attempt: 'a1', at: TEN_O_CLOCK, claimMs: 180_000 });

async function house() {
  const ports = { subscribers: memorySubscribers(), tellings: memoryTellings(), pace: memoryVersioned<Pace>() };
  await ports.subscribers.put(ada, 0);
  await ports.tellings.swap('i1', 'mail', ada.id, undefined, claim);
  return {
    ...ports,
    hears: async (...events: object[]) => {
      for (const one of events) {
        const event = mailEventOf(one);
        if (event !== undefined) await takeMailEvent(ports, event);
      }
    },
    row: () => ports.tellings.of('i1', 'mail', ada.id),
  };
}

describe('what SES tells of a mail', () => {
  it('proves a claim whose answer was lost, however often it comes', async () => {
    const { hears, row } = await house();
    await hears(said('Send'), said('Send'));
    expect(await row()).toEqual(told(claim, TEN_O_CLOCK));
  });

  it('proves nothing of another attempt, and nothing by a mail that is no update', async () => {
    const { hears, row } = await house();
    await hears(
      said('Send', {}, { ...tags, attempt: ['a0'] }),
      said('Send', {}, { subscriber: [ada.id], kind: ['confirm'] }),
    );
    expect(await row()).toEqual(claim);
  });

  it('ends a mailbox that is not there, and leaves one that is full for now', async () => {
    const { hears, row, subscribers, pace } = await house();
    await hears(said('Bounce', { bounce: { bounceType: 'Transient' } }));
    expect((await subscribers.of('mail', ada.id))?.state).toBe('confirmed');
    await hears(said('Send'), ...[1, 2].map(() => said('Bounce', { bounce: { bounceType: 'Permanent' } })));
    expect(await subscribers.of('mail', ada.id)).toMatchObject({ state: 'quarantined' });
    expect(await row()).toMatchObject({ state: 'refused', heard: [] });
    expect((await pace.read()).state?.reputation).toMatchObject({ bounced: 1 });
  });

  it('forgets whoever complained, and counts it', async () => {
    const { hears, subscribers, pace } = await house();
    await hears(said('Complaint'));
    expect(await subscribers.of('mail', ada.id)).toBeUndefined();
    expect(await subscribers.gone('mail', ada.id)).toMatchObject({ why: 'complained' });
    expect((await pace.read()).state?.reputation).toMatchObject({ complained: 1 });
  });

  it('is left alone where it is not about a mail of ours, or nothing to act on', () => {
    for (const other of [{}, said('Send', {}, {}), said('Delivery'), said('Open'), { detail: 'text' }])
      expect(mailEventOf(other)).toBeUndefined();
  });
});
