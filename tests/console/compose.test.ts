import { describe, expect, it } from 'vitest';
import { duringAnOutage, LOGINS } from './during-an-outage.ts';
import { consoleOf, formOf, read, visitor } from './visitor.ts';

const valuesOf = (answer: { body?: string | undefined }, form: string) =>
  Object.fromEntries(formOf(answer.body ?? '', form).fields);

describe('looking before posting, without a script', () => {
  it('shows the exact words of every channel, keeps all that was typed, and posts nothing', async () => {
    const { looks, api, id } = await duringAnOutage();
    const typed = { message: 'The index is being rebuilt.', status: 'identified', nextUpdate: '30m', restore: '2h' };
    const looked = await looks('update', typed);
    expect(read(looked)).toContain('Status page Logins fail The index is being rebuilt. Next update by 10:30 UTC.');
    expect(read(looked)).toMatch(/X \d+ of 280 .*Identified: The index is being rebuilt\./);
    expect(read(looked)).toContain('You promise: restored by 12:00 UTC');
    expect(valuesOf(looked, 'update')).toMatchObject(typed);
    expect((await api.incidentOf(id)).entries).toHaveLength(1);
  });

  it('weighs the post as X does, where a wide character counts twice', async () => {
    const { looks } = await duringAnOutage();
    const weight = async (message: string) =>
      Number(/(\d+) of 280/.exec(read(await looks('update', { message })))?.[1]);
    expect((await weight('ログイン')) - (await weight('ab'))).toBe(6);
  });

  it('says which time stands for a choice, rounded up to five minutes, and posts that very time', async () => {
    const { person, clock, looks, lastEntry } = await duringAnOutage();
    clock.nowMs += 61_000;
    const looked = await looks('update', { message: 'Still at it.', nextUpdate: '30m' });
    expect(read(looked)).toContain('by 10:35 UTC');
    clock.nowMs += 5 * 60_000;
    await person.submit(looked, 'update', {});
    expect((await lastEntry())?.promises.nextUpdateBy).toBe('2026-11-22T10:35:00.000Z');
  });

  it('takes another time once the one that was seen has come too near', async () => {
    const { person, clock, looks, lastEntry } = await duringAnOutage();
    const looked = await looks('update', { message: 'Still at it.', nextUpdate: '30m' });
    clock.nowMs += 20 * 60_000;
    await person.submit(looked, 'update', {});
    expect((await lastEntry())?.promises.nextUpdateBy).toBe('2026-11-22T10:50:00.000Z');
  });

  it('names what X would not be told, and that nobody sees a shadow', async () => {
    const { looks, api } = await duringAnOutage();
    await api.ports.control.setMode('x', 'shadow');
    expect(read(await looks('update', { message: 'Still at it.' }))).toContain('X is in shadow: nobody sees it.');
    await api.ports.control.setMode('x', 'off');
    expect(read(await looks('update', { message: 'Still at it.' }))).toContain('Nothing is posted');
  });
});

describe('what the rules say', () => {
  const LATE = 'We know the cause. We expect to be back by 12:30 UTC.';

  it('stands below the words that it is about, which are marked where customers would read them', async () => {
    const { looks } = await duringAnOutage();
    const { body } = await looks('update', { message: 'We are back shortly.' });
    expect(body).toMatch(
      /<\/textarea>\s*<div id="update-message-findings"[^>]*><ul class="findings"><li class="hint"><p><strong>“shortly”/,
    );
    expect(body).toContain('<mark>shortly</mark>');
  });

  it('turns a promise in the text into one that is tracked, by one tap', async () => {
    const { person, looks, lastEntry } = await duringAnOutage();
    const asked = await looks('update', { message: LATE, status: 'identified' });
    expect(read(asked)).toContain('Promise it: 12:30 UTC');
    const taken = await person.look(asked, 'update', { accept: 'restoreAt=2026-11-22T12:30:00.000Z' });
    expect(read(taken)).not.toContain('Promise it');
    expect(valuesOf(taken, 'update')).toMatchObject({ message: LATE, restoreAt: '12:30Z' });
    await person.submit(taken, 'update', {});
    expect((await lastEntry())?.promises.restoreBy).toBe('2026-11-22T12:30:00.000Z');
  });

  it('writes the zone that a time lacks into the text, by one tap', async () => {
    const { person, looks } = await duringAnOutage();
    const hinted = await looks('update', { message: 'Logins have failed since 09:05.' });
    const [, offer = ''] = /name="accept" value="(message=[^"]+)"/.exec(hinted.body ?? '') ?? [];
    const taken = await person.look(hinted, 'update', { accept: offer });
    expect(valuesOf(taken, 'update').message).toBe('Logins have failed since 09:05 UTC.');
  });

  it('keeps a tick while one goes on writing', async () => {
    const { looks } = await duringAnOutage();
    const looked = await looks('update', { message: LATE, status: 'identified', override: ['promise-in-text'] });
    expect(looked.body).toContain('value="promise-in-text" checked');
  });
});

describe('characters that nobody sees', () => {
  const TYPED = 'Passwords\u202e were\u{e0041} copied.';

  it('are refused with the text kept, and taken out by one tap', async () => {
    const { does, person, lastEntry, api, id } = await duringAnOutage();
    const refused = await does('update', { message: TYPED });
    expect(read(refused)).toContain('U+202E (right-to-left override) as character 10, after “Passwords”');
    expect(valuesOf(refused, 'update').message).toBe(TYPED);
    const taken = await person.look(refused, 'update', { plain: 'message' });
    expect(valuesOf(taken, 'update').message).toBe('Passwords were copied.');
    expect(read(taken)).not.toContain('Take out');
    expect((await api.incidentOf(id)).entries).toHaveLength(1);
    await person.submit(taken, 'update', {});
    expect((await lastEntry())?.content?.message).toBe('Passwords were copied.');
  });

  it('are told while one looks, below the field that holds them', async () => {
    const { looks } = await duringAnOutage();
    const { body } = await looks('update', { message: TYPED, workaround: 'Wait\u0085' });
    for (const name of ['message', 'workaround'])
      expect(body).toMatch(
        new RegExp(
          `id="update-${name}-findings"[^>]*><ul class="findings"><li class="ask"><p>It holds .*name="plain" value="${name}"`,
        ),
      );
  });
});

describe('words to start from', () => {
  it('name what is affected, and set the title and how bad it is', async () => {
    const console_ = consoleOf();
    const person = visitor(console_);
    const ticked = { 'affected.website': 'on', 'affected.api': 'on' };
    const looked = await person.look(await person.get('/console'), 'open', { ...ticked, template: '1' });
    expect(valuesOf(looked, 'open')).toMatchObject({
      ...ticked,
      title: 'Website and API: many failures',
      impact: 'major',
    });
    await person.submit(looked, 'open', {});
    expect((await console_.api.incidentOf(console_.api.ids[0] ?? '')).components).toEqual([
      { id: 'website', status: 'partial_outage' },
      { id: 'api', status: 'partial_outage' },
    ]);
  });

  it('replace each other, and never what somebody typed', async () => {
    const { person, looks } = await duringAnOutage();
    const first = await looks('update', { template: '4' });
    const second = await person.look(first, 'update', { template: '5' });
    expect(valuesOf(second, 'update').message).toMatch(/^We know the cause now/);
    expect(valuesOf(second, 'update').status).toBe('identified');
    const mine = await person.look(second, 'update', { message: 'A disk is full.', template: '6' });
    expect(valuesOf(mine, 'update').message).toMatch(/^A disk is full\.\n\nThe repair goes on\./);
  });
});

describe('a time of day', () => {
  const inVienna = { message: 'Still at it.', zone: 'Europe/Vienna' };

  it('is read as the clocks of whoever types it show it, and said back in both', async () => {
    const { person, looks, lastEntry } = await duringAnOutage();
    const looked = await looks('update', { ...inVienna, nextUpdateAt: '11:45' });
    expect(read(looked)).toContain('by 10:45 UTC (11:45 in Vienna)');
    await person.submit(looked, 'update', {});
    expect((await lastEntry())?.promises.nextUpdateBy).toBe('2026-11-22T10:45:00.000Z');
  });

  it('is asked about where the clocks show it twice, and one tap answers', async () => {
    const { person, does, lastEntry } = await duringAnOutage(Date.parse('2026-10-24T23:30:00.000Z'));
    const asked = await does('update', { ...inVienna, nextUpdateAt: '02:30' });
    expect(read(asked)).toContain('clocks in Vienna show 02:30 twice on that day; which one?');
    expect(asked.body).toMatch(
      /value="nextUpdateAt=2026-10-25T00:30:00.000Z"[\s\S]*value="nextUpdateAt=2026-10-25T01:30:00.000Z"/,
    );
    const taken = await person.look(asked, 'update', { accept: 'nextUpdateAt=2026-10-25T01:30:00.000Z' });
    await person.submit(taken, 'update', {});
    expect((await lastEntry())?.promises.nextUpdateBy).toBe('2026-10-25T01:30:00.000Z');
  });

  it('is asked about where the clocks never show it', async () => {
    const { does } = await duringAnOutage(Date.parse('2027-03-28T00:10:00.000Z'));
    const asked = await does('update', { ...inVienna, nextUpdateAt: '02:30' });
    expect(read(asked)).toContain('clocks in Vienna show 02:30 never on that day: they skip it.');
    expect(asked.body).toContain('value="nextUpdateAt=2027-03-28T01:30:00.000Z"');
  });
});

describe('a try whose answer was lost', () => {
  it('is the same command at the second press, although the clock has gone on', async () => {
    const { person, page, clock, loseAnswers, api, id } = await duringAnOutage();
    const form = await page('update');
    loseAnswers(2);
    const lost = await person.submit(form, 'update', { message: 'Still at it.', nextUpdate: '30m' });
    expect(lost.statusCode).toBe(503);
    clock.nowMs += 7 * 60_000;
    expect(read(await person.submit(lost, 'update', {}))).toContain('Promised: next update by 10:30 UTC');
    expect((await api.incidentOf(id)).entries).toHaveLength(2);
  });
});

describe('a choice and a typed time', () => {
  it('the choice holds if one was made, else what was typed', async () => {
    const { does, lastEntry } = await duringAnOutage();
    await does('update', { message: 'Still at it.', nextUpdate: '1h', nextUpdateAt: '14:00Z' });
    expect((await lastEntry())?.promises.nextUpdateBy).toBe('2026-11-22T11:00:00.000Z');
    await does('update', { message: 'Nothing new yet.', nextUpdate: '', nextUpdateAt: '14:00Z' });
    expect((await lastEntry())?.promises.nextUpdateBy).toBe('2026-11-22T14:00:00.000Z');
  });

  it('asks for the time where one was announced and none typed', async () => {
    const { does } = await duringAnOutage();
    const asked = await does('update', { message: 'Still at it.', nextUpdate: 'other' });
    expect(asked.body).toMatch(/class="error" id="update-nextUpdate-error">type the time/);
  });
});

describe('the advice on an estimate', () => {
  it('is a picture with the time being typed in it, and the same in words', async () => {
    const { looks } = await duringAnOutage();
    const looked = await looks('update', { message: 'We know it now.', status: 'identified', restore: '30m' });
    expect(looked.body).toMatch(/<svg [\s\S]*<line class="promise"[\s\S]*yours: 30 min/);
    expect(read(looked)).toMatch(
      /Half were over within .*, 8 in 10 within .* Yours is 30 min: more than half took longer\./,
    );
    expect(read(looked)).toContain("From other teams' experience");
  });
});

describe('somebody speaking while one writes', () => {
  it('needs one tap if it was only the pipeline, and posts the text as it was', async () => {
    const { person, page, clock, api, id } = await duringAnOutage();
    const mine = await page('update');
    clock.nowMs += 20 * 60_000;
    const conflict = await person.submit(mine, 'update', { message: 'From me.' });
    expect(conflict.statusCode).toBe(412);
    expect(read(conflict)).toContain('The pipeline spoke while you were writing.');
    expect(read(conflict)).toContain('Post mine after it');
    await person.submit(conflict, 'update', {});
    const { entries } = await api.incidentOf(id);
    expect(entries.map(({ kind }) => kind)).toEqual(['opened', 'apology', 'update']);
    expect(entries.at(-1)?.content?.message).toBe('From me.');
  });
});

describe('the apology that would go out', () => {
  it('is there to be read, with its time, and can be held once', async () => {
    const { person, page, id } = await duringAnOutage();
    const shown = await page();
    expect(read(shown)).toMatch(
      /If nobody speaks An apology for the promise “next update” goes out by itself at 10:16:30 UTC/,
    );
    expect(read(shown)).toContain('At 10:00 UTC we promised an update by 10:15 UTC. You did not hear from us in time');
    const hold = `/console/incidents/${id}/hold`;
    expect(read(await person.submit(shown, hold, {}))).toContain('It waits until 10:03:00 UTC.');
    expect(read(await person.submit(shown, hold, {}))).toContain('held before in this silence');
  });

  it('waits by itself for whoever is typing when it is near', async () => {
    const { person, page, clock, api, id } = await duringAnOutage();
    const live = { 'x-candor-live': '1' };
    const held = async () => (await api.ports.holds.of(id))?.until;
    await person.look(await page('update'), 'update', { message: 'We are' }, live);
    expect(await held()).toBeUndefined();
    clock.nowMs = Date.parse('2026-11-22T10:16:00.000Z');
    const form = await page('update');
    await person.look(form, 'update', {}, live);
    expect(await held()).toBeUndefined();
    expect(read(await person.look(form, 'update', { message: 'We are' }, live))).toContain(
      'You are writing: the apology waits until 10:19:00 UTC.',
    );
    expect(await held()).toBe('2026-11-22T10:19:00.000Z');
  });

  it('does not wait for a look that arrives behind the post that it was on the way to', async () => {
    const { person, page, clock, api, id } = await duringAnOutage();
    clock.nowMs = Date.parse('2026-11-22T10:14:00.000Z');
    const form = await page('update');
    const written = { message: 'The first server is back.', nextUpdate: 'other', nextUpdateAt: '1m' };
    await person.submit(form, 'update', { ...written, do: 'post' });
    clock.nowMs = Date.parse('2026-11-22T10:14:30.000Z');
    await person.look(form, 'update', written, { 'x-candor-live': '1' });
    expect(await api.ports.holds.of(id)).toBeUndefined();
  });
});

describe('a first report', () => {
  it('is not lost to the Enter key: only its own button posts', async () => {
    const console_ = consoleOf();
    const person = visitor(console_);
    await person.look(await person.get('/console'), 'open', { ...LOGINS, do: 'look' });
    expect(console_.api.ids).toEqual([]);
  });
});
