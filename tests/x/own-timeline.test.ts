import { describe, expect, it } from 'vitest';
import { watchedX } from '../../shared/app/x/look-again.ts';
import { HOUR_MS, MINUTE_MS } from '../../shared/core/instant.ts';
import { house } from './support/house.ts';

/** A house whose sweep is awake: every minute it asks whether our timeline is to be read, and nudges if so. */
function watched(options: Parameters<typeof house>[0] = {}) {
  const home = house(options);
  const due = watchedX({ ...home.ports, control: home.control }).readingDue!;
  let readings = 0;
  const { ownPosts } = home.ports.x;
  home.ports.x.ownPosts = (sinceId) => {
    readings += 1;
    return ownPosts(sinceId);
  };
  return {
    ...home,
    readings: () => readings,
    async minutesPass(minutes: number) {
      for (let minute = 0; minute < minutes; minute++) {
        home.clock.pass(MINUTE_MS);
        const about = await due(home.clock.now());
        if (about !== undefined) await home.look(about);
      }
    },
  };
}

describe('a post that somebody took down by hand', () => {
  it('is noticed though nothing answers it, recorded, and never posted again', async () => {
    const home = watched();
    await home.say('i1', 'opened');
    await home.say('i1', 'update');
    await home.settle(MINUTE_MS);
    const [root, tail] = home.x.posts();
    home.x.removeByHand(tail!.id, home.clock.ms);
    await home.minutesPass(20);

    expect((await home.deliveries('i1')).get(2)).toMatchObject({ state: 'delivered', removedAt: expect.any(String) });
    expect((await home.deliveries('i1')).get(1)).not.toHaveProperty('removedAt');
    await home.minutesPass(120);
    expect(home.x.posts().map(({ id }) => id)).toEqual([root!.id]);
    await home.say('i1', 'update');
    await home.settle(MINUTE_MS);
    expect(home.x.posts().map(({ replyTo }) => replyTo)).toEqual([null, root!.id]);
  });

  it('is noticed after the incident is over as well, within the hour', async () => {
    const home = watched();
    await home.say('i1', 'opened');
    await home.say('i1', 'resolved');
    await home.settle(MINUTE_MS);
    home.x.removeByHand(home.x.posts()[1]!.id, home.clock.ms);
    await home.minutesPass(65);
    expect((await home.deliveries('i1')).get(2)).toMatchObject({ removedAt: expect.any(String) });
  });

  it('is noticed as well while something else waits, because X takes no posts', async () => {
    const home = watched();
    await home.say('i1', 'opened');
    await home.settle(MINUTE_MS);
    home.x.removeByHand(home.x.posts()[0]!.id, home.clock.ms);
    home.x.faults.inject({ fault: 'payment-required', forMs: 3 * HOUR_MS }, home.clock.ms);
    await home.say('i1', 'update');
    await home.settle(MINUTE_MS);
    await home.minutesPass(60);
    expect((await home.deliveries('i1')).get(2)).toMatchObject({ state: 'throttled' });
    expect((await home.deliveries('i1')).get(1)).toMatchObject({ removedAt: expect.any(String) });
  });

  it('is not called gone by one reading that did not show it', async () => {
    const home = watched();
    await home.say('i1', 'opened');
    await home.settle(MINUTE_MS);
    const { ownPosts } = home.ports.x;
    home.ports.x.ownPosts = async (sinceId) => {
      home.ports.x.ownPosts = ownPosts;
      await ownPosts(sinceId);
      return { posts: [] };
    };
    await home.minutesPass(60);
    expect((await home.deliveries('i1')).get(1)).not.toHaveProperty('removedAt');
    expect(home.readings()).toBeGreaterThan(2);
  });

  it('is not called gone while X does not let us read', async () => {
    const home = watched();
    await home.say('i1', 'opened');
    await home.settle(MINUTE_MS);
    home.x.faults.inject({ fault: '503-without-effect', on: 'read', forMs: 3 * HOUR_MS }, home.clock.ms);
    await home.minutesPass(120);
    expect((await home.deliveries('i1')).get(1)).not.toHaveProperty('removedAt');
  });
});

describe('posts that people write by hand', () => {
  it('are left alone, and use up the limit of the day', async () => {
    const home = watched({ rules: { postsPerDay: 20 } });
    await home.say('i1', 'opened');
    await home.say('i1', 'update');
    await home.settle(MINUTE_MS);
    for (let n = 1; n <= 8; n++) home.x.writeByHand(`A word from the founder, ${n}.`, null, home.clock.ms);
    await home.minutesPass(20);
    await home.say('i1', 'update', { message: 'A routine word.' });
    await home.settle(MINUTE_MS);
    // 20 a day, 2 of ours and 8 of theirs: what is left is kept for what matters more.
    expect((await home.deliveries('i1')).get(3)).toMatchObject({ state: 'throttled' });
    await home.say('i1', 'resolved');
    await home.settle(MINUTE_MS);
    expect(home.texts().at(-1)).toContain('Resolved');
    expect(home.texts().filter((text) => text.startsWith('A word from the founder'))).toHaveLength(8);
  });

  it('are not mistaken for our own, nor ours for theirs', async () => {
    const home = watched();
    await home.say('i1', 'opened', { message: 'A & B <c> are down, see run.sh.' });
    home.x.writeByHand('By a person.', null, home.clock.ms);
    await home.settle(MINUTE_MS);
    await home.minutesPass(20);
    expect((await home.account()).timeline?.byHand).toHaveLength(1);
  });
});

describe('reading our timeline', () => {
  it('happens four times an hour while an incident is open, then hourly for a day, and then not at all', async () => {
    const home = watched();
    await home.say('i1', 'opened');
    await home.settle(MINUTE_MS);
    await home.minutesPass(60);
    expect(home.readings()).toBe(4);
    await home.say('i1', 'resolved');
    await home.settle(MINUTE_MS);
    const [before] = [home.readings()];
    await home.minutesPass(5 * 60);
    expect(home.readings() - before).toBe(5);
    await home.minutesPass(20 * 60);
    const after = home.readings();
    await home.minutesPass(10 * 60);
    expect(home.readings()).toBe(after);
  });

  it('does not happen in shadow', async () => {
    const home = watched({ mode: 'shadow' });
    await home.say('i1', 'opened');
    await home.settle(MINUTE_MS);
    await home.minutesPass(60);
    expect(home.readings()).toBe(0);
  });
});
