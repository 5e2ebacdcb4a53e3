import { describe, expect, it } from 'vitest';
import { ada, type Caller, machine, OUTAGE, person, root, team, victor } from './team.ts';

const bob = person('bob', 'commander', 'approver');

/** The same person with a token that was issued at `at`. */
const since = ({ claims }: Caller, at: string): Caller => ({
  claims: { ...claims, iat: String(Date.parse(at) / 1_000) },
});

/** A house of ada, who commands, and bob, her deputy, each reached by a webhook that they have confirmed. */
async function house() {
  const home = team();
  const { ports, put, ask } = home;
  const people = { ada: ['commander'], bob: ['deputy', 'approver', 'escalation'] };
  for (const [id, as] of Object.entries(people)) {
    const name = `${id[0]?.toUpperCase()}${id.slice(1)} L.`;
    await put(`/v1/people/${id}`, { name, as, hook: `https://hook.example/${id}` }, { as: root });
    await ask('POST', ports.hooks.at(-1)?.message.links[0] ?? '', '', {
      as: 'nobody',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
  }
  ports.hooks.length = 0;
  return {
    ...home,
    remove: (id: string) => ask('DELETE', `/v1/people/${id}`, undefined, { as: root }),
    /** What somebody was told since the last time. */
    told: (id: string) => ports.hooks.filter(({ url }) => url.endsWith(`/${id}`)).map(({ message }) => message),
  };
}

describe('whoever is taken out of the directory', () => {
  it('can do nothing from then on, by whatever token they have or get', async () => {
    const { get, post, remove, wait, opened, ports } = await house();
    const id = await opened();
    await remove('ada');
    for (const as of [ada, since(ada, '2026-11-22T12:00:00Z'), person('ADA', 'administrator')])
      for (const minutes of [0, 5, 60 * 24 * 30]) {
        wait(minutes);
        for (const answer of [
          await get('/v1/control', { as }),
          await get(`/v1/incidents/${id}`, { as }),
          await post('/v1/incidents', OUTAGE, { as }),
          await post(`/v1/incidents/${id}/updates`, { message: 'We restart it.' }, { as }),
          await post(`/v1/incidents/${id}/handover/accept`, undefined, { as }),
          await post('/v1/preview', { command: 'open', body: {} }, { as }),
        ])
          expect(answer).toMatchObject({
            status: 403,
            body: { type: 'has-left', detail: expect.stringMatching(/taken out/) },
          });
      }
    expect(await ports.log.load(id)).toHaveLength(1);
    expect((await get('/v1/control', { as: bob })).status).toBe(200);
    expect((await get('/v1/control', { as: machine('ada', 'read') })).status).toBe(200);
  });

  it('may come back with a sign-in of their own once they are added again', async () => {
    const { get, remove, put, wait } = await house();
    await remove('ada');
    wait(1);
    await put('/v1/people/ada', { name: 'Ada', as: [] }, { as: root });
    expect((await get('/v1/control', { as: since(ada, '2026-11-22T09:59:00Z') })).body.type).toBe('sign-in-ended');
    expect((await get('/v1/control', { as: since(ada, '2026-11-22T10:01:01Z') })).status).toBe(200);
  });

  it('has links that do nothing any more, whatever they were for', async () => {
    const { ports, remove, wait, opened, minute, told, ask } = await house();
    const id = await opened({ nextUpdateBy: 'PT20M' });
    await minute(16);
    const links = told('ada').flatMap(({ actions = [] }) => actions);
    expect(links.map(({ label }) => label).length).toBeGreaterThan(1);
    const before = await ports.log.load(id);
    await remove('ada');
    for (const minutes of [0, 5])
      for (const { url } of links) {
        wait(minutes);
        for (const method of ['GET', 'POST']) {
          const answer = await ask(method, url, method === 'POST' ? 'by=x' : undefined, { as: 'nobody' });
          expect([answer.status, answer.text]).toEqual([403, expect.stringContaining('not in the house any more')]);
        }
      }
    expect(await ports.log.load(id)).toHaveLength(before.length);
  });

  it('leaves what they had to the deputy on duty, and both are told', async () => {
    const { post, get, remove, opened, minute, told, ports } = await house();
    const [hers, secret] = [await opened(), await opened({ title: 'Keys leaked', handling: 'restricted' })];
    const his = (await post('/v1/incidents', { ...OUTAGE, title: 'Mails are late' }, { as: bob })).body.id;
    const [draft] = (await get('/v1/drafts')).body.drafts;
    await minute();
    ports.hooks.length = 0;
    const { body } = await remove('ada');
    expect(body).toMatchObject({ removed: 'ada', left: { drafts: [{ id: draft.id, to: 'bob' }] } });
    expect(body.left.incidents.map((one: { id: string }) => one.id).toSorted()).toEqual([hers, secret].toSorted());
    expect(told('ada')).toMatchObject([
      {
        subject: expect.stringContaining('You are out'),
        text: expect.stringMatching(/“Logins fail” \(Bob L\. is asked\)/),
      },
    ]);
    expect(told('ada')[0]?.text).not.toContain('Half of the logins');
    await minute();
    const heard = told('bob').map(({ text }) => text);
    expect(heard).toContainEqual(
      expect.stringMatching(/^Ada L\. has left the house and had “Logins fail”.*Bob L\. is asked to take it/),
    );
    expect(heard).toContainEqual(
      expect.stringMatching(/^Ada L\. has left the house, and a text of theirs about a restricted incident/),
    );
    expect((await get(`/v1/incidents/${his}`, { as: bob })).body).not.toHaveProperty('handover');
    expect((await post(`/v1/incidents/${hers}/handover/accept`, undefined, { as: bob })).status).toBe(200);
    // The author of the text is still who wrote it.
    expect((await get(`/v1/drafts/${draft.id}`, { as: bob })).body.proposedBy).toEqual({ actor: 'ada', person: true });
  });

  it('leaves a text that they kept to somebody who hears that nobody posts it, and not that it waits for a second person', async () => {
    const { post, opened, remove, minute, told } = await house();
    const id = await opened();
    await post(`/v1/incidents/${id}/drafts`, { body: { message: 'The disk is replaced.' } });
    await minute();
    await remove('ada');
    await minute();
    const heard = told('bob').map(({ text }) => text);
    expect(heard).toContainEqual(
      expect.stringMatching(/^Ada L\. has left the house, and a text that they kept for “Logins fail”/),
    );
    expect(heard.join()).not.toContain('waits for a second person');
  });

  it('leaves a handover behind that is offered to somebody else, also when it is said twice', async () => {
    const { post, get, put, remove, opened, ports } = await house();
    const id = await opened();
    await post(`/v1/incidents/${id}/handover`, { to: 'bob' });
    await put('/v1/people/eve', { name: 'Eve', as: ['deputy'] }, { as: root });
    expect((await remove('bob')).body.left).toMatchObject({ incidents: [{ id, to: 'eve' }] });
    const at = (await ports.handovers.of(id))?.at;
    expect((await remove('bob')).body).toEqual({ removed: 'bob' });
    expect((await ports.handovers.of(id))?.at).toBe(at);
    expect((await get(`/v1/incidents/${id}`)).body.handover).toMatchObject({ to: 'eve', state: 'waiting' });
  });

  it('is said to leave it to nobody where nobody is there', async () => {
    const { remove, opened } = await house();
    await remove('bob');
    const id = await opened();
    expect((await remove('ada')).body.left).toEqual({ incidents: [{ id, title: 'Logins fail' }], drafts: [] });
  });

  it('cannot be left half in the house: what was not completed is, once it is said again', async () => {
    const { ports, remove, get } = await house();
    const { shutOut } = ports.rateLimits;
    ports.rateLimits.shutOut = () => Promise.reject(new Error('the table is down'));
    expect((await remove('ada')).status).toBe(500);
    ports.rateLimits.shutOut = shutOut;
    expect((await remove('ada')).status).toBe(200);
    expect((await get('/v1/control')).body.type).toBe('has-left');
  });
});

describe('signing out', () => {
  it('ends every token that was issued until then, at once, and nobody else’s', async () => {
    const { ask, get, wait } = team();
    const [early, other] = [since(ada, '2026-11-22T09:58:00Z'), since(victor, '2026-11-22T09:58:00Z')];
    expect(await ask('DELETE', '/v1/session', undefined, { as: early })).toMatchObject({
      status: 200,
      body: { endedAt: '2026-11-22T10:00:00.000Z' },
    });
    const refused = await get('/v1/control', { as: early });
    expect(refused).toMatchObject({ status: 401, body: { type: 'sign-in-ended' } });
    expect(refused.body.detail).toContain('Sign in again');
    expect((await get('/v1/control', { as: other })).status).toBe(200);
    wait(1);
    expect((await get('/v1/control', { as: since(ada, '2026-11-22T10:00:30Z') })).status).toBe(200);
  });
});
