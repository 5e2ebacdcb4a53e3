import { type Challenge, type Solution, solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { altchaProofOfWork } from '../../shared/adapters/altcha/proof-of-work.ts';
import { instant } from '../../shared/core/instant.ts';
import { PROOF_CHARACTERS, TASK, TASK_LIVES_MS } from '../../shared/core/subscribers/proof-of-work.ts';
import { house, KEY } from './house.ts';
import { BROWSER, SLACK } from './places.ts';

/** As ours, but done in no time. */
const EASY = { iterations: 1, tries: 20 };
const START = Date.parse('2026-11-22T10:00:00.000Z');

type Proof = { challenge: Challenge; solution: Solution };

// The library asks the clock of the machine whether a task is over.
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: START }));
afterEach(() => void vi.useRealTimers());

const text = (proof: unknown): string => Buffer.from(JSON.stringify(proof)).toString('base64');

/** What the library's own solver makes of a task. */
async function solved(challenge: unknown): Promise<Proof> {
  const { parameters, signature } = challenge as Challenge;
  const task = { parameters, ...(signature === undefined ? {} : { signature }) };
  return { challenge: task, solution: (await solveChallenge({ challenge: task, deriveKey }))! };
}

/** A house that asks for work, and what a browser does with it. */
function asking() {
  const outside = house([], ['mail', 'hooks'], { task: EASY });
  const task = async () => JSON.parse((await outside.get('/s/challenge')).body);
  return {
    ...outside,
    task,
    proof: async () => text(await solved(await task())),
    wait: (minutes: number) => {
      outside.wait(minutes);
      vi.setSystemTime(outside.clock.nowMs);
    },
    /** What the log says of the work that each form showed. */
    works: () =>
      (outside.logged as [string, { work?: string }][])
        .filter(([said]) => said.startsWith('somebody asked'))
        .map(([, { work }]) => work),
  };
}

describe('a task', () => {
  it('is solved by the library’s own solver, whatever the house’s key and the time, and by its name only once', async () => {
    const names = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        fc.string({ minLength: 32 }),
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: START, max: START + 1e10 }),
        async (key, tries, nowMs) => {
          vi.setSystemTime(nowMs);
          const work = altchaProofOfWork(async () => key, { iterations: 1, tries });
          const proof = text(await solved(await work.task(instant(nowMs))));
          const name = await work.solved(proof, instant(nowMs));
          expect(name).toMatch(/^[\w-]{22}$/);
          expect(names).not.toContain(name);
          names.add(name!);
          expect(await altchaProofOfWork(async () => `${key}!`).solved(proof, instant(nowMs))).toBeUndefined();
        },
      ),
    );
  });

  it('as large as ours is solved, and its proof is short enough', { timeout: 60_000 }, async () => {
    const work = altchaProofOfWork(async () => KEY);
    const proof = text(await solved(await work.task(instant(START))));
    expect(await work.solved(proof, instant(START))).toBeDefined();
    expect(proof.length).toBeLessThan(PROOF_CHARACTERS / 2);
    expect(JSON.parse(atob(proof)).challenge.parameters).toMatchObject({ cost: TASK.iterations });
  });

  it('is good for twenty minutes by our clock and by that of the machine', async () => {
    const work = altchaProofOfWork(async () => KEY, EASY);
    const proof = text(await solved(await work.task(instant(START))));
    const [within, over] = [START + TASK_LIVES_MS - 1, START + TASK_LIVES_MS].map(instant);
    expect(await work.solved(proof, within!)).toBeDefined();
    expect(await work.solved(proof, over!)).toBeUndefined();
    vi.setSystemTime(START + TASK_LIVES_MS + 1_000);
    expect(await work.solved(proof, within!)).toBeUndefined();
  });

  it('is handed out as often as it is asked for, another each time, kept by nobody, and nothing is written', async () => {
    const { get, task, ports } = asking();
    const take = vi.spyOn(ports.signUpCounts, 'take');
    const answer = await get('/s/challenge');
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store' });
    expect((await task()).parameters.nonce).not.toBe((await task()).parameters.nonce);
    expect(take).not.toHaveBeenCalled();
  });

  it('is not there, nor what solves it, in a house that asks for none', async () => {
    for (const path of ['/s/challenge', '/s/proof.js']) {
      expect((await house().get(path)).status).toBe(404);
      expect((await asking().get(path)).status).toBe(200);
    }
  });
});

describe('a proof that is none', () => {
  const anyText = fc.oneof(
    fc.string({ size: 'large' }),
    fc.base64String({ size: 'large' }),
    fc.json({ maxDepth: 8 }).map((json) => Buffer.from(json).toString('base64')),
    fc.record({ challenge: fc.jsonValue(), solution: fc.jsonValue() }).map(text),
    fc
      .record({ parameters: fc.jsonValue(), signature: fc.jsonValue() })
      .map((challenge) => text({ challenge, solution: { counter: 1, derivedKey: '00' } })),
  );

  it('is answered with no, whatever it is', async () => {
    const work = altchaProofOfWork(async () => KEY, EASY);
    await fc.assert(
      fc.asyncProperty(anyText, async (sent) => {
        expect(await work.solved(sent, instant(START))).toBeUndefined();
      }),
    );
  });

  it('is one of ours in which anything at all was changed', async () => {
    const work = altchaProofOfWork(async () => KEY, EASY);
    const good = await solved(await work.task(instant(START)));
    const { parameters, signature } = good.challenge;
    const { keySignature: _keySignature, ...withoutKey } = parameters;
    const { expiresAt: _expiresAt, ...withoutEnd } = parameters;
    const challenges: unknown[] = [
      { parameters },
      { parameters, signature: '' },
      { parameters, signature: signature!.toUpperCase() },
      { parameters, signature: [...signature!] },
      { parameters: withoutKey, signature },
      { parameters: withoutEnd, signature },
      { parameters: { ...parameters, more: 1 }, signature },
      { parameters: [parameters], signature },
      ...Object.entries({
        cost: 2,
        keyLength: 1,
        keyPrefix: '00',
        algorithm: 'SHA-256',
        nonce: '00',
        expiresAt: 4e9,
      }).map(([name, value]) => ({ parameters: { ...parameters, [name]: value }, signature })),
    ];
    const solutions: unknown[] = [
      undefined,
      null,
      7,
      { ...good.solution, derivedKey: good.solution.derivedKey.toUpperCase() },
      { ...good.solution, derivedKey: parameters.keyPrefix },
      { ...good.solution, derivedKey: [...good.solution.derivedKey] },
      { ...good.solution, counter: 1e300 },
      { ...good.solution, counter: '1' },
      { counter: good.solution.counter },
    ];
    const sent = [
      ...challenges.map((challenge) => ({ ...good, challenge })),
      ...solutions.map((solution) => ({ ...good, solution })),
      { challenge: good.challenge },
      { solution: good.solution },
      [good],
    ];
    expect(await work.solved(text(good), instant(START))).toBeDefined();
    for (const one of sent) expect(await work.solved(text(one), instant(START)), text(one)).toBeUndefined();
  });

  it('never makes us derive: one whose cost was raised to a thousand million is answered at once', async () => {
    const work = altchaProofOfWork(async () => KEY, EASY);
    const good = await solved(await work.task(instant(START)));
    const parameters = { ...good.challenge.parameters, cost: 1e9 };
    const { keySignature: _keySignature, ...withoutKey } = parameters;
    const derived = vi.spyOn(crypto.subtle, 'deriveBits');
    const began = performance.now();
    for (const raised of [parameters, withoutKey])
      expect(
        await work.solved(text({ ...good, challenge: { ...good.challenge, parameters: raised } }), instant(START)),
      ).toBeUndefined();
    // A thousand million take minutes.
    expect(performance.now() - began).toBeLessThan(1_000);
    expect(derived).not.toHaveBeenCalled();
  });

  it('is not read when it is longer than any of ours', async () => {
    const work = altchaProofOfWork(async () => KEY, EASY);
    const good = await solved(await work.task(instant(START)));
    // Letters that base64 does not have are left out by whoever reads it.
    expect(await work.solved(`${text(good)}${' '.repeat(10)}`, instant(START))).toBeDefined();
    expect(await work.solved(`${text(good)}${' '.repeat(PROOF_CHARACTERS)}`, instant(START))).toBeUndefined();
  });
});

describe('who shows that the work was done', () => {
  it('has the whole limits; who does not has half of them, and no error', async () => {
    const { signUp, proof, works } = asking();
    const without = [];
    for (let n = 0; n < 3; n += 1) without.push((await signUp(`a${n}@example.com`)).status);
    expect(without).toEqual([200, 200, 429]);
    const withProof = [];
    for (let n = 0; n < 4; n += 1)
      withProof.push((await signUp(`b${n}@example.com`, { altcha: await proof() })).status);
    expect(withProof).toEqual([200, 200, 200, 429]);
    expect(works()).toEqual([...Array(3).fill('missing'), ...Array(4).fill('done')]);
  });

  it('is told by the log and by nothing that is kept: neither proof nor task, and the consent is by the form', async () => {
    const { signUp, proof, logged, kept } = asking();
    const sent = await proof();
    await signUp('ada@example.com', { altcha: sent });
    expect(logged).toEqual([['somebody asked to be told', expect.objectContaining({ door: 'form', work: 'done' })]]);
    const { challenge, solution } = JSON.parse(atob(sent));
    const said = JSON.stringify([logged, await kept('ada@example.com')]);
    for (const secret of [sent, challenge.signature, challenge.parameters.nonce, solution.derivedKey])
      expect(said).not.toContain(secret);
    expect(await kept('ada@example.com')).toMatchObject({ consent: { how: 'form' } });
  });

  it('has it for one form: of two with one proof, also at once, one has the whole limits', async () => {
    const { signUp, proof, works } = asking();
    const altcha = await proof();
    await Promise.all(['a', 'b'].map((name) => signUp(`${name}@example.com`, { altcha })));
    expect(works().toSorted()).toEqual(['done', 'void']);
    // Another spelling of the same proof.
    await signUp('c@example.com', { altcha: text({ ...JSON.parse(atob(altcha)), more: true }) });
    expect(works().at(-1)).toBe('void');
  });

  it.each([
    [
      'of another house',
      async () => text(await solved(await altchaProofOfWork(async () => `${KEY}!`, EASY).task(instant(START)))),
    ],
    ['that is no base64', async () => '{"challenge":'],
    ['that is too long', async () => 'A'.repeat(9_000)],
  ])('is nobody with a proof %s', async (_, made) => {
    const { signUp, works } = asking();
    expect((await signUp('ada@example.com', { altcha: await made() })).status).toBe(200);
    expect(works()).toEqual(['void']);
  });

  it('is nobody any more whose task is over, and a proof that was used stays used until then', async () => {
    const { signUp, proof, works, wait } = asking();
    const [late, used] = [await proof(), await proof()];
    await signUp('a@example.com', { altcha: used });
    wait(19);
    await signUp('b@example.com', { altcha: used });
    wait(2);
    await signUp('c@example.com', { altcha: late }, { viewer: '203.0.113.1' });
    await signUp('d@example.com', { altcha: used }, { viewer: '203.0.113.1' });
    expect(works()).toEqual(['done', 'void', 'void', 'void']);
  });

  it('keeps it while the form has a problem, and when no mails are taken', async () => {
    const { signUp, signUpHook, proof, works, mailsAre } = asking();
    const altcha = await proof();
    const back = await signUp('ada', { altcha });
    expect(back.status).toBe(422);
    expect(back.body).toContain(`name="altcha" value="${altcha}"`);
    const hook = await signUpHook('https://hooks.slack.com/nothing', { altcha });
    expect(hook.body).toContain(`name="altcha" value="${altcha}"`);
    mailsAre(() => ({ is: 'not-now', reason: 'too fast' }));
    expect((await signUp('ada@example.com', { altcha })).status).toBe(503);
    mailsAre(undefined);
    await signUp('ada@example.com', { altcha });
    expect(works()).toEqual(['done', 'done']);
  });

  it('is not carried along where it is longer than any of ours', async () => {
    const { signUp } = asking();
    const { body } = await signUp('ada', { altcha: 'A'.repeat(9_000) });
    expect(body).toContain('name="altcha" value=""');
    expect(body).not.toContain('AAAA');
  });

  it('may be a room or a device as well', async () => {
    const { signUpHook, post, proof, works } = asking();
    await signUpHook(SLACK, { altcha: await proof() });
    await post('/s', { ...BROWSER, altcha: await proof() });
    await signUpHook(`${SLACK}2`);
    expect(works()).toEqual(['done', 'done', 'missing']);
    expect((await signUpHook(`${SLACK}3`)).status).toBe(429);
    expect((await signUpHook(`${SLACK}4`, { altcha: await proof() })).status).toBe(200);
  });

  it('is nobody who asks for the link to change: that page runs no script, and may do half', async () => {
    const { signUp, post, proof, works, linkTo, mails } = asking();
    await signUp('ada@example.com', { altcha: await proof() });
    await post(linkTo('ada@example.com'));
    expect((await post('/s/m', { email: 'ada@example.com' })).status).toBe(200);
    expect(mails.at(-1)!.tags).toMatchObject({ kind: 'change' });
    expect((await post('/s/m', { email: 'ada@example.com', altcha: await proof() })).status).toBe(429);
    expect(works()).toEqual(['done', 'missing', 'missing']);
  });

  it('makes no difference where the house asks for no work', async () => {
    const { signUp, logged } = house();
    for (let n = 0; n < 5; n += 1) expect((await signUp(`${n}@example.com`, { altcha: 'any' })).status).toBe(200);
    expect((await signUp('ada', { altcha: 'any' })).body).not.toContain('altcha');
    expect(JSON.stringify(logged)).not.toContain('work');
  });
});
