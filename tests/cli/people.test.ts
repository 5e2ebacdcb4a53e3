import { describe, expect, it } from 'vitest';
import { instant } from '../../shared/core/instant.ts';
import { terminal } from './terminal.ts';

describe('candor people', () => {
  it('adds somebody, says how the owner confirms the address, and lists who is reached', async () => {
    const { candor } = terminal();
    const added = await candor(
      'people',
      'add',
      'ada',
      '--name',
      'Ada L.',
      '--mail',
      'ada@example.com',
      '--as',
      'commander, deputy,escalation',
    );
    expect(added.code).toBe(0);
    expect(added.out).toMatch(
      /^ada: Ada L\., commander, deputy, escalation\n {2}mail address a…@example\.com, not confirmed yet/,
    );
    expect(added.out).toMatch(/do not open its link but copy its address, and paste it here:\n {2}https:\S+\/c\//);
    const { out } = await candor('people', 'list');
    expect(out).toContain('ada  Ada L.  commander, deputy, escalation  mail (not confirmed)');
    expect(out).toContain('DISARMED: no apology goes out by itself; no commander has a confirmed address');
    expect((await candor('people', 'show', 'ada')).out).toContain('not confirmed yet');
    expect((await candor('people', 'ask', 'ada')).out).toContain('asked: SNS sends ada a mail');
  });

  it('changes what is given, and removes whom one is sure of', async () => {
    const { candor } = terminal();
    await candor('people', 'add', 'ada', '--name', 'Ada', '--as', 'commander');
    expect((await candor('people', 'change', 'ada', '--zone', 'Europe/Vienna')).out).toContain(
      'ada: Ada, commander (Europe/Vienna)',
    );
    expect((await candor('people', 'remove', 'ada')).out).toBe('Nobody was removed.');
    expect((await candor('people', 'remove', 'ada', '--yes')).out).toContain('ada is out of the directory');
    expect((await candor('people', 'list')).out).toContain('Nobody is in the directory');
    expect((await candor('people', 'remove', 'nobody', '--yes')).code).toBe(1);
  });

  it('names what it cannot read', async () => {
    const { candor } = terminal();
    const wrong = await candor('people', 'add', 'ada', '--name', 'Ada', '--as', 'boss');
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('"boss" is none of commander')]);
    expect((await candor('people', 'ask', 'ada', 'fax')).code).toBe(2);
    const text = await candor('people', 'add', 'ada', '--name', 'Ada', '--sms', '+431234');
    expect([text.code, text.err]).toEqual([
      2,
      expect.stringMatching(/not offered yet.*--hook with the address of a service/),
    ]);
    expect((await candor('people', 'add', 'ada')).err).toContain('name: is missing');
  });
});

describe('candor duty', () => {
  it('says who is on duty, and puts somebody there', async () => {
    const { candor } = terminal();
    for (const id of ['ada', 'bob']) await candor('people', 'add', id, '--name', id, '--as', 'commander');
    expect((await candor('duty')).out).toMatch(/commander +ada, bob +nobody says who: everybody who may be/);
    expect((await candor('duty', 'bob', '--until', '8h')).out).toMatch(/commander +bob +said by local, until/);
    expect((await candor('duty', '--nobody', '--as', 'commander')).out).toMatch(/commander +ada, bob/);
    expect((await candor('duty', '--nobody')).code).toBe(2);
    expect((await candor('duty', 'eve')).code).toBe(1);
  });
});

describe('candor status', () => {
  it('says that nothing goes out by itself where nobody would be reached, or where that is not known', async () => {
    const { candor } = terminal();
    expect((await candor('status')).out).toContain('DISARMED');
  });
});

describe('candor', () => {
  it('calls whoever promised, proposed or froze something as colleagues do', async () => {
    const { candor, api } = terminal();
    // The one who asks is a program here, and a program has a name as well.
    const addedAt = instant(Date.parse('2026-11-22T09:00:00Z'));
    await api.ports.machines.put({ id: 'local', name: 'deploys', owner: 'ada', scopes: [], addedAt, addedBy: 'root' });
    const { out } = await candor(
      'open',
      '-t',
      'Logins fail',
      '-i',
      'major',
      '-c',
      'website=partial_outage',
      '-m',
      'Half of the logins fail.',
      '-n',
      '30m',
      '--restricted',
    );
    expect(out).toContain('waits for a second person');
    expect((await candor('drafts')).out).toMatch(/ deploys +/);
    expect((await candor('freeze', 'A drill')).code).toBe(0);
    expect((await candor('status')).out).toContain('by deploys: A drill');
    expect(JSON.parse((await candor('status', '--json')).out)).toMatchObject({ since: { by: 'local' } });
    expect((await candor('show')).out).toContain('as deploys said');
  });
});
