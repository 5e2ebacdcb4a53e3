import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type KeptTokens, tokensFile, tokensIn } from '../../bin/commands/kept-tokens.ts';
import { terminal } from './terminal.ts';

const HOUR_MS = 3_600_000;
const asked = ({ api }: ReturnType<typeof terminal>) =>
  api.received.filter(({ path: where }) => where === '/oauth2/token').length;

describe('candor client', () => {
  it('makes a client with the least scopes, and shows its secret with what else its environment needs', async () => {
    const { candor } = terminal();
    const { code, out } = await candor('client', 'add', 'ci', '--owner', 'ada');
    expect(code).toBe(0);
    expect(out).toMatch(/^ci may read\. What it proposes counts as ada’s\./);
    for (const line of [
      'shown this once',
      'CANDOR_OPS_URL=http://localhost:4311',
      'CANDOR_SIGN_IN_URL=https://sign-in.example',
      /CANDOR_CLIENT_ID=client\d/,
      /CANDOR_CLIENT_SECRET=secret-\d/,
    ])
      expect(out).toMatch(line);
    const secret = /SECRET=(\S+)/.exec(out)?.[1] ?? '';
    const list = await candor('client', 'list');
    expect(list.out).toMatch(/ci +ada +read +client\d/);
    expect(list.out).not.toContain(secret);
  });

  it('says whose owner has left, and what stands otherwise than it should', async () => {
    const { candor, api } = terminal();
    for (const id of ['ada', 'bob']) await candor('people', 'add', id, '--name', id, '--as', 'commander');
    await candor('client', 'add', 'ci', '--owner', 'ada', '--scopes', 'write, read');
    expect((await candor('people', 'remove', 'ada', '--yes')).out).toContain('Their program ci goes on');
    const [one] = await api.ports.machines.read();
    await api.ports.machineDoor.change([], [one!.id]);
    await api.ports.machineClients.make('halfway', ['read']);
    const { out } = await candor('client', 'list');
    expect(out).toContain('read, write');
    expect(out).toContain('candor client rotate ci lets it in again; ada has left: it goes on, and is nobody’s');
    expect(out).toMatch(/nobody’s: halfway \(client\d+\) was made halfway or by hand: candor client remove client\d/);
  });

  it('rotates a secret, and removes whom one is sure of', async () => {
    const { candor } = terminal();
    await candor('client', 'add', 'ci', '--owner', 'ada');
    expect((await candor('client', 'rotate', 'ci')).out).toContain('The one before it stays good');
    expect((await candor('client', 'rotate', 'ci', '--end-old')).out).toContain('is good no longer');
    expect((await candor('client', 'remove', 'ci')).out).toBe('Nothing was removed.');
    expect((await candor('client', 'remove', 'ci', '--yes')).out).toContain('ci has no client any more');
    expect((await candor('client', 'remove', 'ci', '--yes')).code).toBe(1);
    expect((await candor('client', 'list')).out).toBe('No program has a client of its own.');
  });

  it('names what it cannot read', async () => {
    const { candor } = terminal();
    const wrong = await candor('client', 'add', 'ci', '--owner', 'ada', '--scopes', 'all');
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('"all" is none of read, write')]);
    expect((await candor('client', 'add', 'ci')).code).toBe(2);
  });
});

describe('the token of the command line', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'candor-tokens-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** A person at a terminal whose cache is `home`’s, as in a new process each time. */
  function at(home: string) {
    const file = tokensFile({}, path.join(folder, home));
    const tokens: KeptTokens = {
      of: () => ({ read: () => undefined, write: () => undefined }),
      clear: () => undefined,
    };
    const here = terminal(undefined, '/nobody', tokens);
    Object.assign(
      tokens,
      tokensIn(file, () => here.clock.nowMs),
    );
    return { ...here, file };
  }

  it('is asked for once in its time, and kept in a file for its owner alone', async () => {
    const here = at('once');
    for (let run = 0; run < 3; run += 1) expect((await here.candor('list')).code).toBe(0);
    expect(asked(here)).toBe(1);
    expect(statSync(here.file).mode & 0o777).toBe(0o600);
    expect(statSync(path.dirname(here.file)).mode & 0o777).toBe(0o700);
    const kept = readFileSync(here.file, 'utf8');
    expect(kept).toContain('good-1');
    here.clock.nowMs += HOUR_MS - 29_000;
    await here.candor('list');
    expect(asked(here)).toBe(2);
    expect(readFileSync(here.file, 'utf8')).not.toContain('"good-1"');
  });

  it('that is turned down is forgotten, and asked for once more', async () => {
    const here = at('turned-down');
    await here.candor('list');
    here.api.fates.push(new Response('', { status: 401 }));
    expect((await here.candor('list')).code).toBe(0);
    expect(asked(here)).toBe(2);
    expect(readFileSync(here.file, 'utf8')).toContain('good-2');
    here.api.fates.push(new Response('', { status: 401 }), new Response('', { status: 401 }));
    expect((await here.candor('list')).code).toBe(4);
    expect(asked(here)).toBe(3);
  });

  it('is another one for other credentials or another origin, and none is printed', async () => {
    const here = at('others');
    await here.candor('list');
    here.with({ CANDOR_CLIENT_SECRET: 'another' });
    expect((await here.candor('list')).code).toBe(4);
    const { out, err } = await here.candor('--json', 'list');
    expect(out + err).not.toContain('good-1');
    here.with({ CANDOR_OPS_URL: 'http://localhost:4311', CANDOR_SIGN_IN_URL: 'http://localhost:9999/' });
    await here.candor('list');
    expect(here.api.received.filter(({ path: where }) => where === '/oauth2/token')).toHaveLength(4);
  });

  it('is not believed where others can read it, and needs no file', async () => {
    const here = at('others-read');
    await here.candor('list');
    chmodSync(here.file, 0o644);
    await here.candor('list');
    expect(asked(here)).toBe(2);
    expect(statSync(here.file).mode & 0o777).toBe(0o600);
    const nowhere = tokensIn('/dev/null/tokens.json', () => 0).of('x');
    nowhere.write({ token: 't', until: 1 });
    expect(nowhere.read()).toBeUndefined();
  });

  it('is forgotten by "candor logout"', async () => {
    const here = at('logout');
    await here.candor('list');
    expect((await here.candor('logout')).out).toContain('No token is kept here');
    await here.candor('list');
    expect(asked(here)).toBe(2);
    await here.candor('logout', '--all');
    await here.candor('list');
    expect(asked(here)).toBe(3);
  });
});
