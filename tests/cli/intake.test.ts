import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import raw from '../../candor.config.json' with { type: 'json' };
import { terminal } from './terminal.ts';

/** A terminal, and files of these names beside it. */
function withFiles(files: Record<string, unknown>) {
  const folder = mkdtempSync(path.join(tmpdir(), 'candor-intake-'));
  const at = (name: string) => path.join(folder, name);
  for (const [name, content] of Object.entries(files))
    writeFileSync(at(name), typeof content === 'string' ? content : JSON.stringify(content));
  return { ...terminal(), at };
}

const rules = [
  { when: { severity: 'page' }, component: 'api', impact: 'major' },
  { when: { host: 'db-*' }, component: 'database' },
];
const config = { ...raw, intake: { sources: [{ id: 'prom', format: 'alertmanager', rules }] } };
const alert = (labels: object, status = 'firing') => ({ status, labels, startsAt: '09:59', fingerprint: 'f1' });

describe('candor intake test', () => {
  it('says how a body is read, and what each rule makes of it', async () => {
    const body = {
      alerts: [alert({ severity: 'page' }), alert({ host: 'db-7' }, 'resolved'), alert({ host: 'web-1' })],
    };
    const { candor, at } = withFiles({ config, body });
    const { code, out } = await candor('intake', 'test', at('body'), '--source', 'prom', '--config', at('config'));
    expect(code).toBe(0);
    expect(out).toContain('f1: firing, in the outage 09:59');
    expect(out).toContain('rule 1: api; it joins what is open about it; else it is said at once if somebody can be');
    expect(out).toContain('Our monitoring reports a problem with API. Nobody has confirmed it yet.');
    expect(out).toContain('rule 1 is not for it: it has no label severity');
    expect(out).toContain('rule 2: database; it is noted beside what is open about it');
    expect(out).toContain('no rule is for it: it is ignored');
    expect(out).toContain(
      'a rule that would fit: {"when":{"host":"web-1"},"component":"which-component","say":"draft"}',
    );
  });

  it('names what of a body cannot be read, which costs no other', async () => {
    const { candor, at } = withFiles({ config, body: { alerts: [alert({ severity: 'page' }), { status: 'maybe' }] } });
    const where = [at('body'), '--source', 'prom', '--config', at('config')];
    const { out } = await candor('intake', 'test', ...where);
    expect(out).toContain('f1: firing');
    expect(out).toContain('not read, and in nobody’s way: alerts.1.status must be one of firing, resolved');
    const { out: json } = await candor('--json', 'intake', 'test', ...where);
    expect(JSON.parse(json)).toMatchObject({ alarms: [{ check: 'f1' }], unread: [{ at: 'alerts.1' }] });
  });

  it('gives the same as JSON, and sends nothing', async () => {
    const { candor, at, api } = withFiles({ config, body: { alerts: [alert({ severity: 'page' })] } });
    const where = ['--source', 'prom', '--config', at('config')];
    const { out } = await candor('--json', 'intake', 'test', at('body'), ...where);
    expect(JSON.parse(out)).toMatchObject({ source: 'prom', alarms: [{ check: 'f1', rule: 1, component: 'api' }] });
    expect(api.received).toEqual([]);
  });

  it('names the field that the format cannot read, the file that is none, and the sources that there are', async () => {
    const { candor, at } = withFiles({ config, wrong: { alerts: [{ status: 'maybe' }] }, broken: '{' });
    const tried = (file: string, source = 'prom') =>
      candor('intake', 'test', at(file), '--source', source, '--config', at('config'));
    expect((await tried('wrong')).err).toContain('alerts.0.status: must be one of firing, resolved');
    expect((await tried('broken')).err).toContain('is not JSON');
    expect((await tried('none')).err).toContain('cannot be read');
    expect(await tried('wrong', 'other')).toMatchObject({ code: 2, err: expect.stringContaining('there are prom') });
  });
});
