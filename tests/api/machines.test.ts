import { describe, expect, it } from 'vitest';
import { config } from '../../shared/config/config.ts';
import { policyOf } from '../../shared/config/policy.ts';
import { MINUTE_MS } from '../../shared/core/instant.ts';
import { ada, grace, machine, person, root, team } from './team.ts';

/** A house with programs. */
function house(changes: object = {}) {
  const home = team(changes);
  return {
    ...home,
    add: (body: object = {}, as = root) =>
      home.post('/v1/clients', { name: 'ci', owner: 'ada', scopes: ['read', 'write'], ...body }, { as }),
    remove: (called: string) => home.ask('DELETE', `/v1/clients/${called}`, undefined, { as: root }),
    rotate: (called: string, body?: object) => home.post(`/v1/clients/${called}/rotate`, body, { as: root }),
    list: async () => (await home.get('/v1/clients', { as: root })).body,
    person: (id: string) => home.put(`/v1/people/${id}`, { name: id, as: ['commander'] }, { as: root }),
    acts: async () => (await home.get('/v1/acts', { as: root })).text,
  };
}

describe('a program', () => {
  it('is given a client of its own by an administrator, with the least scopes, and its secret is told once', async () => {
    const { add, list, acts, ports } = house();
    const { status, body } = await add({ scopes: undefined });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      client: { name: 'ci', owner: 'ada', scopes: ['read'], addedBy: 'root', state: 'ready' },
      signInUrl: 'https://sign-in.example',
    });
    expect(ports.machineClients.clients.get(body.client.id)?.secrets).toEqual([body.secret]);
    expect(JSON.stringify(await list())).not.toContain(body.secret);
    expect(await acts()).toContain('POST /v1/clients');
    expect(await acts()).not.toContain(body.secret);
  });

  it('is nothing for those who are not administrators', async () => {
    const { add, get } = house();
    for (const as of [ada, grace, machine('cli', 'read', 'write', 'approve')]) {
      expect((await add({}, as)).status).toBe(403);
      expect((await get('/v1/clients', { as })).status).toBe(403);
    }
    expect((await add({}, machine('boot', 'admin'))).status).toBe(201);
  });

  it.each([
    ['name', { name: 'CI!' }],
    ['owner', { owner: '' }],
    ['scopes.0', { scopes: ['all'] }],
    ['scopes', { scopes: [] }],
    ['owner', { owner: 'eve' }],
  ])('is not made where its %s is wrong', async (field, wrong) => {
    const { add, person: addPerson, ports } = house();
    await addPerson('ada');
    const { status, body } = await add(wrong);
    expect([status, body.errors[0].field]).toEqual([422, field]);
    expect(ports.machineClients.clients.size).toBe(0);
  });

  it('is one of its name, and may come back under it', async () => {
    const { add, remove, list } = house();
    const first = (await add()).body.client.id;
    expect(await add()).toMatchObject({ status: 409, body: { type: 'client-exists' } });
    expect((await remove('ci')).body).toEqual({ removed: { id: first, name: 'ci' } });
    expect((await remove('ci')).status).toBe(404);
    expect((await add()).status).toBe(201);
    expect((await list()).clients).toHaveLength(1);
  });

  it('has a new secret whenever one is asked for', async () => {
    const { add, rotate, ports } = house();
    const { client, secret } = (await add()).body;
    const second = (await rotate('ci')).body;
    expect(second).toMatchObject({ id: client.id, name: 'ci' });
    const taken = () => ports.machineClients.clients.get(client.id)?.secrets;
    expect(taken()).toEqual([second.secret, secret]);
    const third = (await rotate(client.id, { endOld: true })).body;
    expect(taken()).toEqual([third.secret]);
    expect((await rotate('none')).status).toBe(404);
  });

  it('whose owner has left goes on, and is listed so', async () => {
    const { add, ask, list, person: addPerson } = house();
    for (const id of ['ada', 'bob']) await addPerson(id);
    await add({ owner: 'Ada' });
    expect((await list()).clients).toMatchObject([{ owner: 'ada', ownerIsHere: true, state: 'ready' }]);
    const { body } = await ask('DELETE', '/v1/people/ada', undefined, { as: root });
    expect(body).toEqual({ removed: 'ada', clients: ['ci'] });
    expect((await list()).clients).toMatchObject([{ owner: 'ada', ownerIsHere: false, state: 'ready' }]);
  });

  it('is listed as it stands: shut out by a deployment, gone from the sign-in service, or known to nobody', async () => {
    const { add, list, remove, rotate, ports } = house();
    const [first, second] = [(await add()).body.client.id, (await add({ name: 'bot' })).body.client.id];
    await ports.machineDoor.change([], [first]);
    await ports.machineClients.end(second);
    const { id } = await ports.machineClients.make('halfway', ['read']);
    const now = await list();
    expect(now.clients).toMatchObject([
      { name: 'bot', state: 'gone' },
      { name: 'ci', state: 'shut-out' },
    ]);
    expect(now.unrecorded).toEqual([{ id, name: 'halfway' }]);
    await rotate('ci');
    expect((await list()).clients[1].state).toBe('ready');
    expect((await remove(id)).status).toBe(200);
    expect((await list()).unrecorded).toEqual([]);
  });

  it('that was removed is let in no longer', async () => {
    const { add, remove, ports } = house();
    const { id } = (await add()).body.client;
    expect(await ports.machineDoor.letIn()).toContain(id);
    await remove(id);
    expect(await ports.machineDoor.letIn()).not.toContain(id);
  });

  it('is one of forty at most', async () => {
    const { add } = house();
    for (let count = 0; count < 40; count += 1) expect((await add({ name: `m${count}` })).status).toBe(201);
    expect((await add({ name: 'one-more' })).body.errors[0].reason).toContain('one too many');
  });
});

describe('what a program proposes', () => {
  const approval = { impacts: ['critical'], phrases: [], timeoutMs: 20 * MINUTE_MS, onTimeout: 'escalate' };
  const both = person('ada', 'commander', 'approver');

  it.each([{ impact: 'critical' }, { handling: 'restricted' }])(
    'counts as its owner’s, also once it was removed (%o)',
    async (more) => {
      const { add, remove, opened, post, get } = house({ policy: { ...policyOf(config), approval } });
      const { id } = (await add()).body.client;
      const incident = await opened(more);
      const waiting = async () => (await get('/v1/drafts')).body.drafts;
      const known = (await waiting()).length;
      await post(`/v1/incidents/${incident}/updates`, { message: 'We restart it.' }, { as: machine(id, 'write') });
      const { links } = (await waiting())[known];
      await remove('ci');
      expect(await post(links.approve, {}, { as: both })).toMatchObject({
        status: 403,
        body: { type: 'needs-second-person', detail: expect.stringContaining('a program of yours') },
      });
      expect((await post(links.approve, {}, { as: grace })).status).toBe(201);
    },
  );

  it('takes the scope that its token has, and the refusal names the one that is missing', async () => {
    const { opened, post } = house();
    const incident = await opened();
    const { status, body } = await post(
      `/v1/incidents/${incident}/updates`,
      { message: 'x' },
      { as: machine('ci', 'read') },
    );
    expect([status, body.detail]).toEqual([403, expect.stringContaining('candor/write')]);
  });
});
