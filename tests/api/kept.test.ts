import { describe, expect, it } from 'vitest';
import { config } from '../../shared/config/config.ts';
import { policyOf } from '../../shared/config/policy.ts';
import { MINUTE_MS } from '../../shared/core/instant.ts';
import { type Caller, grace, machine, person, team, victor } from './team.ts';

const SAID = { message: 'A disk is full; we are adding another.' };
const bob = person('bob', 'commander');

/** An open incident at 10:00, next word promised by 11:00, and an update that Ada keeps. */
async function keeping(kept: object = { at: 'PT10M' }, more: { changes?: object; said?: object; as?: Caller } = {}) {
  const house = team(more.changes);
  const id = await house.opened({ nextUpdateBy: 'PT1H' });
  const keepIt = (body: object, key = 'once', as = more.as) =>
    house.post(`/v1/incidents/${id}/drafts`, body, {
      headers: { 'idempotency-key': key },
      ...(as === undefined ? {} : { as }),
    });
  const answer = await keepIt({ body: { ...SAID, nextUpdateBy: 'PT30M', ...more.said }, ...kept });
  const entries = async () => (await house.get(`/v1/incidents/${id}`)).body.entries;
  return {
    ...house,
    id,
    keepIt,
    answer,
    draft: answer.body.draft,
    entries,
    messageOf: async (seq: number) => (await entries())[seq - 1]?.message,
    now: async () => (await house.get(answer.body.draft.links.self)).body,
    say: (message: string) => house.post(`/v1/incidents/${id}/updates`, { message, nextUpdateBy: 'PT3H' }, { as: bob }),
    rung: () => house.messages.filter(({ subject }) => subject.startsWith('Not posted')),
  };
}

describe('an update that somebody keeps', () => {
  it('is not public, and is posted at its time as the word of its author', async () => {
    const { answer, draft, entries, minute, get, id, now, rung, ports } = await keeping();
    expect(answer).toMatchObject({
      status: 201,
      headers: { location: draft.links.self },
      body: {
        draft: {
          reason: { reason: 'kept' },
          state: 'waiting',
          publishAt: '2026-11-22T10:10:00.000Z',
          body: { message: SAID.message, nextUpdateBy: '2026-11-22T10:40:00.000Z' },
        },
      },
    });
    expect(draft).not.toHaveProperty('decideBy');
    await minute(9);
    expect(await entries()).toHaveLength(1);
    await minute();
    expect((await entries())[1]).toMatchObject({
      at: '2026-11-22T10:10:00.000Z',
      message: SAID.message,
      actor: 'ada',
      author: 'person',
      automated: false,
    });
    expect((await ports.log.load(id))[1]?.private.via).toBe('kept');
    expect((await get(`/v1/incidents/${id}`)).body.promises).toMatchObject([
      { seq: 1, state: 'kept' },
      { seq: 2, state: 'open', at: '2026-11-22T10:40:00.000Z', source: 'person' },
    ]);
    expect(await now()).toMatchObject({ state: 'published', decided: { by: 'ada', seq: 2 } });
    await minute(3);
    expect(await entries()).toHaveLength(2);
    expect(rung()).toEqual([]);
  });

  it('is shown to who may speak or decide as it will read, and to nobody who may only look', async () => {
    const { draft, get, id, now } = await keeping();
    expect((await now()).preview).toMatchObject({
      at: '2026-11-22T10:10:00.000Z',
      wouldBeRefused: null,
      channels: { site: { text: expect.stringContaining(SAID.message) } },
    });
    const idsFor = async (as: Caller) => [
      (await get('/v1/drafts', { as })).body.drafts.length,
      (await get(`/v1/incidents/${id}`, { as })).body.drafts.length,
      (await get(draft.links.self, { as })).status,
    ];
    expect(await idsFor(bob)).toEqual([1, 1, 200]);
    expect(await idsFor(grace)).toEqual([1, 1, 200]);
    expect(await idsFor(victor)).toEqual([0, 0, 403]);
  });

  it('is kept once, however often it is sent, also after it was posted, and its key is used for nothing else', async () => {
    const { keepIt, draft, get, minute, entries } = await keeping();
    const body = { body: { ...SAID, nextUpdateBy: 'PT30M' }, at: 'PT10M' };
    expect((await keepIt(body)).body.draft).toEqual(draft);
    expect((await get('/v1/drafts')).body.drafts).toHaveLength(1);
    expect(await keepIt({ ...body, at: 'PT20M' })).toMatchObject({ body: { type: 'idempotency-key-reused' } });
    await minute(11);
    expect((await keepIt(body)).body.draft).toMatchObject({ id: draft.id, state: 'published' });
    expect(await entries()).toHaveLength(2);
  });

  it('asks nobody to read it, and is told to nobody', async () => {
    const { minute, messages } = await keeping({});
    await minute(40);
    expect(messages.filter(({ subject }) => /approve|posted/i.test(subject))).toEqual([]);
  });

  it('that nobody posts within a day is dropped', async () => {
    const { wait, minute, now } = await keeping({});
    wait(24 * 60 - 2);
    await minute();
    expect(await now()).toMatchObject({ state: 'waiting' });
    await minute();
    expect(await now()).toMatchObject({ state: 'dropped', decided: { by: 'pipeline' } });
  });

  it('does not hold the apology of a promise', async () => {
    const { minute, entries } = await keeping({});
    await minute(63);
    expect((await entries())[1]).toMatchObject({ kind: 'apology' });
  });
});

describe('a kept update that cannot be posted at its time', () => {
  const stopped = async (house: Awaited<ReturnType<typeof keeping>>) => {
    await house.minute(12);
    expect(await house.messageOf(2)).not.toBe(SAID.message);
    expect(house.rung()).toMatchObject([
      { kind: 'page', to: 'commander', subject: 'Not posted: a text kept for 10:10 UTC' },
    ]);
    expect(house.rung()[0]?.links).toEqual([`https://ops.example/console/drafts/${house.draft.id}`]);
    expect(house.rung()[0]?.text).not.toContain(SAID.message);
    await house.minute(30);
    expect(house.rung()).toHaveLength(1);
    return (await house.now()).stopped;
  };

  it('since somebody else spoke waits, and rings once', async () => {
    const house = await keeping();
    await house.say('It is a network cable.');
    expect(await stopped(house)).toEqual({ at: '2026-11-22T10:10:00.000Z', because: 'said-since' });
    expect(await house.messageOf(3)).toBeUndefined();
  });

  it('since it is over waits as well', async () => {
    const house = await keeping();
    await house.post(`/v1/incidents/${house.id}/resolve`, { message: 'It works.' }, { as: bob });
    expect(await stopped(house)).toMatchObject({ because: 'over' });
  });

  it('since the pipeline is frozen waits as well', async () => {
    const house = await keeping();
    await house.put('/v1/freeze', { frozen: true });
    expect(await stopped(house)).toMatchObject({ because: 'frozen' });
  });

  it('since the house asks for a second person by now waits, and its author has it read', async () => {
    const policy = { ...policyOf(config) };
    const house = await keeping({ at: 'PT10M' }, { changes: { policy }, said: { nextUpdateBy: 'PT2H' } });
    Object.assign(policy, {
      approval: { impacts: [], phrases: ['disk'], timeoutMs: 15 * MINUTE_MS, onTimeout: 'escalate' },
    });
    expect(await stopped(house)).toMatchObject({ because: 'second-person' });
    const posted = await house.post(house.draft.links.approve, {});
    expect(posted).toMatchObject({ status: 202, body: { draft: { reason: { reason: 'phrase' }, version: 2 } } });
    const approved = await house.post(house.draft.links.approve, { version: 2 }, { as: grace });
    expect(approved).toMatchObject({ status: 201, body: { entry: { actor: 'ada', approvedBy: 'grace' } } });
  });

  it('because the pipeline was away for too long waits', async () => {
    const house = await keeping();
    house.wait(14);
    expect(await stopped(house)).toMatchObject({ because: 'late' });
  });

  it('is posted by its author who has read what was said, or changed to another time', async () => {
    const { say, minute, post, draft, messageOf, id, get } = await keeping();
    await say('It is a network cable.');
    await minute(11);
    expect(await post(draft.links.approve, {})).toMatchObject({ status: 409, body: { type: 'said-since' } });
    const { etag } = (await get(`/v1/incidents/${id}`)).body;
    expect(await post(draft.links.edit, { body: {}, at: 'PT5M' })).toMatchObject({ body: { type: 'said-since' } });
    const edited = await post(draft.links.edit, { body: { nextUpdateBy: 'PT20M' }, at: 'PT5M', seen: etag });
    expect(edited).toMatchObject({
      status: 200,
      body: { draft: { publishAt: '2026-11-22T10:16:00.000Z', version: 2 } },
    });
    expect(edited.body.draft).not.toHaveProperty('stopped');
    await minute(5);
    expect(await messageOf(3)).toBe(SAID.message);
  });
});

describe('the time of a kept update', () => {
  it.each([
    ['has passed', { at: '2026-11-22T09:59:00Z' }, 'kept-for-the-past'],
    ['is more than a day ahead', { at: 'P1DT1S' }, 'kept-too-long'],
    ['lies behind a promise', { at: 'PT61M' }, 'kept-past-a-promise'],
    ['has no zone', { at: '2026-11-22T10:30' }, 'invalid-request'],
  ])('is refused where it %s, and nothing is kept', async (_why, kept, type) => {
    const { answer, get } = await keeping(kept);
    expect(answer).toMatchObject({ status: 422, body: { type, errors: [{ field: 'at' }] } });
    expect((await get('/v1/drafts')).body.drafts).toEqual([]);
  });

  it('may be that of the promise, which it keeps', async () => {
    const { minute, get, id } = await keeping({ at: 'PT1H' });
    await minute(60);
    expect((await get(`/v1/incidents/${id}`)).body.promises[0]).toMatchObject({ state: 'kept' });
  });

  it('lies before every promise in the text', async () => {
    const { answer } = await keeping({ at: 'PT30M' }, { said: { nextUpdateBy: '2026-11-22T10:20:00Z' } });
    expect(answer).toMatchObject({
      status: 422,
      body: { errors: [{ field: 'nextUpdateBy', reason: expect.stringContaining('2026-11-22T10:30:00.000Z') }] },
    });
  });

  it('counts neither for what has happened nor for an end', async () => {
    const happened = await keeping(undefined, { said: { happenedAt: 'PT5M' } });
    expect(happened.answer.body.type).toBe('happened-in-the-future');
    const ended = await keeping(undefined, { said: { status: 'resolved', nextUpdateBy: undefined } });
    expect(ended.answer.body).toMatchObject({ errors: [{ field: 'status' }] });
  });

  it('is the one at which the lint reads the words', async () => {
    const asked = await keeping(
      { at: 'PT40M' },
      { said: { message: 'We will post again by 10:20 UTC today.', nextUpdateBy: undefined } },
    );
    expect(asked.answer).toMatchObject({ status: 422, body: { type: 'lint-asks' } });
  });
});

describe('a kept update, before its time', () => {
  it('is posted by hand, once, in the words that it has', async () => {
    const { post, draft, minute, entries } = await keeping();
    const answers = [await post(draft.links.approve, {}), await post(draft.links.approve, {})];
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect(answers[0]?.body).toMatchObject({ entry: { seq: 2, actor: 'ada' }, draft: { state: 'published' } });
    await minute(12);
    expect(await entries()).toHaveLength(2);
  });

  it('is dropped by whoever may decide, and stays unsaid', async () => {
    const { post, draft, minute, entries, rung } = await keeping();
    expect((await post(draft.links.drop, {}, { as: bob })).body.draft.state).toBe('dropped');
    await minute(12);
    expect(await entries()).toHaveLength(1);
    expect(rung()).toEqual([]);
    expect((await post(draft.links.approve, {})).body.type).toBe('draft-decided');
  });

  it('is posted by nobody but its author, and whoever changes it becomes that, with no time but their own', async () => {
    const { post, draft, minute, entries, now } = await keeping();
    for (const as of [bob, machine('cron', 'write')])
      expect(await post(draft.links.approve, {}, { as })).toMatchObject({
        status: 403,
        body: { type: 'kept-by-another' },
      });
    expect(await post(draft.links.edit, { body: {} }, { as: machine('cron', 'write') })).toMatchObject({ status: 403 });
    expect(await post(draft.links.approve, {}, { as: grace })).toMatchObject({ body: { type: 'role-missing' } });
    await post(draft.links.edit, { body: { message: 'A disk is full.' } }, { as: bob });
    expect(await now()).toMatchObject({ proposedBy: { actor: 'bob' }, version: 2 });
    expect(await now()).not.toHaveProperty('publishAt');
    await minute(12);
    expect(await entries()).toHaveLength(1);
    expect(await post(draft.links.approve, {}, { as: bob })).toMatchObject({ body: { type: 'draft-changed' } });
    const posted = await post(draft.links.approve, { version: 2 }, { as: bob });
    expect(posted.body.entry).toMatchObject({ actor: 'bob', message: 'A disk is full.' });
  });

  it('keeps its time while its author changes its words, and loses it where they say so', async () => {
    const { post, draft, now } = await keeping();
    await post(draft.links.edit, { body: { message: 'Two disks are full.' } });
    expect(await now()).toMatchObject({
      publishAt: '2026-11-22T10:10:00.000Z',
      body: { message: 'Two disks are full.' },
    });
    await post(draft.links.edit, { body: {}, at: null });
    expect(await now()).not.toHaveProperty('publishAt');
  });

  it('without a time counts its durations from when it is posted', async () => {
    const { post, draft, wait } = await keeping({});
    expect(draft.body.nextUpdateBy).toBe('PT30M');
    wait(20);
    expect((await post(draft.links.approve, {})).body.made).toMatchObject([{ at: '2026-11-22T10:50:00.000Z' }]);
  });

  it('is not kept where a second person reads it, nor of what is over, nor of what is not there', async () => {
    const { post, opened, id } = await keeping();
    const restricted = await opened({ handling: 'restricted' });
    expect(await post(`/v1/incidents/${restricted}/drafts`, { body: SAID })).toMatchObject({
      status: 422,
      body: { type: 'kept-needs-second-person' },
    });
    await post(`/v1/incidents/${id}/resolve`, { message: 'It works.' });
    expect(await post(`/v1/incidents/${id}/drafts`, { body: SAID })).toMatchObject({
      body: { type: 'incident-not-open' },
    });
    expect(await post(`/v1/incidents/k3j9x2m4p7qa/drafts`, { body: SAID })).toMatchObject({ status: 404 });
  });
});
