import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { printEvidence } from '../support/evidence.ts';
import { type LocalSystem, startLocalSystem } from '../support/local-system.ts';

// No sweep comes by itself after the first: what happens here without a command is by a look that was asked for.
let system: LocalSystem;
/** An incident that every bad request leaves as it is. */
let id: string;

beforeAll(async () => {
  system = await startLocalSystem({ sweepSeconds: 86_400, startsAt: '08:00', xAlone: true });
  id = (await system.open({ nextUpdateBy: 'PT2H' })).body.id;
});
afterAll(() => system.end());
printEvidence(() => system);

const aNewKey = () => ({ 'idempotency-key': crypto.randomUUID() });
const good = { title: 'T', impact: 'minor', components: [{ id: 'api', status: 'operational' }], message: 'M' };

describe('bad input', () => {
  // What else may be wrong is in tests/api/bad-input.test.ts, in process.
  it.each<[string, string | object, number, string | undefined]>([
    ['a field with a typing mistake', { ...good, nextUpdate: 'PT1H' }, 422, 'nextUpdate'],
    ['a body of 2 MB', { ...good, message: 'x'.repeat(2_000_000) }, 413, undefined],
    ['invalid JSON', '{"title": ', 400, undefined],
  ])('%s is answered with a problem that names it, and opens nothing', async (_what, body, status, field) => {
    const before = await everything();
    const answer = await system.post('/v1/incidents', body);
    expectProblem(answer, status, field);
    expect(await everything()).toEqual(before);
  });

  it('changes nothing about an incident', async () => {
    const before = await system.incident(id);
    const past = { message: 'M', restoreBy: '2020-01-01T00:00:00Z' };
    expectProblem(await system.say(id, 'updates', past), 422, 'restoreBy');
    expect((await system.incident(id)).entries).toEqual(before.entries);
  });

  it('an unknown incident is not found, and neither is an unknown address', async () => {
    expectProblem(await system.say('nosuchthing1', 'updates', { message: 'M' }), 404, undefined);
    expectProblem(await system.get('/v1/incidents/nosuchthing1'), 404, undefined);
    expectProblem(await system.get('/v1/nothing'), 404, undefined);
  });

  it('an update of a resolved incident is a conflict, and resolving it again is not', async () => {
    const { body } = await system.open();
    await system.say(body.id, 'resolve', { message: 'Over.' });
    expectProblem(await system.say(body.id, 'updates', { message: 'More?' }), 409, undefined, 'incident-not-open');
    const again = await system.say(body.id, 'resolve', { message: 'Over, I say.' });
    expect(again).toMatchObject({ status: 200, body: { unchanged: true } });
    expect((await system.incident(body.id)).entries).toHaveLength(2);
  });

  it('nothing that is not JSON, and nobody without a token', async () => {
    expectProblem(
      await system.post('/v1/incidents', JSON.stringify(good), { 'content-type': 'text/plain' }),
      415,
      undefined,
    );
    for (const authorization of ['', 'Bearer nonsense', `Bearer ${(await system.token()).slice(0, -4)}AAAA`]) {
      expect((await system.post('/v1/incidents', good, { authorization })).status).toBe(401);
    }
  });
});

describe('a command with an Idempotency-Key', () => {
  it('that is sent again gets the same answer, and says nothing twice', async () => {
    const key = aNewKey();
    const opening = { ...good, title: 'Once' };
    const [first, second] = [
      await system.post('/v1/incidents', opening, key),
      await system.post('/v1/incidents', opening, key),
    ];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
    expect(second.etag).toBe(first.etag);

    const other = aNewKey();
    const said = await system.say(first.body.id, 'updates', { message: 'Once more.' }, other);
    await system.say(first.body.id, 'updates', { message: 'And something else.' });
    const repeated = await system.say(first.body.id, 'updates', { message: 'Once more.' }, other);
    expect(repeated).toMatchObject({ status: 201, etag: said.etag, body: said.body });
    expect((await system.incident(first.body.id)).entries).toHaveLength(3);
  });

  it('that was used for another body is refused by the name of the header', async () => {
    const key = aNewKey();
    const { body } = await system.post('/v1/incidents', good, key);
    const answer = await system.post('/v1/incidents', { ...good, message: 'Something else' }, key);
    expectProblem(answer, 422, 'Idempotency-Key', 'idempotency-key-reused');
    expect((await system.incident(body.id)).entries).toHaveLength(1);
  });

  it('that is sent ten times at once opens one incident', async () => {
    const key = aNewKey();
    const before = (await everything()).length;
    const answers = await Promise.all(Array.from({ length: 10 }, () => system.post('/v1/incidents', good, key)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect((await system.incident(answers[0]!.body.id)).entries).toHaveLength(1);
    expect(await everything()).toHaveLength(before + 1);
  });
});

describe('a command with If-Match', () => {
  it('that lost a race is told what it has not seen, and is not posted', async () => {
    const { body, etag } = await system.open();
    const answers = await Promise.all(
      ['one', 'two'].map((message) => system.say(body.id, 'updates', { message }, { 'if-match': etag! })),
    );
    const [won, lost] = answers.toSorted((a, b) => a.status - b.status);
    expect([won!.status, lost!.status]).toEqual([201, 412]);
    const { currentEtag, entriesSince } = lost!.body as unknown as { currentEtag: string; entriesSince: object[] };
    expect(currentEtag).toBe(won!.etag);
    expect(entriesSince).toEqual([won!.body.entries[1]]);

    const now = await system.get(`/v1/incidents/${body.id}`);
    expect(now.body.entries).toHaveLength(2);
    expect(now.etag).toBe(won!.etag);
    expect(now.etag).toBe(`"2-${now.body.entries[1].hash.slice(0, 16)}"`);
    const third = await system.say(body.id, 'updates', { message: 'three' }, { 'if-match': now.etag! });
    expect(third.status).toBe(201);
  });
});

describe('a promise of two minutes between two sweeps', () => {
  it('is apologised for by the look that was asked for when it was given', async () => {
    const { body } = await system.open({ nextUpdateBy: 'PT2M' });
    await system.delivered(body.id);
    const swept = (await system.get('/v1/control')).body.lastSweepAt;
    const due = body.promises[0]!.at;
    const afterItsGrace = new Date(Date.parse(due) + 12_000).toISOString();

    await system.passTo(afterItsGrace);
    const apology = await system.until('the apology', async () =>
      (await system.incident(body.id)).entries.find(({ kind }) => kind === 'apology'),
    );
    const onX = await system.until('it on X', async () => (await system.thread(body.id))[1]);
    for (const text of [apology.message, onX.text]) expect(text).toContain(`an update by ${due.slice(11, 19)} UTC`);
    expect((await system.get('/v1/control')).body.lastSweepAt).toBe(swept);
  });
});

describe('a program', () => {
  it('signs in with its own client, may what its scopes say, and nothing from when it is removed', async () => {
    const made = (await system.post('/v1/clients', { name: 'ci', owner: 'commander' })).body as unknown as {
      client: { id: string };
      secret: string;
      signInUrl: string;
    };
    const asked = await fetch(`${made.signInUrl}/oauth2/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${made.client.id}:${made.secret}`)}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    const { access_token } = (await asked.json()) as { access_token: string };
    const status = async (method: string) => {
      const headers = { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' };
      const body = method === 'GET' ? {} : { body: JSON.stringify(good) };
      return (await fetch(`${system.urls.ops}/v1/incidents`, { method, headers, ...body })).status;
    };
    expect([await status('GET'), await status('POST')]).toEqual([200, 403]);
    expect((await system.delete('/v1/clients/ci')).status).toBe(200);
    expect(await status('GET')).toBe(401);
  });
});

/** Every incident that there is. */
const everything = async (): Promise<string[]> =>
  (await system.get('/v1/incidents?limit=100')).body.incidents.map((one: { id: string }) => one.id);

function expectProblem(
  answer: { status: number; headers: Headers; body: unknown },
  status: number,
  field: string | undefined,
  type?: string,
): void {
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  const { errors, ...problem } = answer.body as { errors?: { field: string }[]; detail: string };
  expect(problem).toMatchObject({
    status,
    title: expect.any(String),
    detail: expect.any(String),
    ...(type ? { type } : {}),
  });
  if (field !== undefined) expect(errors?.map((one) => one.field)).toEqual([field]);
}
