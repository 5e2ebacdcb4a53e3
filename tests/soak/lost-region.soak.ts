import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { candorAt } from '../local/moved.ts';
import { type LocalSystem, startLocalSystem } from '../support/local-system.ts';

const home = mkdtempSync(path.join(tmpdir(), 'candor-region-'));
const page = readFileSync(path.resolve(import.meta.dirname, '../../docs/runbooks/lost-region.md'), 'utf8');

/** The commands of a part of the runbook, in their order. */
const commandsIn = (part: string): string[] =>
  [
    ...(new RegExp(`<!-- ${part} -->([\\s\\S]*?)<!-- /${part} -->`).exec(page)?.[1] ?? '').matchAll(
      /^candor ([a-z-]+)/gm,
    ),
  ].map(([, name]) => name!);

let lost: LocalSystem;
let other: LocalSystem;
let shared: string;
let late: string;
const typed: string[] = [];

const at = (system: LocalSystem, ...args: string[]) => {
  typed.push(args[0]!);
  return candorAt(system, home).run(...args);
};

beforeAll(async () => {
  lost = await startLocalSystem({ xAlone: true });
  shared = (await lost.open({ title: 'Logins fail', nextUpdateBy: 'PT4H' })).body.id;
  await lost.delivered(shared);
  // The night before.
  expect((await candorAt(lost, home).run('verify', lost.urls.site, '--save', 'heads.json')).code).toBe(0);
  expect((await candorAt(lost, home).run('export', 'everything.sealed', '--with-addresses')).code).toBe(0);
  late = (await lost.open({ title: 'Webhooks are late', nextUpdateBy: 'PT4H' })).body.id;
  await lost.delivered(late);
});
afterAll(async () => {
  await lost?.end();
  await other?.end();
  rmSync(home, { recursive: true, force: true });
});

describe('a lost region', () => {
  it('is spoken from by hand at once, and soon from another, with the same words and nothing said twice', async () => {
    // Put up before it is gone for good: with a standby it lies there (tests/local/emergency.test.ts).
    typed.push('emergency');
    await lost.kill9();
    typed.push('deploy');
    other = await startLocalSystem({ xAlone: true });
    expect(await at(other, 'import-log', 'everything.sealed', '--yes')).toMatchObject({ code: 0 });
    expect(await at(other, 'verify', other.urls.site, '--against', 'heads.json')).toMatchObject({ code: 0 });
    expect(await at(other, 'release')).toMatchObject({ code: 0 });
    expect(await at(other, 'update', '--message', 'We speak from another region now.')).toMatchObject({ code: 0 });
    expect(typed.splice(0)).toEqual(commandsIn('walk'));
    await other.delivered(shared);
    const texts = (await other.posts()).map(({ text }) => text);
    expect(texts.filter((text) => text.includes('We speak from another region now'))).toHaveLength(1);
    // Of what was posted in the lost region nothing is posted again.
    expect(texts.filter((text) => text.includes('Some requests to the API fail'))).toEqual([]);
  });

  it('that comes back is silent first, and what was said in it last is brought along', async () => {
    await lost.restart();
    expect(await at(lost, 'freeze', 'the other speaks now')).toMatchObject({ code: 0 });
    expect(await at(lost, 'export', 'rest.jsonl')).toMatchObject({ code: 0 });
    await other.put('/v1/freeze', { frozen: true, reason: 'the rest is brought' });
    const brought = await at(other, 'import-log', 'rest.jsonl', '--yes');
    expect(typed.splice(0)).toEqual(commandsIn('back'));
    expect(brought.code).toBe(0);
    const { body } = await other.get('/v1/incidents');
    expect(body.incidents.map(({ id }: { id: string }) => id).toSorted()).toEqual([shared, late].toSorted());
    expect((await other.incident(shared)).entries.at(-1)?.message).toBe('We speak from another region now.');
  });

  it('in which an incident went on as well is not spoken over: it is said which', async () => {
    await lost.put('/v1/freeze', { frozen: false });
    await lost.say(shared, 'updates', { message: 'Said in the lost region.' });
    expect((await candorAt(lost, home).run('export', 'both.jsonl')).code).toBe(0);
    const { code, out } = await candorAt(other, home).run('import-log', 'both.jsonl', '--yes');
    expect(code).toBe(1);
    expect(out).toContain(`entry 2 of ${shared} is another one here`);
    expect((await other.incident(shared)).entries.at(-1)?.message).toBe('We speak from another region now.');
  });
});
