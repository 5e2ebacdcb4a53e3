import { describe, expect, it } from 'vitest';
import { api } from './api.ts';

const MESSAGE = 'The index is being rebuilt.';
const MINUTE_MS = 60_000;
const STRICT = { prefer: 'handling=strict' };

type Found = { rule: string; level: string }[];
const again = (findings: Found = []) => findings.filter(({ rule }) => rule === 'said-before');

/** An open incident in which the house has said `MESSAGE` at 10:00. */
async function saidOnce() {
  const house = api();
  const id = await house.opened();
  const say = (body: object, more = {}) => house.send(`/v1/incidents/${id}/updates`, body, undefined, more);
  await say({ message: MESSAGE });
  return { ...house, id, say };
}

describe('words that the same person said within ten minutes', () => {
  it('are a hint over the API, with when and where they were said, and are said', async () => {
    const { say, clock } = await saidOnce();
    clock.nowMs += 9 * MINUTE_MS;
    const { status, body } = await say({ message: MESSAGE });
    expect(status).toBe(201);
    expect(again(body.findings)).toMatchObject([{ level: 'hint', field: 'message' }]);
    expect(again(body.findings)[0]).toMatchObject({
      reason: 'you said exactly this at 10:00:00 UTC, as entry 2; it was accepted then',
    });
  });

  it('are the same with other spaces and line breaks, and in another kind of statement', async () => {
    const { say, send, id } = await saidOnce();
    for (const message of [` ${MESSAGE}\n`, MESSAGE.replace(' ', '\n')])
      expect(again((await say({ message })).body.findings)).toHaveLength(1);
    const correction = await send(`/v1/incidents/${id}/corrections`, { corrects: 1, message: MESSAGE });
    expect(again(correction.body.findings)).toHaveLength(1);
  });

  it('are nothing when they are others, older, or another incident’s', async () => {
    const { say, clock, send, opened } = await saidOnce();
    expect(again((await say({ message: 'The index is rebuilt.' })).body.findings)).toEqual([]);
    const other = await opened({ title: 'Uploads fail', message: 'Uploads fail.' });
    const elsewhere = await send(`/v1/incidents/${other}/updates`, { message: MESSAGE });
    expect(again(elsewhere.body.findings)).toEqual([]);
    clock.nowMs += 11 * MINUTE_MS;
    expect(again((await say({ message: MESSAGE })).body.findings)).toEqual([]);
  });

  it('are nothing when somebody else, or the pipeline, said them', async () => {
    const house = api();
    const id = await house.opened({ nextUpdateBy: 'PT1M' });
    house.clock.nowMs += 2 * MINUTE_MS;
    const apology = (await house.read(id)).entries.at(-1);
    expect(apology.automated).toBe(true);
    const { body } = await house.send(`/v1/incidents/${id}/updates`, { message: apology.message });
    expect(again(body.findings)).toEqual([]);
  });

  it('are asked about where a form or a dialogue wants to be asked, and said once it has answered', async () => {
    const { say, id, entries } = await saidOnce();
    const asked = await say({ message: MESSAGE }, STRICT);
    expect(asked).toMatchObject({ status: 422, body: { type: expect.stringMatching(/lint-asks$/) } });
    expect(again(asked.body.findings)).toMatchObject([{ level: 'ask' }]);
    expect(await entries(id)).toHaveLength(2);
    expect((await say({ message: MESSAGE, override: ['said-before'] }, STRICT)).status).toBe(201);
    expect(await entries(id)).toHaveLength(3);
  });

  it('are the first try itself where the key is the same', async () => {
    const { send, id, entries } = await saidOnce();
    const body = { message: 'Still at it.' };
    const first = await send(`/v1/incidents/${id}/updates`, body, 'one-key', STRICT);
    const second = await send(`/v1/incidents/${id}/updates`, body, 'one-key', STRICT);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body.findings).toEqual(first.body.findings);
    expect(await entries(id)).toHaveLength(3);
  });
});

describe('an incident that the same person opened in the same words', () => {
  const OPENING = { title: 'Logins fail', impact: 'major', message: 'Half of the logins fail.' };

  it('is a hint, and asked about where a form wants to be asked', async () => {
    const house = api();
    const id = await house.opened();
    const hinted = await house.send('/v1/incidents', OPENING);
    expect(again(hinted.body.findings)).toMatchObject([{ level: 'hint' }]);
    const asked = await house.send('/v1/incidents', OPENING, undefined, STRICT);
    expect(asked.status).toBe(422);
    const { body } = await house.send('/v1/preview', { command: 'open', body: OPENING });
    expect(again(body.findings)[0]).toMatchObject({ reason: expect.stringContaining('as incident') });
    expect(id).toBeDefined();
  });

  it('is another one under another title', async () => {
    const house = api();
    await house.opened();
    const { status } = await house.send('/v1/incidents', { ...OPENING, title: 'Uploads fail' }, undefined, STRICT);
    expect(status).toBe(201);
  });

  it('waits twice only if its author says so', async () => {
    const house = api();
    const id = await house.opened({ handling: 'restricted' });
    const update = (body: object) => house.send(`/v1/incidents/${id}/updates`, body, undefined, STRICT);
    expect((await update({ message: MESSAGE })).status).toBe(202);
    const asked = await update({ message: MESSAGE });
    expect(asked).toMatchObject({ status: 422, body: { findings: [{ rule: 'said-before', level: 'ask' }] } });
    expect((await update({ message: MESSAGE, override: ['said-before'] })).status).toBe(202);
  });
});
