import { describe, expect, it } from 'vitest';
import { signUp as signUpOf } from '../../shared/app/subscribers/sign-up.ts';
import { HOUR_MS } from '../../shared/core/instant.ts';
import { type MailAddress, readMailAddress } from '../../shared/core/subscribers/address.ts';
import type { Work } from '../../shared/core/subscribers/sign-up-limits.ts';
import { EVERYTHING } from '../../shared/core/subscribers/subscriber.ts';
import { textOf } from '../site/support/site.ts';
import { house } from './house.ts';

const ADA = 'ada@example.com';

/** Chance from a seed. */
function chance(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % below;
  };
}

describe('who is not mailed', () => {
  it('is anybody more than once a day and three times ever, before they confirm', async () => {
    const { signUp, mails, wait } = house();
    for (let day = 0; day < 20; day += 1) {
      await signUp(ADA);
      wait(24 * 60 + 1);
    }
    expect(mails).toHaveLength(3);
  });

  it('counts anew for whoever confirmed and left', async () => {
    const { signUp, post, linkTo, mails, wait } = house();
    for (let round = 0; round < 5; round += 1) {
      await signUp(ADA);
      await post(linkTo(ADA));
      await post('/s/m', { email: ADA });
      await post(linkTo(ADA), { do: 'leave' });
      wait(24 * 60 + 1);
    }
    expect(mails.filter(({ tags }) => tags.kind === 'confirm')).toHaveLength(5);
  });

  it('is whoever is told already, by strangers, more than three times a day', async () => {
    const { follow, signUp, post, mails, wait } = house();
    await follow(ADA);
    const before = mails.length;
    for (let hour = 0; hour < 20; hour += 1) {
      await signUp(ADA);
      await post('/s/m', { email: ADA });
      wait(60);
    }
    expect(mails.length - before).toBe(3);
  });

  it('is more than five of a network in an hour, who are told when to come back and how to follow meanwhile', async () => {
    const { signUp, mails, wait } = house();
    const answers = [];
    for (let n = 0; n < 7; n += 1) answers.push(await signUp(`${n}@example.com`, {}, { viewer: `198.51.100.${n}` }));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429, 429]);
    expect(textOf(answers[6]!.body)).toContain(
      'Too many sign-ups came from your network. Try again from 11:01 UTC on.',
    );
    expect(answers[6]!.body).toContain('/history.atom');
    expect(mails).toHaveLength(5);
    wait(61);
    expect((await signUp('7@example.com')).status).toBe(200);
  });

  it('is more than twenty of a domain in an hour, but for the large providers', async () => {
    const { signUp, mails } = house();
    const viewer = (n: number) => ({ viewer: `203.0.${n}.1` });
    const own = [];
    for (let n = 0; n < 22; n += 1) own.push(await signUp(`${n}@firm.example`, {}, viewer(n)));
    expect(own.map(({ status }) => status).slice(-3)).toEqual([200, 429, 429]);
    expect(textOf(own[21]!.body)).toContain('for this domain');
    for (let n = 0; n < 22; n += 1) expect((await signUp(`x${n}@gmail.com`, {}, viewer(100 + n))).status).toBe(200);
    expect(mails).toHaveLength(42);
  });

  it('is nobody of a full domain, who are answered alike, whether they were mailed, follow, left or are unknown', async () => {
    const { signUp, follow, post, linkTo, request, wait } = house();
    const viewer = (n: number) => ({ viewer: `203.0.${n}.1` });
    await follow('ada@firm.example');
    await follow('eve@firm.example');
    await post('/s/m', { email: 'eve@firm.example' });
    await post(linkTo('eve@firm.example'), { do: 'leave' });
    wait(61);
    for (let n = 0; n < 20; n += 1) await signUp(`${n}@firm.example`, {}, viewer(n));
    const addresses = ['0@firm.example', 'ada@firm.example', 'eve@firm.example', 'new@firm.example'];
    for (const [n, address] of addresses.entries()) {
      expect(textOf((await signUp(address, {}, viewer(100 + n))).body), address).toContain('for this domain');
      const body = `subscriber[email]=${address}`;
      const byProgram = await request('POST', '/api/v2/subscribers.json', { body, ...viewer(110 + n) });
      expect([address, byProgram.status]).toEqual([address, 429]);
    }
  });

  it('is counted once, however often it is asked for', async () => {
    const { signUp, mails } = house();
    const viewer = (n: number) => ({ viewer: `203.0.${n}.1` });
    for (let n = 0; n < 30; n += 1) await signUp('0@firm.example', {}, viewer(n));
    for (let n = 1; n < 20; n += 1) await signUp(`${n}@firm.example`, {}, viewer(100 + n));
    expect(mails).toHaveLength(20);
  });

  it('keeps nothing of whom it did not mail', async () => {
    const { signUp, kept } = house();
    for (let n = 0; n < 6; n += 1) await signUp(`${n}@example.com`);
    expect(await kept('5@example.com')).toBeUndefined();
  });
});

describe('10,000 sign-ups from 500 networks against 2,000 victims', () => {
  /** Signs up at random, `everyMs`; comes back with when mails went out, and what was answered. */
  async function attack(outside: ReturnType<typeof house>, everyMs: number, work?: Work) {
    const { ports, mails, clock } = outside;
    const below = chance(7);
    const sentAt: number[] = [];
    const answers: string[] = [];
    for (let n = 0; n < 10_000; n += 1) {
      const network = below(500);
      const victim = below(20) === 0 ? ADA : `victim${below(2_000)}@gmail.com`;
      const address = readMailAddress(victim) as MailAddress;
      const viewer = `10.${network >> 8}.${network & 255}.${below(256)}`;
      const before = mails.length;
      const answer = await signUpOf(ports, {
        door: 'form',
        ...(work === undefined ? {} : { work }),
        viewer,
        address,
        choice: EVERYTHING,
      });
      answers.push(answer.is === 'too-many' ? answer.of : answer.is);
      if (mails.length > before) sentAt.push(clock.nowMs);
      clock.nowMs += everyMs;
    }
    return { sentAt, answers: [...new Set(answers)].toSorted() };
  }

  const mostTo = (mails: readonly { to: string }[], isTo: (to: string) => boolean) =>
    Math.max(...[...Map.groupBy(mails, ({ to }) => to)].filter(([to]) => isTo(to)).map(([, sent]) => sent.length));

  it('within an hour send 300 mails in all, one to a victim; people are paged, and the form offers the feeds', async () => {
    const outside = house();
    const { sentAt, answers } = await attack(outside, 360);
    expect(sentAt).toHaveLength(300);
    expect(mostTo(outside.mails, () => true)).toBe(1);
    expect(answers).toEqual(['all', 'asked', 'network']);

    expect(outside.paged()).toBe(0);
    const answer = await outside.signUp('bob@gmail.com');
    expect(outside.paged()).toBe(1);
    expect(answer.status).toBe(429);
    expect(textOf(answer.body)).toContain('So many people sign up at the moment');
    expect(answer.body).toContain('/history.atom');
  });

  it('without a proof, where work is asked, have half of it; whoever shows one is mailed all the same', async () => {
    const outside = house();
    const { sentAt } = await attack(outside, 300, 'missing');
    expect(sentAt).toHaveLength(150);
    const answers = [];
    for (let n = 0; n < 151; n += 1) {
      const address = readMailAddress(`person${n}@gmail.com`) as MailAddress;
      const wish = { door: 'form', viewer: `172.16.${n}.1`, address, choice: EVERYTHING } as const;
      answers.push(await signUpOf(outside.ports, { ...wish, work: 'done' }));
    }
    expect(answers.filter(({ is }) => is === 'asked')).toHaveLength(150);
    expect(answers.at(-1)).toMatchObject({ is: 'too-many', of: 'all' });
    expect(outside.mails).toHaveLength(300);
  });

  it('within five days send 300 an hour at most, three to a victim, and change nothing for whoever is told', async () => {
    const outside = house();
    await outside.follow(ADA);
    const before = await outside.kept(ADA);
    const { sentAt } = await attack(outside, (5 * 24 * HOUR_MS) / 10_000);
    for (const from of sentAt)
      expect(sentAt.filter((at) => at >= from && at < from + HOUR_MS).length).toBeLessThanOrEqual(300);
    expect(mostTo(outside.mails, (to) => to !== ADA)).toBe(3);
    expect(await outside.kept(ADA)).toEqual(before);
  });
});
