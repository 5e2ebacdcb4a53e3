import { describe, expect, it } from 'vitest';
import { duringAnOutage, LOGINS } from './during-an-outage.ts';
import { consoleOf, read, visitor } from './visitor.ts';

describe('what cannot be undone', () => {
  it('shows the text that will be gone before the button that removes it', async () => {
    const { person, page, lastEntry, api, id } = await duringAnOutage();
    const first = await page('redact?seq=1');
    expect(first.body).not.toContain('value="post"');
    const looked = await person.look(first, 'redact', { reason: 'personal-data' });
    expect(read(looked)).toContain('This will be gone');
    expect(read(looked)).toContain('Half of all logins fail.');
    expect((await api.incidentOf(id)).entries[0]?.content).toBeDefined();
    expect(read(looked)).toContain('What stays: that something was said then');
    const done = await person.submit(looked, 'redact', { note: 'They asked us to.' });
    expect((await api.incidentOf(id)).entries[0]?.content).toBeUndefined();
    expect((await lastEntry())?.content?.message).toBe(
      'We removed an earlier text, because it held personal data. They asked us to.',
    );
    for (const shown of [read(done), read(await page())]) {
      expect(shown).toContain('Removed here, and out of our reach');
      expect(shown).not.toContain('Half of all logins fail.');
    }
  });

  it('retracts an incident after showing what customers would read', async () => {
    const { person, page, lastEntry } = await duringAnOutage();
    const looked = await person.look(await page('retract'), 'retract', { template: '11' });
    expect(read(looked)).toContain('This ends “Logins fail”');
    expect(read(looked)).toContain('We have seen no failure in Website.');
    await person.submit(looked, 'retract', {});
    expect((await lastEntry())?.kind).toBe('retracted');
    expect(read(await page())).not.toContain('Post an update');
  });

  it('merges an incident into another that is open', async () => {
    const { person, page, api, lastEntry } = await duringAnOutage();
    expect(read(await page('merge'))).toContain('Nothing else is open');
    await person.submit(await person.get('/console/open'), 'open', { ...LOGINS, title: 'Uploads fail' });
    const looked = await person.look(await page('merge'), 'merge', {});
    await person.submit(looked, 'merge', { into: api.ids[1] ?? '' });
    expect((await lastEntry())?.kind).toBe('merged');
    expect(read(await page())).toContain('It goes on in Uploads fail');
    expect(read(await person.get(`/console/incidents/${api.ids[1]}`))).toContain('Merged into this one: Logins fail');
  });
});

describe('the lesser acts', () => {
  it('withdraws the estimate, and offers that only while there is one', async () => {
    const { does, page, api, id } = await duringAnOutage();
    expect(read(await page())).not.toContain('Withdraw the estimate');
    await does('update', { message: 'Two hours.', status: 'identified', restore: '2h' });
    await does('withdraw-eta', { message: 'The first repair failed.' });
    expect((await api.incidentOf(id)).promises.find((row) => row.promise === 'restoreBy')?.state).toBe('withdrawn');
  });

  it('publishes the report that was promised', async () => {
    const { does, api, id } = await duringAnOutage();
    await does('resolve', { message: 'Logins work again.', report: '3d' });
    await does('postmortem', { message: 'A certificate had expired.' });
    expect((await api.incidentOf(id)).promises.find((row) => row.promise === 'reportBy')?.state).toBe('kept');
  });

  it('moves the report that was promised, or says that there will be none, and asks which', async () => {
    const { does, page, api, id } = await duringAnOutage();
    expect(read(await page())).not.toContain('Move the report');
    await does('resolve', { message: 'Logins work again.', report: '3d' });
    expect(read(await does('move-report', { message: 'It takes longer.' }))).toContain(
      'choose when it follows, or that there will be none',
    );
    await does('move-report', { message: 'It takes longer.', report: '7d' });
    await does('move-report', { message: 'We found nothing to tell.', report: 'none' });
    const { promises, phase } = await api.incidentOf(id);
    const reports = promises.filter((row) => row.promise === 'reportBy');
    expect(reports.map(({ state }) => state)).toEqual(['revised', 'withdrawn']);
    expect(phase).toBe('resolved');
    expect(read(await page())).not.toContain('Move the report');
  });

  it('leads back from an act that no longer fits', async () => {
    const { does, page } = await duringAnOutage();
    await does('resolve', { message: 'Logins work again.' });
    expect(read(await page('update'))).toContain('What was said');
  });

  it('switches X, and shows what it would have posted while in shadow', async () => {
    const { person, page, api, id } = await duringAnOutage();
    await person.submit(await person.get('/console'), 'channel-x', { mode: 'shadow' });
    expect((await api.ports.control.read()).channels.x).toBe('shadow');
    api.channels.length = 0;
    const shadow = { state: 'delivered', at: '2026-11-22T10:00:00.000Z', receipt: 's', shadow: true } as const;
    await api.ports.deliveries.put(id, 'x', 1, { ...shadow, text: 'Investigating: Logins fail' });
    expect(read(await page())).toMatch(/in shadow: .* Read the shadow post Investigating: Logins fail/);
  });
});

describe('announced work', () => {
  const upgrade = {
    title: 'Database upgrade',
    'affected.database': 'on',
    scheduledFor: '1h',
    scheduledUntil: '3h',
    message: 'Databases restart once, for about a minute.',
  };

  it('is announced, begun, extended, checked and completed', async () => {
    const console_ = consoleOf();
    const person = visitor(console_);
    await person.submit(await person.get('/console/schedule'), 'schedule', upgrade);
    const id = console_.api.ids[0] ?? '';
    const does = async (act: string, typed: Record<string, string>) =>
      person.submit(await person.get(`/console/incidents/${id}/${act}`), act, typed);
    expect(read(await person.get('/console'))).toMatch(
      /Planned work Database upgrade .*Begins 11:00 UTC in 1 h Ends by 13:00 UTC/,
    );
    await does('begin', { message: 'It begins.' });
    await does('extend', { message: 'The copy is slow.', scheduledUntil: '4h' });
    await does('verify', { message: 'We are checking.' });
    await does('complete', { message: 'Databases run the new version.' });
    const { status, entries } = await console_.api.incidentOf(id);
    expect(status).toBe('completed');
    expect(entries[2]?.scheduledUntil).toBe('2026-11-22T14:00:00.000Z');
  });

  it('promises an end, and restores nothing', async () => {
    const person = visitor(consoleOf());
    const looked = await person.look(await person.get('/console/schedule'), 'schedule', upgrade);
    expect(read(looked)).toContain('You promise: planned end by 13:00 UTC');
    expect(read(looked)).toContain('Planned to begin at 11:00 UTC. Planned to end by 13:00 UTC.');
  });

  it('is cancelled, and then offers nothing more', async () => {
    const console_ = consoleOf();
    const person = visitor(console_);
    await person.submit(await person.get('/console/schedule'), 'schedule', upgrade);
    const at = `/console/incidents/${console_.api.ids[0]}`;
    await person.submit(await person.get(`${at}/cancel`), 'cancel', { message: 'It comes next week.' });
    expect(read(await person.get(at))).not.toMatch(/It begins|It is done/);
  });
});
