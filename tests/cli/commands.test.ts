import { describe, expect, it } from 'vitest';
import { terminal } from './terminal.ts';

const OPEN = [
  'open',
  '-t',
  'Logins fail',
  '-i',
  'major',
  '-c',
  'website=partial_outage',
  '-m',
  'Half of all logins fail.',
];

describe('candor open', () => {
  it('prints back the next update that the cadence promised, and how to change it', async () => {
    const { candor } = terminal('2026-11-22T10:00:00.000Z');
    const { code, out } = await candor(...OPEN);
    expect(code).toBe(0);
    expect(out).toContain('next update by 10:15 UTC (in 15 min), set from the cadence');
    expect(out).toContain('--next-update');
  });

  it('prints a promise that was typed as such', async () => {
    const { candor } = terminal();
    const { out } = await candor(...OPEN, '--next-update', '30m', '--restore-by', '2h');
    expect(out).toContain('next update by 10:30 UTC (in 30 min), as you said');
    expect(out).toContain('restored by 12:00 UTC (in 2 h), as you said');
  });

  it('sends nothing while a field is missing, and says which', async () => {
    const { candor, api } = terminal();
    for (const [missing, flag] of [
      ['title', '-t'],
      ['impact', '-i'],
      ['component', '-c'],
      ['message', '-m'],
    ] as const) {
      const at = OPEN.indexOf(flag);
      const { code, err } = await candor(...OPEN.toSpliced(at, 2));
      expect(code).toBe(2);
      expect(err).toContain(missing);
    }
    expect(api.received).toEqual([]);
  });

  it('takes the title without a flag, as one says it, and never two of them', async () => {
    const { candor, api } = terminal();
    const [, , title = '', ...rest] = OPEN;
    expect(await candor('open', title, ...rest)).toMatchObject({ code: 0 });
    expect((await api.incidentOf(api.ids[0] ?? '')).entries[0]?.content?.title).toBe(title);
    expect(await candor('open', 'Something else', ...OPEN.slice(1))).toMatchObject({ code: 2 });
    expect(api.ids).toHaveLength(1);
  });

  it('names the component that the server does not know', async () => {
    const { candor } = terminal();
    const { code, err } = await candor(...OPEN.map((arg) => arg.replace('website', 'webside')));
    expect(code).toBe(1);
    expect(err).toContain('components.0.id: "webside" is not a component');
  });

  it('reads the message from standard input on a dash', async () => {
    const { candor, api } = terminal();
    await candor(...OPEN.with(-1, '-'));
    expect((await api.incidentOf(api.ids[0] ?? '')).entries[0]?.content?.message).toBe('read from standard input');
  });
});

describe('candor update', () => {
  it('means the only open incident when none is named, and never chooses between two', async () => {
    const { candor } = terminal();
    await candor(...OPEN);
    const first = await candor('update', '-m', 'The index is being rebuilt.', '-n', '1h');
    expect(first).toMatchObject({ code: 0 });
    expect(first.err).toContain('Logins fail');
    await candor(...OPEN);
    const second = await candor('update', '-m', 'Which one?');
    expect(second.code).toBe(2);
    expect(second.err).toContain('several incidents');
  });

  it('says that the ETA still stands', async () => {
    const { candor } = terminal();
    await candor(...OPEN, '-r', '2h');
    const { out } = await candor('update', '-m', 'Still at it.');
    expect(out).toContain('still promised: restored by 12:00 UTC');
  });

  it('refuses a time without zone before anything is sent', async () => {
    const { candor, api } = terminal();
    const { code, err } = await candor('update', 'abc', '-m', 'x', '-n', '14:30');
    expect(code).toBe(2);
    expect(err).toContain('14:30Z');
    expect(api.received).toEqual([]);
  });

  it('says how to go on when the rules ask about the text, and passes the override on', async () => {
    const { candor, api } = terminal();
    api.asksAbout.push({ rule: 'hedge', pattern: /shortly/, reason: 'names no time' });
    await candor(...OPEN);
    const asked = await candor('update', '-m', 'Fixed shortly.');
    expect(asked.code).toBe(1);
    expect(asked.err).toContain('--override hedge');
    expect(await candor('update', '-m', 'Fixed shortly.', '--override', 'hedge')).toMatchObject({ code: 0 });
  });

  it('is refused after somebody else spoke, if it was meant for an older state', async () => {
    const { candor } = terminal();
    const etag = JSON.parse((await candor('--json', ...OPEN)).out).etag;
    await candor('update', '-m', 'Somebody else.');
    const { code, err } = await candor('update', '-m', 'Me.', '--if-match', etag);
    expect(code).toBe(1);
    expect(err).toContain('Somebody else said something');
  });
});

describe('the life of an incident on the command line', () => {
  it('goes from open over an ETA, a correction and a resolution to a reopening', async () => {
    const { candor, api, clock } = terminal();
    await candor(...OPEN);
    const id = api.ids[0] ?? '';
    clock.nowMs += 60_000;
    expect((await candor('eta', '2h', '-s', 'identified', '-m', 'A rebuild takes up to two hours.')).out).toContain(
      'restored by 12:01 UTC',
    );
    expect((await candor('eta', 'none', '-m', 'The rebuild failed.')).out).toContain('withdrawn: restored');
    expect((await candor('correct', id, '1', '-m', 'It was a third of all logins.')).out).toContain('correction');
    expect((await candor('resolve', '-m', 'Logins work again.')).out).toContain('resolved');
    expect((await candor('resolve', id, '-m', 'Logins work again.')).out).toContain('nothing was said again');
    expect((await candor('list')).out).toContain('No incident is open');
    expect((await candor('reopen', id, '-m', 'They fail again.')).out).toContain('reopened');
    const { out } = await candor('show', id);
    expect(out).toContain('withdrawn by #3');
    expect(out).toContain('Status site: delivered\n');
    expect((await candor('list')).out).toMatch(/Logins fail/);
  });

  it('shows by their names what channels did, also where a post was refused or taken down', async () => {
    const { candor, api } = terminal();
    await candor(...OPEN);
    const [id = ''] = api.ids;
    const at = '2026-11-22T10:00:00.000Z';
    const { put } = api.ports.deliveries;
    // Nobody else delivers meanwhile.
    api.ports.deliveries.put = async () => {};
    await put(id, 'x', 1, { state: 'rejected', at, reason: 'X answered 403' });
    expect((await candor('show')).out).toContain('   X: rejected (X answered 403)\n');
    await put(id, 'x', 1, { state: 'delivered', at, receipt: '77', removedAt: at });
    expect((await candor('show')).out).toContain('   X: delivered, taken down since\n');
  });

  it('shows how late the next update is', async () => {
    const { candor, clock, api } = terminal();
    await api.ports.control.freeze({ since: '2026-11-22T10:00:00.000Z', reason: 'test', by: 'test' });
    await candor(...OPEN);
    clock.nowMs += 20 * 60_000;
    expect((await candor('list')).out).toContain('5 min late');
  });
});

describe('candor preview', () => {
  it('shows what each channel would say and what speaks against it, and says nothing', async () => {
    const { candor, api } = terminal();
    await candor(...OPEN);
    const { code, out } = await candor('preview', 'update', '-m', 'Still targeting 09:30 UTC. Back soon.');
    expect(code).toBe(0);
    expect(out).toContain('site:\n  Still targeting 09:30 UTC. Back soon.\n\n  Next update by 10:15 UTC.');
    expect(out).toMatch(/x \(\d+ of 280\):\n {2}Investigating: Still targeting/);
    expect(out).toContain('hint hedge (message) "soon"');
    expect(await api.incidentOf(api.ids[0] ?? '')).toMatchObject({ head: { seq: 1 } });
  });

  it('says in words what would be refused', async () => {
    const { candor } = terminal();
    await candor(...OPEN);
    const { out } = await candor('preview', 'update', '-m', 'Still targeting 09:30 UTC for the fix.');
    expect(out).toContain('It would be refused: This would mislead the public. Nothing was posted.');
    expect(out).toContain('ask promised-time-passed (message) "targeting 09:30 UTC"');
  });

  it('says so when the server offers none', async () => {
    const { candor, api } = terminal();
    await candor(...OPEN);
    api.fates.push(Response.json({ type: 'not-found', title: 'There is nothing here' }, { status: 404 }));
    const { code, err } = await candor('preview', 'update', api.ids[0] ?? '', '-m', 'Soon.');
    expect(code).toBe(2);
    expect(err).toContain('no previews');
  });
});

describe('the switches', () => {
  it('freeze and release the pipeline', async () => {
    const { candor, api } = terminal();
    await candor('freeze', 'test');
    expect((await api.ports.control.read()).frozen?.reason).toBe('test');
    await candor('unfreeze');
    expect((await api.ports.control.read()).frozen).toBeUndefined();
  });

  it('arm X, and know no other mode', async () => {
    const { candor, api } = terminal();
    expect((await candor('x', 'arm')).out).toBe('X: live. Statements and apologies go out this way.');
    expect((await api.ports.control.read()).channels.x).toBe('live');
    expect((await candor('x', 'on')).code).toBe(2);
  });

  it('arm any channel that the config names, and say which there are for one that it does not', async () => {
    const { candor, api } = terminal();
    expect((await candor('channel', 'x', 'arm')).out).toContain('X: live.');
    expect((await api.ports.control.read()).channels.x).toBe('live');
    const unknown = await candor('channel', 'carrier-pigeon', 'arm');
    expect(unknown.code).not.toBe(0);
    expect(unknown.err).toContain('the channel is "x"');
  });
});

describe('--json', () => {
  it('prints exactly one document, and failures on the other stream', async () => {
    const { candor } = terminal();
    const opened = await candor(...OPEN, '--json');
    expect(JSON.parse(opened.out)).toMatchObject({ title: 'Logins fail', promises: [{ source: 'default' }] });
    const failed = await candor('--json', 'show', 'nothere');
    expect(failed.out).toBe('');
    expect(JSON.parse(failed.err)).toMatchObject({ error: { type: 'incident-not-found', status: 404 } });
  });
});

describe('what goes wrong outside', () => {
  it('says how to start a server that does not answer', async () => {
    const { candor, api } = terminal();
    await candor('list');
    api.fates.push(...Array.from({ length: 20 }, () => 'down' as const));
    const { code, err } = await candor('list');
    expect(code).toBe(3);
    expect(err).toContain('npm start');
  });

  it('says where credentials come from when they are not accepted', async () => {
    const { candor, with: using } = terminal();
    using({ CANDOR_CLIENT_SECRET: 'wrong' });
    const { code, err } = await candor('list');
    expect(code).toBe(4);
    expect(err).toContain('CANDOR_CLIENT_SECRET');
  });

  it('looks where CANDOR_PORT has moved the local system to', async () => {
    const { candor, api, with: using } = terminal();
    using({ CANDOR_PORT: '5310' });
    api.fates.push(...Array.from({ length: 20 }, () => 'down' as const));
    expect((await candor('list')).err).toContain('http://localhost:5311');
  });

  it('never takes the local credentials elsewhere', async () => {
    const { candor, api, with: using } = terminal();
    using({ CANDOR_OPS_URL: 'https://ops.example.com' });
    const { code, err } = await candor('list');
    expect(code).toBe(2);
    expect(err).toContain('no credentials for https://ops.example.com');
    expect(api.received).toEqual([]);
  });

  it('explains itself with examples', async () => {
    const { candor } = terminal();
    expect((await candor('open', '--help')).out).toContain('$ candor open --title');
    expect(await candor('updat')).toMatchObject({ code: 2 });
  });
});
