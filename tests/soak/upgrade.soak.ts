import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { replacedBy } from '../../bin/commands/deploy/replacements.ts';
import { currentAssembly } from '../../infra/local/start/assembly.ts';
import { candorAt, pagesOf, withoutRendering } from '../local/moved.ts';
import { say } from '../support/figures.ts';
import { startLocalSystem } from '../support/local-system.ts';

// The system of an earlier commit with data in it, brought up to date: CANDOR_UPGRADE_FROM=COMMIT npm run soak -- upgrade
const FROM = process.env.CANDOR_UPGRADE_FROM ?? 'HEAD~1';
const root = path.resolve(import.meta.dirname, '..', '..');
const home = mkdtempSync(path.join(tmpdir(), 'candor-upgrade-'));
const before = path.join(home, 'before');
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** The cloud assembly of that commit, made by its own code. */
function earlierAssembly(): string {
  mkdirSync(before);
  const archive = execFileSync('git', ['archive', FROM], { cwd: root, maxBuffer: 1e9 });
  execFileSync('tar', ['-x', '-C', before], { input: archive });
  symlinkSync(path.join(root, 'node_modules'), path.join(before, 'node_modules'));
  const outdir = path.join(home, 'assembly');
  const { CANDOR_CONFIG_FILE: _ours, ...env } = process.env;
  execFileSync(process.execPath, [path.join('infra', 'app.ts')], {
    cwd: before,
    env: { ...env, CANDOR_CHECKS: 'off', CDK_OUTDIR: outdir },
  });
  return outdir;
}

const templatesIn = (folder: string) =>
  Object.fromEntries(
    readdirSync(folder)
      .filter((file) => file.endsWith('.template.json'))
      .map((file) => [file, JSON.parse(readFileSync(path.join(folder, file), 'utf8'))]),
  );

it(`upgrade: from ${FROM} with data, nothing is lost and nothing is made anew`, async () => {
  const [old, now] = [earlierAssembly(), await currentAssembly(root, () => {})];
  const next = templatesIn(now);
  for (const [file, template] of Object.entries(templatesIn(old))) {
    expect(replacedBy(template, next[file])).toEqual([]);
    const gone = Object.keys(template.Resources).filter((id) => !(id in next[file].Resources));
    say(
      `upgrade: ${file}: ${Object.keys(template.Resources).length} resources, ${gone.length} of them gone${gone.length > 0 ? `: ${gone.join(', ')}` : ''}`,
    );
  }
  const system = await startLocalSystem({ environment: { CANDOR_CDK_OUT: old } });
  try {
    const ids: string[] = [];
    for (const title of ['Logins fail', 'Slow pages', 'Webhooks are late']) {
      const { id } = (await system.open({ title, nextUpdateBy: 'PT4H' })).body;
      await system.say(id, 'updates', { message: 'We found the cause.', nextUpdateBy: 'PT4H' });
      ids.push(id);
    }
    await system.say(ids[0]!, 'resolve', { message: 'Logins work again.' });
    for (const id of ids) await system.delivered(id);
    const posts = (await system.posts()).length;
    const at = await system.now();
    const pages = await pagesOf(system, ids);
    expect((await candorAt(system, home).run('verify', system.urls.site, '--save', 'heads.json')).code).toBe(0);

    await system.terminate();
    await system.restart({ environment: { CANDOR_CDK_OUT: now } });
    await system.swept();
    const verified = await candorAt(system, home).run('verify', system.urls.site, '--against', 'heads.json');
    expect(verified).toMatchObject({ code: 0, out: expect.stringContaining('3 incidents, 0 with a fault') });
    expect((await system.posts()).length).toBe(posts);
    const logs = (all: Record<string, string>) => Object.entries(all).filter(([where]) => where.endsWith('log.jsonl'));
    const after = await pagesOf(system, ids);
    expect(logs(withoutRendering(after, at))).toEqual(logs(withoutRendering(pages, at)));
    for (const [where, text] of Object.entries(after)) expect([where, text.slice(0, 3)]).toEqual([where, '200']);
  } finally {
    await system.end();
  }
});
