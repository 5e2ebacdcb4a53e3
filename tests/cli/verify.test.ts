import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { hashOf, type LogLine } from '../../shared/core/chain.ts';
import { SITE } from './fake-api.ts';
import { terminal } from './terminal.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'candor-verify-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A site with one incident of three entries, and a hand that may change its log before anybody reads it. */
async function published() {
  const { candor, surroundings, api } = terminal();
  await candor('open', 'Logins fail', '-i', 'major', '-c', 'website=major_outage', '-m', 'Logins fail for everyone.');
  await candor('update', '-m', 'We restart the directory.');
  await candor('resolve', '-m', 'Logins work again for everyone. We look at whether records are missing.');
  const id = api.ids[0] as string;
  let change = (lines: LogLine[]): LogLine[] => lines;
  const honest = surroundings.fetch;
  surroundings.fetch = async (url, init) => {
    const answer = await honest(url, init);
    if (!url.endsWith('log.jsonl') || !answer.ok) return answer;
    const lines = (await answer.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as LogLine);
    return new Response(
      change(lines)
        .map((line) => JSON.stringify(line))
        .join('\n'),
    );
  };
  const hashes = (await api.incidentOf(id)).entries.map((entry) => entry.hash);
  return {
    candor,
    surroundings,
    api,
    id,
    hashes,
    verify: (...more: string[]) => candor('verify', SITE, ...more),
    tamper: (how: typeof change) => {
      change = how;
    },
    file: (name: string, content: object) => {
      const place = path.join(folder, name);
      writeFileSync(place, JSON.stringify(content));
      return place;
    },
  };
}

/** A log that fits together again after somebody has changed it: every link and hash made anew. */
function hashedAnew(lines: readonly LogLine[]): LogLine[] {
  let prev: string | null = null;
  return lines.map((line, index) => {
    const { hash: _hash, salt, title, message, workaround, ...rest } = line;
    const content = Object.fromEntries(
      Object.entries({ salt, title, message, workaround }).filter(([, value]) => value !== undefined),
    );
    const body = { ...rest, seq: index + 1, prev, contentHash: hashOf(content) };
    prev = hashOf(body);
    return { ...body, ...content, hash: prev } as LogLine;
  });
}

const softened = (lines: readonly LogLine[]): LogLine[] =>
  hashedAnew(lines.map((line) => (line.seq === 2 ? { ...line, message: 'We watch the directory.' } : line)));

describe('a log that was rewritten as a whole', () => {
  it('fits together, and is found out by what was saved before, by the first entry that differs', async () => {
    const { verify, tamper, id } = await published();
    const saved = path.join(folder, 'saved.json');
    expect(await verify('--save', saved)).toMatchObject({ code: 0 });
    expect((await verify('--against', saved)).out).toContain('held against 3 hashes published elsewhere');

    tamper(softened);
    expect(await verify()).toMatchObject({ code: 0 });
    const { code, out } = await verify('--against', saved);
    expect(code).toBe(1);
    expect(out).toMatch(new RegExp(`FAULT +${id} .*line 2 was rewritten, and all after it hashed anew`));
  });

  it('is found out by a hash that a post or a mail carries', async () => {
    const { verify, tamper, id, hashes } = await published();
    const head = `${id}:3:${hashes[2]?.slice(0, 8)}`;
    expect(await verify('--head', head)).toMatchObject({ code: 0 });
    tamper(softened);
    expect(await verify('--head', head)).toMatchObject({ code: 1 });
    expect((await verify('--head', `${id}:1:${hashes[0]}`)).code).toBe(0);
  });

  it('is found out by the posts on X, which end with the log of an incident that is over', async () => {
    const { verify, tamper, hashes, file } = await published();
    const posts = file('posts.json', [
      { text: 'Logins fail' },
      { text: `Resolved.\n10:00 UTC\nLog ${hashes[2]?.slice(0, 8)}` },
    ]);
    expect((await verify('--posts', posts)).out).toContain('held against 1 hash published elsewhere');
    tamper(softened);
    const { code, out } = await verify('--posts', posts);
    expect([code, out.includes(`a post says “Log ${hashes[2]?.slice(0, 8)}”`)]).toEqual([1, true]);
  });

  it('is found out by a JSON Feed that somebody kept', async () => {
    const { verify, tamper, id, hashes, file } = await published();
    const items = hashes.map((hash, index) => ({ id: `${index}`, _candor: { incident: id, seq: index + 1, hash } }));
    const feed = file('history.json', {
      version: 'https://jsonfeed.org/version/1.1',
      items: [...items, { id: 'other' }],
    });
    expect(await verify('--against', feed)).toMatchObject({ code: 0 });
    tamper(softened);
    expect((await verify('--against', feed)).out).toContain('line 2 was rewritten');
  });

  it('is found out when its end is cut off, or it is gone altogether', async () => {
    const { verify, tamper, id, hashes } = await published();
    tamper((lines) => lines.slice(0, 2));
    expect(await verify()).toMatchObject({ code: 0 });
    const { code, out } = await verify('--head', `${id}:3:${hashes[2]}`);
    expect([code, out.includes('is gone: entry 3 was published')]).toEqual([1, true]);
    const gone = await verify('--head', `elsewhere:1:${hashes[0]}`);
    expect([gone.code, gone.out.includes('elsewhere  seen before: its log.jsonl answers 404')]).toEqual([1, true]);
  });

  it('is not saved as what is to be trusted later', async () => {
    const { verify, tamper } = await published();
    const saved = path.join(folder, 'not-written.json');
    tamper((lines) => lines.map((line) => ({ ...line, message: 'All is well.' })));
    expect(await verify('--save', saved)).toMatchObject({ code: 1 });
    expect(() => readFileSync(saved)).toThrow();
  });
});

describe('a log on which somebody laid a hand', () => {
  it('is found out by the line that was changed, dropped, reordered or inserted', async () => {
    const { verify, tamper } = await published();
    const hands: [string, (lines: LogLine[]) => LogLine[], string][] = [
      [
        'changed',
        (lines) => lines.map((line) => (line.seq === 2 ? { ...line, impact: 'minor' as const } : line)),
        'line 2 was changed',
      ],
      ['dropped', (lines) => lines.filter((line) => line.seq !== 2), 'line 2 has number 3 where 2 belongs'],
      ['reordered', ([a, b, c]) => [a, c, b] as LogLine[], 'line 2 has number 3 where 2 belongs'],
      ['inserted', ([a, b, c]) => [a, a, b, c] as LogLine[], 'line 2 has number 1 where 2 belongs'],
    ];
    for (const [hand, how, found] of hands) {
      tamper(how);
      const { code, out } = await verify();
      expect([hand, code, out.includes(found)]).toEqual([hand, 1, true]);
    }
  });

  it('is sound where a redaction took a text away, and keeps its hashes', async () => {
    const { candor, verify, api, id, hashes } = await published();
    const saved = path.join(folder, 'before-redaction.json');
    await verify('--save', saved);
    const answer = await api.fetch(`http://localhost:4311/v1/incidents/${id}/redactions`, {
      method: 'POST',
      headers: { authorization: 'Bearer good', 'content-type': 'application/json' },
      body: JSON.stringify({ seq: 2, reason: 'personal-data' }),
    });
    expect(answer.status).toBe(201);
    expect(await candor('verify', SITE, '--against', saved)).toMatchObject({ code: 0 });
    expect(hashes).toHaveLength(3);
  });
});

describe('what verify is asked for', () => {
  it('is refused in words when it is not a hash, not a file of ours, or no posts', async () => {
    const { verify, file } = await published();
    const wrong: [string[], string][] = [
      [['--head', 'i1:3'], 'is not INCIDENT:ENTRY:HASH'],
      [['--head', 'i1:3:abc'], 'at least 8 digits'],
      [['--against', path.join(folder, 'nowhere.json')], 'cannot be read'],
      [['--against', file('other.json', { a: 1 })], 'neither what "verify --save" writes nor a JSON Feed'],
      [['--posts', file('none.json', { a: 1 })], 'is not a list of posts'],
    ];
    for (const [flags, words] of wrong) {
      const { code, err } = await verify(...flags);
      expect([code, err.includes(words)]).toEqual([2, true]);
    }
  });
});
