import { describe, expect, it } from 'vitest';
import type { XGate } from '../../shared/core/x/account.ts';
import { duringAnOutage, LOGINS } from './during-an-outage.ts';
import { consoleOf, formOf, read, visitor } from './visitor.ts';

describe('opening an incident', () => {
  it('says what was promised, who set it, and that it is live', async () => {
    const { said } = await duringAnOutage();
    expect(read(said)).toContain('Promised: next update by 10:15 UTC, set from the cadence');
    expect(read(said)).toContain('Status site: live since 10:00:00 UTC');
    expect(read(said)).toContain('X: live since');
  });

  it('is one incident, however often the button is pressed', async () => {
    const console_ = consoleOf();
    const person = visitor(console_);
    const page = await person.get('/console');
    await person.submit(page, 'open', LOGINS);
    await person.submit(page, 'open', LOGINS);
    expect(console_.api.ids).toHaveLength(1);
    expect((await console_.api.incidentOf(console_.api.ids[0] ?? '')).entries).toHaveLength(1);
  });

  it('keeps what was typed and names the field that is wrong', async () => {
    const console_ = consoleOf();
    const person = visitor(console_);
    const refused = await person.submit(await person.get('/console'), 'open', {
      ...LOGINS,
      message: '<b>"Half" & half</b>\nfail',
      nextUpdateAt: '14:30',
    });
    expect(refused.statusCode).toBe(422);
    expect(refused.body).toContain('id="open-nextUpdateAt-error"');
    expect(read(refused)).toContain('write 14:30Z for UTC');
    const { fields } = formOf(refused.body ?? '', 'open');
    expect(Object.fromEntries(fields)).toMatchObject({
      ...LOGINS,
      message: '<b>"Half" & half</b>\nfail',
      nextUpdateAt: '14:30',
    });
    expect(console_.api.commands()).toEqual([]);
  });

  it('shows the reason of the API at the field that it is about', async () => {
    const console_ = consoleOf();
    const person = visitor(console_);
    const refused = await person.submit(await person.get('/console'), 'open', { ...LOGINS, message: '  ' });
    expect(refused.body).toMatch(/id="open-message-error">[^<]*say something/);
  });
});

describe('a second incident', () => {
  it('is opened on a page of its own', async () => {
    const { person, api } = await duringAnOutage();
    expect((await person.get('/console')).body).toContain('href="/console/open">Report another incident');
    const refused = await person.submit(await person.get('/console/open'), 'open', {
      ...LOGINS,
      title: 'Uploads fail',
      nextUpdateAt: '14:30',
    });
    expect(formOf(refused.body ?? '', 'open').fields.get('nextUpdateAt')).toBe('14:30');
    await person.submit(refused, 'open', { nextUpdateAt: '14:30Z' });
    expect(api.ids).toHaveLength(2);
  });
});

describe('the console during an outage', () => {
  it('shows both clocks and what is owed next, and when it is late', async () => {
    const { person, api, clock } = await duringAnOutage();
    expect(read(await person.get('/console'))).toContain('Next update 10:15 UTC in 15 min Restored no estimate given');
    await api.ports.control.freeze({ since: '2026-11-22T10:00:00.000Z', reason: 'a drill', by: 'somebody' });
    clock.nowMs += 20 * 60_000;
    const late = read(await person.get('/console'));
    expect(late).toContain('Next update 10:15 UTC 5 min late');
    expect(late).toContain('Frozen');
    expect(late).toContain('a drill');
  });

  it('says that customers see a page that was put up by hand, before anything else', async () => {
    const { person, api } = await duringAnOutage();
    const byHand = { incident: 'e1', since: '2026-11-22T09:30:00.000Z' } as const;
    await api.ports.control.swept('2026-11-22T10:00:00.000Z', { byHand });
    const page = read(await person.get('/console'));
    expect(page).toContain('The front page is one that somebody put up by hand , since 09:30 UTC');
    expect(page).toContain('candor emergency --release');
    await api.ports.control.swept('2026-11-22T10:01:00.000Z');
    expect(read(await person.get('/console'))).not.toContain('by hand');
  });

  it('says when X takes no posts, why, and when it is tried again', async () => {
    const { person, api } = await duringAnOutage();
    const { state, version } = await api.ports.account.read();
    const gate: XGate = {
      kind: 'credits',
      reason: 'X answered 402: CreditsDepleted',
      since: '2026-11-22T09:55:00.000Z',
      until: '2026-11-22T10:10:00.000Z',
      tries: 1,
    };
    await api.ports.account.swap(version, { ...state, gate });
    expect(read(await person.get('/console'))).not.toContain('X takes no posts');
    await api.ports.control.setMode('x', 'live');
    const page = read(await person.get('/console'));
    expect(page).toContain('X takes no posts from us since 09:55 UTC; tried again at 10:10 UTC.');
    expect(page).toContain('CreditsDepleted');
  });

  it('shows that a post was taken down on X', async () => {
    const { page, api, id } = await duringAnOutage();
    api.channels.length = 0;
    await api.ports.deliveries.put(id, 'x', 1, {
      state: 'delivered',
      at: '2026-11-22T10:00:00.000Z',
      receipt: '77',
      removedAt: '2026-11-22T10:02:00.000Z',
    });
    expect(read(await page())).toContain('X: taken down by somebody, noticed at 10:02 UTC; it is not posted again');
  });

  it('says which of several incidents is owed an update first', async () => {
    const { person, does } = await duringAnOutage();
    await does('update', { message: 'Still at it.', nextUpdate: '4h' });
    await person.submit(await person.get('/console/open'), 'open', { ...LOGINS, title: 'Uploads fail' });
    expect(read(await person.get('/console'))).toContain('Owed next: an update of Uploads fail by 10:15 UTC');
  });

  it('posts an update with both promises', async () => {
    const { does } = await duringAnOutage();
    const said = await does('update', {
      message: 'The index is being rebuilt.',
      status: 'identified',
      nextUpdate: '30m',
      restoreAt: '1h30m',
    });
    expect(read(said)).toContain('Promised: next update by 10:30 UTC, as you said');
    expect(read(said)).toContain('Promised: restored by 11:30 UTC, as you said');
  });

  it('shows the apology and that it went out by itself', async () => {
    const { page, clock } = await duringAnOutage();
    clock.nowMs += 20 * 60_000;
    const shown = read(await page());
    expect(shown).toContain('2. apology, by itself');
    expect(shown).toContain('set from the cadence (missed; an automated apology said so');
  });

  it('withdraws an estimate only when told to', async () => {
    const { does, api, id } = await duringAnOutage();
    await does('update', { message: 'Two hours.', status: 'identified', restore: '2h' });
    await does('update', { message: 'Still at it.' });
    expect((await api.incidentOf(id)).promises.findLast((row) => row.promise === 'restoreBy')?.state).toBe('open');
    await does('update', { message: 'It failed.', restore: 'none' });
    expect((await api.incidentOf(id)).promises.findLast((row) => row.promise === 'restoreBy')?.state).toBe('withdrawn');
  });

  it('resolves, corrects and reopens', async () => {
    const { does, page, api, id } = await duringAnOutage();
    await does('correct?seq=1', { message: 'It was a third.' });
    await does('resolve', { message: 'Logins work again.', report: '3d' });
    expect(read(await page())).toContain('Report');
    await does('reopen', { message: 'They fail again.', nextUpdate: '10m' });
    const { entries } = await api.incidentOf(id);
    expect(entries.map((entry) => entry.kind)).toEqual(['opened', 'correction', 'resolved', 'reopened']);
    expect(entries[1]?.corrects).toBe(1);
  });

  it('freezes and releases in one tap each', async () => {
    const { person, api } = await duringAnOutage();
    const frozen = await person.submit(await person.get('/console'), '/console/freeze', {});
    expect((await api.ports.control.read()).frozen).toBeDefined();
    await person.submit(frozen, '/console/freeze', {});
    expect((await api.ports.control.read()).frozen).toBeUndefined();
  });

  it('tells the others why it was frozen, if whoever did it says so', async () => {
    const { person, api } = await duringAnOutage();
    const reasons = async (reason: string) => {
      const frozen = await person.submit(await person.get('/console'), '/console/freeze', { reason });
      const said = (await api.ports.control.read()).frozen?.reason;
      await person.submit(frozen, '/console/freeze', {});
      return [said, read(frozen)];
    };
    const [said, page] = await reasons(' The apology quotes the wrong region. ');
    expect(said).toBe('The apology quotes the wrong region.');
    expect(page).toContain('The apology quotes the wrong region.');
    expect((await reasons('  '))[0]).toBe('no reason given');
  });

  it('waits a moment for the channels, so that what it says is live', async () => {
    const { does, api, whileWaiting } = await duringAnOutage();
    api.channels.pop();
    whileWaiting(() => api.channels.splice(1, 1, 'x'));
    const said = await does('update', { message: 'Still at it.' });
    expect(read(said)).toMatch(/X: live since/);
    expect(read(said)).not.toContain('Look again');
  });

  it('says which channel is still on its way, and offers to look again', async () => {
    const { does, api, clock } = await duringAnOutage();
    api.channels.pop();
    const before = clock.nowMs;
    const said = await does('update', { message: 'Still at it.' });
    expect(read(said)).toContain('Accepted, and on its way');
    expect(read(said)).toContain('X: on its way');
    expect(said.body).toMatch(/href="[^"]*\/said\/2">Look again/);
    expect(clock.nowMs - before).toBeLessThan(5000);
  });

  it('waits for none that tells each person, which may take hours, and says so', async () => {
    const { does, api, clock } = await duringAnOutage();
    const [x] = api.ports.channels;
    api.ports.channels.push({ ...x!, is: { ...x!.is, name: 'mail', label: 'Mail' } });
    const before = clock.nowMs;
    const said = await does('update', { message: 'Still at it.' });
    expect(read(said)).toContain('Mail: on its way');
    expect(clock.nowMs).toBe(before);
  });
});

describe('somebody else speaking meanwhile', () => {
  it('shows both texts, posts nothing, and posts mine at the second press', async () => {
    const { console_, person, page, api, id } = await duringAnOutage();
    const mine = await page('update');
    const other = visitor(console_);
    await other.submit(await other.get(`/console/incidents/${id}/update`), 'update', {
      message: 'From somebody else.',
    });
    const conflict = await person.submit(mine, 'update', { message: 'From me.' });
    expect(conflict.statusCode).toBe(412);
    expect(read(conflict)).toContain('From somebody else.');
    expect(formOf(conflict.body ?? '', 'update').fields.get('message')).toBe('From me.');
    expect((await api.incidentOf(id)).entries).toHaveLength(2);
    await person.submit(conflict, 'update', {});
    expect((await api.incidentOf(id)).entries.at(-1)?.content?.message).toBe('From me.');
  });
});

describe('a text that the rules ask about', () => {
  it('is posted only after its author ticked that they read the warning', async () => {
    const { person, does, api, id } = await duringAnOutage();
    api.asksAbout.push({ rule: 'hedge', pattern: /shortly/, reason: 'names no time' });
    const asked = await does('update', { message: 'Fixed shortly.' });
    expect(read(asked)).toContain('“shortly” names no time');
    expect((await person.submit(asked, 'update', {})).statusCode).toBe(422);
    await person.submit(asked, 'update', { override: ['hedge'] });
    expect((await api.incidentOf(id)).entries.at(-1)?.private.overrides).toEqual(['hedge']);
  });
});

describe('an API that does not answer', () => {
  it('loses no text, and says it once although the first try had arrived', async () => {
    const { person, page, api, id, loseAnswers } = await duringAnOutage();
    const form = await page('update');
    loseAnswers(2);
    const failed = await person.submit(form, 'update', { message: 'Rebuilding.' });
    expect(failed.statusCode).toBe(503);
    expect(formOf(failed.body ?? '', 'update').fields.get('message')).toBe('Rebuilding.');
    const said = await person.submit(failed, 'update', {});
    expect(read(said)).toContain('Rebuilding.');
    expect((await api.incidentOf(id)).entries).toHaveLength(2);
  });

  it('offers no button that posts to somebody who only looked', async () => {
    const { person, page, api } = await duringAnOutage();
    const form = await page('update');
    api.fates.push(...Array.from({ length: 8 }, () => 'down' as const));
    const failed = await person.look(form, 'update', { message: 'Rebuilding.', do: 'look' });
    expect(read(failed)).toContain('Nothing was posted.');
    expect(read(failed)).toContain('Rebuilding.');
    expect(failed.body).not.toContain('value="post"');
  });

  it('says that it was accepted where that is all that can be read', async () => {
    const { person, api, id } = await duringAnOutage();
    api.fates.push(...Array.from({ length: 8 }, () => 'down' as const));
    const said = await person.get(`/console/incidents/${id}/said/1?of=the-key`);
    expect(read(said)).toContain('It was accepted, as entry 1.');
  });

  it('shows the text even when no page can be made', async () => {
    const { person, page, api } = await duringAnOutage();
    const form = await page('update');
    api.fates.push(...Array.from({ length: 8 }, () => 'down' as const));
    const failed = await person.submit(form, 'update', { message: 'Rebuilding.' });
    expect(failed.statusCode).toBe(503);
    expect(read(failed)).toContain('Rebuilding.');
  });
});
