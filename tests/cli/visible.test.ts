import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SITE } from './fake-api.ts';
import { terminal } from './terminal.ts';

/** Wipes the line, prints another over it and hides the rest; sets the clipboard and the window's title; turns words. */
const STEERING =
  'Logins\u001b[2K\rsound  abc123  Logins fail: 3 entries\u001b[8m\u001b]52;c;cm0=\u0007\u009b2K\u009d0;title\u009c\u202e\u2066\u{e0041}\u007f';
const ANOTHER_LINE = 'Logins\nsound  abc  Logins fail: 3 entries\n1 incident, 0 with a fault';

/** No byte that a terminal obeys: of the controls only line breaks, and neither C1 nor what turns direction. */
function expectNothingObeyed(bytes: Buffer | string): void {
  const text = bytes.toString('utf8');
  expect(/[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069\u{e0000}-\u{e007f}]/u.exec(text)?.[0].codePointAt(0)).toBe(
    undefined,
  );
}

describe('a hostile site', () => {
  const answers: Record<string, string> = {};
  const server = createServer((request, response) => response.end(answers[request.url ?? ''] ?? '{}'));
  let url = '';
  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.close();
  });

  const listing = (...incidents: unknown[]) => JSON.stringify({ incidents });
  const log = (id: string) => `/incidents/${encodeURIComponent(id)}/log.jsonl`;

  async function candor(...args: string[]) {
    const child = spawn(process.execPath, ['bin/candor.ts', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    const [out, err, [code]] = await Promise.all([buffer(child.stdout), buffer(child.stderr), once(child, 'exit')]);
    return { out, err, code: code as number };
  }

  it('cannot make “verify” print what is not so, in its list, its logs or its mistakes', async () => {
    const line = { v: 1, incident: STEERING, seq: STEERING, hash: STEERING, salt: 's', message: STEERING };
    const logs = [line, { ...line, v: STEERING }, { seq: { toString: 1 }, v: 1 }, null, []].map((one) =>
      JSON.stringify(one),
    );
    const names = [STEERING, ANOTHER_LINE, 7, null];
    answers['/api/v2/incidents.json'] = listing(
      ...[...logs, '{"v":1,"seq":1,"prev":null,"more":1e999}', STEERING, '{"a":'.repeat(9_000)].map((text, index) => {
        const id = `${index}${STEERING}`;
        answers[log(id)] = text;
        return { id, name: names[index % names.length] };
      }),
    );
    const { out, err, code } = await candor('verify', url);
    expect(code).toBe(1);
    expectNothingObeyed(out);
    expectNothingObeyed(err);
    const lines = out.toString('utf8').trim().split('\n');
    expect(lines.slice(0, -1).every((one) => one.startsWith('FAULT'))).toBe(true);
    expect(lines).toHaveLength(9);
    expect(lines.at(-1)).toMatch(/^8 incidents, 8 with a fault/);
    expect(lines[0]).toContain('Logins\\u{1b}[2K\\u{d}sound');
  });

  it('cannot either where one document of JSON is asked for, which keeps every character', async () => {
    answers['/api/v2/incidents.json'] = listing({ id: STEERING, name: STEERING });
    answers[log(STEERING)] = 'no JSON';
    const { out, err } = await candor('verify', url, '--json');
    expectNothingObeyed(out);
    expectNothingObeyed(err);
    expect(JSON.parse(out.toString('utf8')).incidents[0].name).toBe(STEERING);
  });

  it.each([
    ['is no JSON', STEERING],
    ['is a list of nothing', '[null]'],
    ['is deep', '{"incidents":'.repeat(9_000)],
    ['holds no incidents', listing(null, 3, STEERING)],
  ])('is told to be none when what it answers %s', async (_what, body) => {
    answers['/api/v2/incidents.json'] = body;
    const { candor: inProcess, surroundings } = terminal();
    surroundings.fetch = fetch;
    for (const command of ['verify', 'report', 'import']) {
      const { out, err, code } = await inProcess(command, url);
      expect([command, code > 0]).toEqual([command, true]);
      expectNothingObeyed(out);
      expectNothingObeyed(err);
      expect(err).not.toContain('    at ');
    }
  });
});

describe('what the API and other systems tell', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'candor-visible-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is shown in letters by “show”, “list”, “drafts” and refusals', async () => {
    const { candor, surroundings } = terminal();
    await candor('open', 'Logins fail', '-i', 'major', '-c', 'website=major_outage', '-m', 'Logins fail.');
    const honest = surroundings.fetch;
    const tricked = JSON.stringify(STEERING).slice(1, -1);
    surroundings.fetch = async (url, init) => {
      const answer = await honest(url, init);
      if (!url.includes('/v1/')) return answer;
      const body = (await answer.text()).replaceAll('Logins fail', tricked).replaceAll('website', `${tricked}\\n`);
      return new Response(body, { status: answer.status, headers: answer.headers });
    };
    for (const args of [['show'], ['list'], ['list', '--json'], ['show', '--json'], ['show', STEERING], [STEERING]]) {
      const { out, err } = await candor(...args);
      expectNothingObeyed(out);
      expectNothingObeyed(err);
    }
    expect((await candor('show')).out).toContain('\\u{1b}[2K\\u{d}sound');
    expect(JSON.parse((await candor('list', '--json')).out).incidents[0].title).toContain('\u001b[2K');
  });

  it('is brought, counted and re-enacted without it, and that is said', async () => {
    const file = `${folder}/old.json`;
    const at = '2026-07-30T10:00:00.000Z';
    const name = `Searches time out${STEERING}`;
    const updates = [{ id: 'u', status: 'resolved', body: `It is over.\u0085${ANOTHER_LINE}`, created_at: at }];
    writeFileSync(
      file,
      JSON.stringify({
        incidents: [{ id: 'old1', name, status: 'resolved', created_at: at, incident_updates: updates }],
      }),
    );
    const { candor, api, with: withEnvironment } = terminal();
    withEnvironment({ CANDOR_SITE_URL: SITE });
    const brought = await candor('import', file, '--yes');
    expect(brought.out).toContain('old1: characters that nobody sees were taken out of name, incident_updates.0.body');
    expect(brought.out).toContain('1 added');
    const sent = api.received.findLast(({ method }) => method === 'PUT')?.body ?? '';
    expectNothingObeyed(JSON.parse(sent).title.replaceAll('\r', ''));
    const counted = await candor('report', file);
    expect(counted.out).toContain('taken out of the texts of 1 of its incidents');
    const again = await candor('replay', file, '--id', 'old1', '--speed', '1000');
    expect(again.out).toContain('old1: characters that nobody sees were taken out');
    for (const { out, err } of [brought, counted, again]) {
      expectNothingObeyed(out);
      expectNothingObeyed(err);
    }
  });

  it('does not touch what steers the terminal for us, nor the questions', async () => {
    const { candor, surroundings, questions } = terminal();
    const rewritten: string[] = [];
    surroundings.interactive = true;
    surroundings.rewrite = (text) => void rewritten.push(text);
    await candor('import', `${folder}/old.json`);
    expect(questions).toEqual(['Import them? [y/N]']);
    await candor('import', `${folder}/old.json`, '--yes');
    expect(rewritten).toEqual(['']);
  });
});
