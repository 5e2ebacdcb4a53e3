import { describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS, plus } from '../../shared/core/instant.ts';
import { EVERYTHING } from '../../shared/core/subscribers/subscriber.ts';
import { draft, opening, resolution, TEN_O_CLOCK } from '../support/entries.ts';
import { follower, tellingHouse } from './telling-house.ts';

const promises = { nextUpdateBy: plus(TEN_O_CLOCK, 30 * MINUTE_MS) };
const sorry = draft({
  kind: 'apology',
  automated: true,
  settles: [{ seq: 1, promise: 'nextUpdateBy', as: 'slipped' }],
});

describe('subscribers', () => {
  it('are told once, and the statement is delivered with how many were', async () => {
    const house = tellingHouse();
    await house.arm();
    await house.join(follower('ada'), follower('bob'), follower('eve', { state: 'pending' }));
    await house.say(opening());
    await house.tell();
    expect(house.heard()).toEqual(['ada:1', 'bob:1']);
    expect((await house.deliveries()).get(1)).toMatchObject({ state: 'delivered', counts: { of: 2, told: 2 } });
    await house.tell();
    expect(house.heard()).toEqual([]);
    expect(await house.dueAt()).toBeUndefined();
  });

  it('hear the newest words, and what was before them is said together with that', async () => {
    const house = tellingHouse();
    await house.arm();
    await house.join(follower('ada'));
    for (const said of [opening(), draft(), resolution()]) await house.say(said);
    await house.tell();
    expect(house.heard()).toEqual(['ada:3']);
    const deliveries = await house.deliveries();
    expect([1, 2].map((seq) => deliveries.get(seq))).toMatchObject([{ into: 3 }, { into: 3 }]);
  });

  it('are owed nothing that was said before they confirmed, or before the channel was armed', async () => {
    const house = tellingHouse();
    await house.join(follower('ada'), follower('bob', { confirmedAt: plus(TEN_O_CLOCK, 5 * MINUTE_MS) }));
    await house.say(opening());
    await house.tell();
    expect(house.rehearsed).toEqual([1]);
    await house.arm();
    house.wait(1);
    await house.say(draft());
    await house.tell();
    expect(house.heard()).toEqual(['ada:2']);
    house.wait(10);
    await house.say(draft());
    await house.tell();
    expect(house.heard()).toEqual(['ada:3', 'bob:3']);
  });

  it('are owed nothing of the time while the channel was off', async () => {
    const house = tellingHouse();
    await house.arm();
    await house.join(follower('ada'));
    await house.control.setMode('mail', 'off');
    await house.say(opening());
    await house.tell();
    house.wait(1);
    await house.arm();
    await house.tell();
    expect(house.heard()).toEqual([]);
  });

  it('hear an apology only for a promise that reached them, and never behind a person’s word', async () => {
    const house = tellingHouse();
    await house.arm();
    await house.join(follower('ada'), follower('bob', { confirmedAt: plus(TEN_O_CLOCK, MINUTE_MS) }));
    await house.say(opening({ promises }));
    await house.tell();
    house.wait(31);
    await house.say(sorry);
    await house.tell();
    expect(house.heard()).toEqual(['ada:1', 'ada:2']);
    await house.say(sorry);
    await house.say(draft());
    await house.tell();
    expect(house.heard()).toEqual(['ada:4', 'bob:4']);
  });

  it.each(['all', 'ends'] as const)(
    'of level %s whom a promise did not reach in time hear of the outage, and no apology for it',
    async (level) => {
      const house = tellingHouse();
      await house.arm();
      await house.join(follower('ada', { choice: { ...EVERYTHING, level } }));
      await house.say(opening({ promises }));
      house.wait(31);
      await house.say(sorry);
      await house.tell();
      expect(house.heard()).toEqual(['ada:1']);
      await house.tell();
      expect(house.heard()).toEqual([]);
      expect(await house.dueAt()).toBeUndefined();
      await house.say(resolution());
      await house.tell();
      expect(house.heard()).toEqual(['ada:3']);
    },
  );

  it('who follow openings and ends hear the end, with the whole of it', async () => {
    const house = tellingHouse();
    await house.arm();
    await house.join(follower('ada', { choice: { ...EVERYTHING, level: 'ends' } }));
    await house.say(opening());
    await house.tell();
    await house.say(draft());
    await house.tell();
    expect(house.heard()).toEqual(['ada:1']);
    await house.say(resolution());
    await house.tell();
    expect(house.letters[0]?.before.map(({ seq }) => seq)).toEqual([1]);
    expect(house.heard()).toEqual(['ada:3']);
  });

  it('are told nothing of a drill, and of automated words nothing while they are frozen', async () => {
    const house = tellingHouse();
    await house.arm();
    await house.join(follower('ada'));
    await house.say(opening({ private: { handling: 'drill' } }), 'drill');
    await house.tell('drill');
    await house.say(opening({ promises }));
    await house.tell();
    expect(house.heard()).toEqual(['ada:1']);
    house.wait(31);
    await house.say(sorry);
    await house.control.freeze({ since: house.now(), reason: 'asked for', by: 'operator' });
    await house.tell();
    expect(house.heard()).toEqual([]);
    expect(await house.dueAt()).toBe(plus(house.now(), MINUTE_MS));
    await house.control.freeze(undefined);
    await house.tell();
    expect(house.heard()).toEqual(['ada:2']);
  });
});

describe('a channel in shadow', () => {
  it('shows the house what would be told, once, and leaves it in peace where nobody would hear it', async () => {
    const house = tellingHouse();
    await house.join(follower('ada', { choice: { ...EVERYTHING, incident: 'i1' } }));
    for (const incident of ['i1', 'i2']) {
      await house.say(opening(), incident);
      for (let n = 0; n < 2; n += 1) await house.tell(incident);
    }
    expect(house.rehearsed).toEqual([1]);
    expect((await house.deliveries('i2')).get(1)).toMatchObject({ state: 'delivered', shadow: true });
    expect(house.heard()).toEqual([]);
  });
});

describe('a mail that nobody knows of', () => {
  it('is sent again behind three minutes, three times in all, and is then counted as unknown', async () => {
    const house = tellingHouse();
    await house.arm();
    await house.join(follower('ada'));
    house.answers(() => ({ is: 'unknown', reason: 'SES did not answer' }));
    await house.say(opening());
    const sent: number[] = [];
    for (let minute = 0; minute < 12; minute += 1) {
      await house.tell();
      sent.push(house.heard().length);
      house.wait(1);
    }
    expect(sent).toEqual([1, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0]);
    expect((await house.deliveries()).get(1)).toMatchObject({
      state: 'delivered',
      counts: { of: 1, told: 0, unknown: 1 },
    });
  });

  it('keeps nobody else from theirs, and is not sent again where newer words take its place', async () => {
    const house = tellingHouse();
    await house.arm();
    await house.join(follower('ada'), follower('bob'));
    house.answers(({ person, attempt }) =>
      person.id.endsWith('ada') ? { is: 'unknown', reason: 'lost' } : { is: 'taken', receipt: attempt },
    );
    await house.say(opening());
    await house.tell();
    await house.say(draft());
    await house.tell();
    expect(house.heard()).toEqual(['ada:1', 'bob:1', 'bob:2']);
    house.answers(({ attempt }) => ({ is: 'taken', receipt: attempt }));
    house.wait(3);
    await house.tell();
    expect(house.heard()).toEqual(['ada:2']);
  });
});

describe('a far side that takes nothing', () => {
  it('is not asked for everybody, pages people once, and is tried again by itself', async () => {
    const house = tellingHouse();
    await house.arm();
    await house.join(...['ada', 'bob', 'eve'].map((name) => follower(name)));
    house.answers(() => ({ is: 'closed', gate: 'paused', reason: 'Sending is paused' }));
    await house.say(opening());
    for (let n = 0; n < 3; n += 1) await house.tell();
    expect(house.letters.length).toBeLessThanOrEqual(3);
    expect(house.pages).toEqual([{ is: 'closed', gate: 'paused', reason: 'Sending is paused' }]);
    expect(await house.dueAt()).toBe(plus(house.now(), HOUR_MS));
    house.heard();
    house.answers(({ attempt }) => ({ is: 'taken', receipt: attempt }));
    house.wait(60);
    await house.tell();
    expect(house.heard()).toEqual(['ada:1', 'bob:1', 'eve:1']);
  });

  it('because too much came back is told openings and ends alone', async () => {
    const house = tellingHouse();
    await house.arm();
    await house.join(follower('ada'));
    await house.ports.pace.swap(0, { fullAt: 0, reputation: { sent: 1_000, bounced: 50, complained: 0 } });
    await house.say(opening());
    await house.tell();
    await house.say(draft());
    await house.tell();
    expect(house.heard()).toEqual(['ada:1']);
    await house.say(resolution());
    await house.tell();
    expect(house.heard()).toEqual(['ada:3']);
    expect(house.pages).toEqual([{ is: 'brake', of: 'bounces' }]);
  });
});

describe('somebody who had a lot', () => {
  it('gets a twelfth message that says that no more come for an hour, and the newest words after it', async () => {
    const house = tellingHouse('mail', { perSecond: 100 });
    await house.arm();
    await house.join(follower('ada'));
    await house.say(opening());
    for (let n = 0; n < 14; n += 1) {
      await house.say(draft());
      await house.tell();
      house.wait(1);
    }
    const all = house.letters.splice(0);
    expect(all).toHaveLength(12);
    expect(all.map(({ pausedUntil }) => pausedUntil !== undefined).indexOf(true)).toBe(11);
    house.wait(45);
    await house.tell();
    expect(house.heard()).toEqual([]);
    house.wait(15);
    await house.tell();
    expect(house.heard()).toEqual(['ada:15']);
  });
});

describe('a room, a device or a program that had a lot', () => {
  it.each(['slack', 'push', 'webhook'] as const)('as %s hears each statement at once, and none again', async (kind) => {
    const house = tellingHouse('hooks', { perSecond: 100 });
    await house.arm();
    await house.join(follower('any', { kind, address: 'https://receiver.example.com/a' }));
    await house.say(opening());
    for (let n = 0; n < 14; n += 1) {
      await house.say(draft());
      await house.tell();
      house.wait(1);
    }
    house.wait(60);
    await house.tell();
    const heard = house.letters.map(({ entry }) => entry.seq);
    expect(heard).toEqual([...new Set(heard)]);
    expect(heard.slice(-14)).toEqual(Array.from({ length: 14 }, (_, n) => n + 2));
  });
});

describe('a program that is called', () => {
  const hook = follower('hook', { kind: 'webhook', address: 'https://receiver.example.com/a' });

  it('gets each statement in order, also those that it missed', async () => {
    const house = tellingHouse('hooks');
    await house.arm();
    await house.join(hook);
    for (const said of [opening(), draft(), resolution()]) await house.say(said);
    await house.tell();
    expect(house.letters.map(({ entry }) => entry.seq)).toEqual([1, 2, 3]);
    expect((await house.deliveries()).get(3)).toMatchObject({ state: 'delivered' });
  });

  it('that fails is tried by the schedule, and nothing newer overtakes what it missed', async () => {
    const house = tellingHouse('hooks');
    await house.arm();
    await house.join(hook);
    house.answers(() => ({ is: 'not-now', reason: 'the webhook answered 500' }));
    await house.say(opening());
    await house.tell();
    await house.say(draft());
    for (const minutes of [0, 0.1, 4, 1, 29, 1]) {
      house.wait(minutes);
      await house.tell();
    }
    expect(house.letters.map(({ entry }) => entry.seq)).toEqual([1, 1, 1, 1]);
    house.answers(({ attempt }) => ({ is: 'taken', receipt: attempt }));
    house.letters.splice(0);
    house.wait(121);
    await house.tell();
    expect(house.heard()).toEqual(['hook:1', 'hook:2']);
  });

  it('that answers 410 is gone, and is never called again', async () => {
    const house = tellingHouse('hooks');
    await house.arm();
    await house.join(hook);
    house.answers(() => ({ is: 'gone', reason: 'the webhook answered 410' }));
    for (const said of [opening(), draft()]) await house.say(said);
    await house.tell();
    expect(house.heard()).toEqual(['hook:1']);
    expect(await house.ports.subscribers.gone('hooks', hook.id)).toMatchObject({ why: 'gone' });
    expect(await house.dueAt()).toBeUndefined();
  });

  it('that failed ten times over an hour is quarantined, and its owner is told once', async () => {
    const house = tellingHouse('hooks');
    await house.arm();
    await house.join({ ...hook, failing: { since: plus(TEN_O_CLOCK, -HOUR_MS), times: 9 } });
    house.answers(() => ({ is: 'not-now', reason: 'the webhook answered 500' }));
    await house.say(opening());
    await house.tell();
    house.wait(10);
    await house.tell();
    expect(house.given).toEqual([`quarantined ${hook.id}`]);
    expect(house.letters).toHaveLength(1);
    expect((await house.deliveries()).get(1)).toMatchObject({ counts: { of: 0, quarantined: 1 } });
  });
});
