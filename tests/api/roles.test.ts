import { describe, expect, it } from 'vitest';
import { OPERATIONS } from '../../shared/api/reference/operations.ts';
import { logLine } from '../../shared/core/chain.ts';
import { replayed } from '../../shared/core/evolve.ts';
import type { ReportedIncident } from '../../shared/core/incident.ts';
import { publicIncident } from '../../shared/core/public-incident.ts';
import { ada, type Caller, grace, machine, person, root, team, victor } from './team.ts';

/** Which calls are not refused for their sender's role; what else is wrong with them does not matter here. */
async function allowed(as: Caller) {
  const { ask } = team({ rateLimits: { take: async () => ({ waitMs: 0 }) } });
  const calls = OPERATIONS.filter(({ permission }) => permission !== undefined);
  const answers = await Promise.all(
    calls.map(async ({ method, path, permission, body }) => {
      const where = path.replaceAll(/\{\w+\}/g, 'none');
      const { status } = await ask(method.toUpperCase(), where, body ? {} : undefined, { as });
      return { permission, may: status !== 403 };
    }),
  );
  const permissions = new Set(answers.filter(({ may }) => may).map(({ permission }) => permission));
  // A permission is had for all of its calls or for none.
  for (const { permission, may } of answers) expect(may).toBe(permissions.has(permission));
  return [...permissions].toSorted();
}

describe('a role', () => {
  it.each([
    ['viewer', victor, ['read']],
    ['desk', person('dora', 'desk'), ['answer', 'read', 'tend']],
    ['commander', ada, ['answer', 'decide', 'read', 'speak', 'tend']],
    ['approver', grace, ['approve', 'decide', 'read']],
    ['administrator', root, ['administer', 'answer', 'approve', 'decide', 'read', 'speak', 'tend']],
    [
      'commander and approver at once',
      person('eve', 'commander', 'approver'),
      ['answer', 'approve', 'decide', 'read', 'speak', 'tend'],
    ],
    ['none', person('nobody'), []],
    ['some other group', person('nobody', 'admins', 'commanders'), []],
  ])('%s may do what it is for, and nothing else', async (_name, as, permissions) => {
    expect(await allowed(as)).toEqual(permissions);
  });

  it('of a machine is what its token was made for', async () => {
    expect(await allowed(machine('bot', 'read'))).toEqual(['read']);
    expect(await allowed(machine('bot', 'write'))).toEqual(['decide', 'read', 'speak', 'tend']);
    expect(await allowed(machine('bot', 'approve'))).toEqual(['approve', 'decide', 'read']);
    expect(await allowed(machine('bot'))).toEqual([]);
  });

  it('is not had by a person through the scopes of the console, nor by a machine through groups', async () => {
    const scopes = 'candor/read candor/write candor/approve candor/admin';
    expect(await allowed({ claims: { ...person('eve', 'viewer').claims, scope: scopes } })).toEqual(['read']);
    const { username: _username, ...claims } = machine('bot', 'read').claims;
    expect(await allowed({ claims: { ...claims, 'cognito:groups': '[administrator]' } })).toEqual(['read']);
  });

  it('that is missing is named, with what it takes', async () => {
    const { put } = team();
    expect((await put('/v1/channels/x', { mode: 'live' })).body).toMatchObject({
      type: 'role-missing',
      detail:
        'This takes the role administrator; you have commander. An administrator gives roles as groups of the user pool.',
    });
    const refused = await put('/v1/channels/x', { mode: 'live' }, { as: machine('bot', 'write') });
    expect(refused.body.detail).toContain('the scope candor/admin');
  });
});

describe('every act', () => {
  it('is kept with who and when: in the entry, or in the audit log', async () => {
    const { post, put, get, opened, wait } = team();
    const id = await opened();
    expect((await get(`/v1/incidents/${id}`)).body.entries[0]).toMatchObject({ actor: 'ada' });
    await put('/v1/freeze', { frozen: true, reason: 'A drill.' });
    wait(1);
    await put('/v1/channels/x', { mode: 'live' }, { as: root });
    wait(1);
    await post(`/v1/incidents/${id}/handover`, { to: 'bob' });
    await put('/v1/channels/x', { mode: 'loud' }, { as: root });
    await post('/v1/preview', { command: 'open', body: {} });
    expect((await get('/v1/acts', { as: root })).body.acts).toEqual([
      {
        at: '2026-11-22T10:02:00.000Z',
        by: 'ada',
        act: 'POST /v1/incidents/{id}/handover',
        on: `/v1/incidents/${id}/handover`,
        said: '{"to":"bob"}',
      },
      {
        at: '2026-11-22T10:01:00.000Z',
        by: 'root',
        act: 'PUT /v1/channels/{channel}',
        on: '/v1/channels/x',
        said: '{"mode":"live"}',
      },
      {
        at: '2026-11-22T10:00:00.000Z',
        by: 'ada',
        act: 'PUT /v1/freeze',
        on: '/v1/freeze',
        said: '{"frozen":true,"reason":"A drill."}',
      },
    ]);
  });

  it('leaves the names of people in the house', async () => {
    const { post, opened, ports } = team();
    const id = await opened({ handling: 'restricted' });
    const { body } = await post(`/v1/incidents/${id}/updates`, { message: 'We have closed the way in.' });
    await post(body.draft.links.approve, {}, { as: grace });
    const entries = await ports.log.load(id);
    expect(entries.map((entry) => entry.private)).toMatchObject([
      { actor: 'ada' },
      { actor: 'ada', approvedBy: 'grace' },
    ]);
    const incident = replayed(id, entries) as ReportedIncident;
    const shown = JSON.stringify([entries.map(logLine), publicIncident(incident)]);
    expect(shown).toContain('We have closed the way in.');
    expect(shown).not.toMatch(/\b(ada|grace)\b/);
  });

  it('that was done is answered as done, also when it could not be noted', async () => {
    const down = () => Promise.reject(new Error('the table is down'));
    const { put, get } = team({ auditLog: { note: down, newest: down } });
    expect((await put('/v1/freeze', { frozen: true })).status).toBe(200);
    expect((await get('/v1/control')).body.frozen).toBe(true);
  });
});
