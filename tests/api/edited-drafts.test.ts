import { describe, expect, it } from 'vitest';
import { takeStatusChange } from '../../shared/app/take-event.ts';
import { config } from '../../shared/config/config.ts';
import { policyOf } from '../../shared/config/policy.ts';
import { MINUTE_MS } from '../../shared/core/instant.ts';
import { ada, grace, machine, person, root, team, victor } from './team.ts';

const ivan = person('ivan', 'approver');

/** A restricted incident with one draft of ada's; `said` counts what is public. */
async function waiting() {
  const house = team();
  const id = await house.opened({ handling: 'restricted', nextUpdateBy: 'PT3H' });
  const [typed] = (await house.get('/v1/drafts')).body.drafts;
  await house.post(typed.links.drop, {});
  const body = { message: 'Ten mailboxes were read.', workaround: 'Wait.', nextUpdateBy: 'PT1H' };
  const { draft } = (await house.post(`/v1/incidents/${id}/updates`, body)).body;
  const edit = (words: object, as = ada, more: object = {}) =>
    house.post(draft.links.edit, { body: words, ...more }, { as });
  const approve = (more: object = {}, as = grace) => house.post(draft.links.approve, more, { as });
  const incident = async () => (await house.get(`/v1/incidents/${id}`)).body;
  return { ...house, id, draft, edit, approve, incident };
}

describe('an edited draft', () => {
  it('of its author waits again, in its next version and with a new time to decide by', async () => {
    const { edit, wait, draft } = await waiting();
    wait(5);
    const { status, body } = await edit({ message: 'Eleven mailboxes were read.' });
    expect(status).toBe(200);
    expect(body.draft).toMatchObject({
      id: draft.id,
      version: 2,
      state: 'waiting',
      body: { message: 'Eleven mailboxes were read.', workaround: 'Wait.', nextUpdateBy: 'PT1H' },
      proposedBy: { actor: 'ada' },
      decideBy: '2026-11-22T10:20:00.000Z',
    });
  });

  it('of an approver is theirs: somebody else approves it, and its author may', async () => {
    const { edit, approve, incident } = await waiting();
    expect((await edit({ message: 'Some mailboxes were read.' }, grace)).body.draft.proposedBy.actor).toBe('grace');
    expect((await approve({ version: 2 })).body.type).toBe('needs-second-person');
    expect((await approve({ version: 2 }, ivan)).status).toBe(201);
    expect((await incident()).entries.at(-1)).toMatchObject({
      message: 'Some mailboxes were read.',
      actor: 'grace',
      approvedBy: 'ivan',
    });
  });

  it('is not said by somebody who read another version', async () => {
    const { edit, approve, incident } = await waiting();
    await edit({ message: 'Eleven mailboxes were read.' });
    for (const read of [{}, { version: 1 }, { version: 3 }])
      expect(await approve(read)).toMatchObject({
        status: 409,
        body: { type: 'draft-changed', draft: { version: 2, body: { message: 'Eleven mailboxes were read.' } } },
      });
    expect((await incident()).entries).toHaveLength(1);
    expect((await approve({ version: 2 })).status).toBe(201);
  });

  it('loses what is taken out, and takes back a promise by name', async () => {
    const { edit } = await waiting();
    const { draft } = (await edit({ workaround: null, nextUpdateBy: null })).body;
    expect(draft.body).toEqual({ message: 'Ten mailboxes were read.', nextUpdateBy: null });
  });

  it('stays as it was where the edit could not be said, or came too late', async () => {
    const { edit, get, draft, approve } = await waiting();
    expect((await edit({ nextUpdateBy: '2020-01-01T00:00:00Z' })).body.type).toBe('promise-in-the-past');
    expect((await edit({ messag: 'Eleven.' })).body).toMatchObject({ errors: [{ field: 'messag' }] });
    expect((await edit({ message: '' })).body).toMatchObject({ errors: [{ field: 'message' }] });
    expect((await edit({ message: 'Eleven.' }, ada, { version: 2 })).body.type).toBe('draft-changed');
    expect((await get(draft.links.self)).body).toMatchObject({ version: 1, body: draft.body });
    await approve();
    expect((await edit({ message: 'Eleven.' })).body.type).toBe('draft-decided');
  });

  it('is edited by its author and by whoever approves, and by no machine of others', async () => {
    const { edit } = await waiting();
    for (const as of [person('eve', 'commander'), victor, machine('bot', 'read', 'write', 'approve')])
      expect((await edit({ message: 'Mine.' }, as)).status).toBe(403);
    for (const as of [ada, grace, root]) expect((await edit({ message: 'Eleven.' }, as)).status).toBe(200);
  });

  it('of two who edit at once keeps the words of one, and tells the other', async () => {
    const { edit, get, draft } = await waiting();
    const answers = await Promise.all([edit({ message: 'Eleven.' }), edit({ message: 'Twelve.' }, grace)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect((await get(draft.links.self)).body.version).toBe(2);
  });

  it('is told of anew, and its words stand in no act', async () => {
    const { edit, remind, id, get, messages } = await waiting();
    await remind(id);
    await edit({ message: 'Eleven mailboxes were read.' });
    const heard = messages.length;
    await remind(id);
    expect(messages.length).toBe(heard + 1);
    const { acts } = (await get('/v1/acts', { as: root })).body;
    expect(acts).toContainEqual(expect.objectContaining({ by: 'ada', act: 'POST /v1/drafts/{id}/edit' }));
    expect(JSON.stringify(acts)).not.toContain('mailboxes');
  });
});

describe('an alarm about what is being worked on', () => {
  it('is answered by one person, and once its words take a second one, by two', async () => {
    const house = team({
      policy: {
        ...policyOf(config),
        approval: { impacts: [], phrases: ['data loss'], timeoutMs: 15 * MINUTE_MS, onTimeout: 'escalate' },
      },
    });
    const work = {
      title: 'Move',
      components: ['api'],
      scheduledFor: 'now',
      scheduledUntil: 'PT2H',
      message: 'We move.',
    };
    await house.post('/v1/maintenances', work);
    const detail = {
      title: 'API slow',
      impact: 'minor',
      message: 'Slow.',
      components: [{ id: 'api', status: 'partial_outage' }],
    };
    const ask = (id: string) => takeStatusChange(house.ports as never, { id, source: 'monitor', detail });
    await ask('e1');
    const [question] = (await house.get('/v1/drafts')).body.drafts;
    const edit = (body: object) => house.post(question.links.edit, { body }, { as: ada });
    expect((await edit({ message: 'It is slow.' })).body.draft).toMatchObject({ proposedBy: { actor: 'monitor' } });
    for (const words of [{ message: 'There is data loss.', status: 'identified' }, { handling: 'restricted' }]) {
      const { draft } = (await edit(words)).body;
      expect(draft).toMatchObject({
        proposedBy: { actor: 'ada' },
        reason: { reason: expect.not.stringMatching('maint') },
      });
      expect((await house.post(draft.links.approve, { version: draft.version }, { as: ada })).status).toBe(403);
    }
  });
});

describe('approving after something newer was said', () => {
  /** Two drafts of one incident, the second of which is said first. */
  async function twoDrafts() {
    const house = await waiting();
    const second = (await house.post(`/v1/incidents/${house.id}/updates`, { message: 'Twelve mailboxes.' })).body.draft;
    const approveSecond = (more: object = {}) => house.post(second.links.approve, more, { as: grace });
    return { ...house, approveSecond };
  }

  it('shows what was said, and asks', async () => {
    const { approveSecond, approve, incident } = await twoDrafts();
    expect((await approveSecond()).status).toBe(201);
    const { etag, entries } = await incident();
    expect(await approve()).toMatchObject({
      status: 409,
      body: { type: 'said-since', currentEtag: etag, entriesSince: [{ message: 'Twelve mailboxes.' }] },
    });
    expect((await incident()).entries).toHaveLength(entries.length);
  });

  it('goes on for whoever has read it, and not past what was said after that', async () => {
    const { approveSecond, approve, incident } = await twoDrafts();
    await approveSecond();
    const { etag } = await incident();
    const stale = await approve({ seen: '"1-0123456789abcdef"' });
    expect(stale).toMatchObject({ status: 412, body: { type: 'changed-meanwhile' } });
    expect((await approve({ seen: etag })).status).toBe(201);
  });
});
