import { chmodSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Prompts } from '../../bin/commands/guided/prompts.ts';
import { memoryVersioned } from '../../shared/adapters/memory/versioned.ts';
import { askedKeyed } from '../../shared/app/keyed/would-post.ts';
import { spoken } from '../../shared/config/voice.ts';
import { BLUESKY } from '../../shared/core/keyed/bluesky.ts';
import type { AskedChannel } from '../../shared/ports/channel.ts';
import { OUTPUTS } from './deployer.ts';
import { doctored } from './doctored.ts';

const ARN = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:bluesky';
const THEIRS = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:theirs';
const ACCOUNT = { did: 'did:plc:house', handle: 'status.example.com', accessJwt: 'a', refreshJwt: 'r' };
const TWO_STAGES = { stages: { prod: { region: 'eu-west-1' }, test: { region: 'eu-west-1' } } };

/** A server of Bluesky that says one thing to whoever signs in, and what it was asked. */
async function aServer(status = 200, body: object = ACCOUNT) {
  const asked: string[] = [];
  const server = http.createServer(async (request, response) => {
    for await (const chunk of request) asked.push(String(chunk));
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  onTestFinished(() => void server.close());
  return { url: `http://localhost:${(server.address() as AddressInfo).port}`, asked };
}

/** Somebody whose config names Bluesky, with what opens an account in a file. */
async function connecting({ config = {}, status, body }: { config?: object; status?: number; body?: object } = {}) {
  const house = await doctored({ config: { channels: ['x', 'bluesky'], ...config } });
  const bluesky = askedKeyed({
    ...house.api.ports,
    is: BLUESKY,
    account: memoryVersioned(),
    rules: { minImpact: 'none', threads: true },
    voice: spoken,
    siteUrl: OUTPUTS.SiteUrl,
  });
  (house.api.ports.channels as AskedChannel[]).push(bluesky);
  const server = await aServer(status, body);
  const secret = { server: server.url, identifier: 'status.example.com', appPassword: 'abcd-efgh' };
  const file = path.join(house.home, 'bluesky.json');
  writeFileSync(file, JSON.stringify(secret));
  chmodSync(file, 0o600);
  const stack = house.aws.stacks.get('eu-west-1/Candor-prod')!;
  house.aws.stacks.set('eu-west-1/Candor-prod', { ...stack, outputs: { ...OUTPUTS, BlueskySecretArn: ARN } });
  return {
    ...house,
    ...server,
    secret,
    file,
    connect: (...more: string[]) => house.candor('bluesky', 'connect', '--secret', file, ...more),
    kept: () => house.aws.secrets.get(ARN),
    elsewhere: (given: object) => {
      house.aws.stacks.set('eu-west-1/Candor-test', { outputs: { ...OUTPUTS, BlueskySecretArn: THEIRS } });
      house.aws.secrets.set(THEIRS, JSON.stringify(given));
    },
  };
}

describe('candor bluesky connect', () => {
  it('lists what to set there, tries the account, keeps it, and leaves the channel in shadow', async () => {
    const { connect, kept, secret, file, api } = await connecting();
    await api.ports.control.setMode('bluesky', 'live');
    const { code, out, err } = await connect();
    expect(code).toBe(0);
    expect(err).toContain('App passwords: add one for this stage alone');
    expect(out).toContain('Connected: Candor-prod would post as @status.example.com on Bluesky.');
    expect(out).toContain('did:plc:house');
    expect(out).toContain(`rm ${file}`);
    expect(JSON.parse(kept() ?? '')).toEqual(secret);
    expect((await api.ports.control.read()).channels.bluesky).toBe('shadow');
  });

  it('asks for each value, the password without showing it, or reads them from standard input', async () => {
    const { candor, surroundings, secret, kept, url, asked } = await connecting();
    const shown: string[] = [];
    const hidden: string[] = [];
    surroundings.prompts = async () =>
      ({
        text: async ({ message }) => (shown.push(message) === 1 ? `${url}/` : secret.identifier),
        secret: async (message) => (hidden.push(message) === 1 ? secret.appPassword : ''),
      }) as Prompts;
    const typed = await candor('bluesky', 'connect');
    expect(typed.code).toBe(0);
    expect([shown.length, hidden]).toEqual([2, ['App password (nothing is shown)']]);
    expect(typed.out + typed.err).not.toContain(secret.appPassword);
    expect(JSON.parse(asked[0]!)).toEqual({ identifier: secret.identifier, password: secret.appPassword });
    surroundings.readInput = async () => JSON.stringify(secret);
    expect((await candor('bluesky', 'connect', '--secret', '-')).code).toBe(0);
    expect(JSON.parse(kept() ?? '')).toEqual(secret);
  });

  it.each<[string, number, object, string]>([
    ['a password that is not taken', 401, { error: 'AuthenticationRequired' }, 'Copy handle and app password anew'],
    ['too many sign-ins', 429, { error: 'RateLimitExceeded' }, 'a hundred times a day'],
    ['an account that was taken down', 400, { error: 'AccountTakedown', message: 'gone' }, 'AccountTakedown: gone'],
  ])('refuses %s, says what to do, and stores nothing', async (_what, status, body, says) => {
    const { connect, kept } = await connecting({ status, body });
    const { code, err } = await connect();
    expect(code).toBe(1);
    expect(err).toContain(says);
    expect(err).toContain('Nothing was stored.');
    expect(kept()).toBeUndefined();
  });

  it.each<[string, object, string]>([
    ['lacks a line', { server: 'https://bsky.social', identifier: 'a' }, 'lacks appPassword'],
    ['names no server', { server: 'bsky.social', identifier: 'a', appPassword: 'b' }, 'it begins with https://'],
  ])('says what is wrong with a file that %s, without what is in it', async (_what, given, says) => {
    const { candor, home } = await connecting();
    const file = path.join(home, 'other.json');
    writeFileSync(file, JSON.stringify(given));
    const { code, err } = await candor('bluesky', 'connect', '--secret', file);
    expect(code).toBe(2);
    expect(err).toContain(says);
  });

  it('refuses the account of another stage', async () => {
    const { connect, secret, elsewhere, kept } = await connecting({ config: TWO_STAGES });
    elsewhere(secret);
    const { code, err } = await connect('--stage', 'prod');
    expect(code).toBe(1);
    expect(err).toContain('@status.example.com is the account of the stage test');
    expect(err).toContain('candor bluesky connect --stage test');
    expect(kept()).toBeUndefined();
  });
});

describe('candor bluesky arm', () => {
  it('says as whom and what comes first, and refuses an account that another stage holds', async () => {
    const { candor, aws, secret, elsewhere, api } = await connecting({ config: TWO_STAGES });
    aws.secrets.set(ARN, JSON.stringify(secret));
    const armed = await candor('bluesky', 'arm', '--stage', 'prod', '--yes');
    expect(armed.err).toContain('Account did:plc:house on Bluesky; no other stage has it.');
    expect(armed.out).toContain('Bluesky: live.');
    expect((await api.ports.control.read()).channels.bluesky).toBe('live');
    await candor('bluesky', 'off');
    elsewhere(secret);
    const refused = await candor('bluesky', 'arm', '--stage', 'prod', '--yes');
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('is the account of the stage test');
    expect((await api.ports.control.read()).channels.bluesky).toBe('off');
  });
});

describe('the doctor on Bluesky', () => {
  it('says whose account it is, and what opens none', async () => {
    const { lines, aws, secret } = await connecting();
    expect((await lines('--no-canary')).of('bluesky-account')).toMatchObject({
      state: 'red',
      says: expect.stringContaining('no account is connected'),
      run: expect.stringContaining('candor bluesky connect'),
    });
    aws.secrets.set(ARN, JSON.stringify(secret));
    expect((await lines('--no-canary')).of('bluesky-account')).toMatchObject({
      state: 'green',
      says: expect.stringContaining('@status.example.com'),
    });
    expect((await lines('--no-canary')).of('bluesky-mode')).toMatchObject({ state: 'green' });
  });
});
