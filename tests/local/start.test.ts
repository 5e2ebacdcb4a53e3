import { once } from 'node:events';
import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DidNotStart, freePorts, type LocalSystem, runStart, startLocalSystem } from '../support/local-system.ts';

describe('npm start', () => {
  let system: LocalSystem;

  beforeAll(async () => {
    // What a person or a service manager holds is the process id of npm, not of the system.
    system = await startLocalSystem({ throughNpm: true });
  });
  afterAll(() => system.end());

  it('has the empty site rendered and all three origins answering when it says that it is ready', async () => {
    const { site, ops, world } = system.urls;

    const front = await system.onSite('/');
    expect(front.status).toBe(200);
    expect(front.headers.get('content-type')).toMatch(/^text\/html/);
    expect(front.text).toContain('No known problems');
    const { body: summary } = await system.onSite('/api/v2/summary.json');
    expect(summary).toMatchObject({ status: { indicator: 'none' }, incidents: [], page: { url: site } });
    expect((await system.onSite('/history.atom')).text).toContain('<feed');
    expect((await fetch(`${ops}/openapi.json`)).status).toBe(200);
    expect(await (await fetch(`${world}/`)).text()).toMatch(/<!doctype html>/i);
    expect(await system.posts()).toEqual([]);
    expect(await system.inbox()).toEqual([]);
  });

  it('has X armed, as an operator would', async () => {
    expect((await system.get('/v1/control')).body).toMatchObject({ frozen: false, channels: { x: 'live' } });
  });

  it('gives a program the token of whoever may sign in, so that it may act as two people', async () => {
    const { ops, world } = system.urls;
    const post = (url: string, body: object, headers = {}) =>
      fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      });
    const readsActsAs = async (person: string) => {
      const { access_token: token } = (await (await post(`${world}/sim/tokens`, { person })).json()) as Record<
        string,
        string
      >;
      const headers = { authorization: `Bearer ${token}` };
      return (await fetch(`${ops}/v1/acts`, { headers })).status;
    };
    expect(await Promise.all(['commander', 'viewer'].map(readsActsAs))).toEqual([200, 403]);
    const refused = await post(`${world}/sim/tokens`, { person: 'nobody' });
    expect(refused.status).toBe(422);
    expect(await refused.json()).toMatchObject({ errors: [{ field: 'person' }] });
  });

  it('listens on loopback only', async () => {
    const elsewhere = Object.values(networkInterfaces())
      .flat()
      .find((one) => one && !one.internal && one.family === 'IPv4')?.address;
    // A machine without a network has nobody else to let in.
    if (elsewhere === undefined) return;
    for (const offset of [0, 1, 2]) {
      await expect(fetch(`http://${elsewhere}:${system.port + offset}/`)).rejects.toThrow('fetch failed');
    }
  });

  it('says which port is taken and how to choose others', async () => {
    const blocked = await freePorts(3);
    const other = createServer().listen(blocked + 1, '127.0.0.1');
    await once(other, 'listening');
    const said = await refusedStart(['--port', String(blocked), '--data', `${system.dataDir}/other`]);
    other.close();

    expect(said).toContain(`Port ${blocked + 1} is in use by another program`);
    expect(said).toContain('--port');
    expect(said).not.toContain('at Server.');
  });

  it('leaves a data folder alone that another one uses', async () => {
    const said = await refusedStart(['--port', String(await freePorts(3)), '--data', system.dataDir]);
    expect(said).toContain(`${system.dataDir} is in use by another Candor`);
  });

  // What else may be wrong with options is in tests/infra/cloud/start.test.ts, without a process for each.
  it('explains what is wrong with an option, and ends', async () => {
    expect(await refusedStart(['--prot', '4000'])).toMatch(/--prot.*npm start -- --help/);
  });

  it('has ended all of it when npm was told to end, says that it has, keeps what it has, and is ready again without building anything', async () => {
    const { body } = await system.open({ message: 'Said before the restart.' });
    expect(await system.terminate()).toBe(0);
    await expect(system.onSite('/')).rejects.toThrow('fetch failed');

    await system.restart();

    expect(system.said()).not.toContain('building');
    expect((await system.incident(body.id)).entries.map(({ message }) => message)).toEqual([
      'Said before the restart.',
    ]);
    await system.until('the page', async () =>
      (await system.onSite(`/incidents/${body.id}`)).text.includes('Said before the restart.'),
    );
  });

  it('leaves nothing running when npm itself is killed', async () => {
    await system.terminate('SIGKILL');
    await expect(system.onSite('/')).rejects.toThrow('fetch failed');
  });
});

/** What a start that ends by itself has to say. */
async function refusedStart(args: string[]): Promise<string> {
  const started = await runStart(args).catch((error: DidNotStart) => error);
  expect(started).toBeInstanceOf(DidNotStart);
  return (started as DidNotStart).message;
}
