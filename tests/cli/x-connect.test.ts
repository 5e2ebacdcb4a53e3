import { chmodSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Prompts } from '../../bin/commands/guided/prompts.ts';
import { OUTPUTS } from './deployer.ts';
import { doctored } from './doctored.ts';

/** Somebody with a system that stands and the tokens of an account in a file. */
async function connecting(config: object = {}) {
  const house = await doctored({ config });
  const file = path.join(house.home, 'x.json');
  writeFileSync(file, JSON.stringify(house.world.xTokens));
  chmodSync(file, 0o600);
  house.aws.secrets.clear();
  const to = (baseUrl: string, ...more: string[]) =>
    house.candor('x', 'connect', '--tokens', file, '--base-url', baseUrl, ...more);
  return {
    ...house,
    file,
    to,
    connect: (...more: string[]) => to(house.world.url, ...more),
    kept: () => house.aws.secrets.get(OUTPUTS.XTokensArn),
  };
}

/** An X that says one thing to whoever asks. */
async function anX(status: number, body: object, headers: Record<string, string> = {}): Promise<string> {
  const server = http.createServer((_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const ME = { data: { id: '1700000000000000001', username: 'status' } };
const TWO_STAGES = { stages: { prod: { region: 'eu-west-1' }, test: { region: 'eu-west-1' } } };

describe('candor x connect', () => {
  it('lists what X asks for in order, tries the tokens, keeps them, and leaves X in shadow', async () => {
    const { connect, kept, world, api, file } = await connecting();
    const { code, out, err } = await connect();
    expect(code).toBe(0);
    expect(err.indexOf('Credits')).toBeLessThan(err.indexOf('App permissions "Read and write"'));
    expect(err.indexOf('App permissions')).toBeLessThan(err.indexOf('Access Token and Secret'));
    expect(out).toContain('Connected: Candor-prod would post as @status.');
    expect(out).toContain('X is in shadow');
    expect(out).toContain(`rm ${file}`);
    expect(JSON.parse(kept() ?? '')).toEqual(world.xTokens);
    expect((await api.ports.control.read()).channels.x).not.toBe('live');
  });

  it('takes what was live into shadow before another account could speak', async () => {
    const { connect, api } = await connecting();
    await api.ports.control.setMode('x', 'live');
    await connect();
    expect((await api.ports.control.read()).channels.x).toBe('shadow');
  });

  it('does not take the system on this machine for the one that it connects', async () => {
    const { connect, surroundings, with: use } = await connecting();
    use({ ...(surroundings.env as Record<string, string>), CANDOR_OPS_URL: 'https://ops.other.test' });
    expect((await connect()).out).toContain('Whether it still is could not be asked');
  });

  it('asks for the four values without showing them, or reads them from standard input', async () => {
    const { candor, world, surroundings, kept } = await connecting();
    const asked: string[] = [];
    const values = [
      world.xTokens.appKey,
      world.xTokens.appSecret,
      world.xTokens.accessToken,
      world.xTokens.accessSecret,
    ];
    const secret = async (message: string) => {
      asked.push(message);
      return values[asked.length - 1] ?? '';
    };
    surroundings.prompts = async () => ({ secret }) as Prompts;
    const typed = await candor('x', 'connect', '--base-url', world.url);
    expect(typed.code).toBe(0);
    expect(asked).toHaveLength(4);
    expect(typed.out + typed.err).not.toContain(world.xTokens.accessSecret);
    surroundings.readInput = async () => JSON.stringify(world.xTokens);
    expect((await candor('x', 'connect', '--tokens', '-', '--base-url', world.url)).code).toBe(0);
    expect(JSON.parse(kept() ?? '')).toEqual(world.xTokens);
  });

  it.each<[string, number, object, Record<string, string>, string]>([
    ['tokens that may only read', 200, ME, { 'x-access-level': 'read' }, 'App permissions” to “Read and write”'],
    ['tokens that X does not know', 401, { title: 'Unauthorized' }, {}, 'Copy all four anew'],
    ['an account without credits', 402, { title: 'CreditsDepleted' }, {}, 'takes no call without credits'],
    ['an app in no project', 403, { title: 'Client Forbidden', detail: 'not enrolled' }, {}, 'has to be in a project'],
  ])('refuses %s, says what to do, and stores nothing', async (_what, status, body, headers, says) => {
    const { to, kept } = await connecting();
    const { code, err } = await to(await anX(status, body, headers));
    expect(code).toBe(1);
    expect(err).toContain(says);
    expect(err).toContain('Nothing was stored.');
    expect(kept()).toBeUndefined();
  });

  it('says that tokens may write where X says so', async () => {
    const { to } = await connecting();
    expect((await to(await anX(200, ME, { 'x-access-level': 'read-write' }))).out).toContain('The tokens may write.');
  });

  it('refuses the account of another stage', async () => {
    const { connect, aws, world, kept } = await connecting(TWO_STAGES);
    const theirs = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:test';
    aws.stacks.set('eu-west-1/Candor-test', { outputs: { ...OUTPUTS, XTokensArn: theirs } });
    aws.secrets.set(theirs, JSON.stringify(world.xTokens));
    const { code, err } = await connect('--stage', 'prod');
    expect(code).toBe(1);
    expect(err).toContain('@status is the account of the stage test');
    expect(kept()).toBeUndefined();
  });

  it('names the missing stack', async () => {
    const { connect, aws } = await connecting();
    aws.stacks.clear();
    expect(await connect()).toMatchObject({ code: 2, err: expect.stringContaining('candor deploy --stage prod') });
  });

  it('explains credentials that have expired', async () => {
    const { connect, aws } = await connecting();
    aws.credentials = 'expired';
    expect(await connect()).toMatchObject({ code: 4, err: expect.stringContaining('aws sso login') });
  });
});

describe('candor x arm', () => {
  const openIncident = [
    'open',
    'Logins fail',
    '-i',
    'major',
    '-c',
    'api=major_outage',
    '-m',
    'All logins fail.',
    '-n',
    '30m',
  ];

  it('says what comes first, and asks whoever sits at a terminal', async () => {
    const { candor, surroundings, questions, answering, api } = await connecting();
    await candor(...openIncident);
    surroundings.prompts = async () => ({}) as Prompts;
    const refused = await candor('x', 'arm');
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('The next post is about what is open, within a minute');
    expect(refused.err).toContain('“All logins fail.”');
    expect(questions).toEqual(['Post in public from now on? [y/N]']);
    answering(() => 'y');
    expect((await candor('x', 'arm')).out).toContain('X: live.');
    expect((await api.ports.control.read()).channels.x).toBe('live');
  });

  it('asks nobody where a script arms it, and nothing is shown of what is armed already', async () => {
    const { candor, questions, aws } = await connecting();
    expect((await candor('x', 'arm')).err).toContain('Nothing is open: the next post is the first word');
    aws.credentials = 'expired';
    expect(await candor('x', 'arm')).toMatchObject({ code: 0, err: '' });
    expect(questions).toEqual([]);
  });

  it('refuses an account that another stage holds, also with --yes', async () => {
    const { candor, aws, world, api } = await connecting(TWO_STAGES);
    const theirs = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:test';
    aws.stacks.set('eu-west-1/Candor-test', { outputs: { ...OUTPUTS, XTokensArn: theirs } });
    for (const arn of [OUTPUTS.XTokensArn, theirs]) aws.secrets.set(arn, JSON.stringify(world.xTokens));
    const { code, err } = await candor('x', 'arm', '--stage', 'prod', '--yes');
    expect(code).toBe(1);
    expect(err).toContain('is the account of the stage test');
    expect((await api.ports.control.read()).channels.x).not.toBe('live');
  });

  it('does not take for unshared what it could not ask', async () => {
    const { candor, aws } = await connecting(TWO_STAGES);
    aws.credentials = 'expired';
    const { code, err } = await candor('x', 'arm', '--stage', 'prod');
    expect(code).toBe(1);
    expect(err).toContain('not known');
    expect((await candor('x', 'arm', '--stage', 'prod', '--yes')).code).toBe(0);
  });
});
