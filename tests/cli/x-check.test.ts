import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { World as SimulatedWorld } from '../../infra/local/world/world.ts';
import { givenFolder, givenWorld } from '../infra/world/given-world.ts';
import { terminal } from './terminal.ts';

const TEXTS_OF_A_WHOLE_RUN = 5;

/** A person with the tokens of the world's X in a file, who answers every question. */
async function givenPerson(world: SimulatedWorld, answers: (question: string) => string | undefined) {
  const tokens = join(givenFolder(), 'x.json');
  writeFileSync(tokens, JSON.stringify(world.xTokens));
  chmodSync(tokens, 0o600);
  // X checks the time of a signature, so this terminal's clock is the real one.
  const person = terminal(new Date().toISOString());
  person.answering(answers);
  return {
    ...person,
    check: (...more: string[]) => person.candor('x-check', '--tokens', tokens, '--base-url', world.url, ...more),
  };
}

const yesButHasCredits = (question: string) => (question.includes('used up') ? 'n' : 'y');
const posts = (world: SimulatedWorld) => world.x.posts().length;

describe('candor x-check', () => {
  it('tells what the account does: limits, threads, lag, duplicates', async () => {
    const world = await givenWorld();
    world.x.faults.inject({ fault: 'limit-24h', limit: 17 }, Date.now());
    const { check } = await givenPerson(world, yesButHasCredits);
    const { code, out } = await check();
    expect(code).toBe(0);
    expect(out).toContain('limits that X tells with a post: a user limit of 17 in 24 hours');
    expect(out).toContain('x-user-limit-24hour-remaining: 16');
    expect(out).toContain('a reply to our own post: accepted: threads work');
    expect(out).toMatch(/how soon our timeline shows a post: seen \d+\.\d s after/);
    expect(out).toContain('the second was refused as a duplicate; it counted');
    expect(out).toContain('it grew by $0.015 (no link) or $0.2 (a link)');
    expect(out).toContain('what X says without credits: skipped');
  });

  it('takes down what it posted, and leaves what stood there before', async () => {
    const world = await givenWorld();
    world.x.writeByHand('By a person', null, Date.now());
    const { check } = await givenPerson(world, yesButHasCredits);
    const { out } = await check();
    expect(out).toContain(`${TEXTS_OF_A_WHOLE_RUN} posted, ${TEXTS_OF_A_WHOLE_RUN} taken down.`);
    expect(world.x.posts().map(({ text }) => text)).toEqual(['By a person']);
  });

  it('posts nothing that nobody agreed to', async () => {
    const world = await givenWorld();
    const silent = await givenPerson(world, () => undefined);
    expect((await silent.check()).out).toBe('Nothing was posted.');
    const reluctant = await givenPerson(world, (question) => (question.includes('Go on') ? 'y' : 'n'));
    expect((await reluctant.check()).out).toContain('0 posted');
    expect(posts(world)).toBe(0);
    expect(reluctant.questions.filter((one) => one.includes('$'))).not.toEqual([]);
  });

  it('names the posts that it leaves', async () => {
    const world = await givenWorld();
    const answers = (question: string) => (question.includes('Take the') ? 'n' : yesButHasCredits(question));
    const { check } = await givenPerson(world, answers);
    const { out } = await check();
    expect(out.match(/still there: https:\/\/x\.com\/i\/status\/\d+/g)).toHaveLength(posts(world));
    expect(posts(world)).toBe(TEXTS_OF_A_WHOLE_RUN);
  });

  it('says that threads must be switched off where X refuses a reply to oneself', async () => {
    const world = await givenWorld();
    world.x.faults.inject({ fault: 'not-summoned' }, Date.now());
    const { check } = await givenPerson(world, yesButHasCredits);
    expect((await check()).out).toContain('refused as not summoned: set x.threads to false');
  });

  it('tells a lag, no duplicate filter and empty credits for what they are', async () => {
    const world = await givenWorld();
    const now = Date.now();
    const { check } = await givenPerson(world, (question) => {
      if (question.includes('how soon')) world.x.faults.inject({ fault: 'delayed-visibility', ms: 600_000 }, now);
      if (question.includes('very same')) world.x.faults.inject({ fault: 'duplicate-filter-off' }, now);
      if (question.includes('without credits')) world.x.faults.inject({ fault: 'payment-required' }, now);
      return 'y';
    });
    const { out } = await check();
    expect(out).toContain('not seen within two minutes');
    expect(out).toContain('both were accepted: X has no duplicate filter here');
    expect(out).toContain('what X says without credits: X answered 402: CreditsDepleted');
  });

  it('prints exactly one document with --json', async () => {
    const world = await givenWorld();
    const { check } = await givenPerson(world, yesButHasCredits);
    const { out } = await check('--json');
    const document = JSON.parse(out);
    expect(document).toMatchObject({ account: 'status', posted: document.removed.toReversed() });
    expect(document.checks).toHaveLength(6);
  });

  it('takes tokens from the environment or a file, and never tells them', async () => {
    const world = await givenWorld();
    const person = terminal(new Date().toISOString());
    const lacking = await person.candor('x-check', '--base-url', world.url);
    expect(lacking.code).toBe(2);
    expect(lacking.err).toContain('CANDOR_X_APP_KEY');

    const { appKey, appSecret, accessToken } = world.xTokens;
    person.with({
      CANDOR_X_APP_KEY: appKey,
      CANDOR_X_APP_SECRET: appSecret,
      CANDOR_X_ACCESS_TOKEN: accessToken,
      CANDOR_X_ACCESS_SECRET: 'not-the-right-one',
    });
    const refused = await person.candor('x-check', '--base-url', world.url);
    expect(refused.code).toBe(1);
    expect(refused.out).toContain('X does not let us in: Unauthorized');
    expect(refused.out + refused.err).not.toContain('not-the-right-one');
  });
});
