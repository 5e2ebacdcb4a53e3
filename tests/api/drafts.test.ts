import { describe, expect, it } from 'vitest';
import { config } from '../../shared/config/config.ts';
import { policyOf } from '../../shared/config/policy.ts';
import { MINUTE_MS } from '../../shared/core/instant.ts';
import { ada, grace, machine, person, team, victor } from './team.ts';

const UPDATE = { message: 'We have closed the way in.', nextUpdateBy: 'PT1H' };

/** A house that asks for a second person. */
const asking = (more: object) => ({
  policy: {
    ...policyOf(config),
    approval: { impacts: [], phrases: [], timeoutMs: 15 * MINUTE_MS, onTimeout: 'escalate', ...more },
  },
});

/** A restricted incident with one update that waits. */
async function withADraft(changes: object = {}, said: object = UPDATE) {
  const house = team(changes);
  const id = await house.opened({ handling: 'restricted' });
  const [typed] = (await house.get('/v1/drafts')).body.drafts;
  await house.post(typed.links.drop, {});
  const { status, body, headers } = await house.post(`/v1/incidents/${id}/updates`, said, {
    headers: { 'idempotency-key': 'once' },
  });
  expect(status).toBe(202);
  const entries = async () => (await house.get(`/v1/incidents/${id}`)).body.entries;
  return { ...house, id, draft: body.draft, location: headers.location as string, entries };
}

describe('a statement about a restricted incident', () => {
  it('waits for a second person', async () => {
    const { get, draft, location, entries } = await withADraft();
    expect(await entries()).toHaveLength(1);
    expect(location).toBe(draft.links.self);
    expect((await get('/v1/drafts')).body.drafts).toMatchObject([
      { id: draft.id, command: 'update', body: UPDATE, reason: { reason: 'restricted' }, state: 'waiting' },
    ]);
    expect((await get(draft.links.self)).body.preview.channels.site.text).toContain('We have closed the way in.');
  });

  it('is told beforehand that it will wait', async () => {
    const { post, id } = await withADraft();
    const shown = await post('/v1/preview', { command: 'update', incident: id, body: UPDATE });
    expect(shown.body).toMatchObject({ wouldBeRefused: null, needsApproval: { reason: 'restricted' } });
  });

  it('that would be refused is refused at once, and makes no draft', async () => {
    const { post, get, id } = await withADraft();
    const wrong = await post(`/v1/incidents/${id}/updates`, { ...UPDATE, nextUpdateBy: '2020-01-01T00:00:00Z' });
    expect(wrong).toMatchObject({ status: 422, body: { type: 'promise-in-the-past' } });
    expect((await get('/v1/drafts')).body.drafts).toHaveLength(1);
  });

  it('is made once, however often it is sent, and its key is used for nothing else', async () => {
    const { post, get, id, draft } = await withADraft();
    const again = (body: object) =>
      post(`/v1/incidents/${id}/updates`, body, { headers: { 'idempotency-key': 'once' } });
    expect((await again(UPDATE)).body.draft.id).toBe(draft.id);
    expect(await again({ message: 'Another.' })).toMatchObject({
      status: 422,
      body: { type: 'idempotency-key-reused' },
    });
    expect((await get('/v1/drafts')).body.drafts).toHaveLength(1);
  });
});

describe('an approval', () => {
  it('says it, in the words of its author, read by a second person', async () => {
    const { post, get, wait, draft, entries } = await withADraft();
    wait(2);
    const answer = await post(draft.links.approve, undefined, { as: grace });
    expect(answer).toMatchObject({
      status: 201,
      body: {
        entry: { message: UPDATE.message, actor: 'ada', approvedBy: 'grace', author: 'person' },
        draft: { state: 'approved', decided: { by: 'grace', seq: 2 } },
        made: [{ promise: 'nextUpdateBy', at: '2026-11-22T11:02:00.000Z', source: 'person' }],
      },
    });
    expect(await entries()).toHaveLength(2);
    expect((await get('/v1/drafts')).body.drafts).toEqual([]);
  });

  it('is one entry, whether it is repeated, raced, or the author sends it again', async () => {
    const { post, id, draft, entries } = await withADraft();
    const approve = () => post(draft.links.approve, {}, { as: grace });
    const answers = await Promise.all([approve(), approve(), approve()]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    const retried = await post(`/v1/incidents/${id}/updates`, UPDATE, { headers: { 'idempotency-key': 'once' } });
    expect(retried).toMatchObject({ status: 201, body: { entry: { seq: 2 } } });
    expect(await entries()).toHaveLength(2);
  });

  it('is not the author’s to give, nor a commander’s, nor a viewer’s', async () => {
    const { post, draft, entries } = await withADraft();
    const alsoApprover = person('ada', 'commander', 'approver');
    expect((await post(draft.links.approve, {}, { as: alsoApprover })).body.type).toBe('needs-second-person');
    for (const as of [ada, person('eve', 'commander'), victor, machine('bot', 'read', 'write')])
      expect(await post(draft.links.approve, {}, { as })).toMatchObject({
        status: 403,
        body: { type: 'role-missing' },
      });
    expect(await post(draft.links.approve, {}, { as: machine('bot', 'approve') })).toMatchObject({
      status: 403,
      body: { type: 'needs-second-person' },
    });
    expect(await entries()).toHaveLength(1);
  });

  it('of what cannot be said any more is refused, and the draft stays', async () => {
    const { post, get, wait, draft } = await withADraft({}, { ...UPDATE, nextUpdateBy: '2026-11-22T10:05:00Z' });
    wait(10);
    expect(await post(draft.links.approve, {}, { as: grace })).toMatchObject({
      status: 422,
      body: { type: 'promise-in-the-past' },
    });
    expect((await get(draft.links.self)).body.state).toBe('waiting');
  });

  it('may stand by a text that the lint asks about only since', async () => {
    const { post, wait, draft } = await withADraft(
      {},
      { message: 'We will post again by 10:20 UTC.', nextUpdateBy: 'PT20M' },
    );
    wait(10);
    const asked = await post(draft.links.approve, {}, { as: grace });
    expect(asked).toMatchObject({ status: 422, body: { type: 'lint-asks' } });
    expect((await post(draft.links.approve, { override: asked.body.rules }, { as: grace })).status).toBe(201);
  });

  it('loses against what the approver has not seen, if they say what they saw', async () => {
    const { post, draft } = await withADraft();
    const lost = await post(draft.links.approve, {}, { as: grace, headers: { 'if-match': '"9-0123456789abcdef"' } });
    expect(lost).toMatchObject({ status: 412, body: { type: 'changed-meanwhile' } });
  });
});

describe('a draft that is dropped', () => {
  it('says nothing, and cannot be approved any more', async () => {
    const { post, draft, entries } = await withADraft();
    const dropped = await post(draft.links.drop, { reason: 'Counsel says no.' });
    expect(dropped).toMatchObject({
      status: 200,
      body: { draft: { state: 'dropped', decided: { by: 'ada', note: 'Counsel says no.' } } },
    });
    expect((await post(draft.links.drop, {})).status).toBe(200);
    expect(await post(draft.links.approve, {}, { as: grace })).toMatchObject({
      status: 409,
      body: { type: 'draft-decided' },
    });
    expect(await entries()).toHaveLength(1);
  });

  it('was not approved before', async () => {
    const { post, draft } = await withADraft();
    await post(draft.links.approve, {}, { as: grace });
    expect(await post(draft.links.drop, {})).toMatchObject({ status: 409, body: { draft: { state: 'approved' } } });
  });

  it('exists', async () => {
    const { post, get } = team();
    for (const answer of [await get('/v1/drafts/none'), await post('/v1/drafts/none/drop', {})])
      expect(answer).toMatchObject({ status: 404, body: { type: 'no-such-draft' } });
    expect((await post('/v1/drafts/none/approve', {}, { as: grace })).status).toBe(404);
  });
});

describe('a house that asks for approval', () => {
  it('of an impact lets everything else pass', async () => {
    const { post, opened } = team(asking({ impacts: ['critical'] }));
    const critical = await opened({ impact: 'critical' });
    const major = await opened();
    const say = async (id: string, body: object) => (await post(`/v1/incidents/${id}/updates`, body)).status;
    expect(await say(critical, { message: 'We restart it.' })).toBe(202);
    expect(await say(major, { message: 'We restart it.' })).toBe(201);
    expect(await say(major, { message: 'It is worse.', impact: 'critical' })).toBe(202);
    expect(await say(critical, { message: 'It is better.', impact: 'minor' })).toBe(201);
  });

  it('of a phrase finds it in whatever case, in every command that has words, but takes a redaction at once', async () => {
    const { post, opened } = team(asking({ phrases: ['data loss'] }));
    const id = await opened({ message: 'There may be data loss.' });
    const say = async (command: string, body: object) =>
      (await post(`/v1/incidents/${id}/${command}`, { override: ['absolute'], ...body })).body;
    for (const [command, body] of [
      ['updates', { message: 'There was Data Loss.' }],
      ['updates', { message: 'It is slow.', workaround: 'DATA LOSS: send it again.' }],
      ['corrections', { corrects: 1, message: 'There was no data loss.' }],
      ['resolve', { message: 'There was data loss.' }],
    ] as const)
      expect((await say(command, body)).draft).toMatchObject({ reason: { reason: 'phrase', phrase: 'data loss' } });
    expect((await say('redactions', { seq: 1, reason: 'other' })).entry).toMatchObject({
      kind: 'redaction',
    });
  });
});
