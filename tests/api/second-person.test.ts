import { describe, expect, it } from 'vitest';
import { takeStatusChange } from '../../shared/app/take-event.ts';
import { config } from '../../shared/config/config.ts';
import { policyOf } from '../../shared/config/policy.ts';
import { MINUTE_MS } from '../../shared/core/instant.ts';
import { OPS } from './house.ts';
import { type Caller, grace, machine, person, root, team } from './team.ts';

/** Ada speaks and approves, and the client `cli` is hers. */
const ada = person('ada', 'commander', 'approver');
const cli = machine('cli', 'read', 'write', 'approve', 'admin');
const policy = {
  ...policyOf(config),
  approval: { impacts: ['critical'], phrases: [], timeoutMs: 20 * MINUTE_MS, onTimeout: 'escalate' },
  people: { machines: [{ id: 'cli', owner: 'ada' }], actors: [{ called: 'ada@example.com', person: 'ada' }] },
} as const;

/** A restricted and a critical incident, each of which asks for a second person. */
async function asking(kind: 'restricted' | 'critical', changes: object = {}) {
  const house = team({ policy, ...changes });
  const more = kind === 'restricted' ? { handling: 'restricted' } : { impact: 'critical' };
  const id = await house.opened({ nextUpdateBy: 'PT3H', ...more });
  const { drafts: before } = (await house.get('/v1/drafts')).body;
  const known = new Set(before.map((one: { id: string }) => one.id));
  let events = 0;
  const proposed = {
    signedIn: () => house.post(`/v1/incidents/${id}/updates`, { message: 'We restart it.' }, { as: ada }),
    client: () => house.post(`/v1/incidents/${id}/updates`, { message: 'We restart it.' }, { as: cli }),
    event: (actor?: string) => {
      const detail = { incident: id, message: 'We restart it.', ...(actor === undefined ? {} : { actor }) };
      return takeStatusChange(house.ports as never, { id: `e${++events}`, source: 'deploys', detail });
    },
  };
  const draft = async () =>
    (await house.get('/v1/drafts')).body.drafts.find((one: { id: string }) => !known.has(one.id));
  const said = async () =>
    (await house.get(`/v1/incidents/${id}`)).body.entries.filter(
      ({ message }: { message: string }) => message === 'We restart it.',
    );
  return { ...house, id, proposed, draft, said };
}

describe('whoever proposed a text', () => {
  for (const kind of ['restricted', 'critical'] as const)
    for (const [door, propose] of [
      ['signed in', (by) => by.signedIn()],
      ['by their client', (by) => by.client()],
      ['by an event in their name', (by) => by.event('ada')],
      ['by an event under another of their names', (by) => by.event('ADA@example.com ')],
    ] as [string, (by: Awaited<ReturnType<typeof asking>>['proposed']) => Promise<unknown>][])
      it(`${door} approves it neither signed in nor by their client (${kind}), and somebody else does`, async () => {
        const { post, proposed, draft, said } = await asking(kind);
        await propose(proposed);
        const { links } = await draft();
        for (const as of [ada, cli, machine('another', 'approve')])
          expect(await post(links.approve, {}, { as })).toMatchObject({
            status: 403,
            body: { type: 'needs-second-person' },
          });
        expect(await said()).toHaveLength(0);
        expect((await post(links.approve, {}, { as: grace })).status).toBe(201);
        expect(await said()).toHaveLength(1);
      });

  it('by an event that names nobody is not found out by approving: it waits for one who does not speak', async () => {
    const { post, proposed, draft, said } = await asking('restricted');
    await proposed.event();
    const { links } = await draft();
    for (const as of [person('eve', 'commander'), person('eve', 'commander', 'approver'), root, ada, cli])
      expect((await post(links.approve, {}, { as })).status).toBe(403);
    expect(await said()).toHaveLength(0);
    expect((await post(links.approve, {}, { as: grace })).status).toBe(201);
  });
});

describe('a link to approve', () => {
  const links = (messages: { actions?: readonly { url: string }[] }[]) =>
    messages.flatMap(({ actions = [] }) => actions.map(({ url }) => url.replace(OPS, '')));

  it('is in no message about a restricted text, and neither are its words nor the title', async () => {
    const { remind, id, proposed, draft, messages } = await asking('restricted');
    await proposed.signedIn();
    messages.splice(0);
    await remind(id);
    const { id: waits } = await draft();
    const asked = messages.filter(({ links: to }) => to.some((one) => one.endsWith(waits)));
    expect(asked).toHaveLength(1);
    expect(links(asked)).toEqual([]);
    expect(JSON.stringify(asked)).not.toMatch(/We restart it|Logins/);
    expect(asked[0]?.text).toMatch(/^A text about a restricted incident waits.*Read it in the console\.$/);
  });

  it('stands in the audit log under the name of the one it was for, without words and without its address', async () => {
    const { remind, id, proposed, ask, get, draft, messages } = await asking('critical');
    await proposed.signedIn();
    await remind(id);
    const waits = (await draft()).id;
    const [url = ''] = links(messages);
    expect((await ask('POST', url, undefined, { as: 'nobody' })).status).toBe(200);
    const [act] = (await get('/v1/acts', { as: root })).body.acts;
    expect(act).toMatchObject({ by: 'olga', act: 'POST /a/{token}', on: `/v1/drafts/${waits}/approve` });
    expect(JSON.stringify(act)).not.toContain('restart');
  });

  it('is in no message that reaches everybody: there the way leads to the draft in the console', async () => {
    const { remind, id, proposed, draft, messages } = await asking('critical', { addressed: false });
    await proposed.signedIn();
    await remind(id);
    expect(links(messages)).toEqual([]);
    expect(messages.at(-1)?.links).toEqual([`${OPS}/console/drafts/${(await draft()).id}`]);
  });

  it('that reached everybody leads to the sign-in', async () => {
    const { remind, id, proposed, ask, said, draft, messages } = await asking('critical', { linksApprove: false });
    await proposed.signedIn();
    await remind(id);
    const answer = await ask('POST', links(messages)[0] ?? '', undefined, { as: 'nobody' });
    expect(answer).toMatchObject({
      status: 403,
      text: expect.stringContaining(`/console/drafts/${(await draft()).id}`),
    });
    expect(await said()).toHaveLength(0);
  });

  it('shows what was edited since, instead of posting it unread', async () => {
    const { remind, id, proposed, ask, post, draft, get, messages } = await asking('critical');
    await proposed.signedIn();
    await remind(id);
    const [url = ''] = links(messages);
    await post((await draft()).links.edit, { body: { message: 'We replace it.' } }, { as: ada });
    const shown = await ask('POST', url, 'version=1', { as: 'nobody' });
    expect(shown).toMatchObject({ status: 200, text: expect.stringContaining('We replace it.') });
    expect((await get(`/v1/incidents/${id}`)).body.entries).toHaveLength(1);
    expect((await ask('POST', url, 'version=2', { as: 'nobody' })).status).toBe(200);
    expect((await get(`/v1/incidents/${id}`)).body.entries).toHaveLength(2);
  });
});

describe('of a restricted incident', () => {
  const FOR_THE_HOUSE = ['We restart it.', 'a customer of ours', 'we are checking the copies'];

  it('drafts, loops and what an apology would quote are for those who speak and approve', async () => {
    const { get, post, id, proposed } = await asking('restricted');
    await proposed.signedIn();
    await post(`/v1/incidents/${id}/loops`, { reference: 'a customer of ours' });
    await post(`/v1/incidents/${id}/updates`, { message: 'More.', ifLate: 'we are checking the copies' }, { as: ada });
    const [first, second] = (await get('/v1/drafts')).body.drafts.slice(-2);
    await post(second.links.approve, { seen: (await get(`/v1/incidents/${id}`)).body.etag }, { as: grace });
    const read = async (as: Caller) => {
      const where = [`/v1/incidents/${id}`, '/v1/incidents', '/v1/incidents?open=true', '/v1/drafts', first.links.self];
      const answers = await Promise.all(where.map((one) => get(one, { as })));
      return answers.map(({ text }) => text).join('\n');
    };
    for (const as of [ada, grace, root]) for (const words of FOR_THE_HOUSE) expect(await read(as)).toContain(words);
    for (const as of [person('victor', 'viewer'), machine('monitor', 'read')])
      for (const words of FOR_THE_HOUSE) expect(await read(as)).not.toContain(words);
    expect((await get(first.links.self, { as: person('victor', 'viewer') })).status).toBe(403);
  });
});
