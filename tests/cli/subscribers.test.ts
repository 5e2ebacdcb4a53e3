import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { csvRows } from '../../bin/commands/subscribers/csv.ts';
import { terminal } from './terminal.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'candor-subscribers-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
const fileOf = (text: string, name = `list-${++files}.csv`): string => {
  const place = path.join(folder, name);
  writeFileSync(place, text);
  return place;
};

/** As Statuspage's export may look; nobody of them exists. */
const EXPORT = `\u{feff}type,email,endpoint,phone_number,created_at,quarantined_at,components\r
email,jo@example.com,,,2024-05-06T07:08:09.000Z,,\r
email,"al@example.com",,,2025-01-02 03:04:05 UTC,,"api,website"\r
email,back@example.com,,,2023-01-01T00:00:00.000Z,2025-06-06T00:00:00Z,\r
sms,,,5551234,2023-01-01T00:00:00.000Z,,\r
webhook,owner@example.com,https://hooks.example/secret,,2023-01-01T00:00:00.000Z,,\r
email,abuse@example.com,,,2024-05-06T07:08:09.000Z,,\r
email,no-date@example.com,,,,,\r
`;

describe('candor subscribers import', () => {
  it('says first what it would do, and does nothing until somebody agrees', async () => {
    const { candor, api } = terminal();
    const file = fileOf(EXPORT);
    const { code, out } = await candor('subscribers', 'import', file);
    expect(out).toContain('3 subscribers by mail, who agreed between 2024-05-06 and 2025-01-02');
    expect(out).toContain('1 of them follow some components only');
    expect(out).toContain('not brought: 1 is quarantined there: what was sent came back (line 4)');
    expect(out).toContain('not brought: 1 is told by text message, which is not offered (line 5)');
    expect(out).toContain(
      'not brought: 1 is a webhook, a room or a browser, which its owner signs up on the page (line 6)',
    );
    expect(out).toContain(
      'cannot be read: 1 does not say when they agreed; --agreed DATE says it of all such (line 8)',
    );
    expect(out).toContain('Nothing was changed. To bring them: --yes');
    expect(code).toBe(1);
    expect(api.received.some(({ method }) => method === 'POST')).toBe(false);
  });

  it('brings them with when and where they agreed, names refused ones by line, and twice is harmless', async () => {
    const { candor, api } = terminal();
    const file = fileOf(EXPORT);
    const first = await candor(
      'subscribers',
      'import',
      file,
      '--from',
      'status.example.com',
      '--agreed',
      '2020-01-01',
      '--yes',
    );
    expect(first.out).toContain('3 subscribers added, 0 here already.');
    expect(first.out).toMatch(/1 refused:\n {2}line 7: address is a mailbox of a role/);
    expect(first.code).toBe(1);
    expect(first.out + first.err).not.toMatch(/@example\.com/);
    const { body } = api.received.findLast(({ path }) => path === '/v1/subscribers/import')!;
    expect(JSON.parse(body).subscribers.slice(0, 2)).toEqual([
      {
        kind: 'mail',
        address: 'jo@example.com',
        consent: { at: '2024-05-06T07:08:09.000Z', source: 'status.example.com' },
      },
      {
        kind: 'mail',
        address: 'al@example.com',
        choice: { components: ['api', 'website'] },
        consent: { at: '2025-01-02T03:04:05.000Z', source: 'status.example.com' },
      },
    ]);
    expect((await candor('subscribers', 'import', file, '--agreed', '2020-01-01', '--yes')).out).toContain(
      '0 subscribers added, 3 here already.',
    );
    expect((await candor('subscribers', 'count')).out).toMatch(/mail +3 +0 +0/);
  });

  it('leaves away who left here, and says so', async () => {
    const { candor } = terminal();
    const file = fileOf('email,created_at\njo@example.com,2024-05-06\nal@example.com,2024-05-06\n');
    await candor('subscribers', 'import', file, '--yes');
    await candor('subscribers', 'erase', 'jo@example.com', '--yes');
    const { out, code } = await candor('subscribers', 'import', file, '--yes');
    expect(out).toContain('0 subscribers added, 1 here already.\n1 had left, and stay away');
    expect(code).toBe(0);
  });

  it('sends thousands in parts, and asks at a terminal', async () => {
    const { candor, api, answering } = terminal();
    answering(() => 'y');
    const file = fileOf(
      `email,created_at\n${Array.from({ length: 2_100 }, (_, n) => `u${n}@example.com,2024-05-06`).join('\n')}`,
    );
    expect((await candor('subscribers', 'import', file)).out).toContain('2,100 subscribers added');
    expect(api.received.filter(({ path }) => path === '/v1/subscribers/import')).toHaveLength(5);
  });

  it('asks nobody about what it reads from standard input', async () => {
    const { candor, surroundings, questions } = terminal();
    surroundings.readInput = async () => 'jo@example.com\n';
    const { out } = await candor('subscribers', 'import', '-', '--agreed', '2024-01-01');
    expect(out).toContain('Nothing was changed. To bring them: --yes');
    expect(questions).toEqual([]);
  });

  it('sends those again for whom there was no time', async () => {
    const { candor, api, clock } = terminal();
    const { put } = api.ports.subscribers;
    api.ports.subscribers.put = (...args) => {
      clock.nowMs += 100;
      return put(...args);
    };
    const file = fileOf(
      `email,created_at\n${Array.from({ length: 200 }, (_, n) => `u${n}@example.com,2024-05-06`).join('\n')}`,
    );
    const { out, code } = await candor('subscribers', 'import', file, '--yes');
    expect([code, out]).toEqual([0, expect.stringContaining('200 subscribers added, 0 here already.')]);
    expect(api.received.filter(({ path }) => path === '/v1/subscribers/import').length).toBeGreaterThan(1);
  });

  it.each([
    ['a CSV without a heading', 'email,jo@example.com\nsms,5551234,US\nemail,al@example.com\n', 2],
    [
      'Statuspage’s API',
      '[{"mode":"email","email":"jo@example.com","created_at":"2024-05-06T07:08:09Z","components":["api"]},{"email":"al@example.com","quarantined_at":"2025-01-01"}]',
      1,
    ],
    ['lines of JSON', '{"email":"jo@example.com"}\n\n{"email":"al@example.com","state":"unconfirmed"}\n', 1],
  ])('reads %s', async (_name, text, count) => {
    const { candor } = terminal();
    const { out } = await candor('subscribers', 'import', fileOf(text), '--agreed', '2024-01-01', '--yes');
    expect(out).toContain(`${count} subscriber${count === 1 ? '' : 's'} added`);
  });

  it('does not mail the owner of a webhook, who did not ask for mails', async () => {
    const { candor } = terminal();
    const text = 'email,endpoint,phone,created_at\nowner@example.com,https://hooks.example/x,,2024-05-06\n';
    const { out } = await candor('subscribers', 'import', fileOf(text), '--yes');
    expect(out).toContain('not brought: 1 is a webhook');
    expect(out).toContain('Nobody is to be brought.');
  });

  it.each([
    ['nothing.csv', 'cannot be read'],
    [fileOf('a,b\n1,2\n'), 'has no column of addresses'],
    [fileOf(''), 'is empty'],
    [fileOf('{not json'), 'is not JSON'],
  ])('says what can be read instead of %s', async (file, why) => {
    const { code, err } = await terminal().candor('subscribers', 'import', file);
    expect([code, err]).toEqual([2, expect.stringContaining(why)]);
    expect(err).toContain('What can be read');
  });

  it('takes no date of the future for a consent', async () => {
    const { code, err } = await terminal().candor('subscribers', 'import', fileOf(EXPORT), '--agreed', '2999-01-01');
    expect([code, err]).toEqual([2, expect.stringContaining('--agreed')]);
  });
});

describe('candor subscribers export', () => {
  it('writes a new file for oneself alone, which another Candor imports as it is', async () => {
    const { candor } = terminal();
    await candor('subscribers', 'import', fileOf(EXPORT), '--from', 'status.example.com', '--yes');
    const place = path.join(folder, 'all.jsonl');
    const { out } = await candor('subscribers', 'export', place);
    expect(out).toContain('2 subscribers in');
    expect(statSync(place).mode & 0o777).toBe(0o600);
    expect((await candor('subscribers', 'export', place)).code).toBe(2);
    const there = terminal();
    const brought = await there.candor('subscribers', 'import', place, '--yes');
    expect(brought.out).toContain('2 subscribers added');
    const { body } = there.api.received.findLast(({ path }) => path === '/v1/subscribers/import')!;
    const consents = JSON.parse(body).subscribers.map(({ consent }: { consent: object }) => consent);
    expect(consents).toContainEqual({ at: '2024-05-06T07:08:09.000Z', source: 'status.example.com' });
    const lines = readFileSync(place, 'utf8').trim().split('\n');
    expect((await candor('subscribers', 'export')).out.split('\n')).toEqual(lines);
    expect(JSON.parse((await candor('subscribers', 'export', '--json')).out).subscribers).toHaveLength(2);
  });

  it('leaves no half of a file behind when it fails', async () => {
    const { candor, api } = terminal();
    const place = path.join(folder, 'half.jsonl');
    api.fates.push(Response.json({ type: 'internal-error', title: 'No', status: 500 }, { status: 500 }));
    expect((await candor('subscribers', 'export', place)).code).toBe(1);
    expect(existsSync(place)).toBe(false);
  });
});

describe('candor subscribers erase', () => {
  it('asks, deletes, and says what is kept; the address stands in no address of a call', async () => {
    const { candor, api, questions, answering } = terminal();
    await candor('subscribers', 'import', fileOf('jo@example.com\n'), '--agreed', '2024-01-01', '--yes');
    expect((await candor('subscribers', 'erase', 'jo@example.com')).out).toBe('Nobody was deleted.');
    answering(() => 'yes');
    expect((await candor('subscribers', 'erase', 'JO@example.com')).out).toContain(
      'Backups of the table hold the address for 35 days',
    );
    expect(questions.at(-1)).toContain('Delete them, for good?');
    expect((await candor('subscribers', 'erase', 'jo@example.com')).out).toContain('here any more: erased at');
    expect((await candor('subscribers', 'erase', 'nobody@example.com')).out).toBe('Nobody of that address is here.');
    expect((await candor('subscribers', 'erase', 'nobody')).err).toContain('address: is no mail address');
    expect(api.received.map(({ path }) => path).join()).not.toContain('@');
  });

  it('of an address from standard input needs --yes, because nobody can be asked there', async () => {
    const { candor, surroundings, questions, answering } = terminal();
    await candor('subscribers', 'import', fileOf('jo@example.com\n'), '--agreed', '2024-01-01', '--yes');
    surroundings.readInput = async () => 'jo@example.com\n';
    answering(() => 'yes');
    const { code, err } = await candor('subscribers', 'erase', '-');
    expect(code).toBe(2);
    expect(err).toContain('needs --yes; nobody was deleted');
    expect(questions).toEqual([]);
    expect((await candor('subscribers', 'erase', '-', '--yes')).out).toContain('Deleted.');
  });
});

describe('a CSV', () => {
  it('is read as it was written, whatever stands in its cells', () => {
    const cell = fc.string().map((text) => text.trim());
    const written = (rows: readonly (readonly string[])[], end: string) =>
      rows.map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(',')).join(end);
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 1 }), { minLength: 1 }),
        fc.constantFrom('\n', '\r\n'),
        (rows, end) => {
          const full = rows.filter((row) => row.some((one) => one !== ''));
          expect(csvRows(written(rows, end)).map(({ cells }) => cells)).toEqual(full);
        },
      ),
    );
  });

  it('names the line in which each row begins', () => {
    expect(csvRows('a,b\n\n"c\nd",e\r\nf').map(({ line }) => line)).toEqual([1, 3, 5]);
    expect(csvRows('a"b,c\nd').map(({ cells }) => cells)).toEqual([['a"b', 'c'], ['d']]);
    expect(csvRows('"a"b,"c\nd').map(({ cells }) => cells)).toEqual([['a', 'c\nd']]);
  });
});
