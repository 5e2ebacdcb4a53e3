import { describe, expect, it } from 'vitest';
import { duringAnOutage, LOGINS } from './during-an-outage.ts';
import { consoleOf, formOf, read, visitor } from './visitor.ts';

const MINE = 'From me.\nIn two lines.';

/** A form with a text of mine that came back because somebody else had spoken. */
async function conflict() {
  const outage = await duringAnOutage();
  const { console_, person, page, id, api } = outage;
  const mine = await page('update');
  const other = visitor(console_);
  const speak = async (message: string) =>
    other.submit(await other.get(`/console/incidents/${id}/update`), 'update', { message });
  await speak('From somebody else.');
  const asked = await person.submit(mine, 'update', { message: MINE });
  const said = async () => (await api.incidentOf(id)).entries.map(({ content }) => content?.message);
  return { ...outage, asked, speak, said };
}

describe('a text that was not posted because somebody else had spoken', () => {
  it('has no button that posts it but the one that says behind what', async () => {
    const { asked } = await conflict();
    expect(asked.body?.match(/value="post"[^>]*>[^<]+/g)).toEqual(['value="post">Post mine after it']);
    expect(read(asked)).toContain('From somebody else.');
    expect(asked.body).toMatch(/id="update-notice" tabindex="-1" data-stays/);
  });

  it('still waits for the decision after any number of looks, also the script’s', async () => {
    const { person, asked, said } = await conflict();
    for (const headers of [{}, { 'x-candor-live': '1' }]) {
      const looked = await person.look(asked, 'update', { message: `${MINE} And more.` }, headers);
      expect(read(looked)).toContain('Somebody spoke while you were writing.');
      expect(formOf(looked.body ?? '', 'update').fields.get('message')).toBe(`${MINE} And more.`);
      expect(looked.body).not.toContain('>Post the update</button>');
    }
    expect(await said()).toHaveLength(2);
  });

  it('is asked about anew if somebody speaks before it is decided', async () => {
    const { person, asked, speak, said } = await conflict();
    await speak('And once more.');
    const again = await person.submit(asked, 'update', {});
    expect(again.statusCode).toBe(412);
    expect(read(again)).toContain('And once more.');
    await person.submit(again, 'update', {});
    expect(await said()).toEqual([LOGINS.message, 'From somebody else.', 'And once more.', MINE]);
  });

  it('can be changed first, with theirs in sight, and then goes out by the ordinary button', async () => {
    const { person, asked, said } = await conflict();
    const changing = await person.look(asked, 'update', { do: 'change' });
    expect(read(changing)).toContain('From somebody else.');
    expect(changing.body).toContain('>Post the update</button>');
    await person.submit(changing, 'update', { message: 'Changed.' });
    expect(await said()).toEqual([LOGINS.message, 'From somebody else.', 'Changed.']);
  });

  it('can be dropped, and its form is known to be done with', async () => {
    const { person, asked, said, id } = await conflict();
    const { action, fields } = formOf(asked.body ?? '', 'update');
    fields.set('do', 'drop');
    const dropped = await person.request('POST', action, fields.toString(), { origin: 'http://localhost:4311' });
    expect(dropped.headers?.location).toBe(`/console/incidents/${id}?of=${fields.get('key')}#main`);
    expect(await said()).toHaveLength(2);
  });
});

describe('a text of which an earlier version was accepted', () => {
  it('shows that version, and is a second entry only if its author says so', async () => {
    const { person, page, api, id, loseAnswers } = await duringAnOutage();
    const form = await page('update');
    loseAnswers(2);
    const lost = await person.submit(form, 'update', { message: 'Rebuilding.' });
    const asked = await person.submit(lost, 'update', { message: 'Rebuilding it.' });
    expect(read(asked)).toContain('An earlier version of this text was accepted.');
    expect(read(asked)).toMatch(
      /This was said: update, commander, 10:00:00 UTC Rebuilding\. You wrote: Rebuilding it\./,
    );
    expect((await api.incidentOf(id)).entries).toHaveLength(2);
    await person.submit(asked, 'update', {});
    await person.submit(asked, 'update', {});
    const { entries } = await api.incidentOf(id);
    expect(entries.map(({ content }) => content?.message)).toEqual([LOGINS.message, 'Rebuilding.', 'Rebuilding it.']);
  });
});

describe('the same words by the same person', () => {
  it('are asked about, and say where they were said', async () => {
    const { does, person, api, id } = await duringAnOutage();
    await does('update', { message: 'Rebuilding.' });
    const asked = await does('update', { message: 'Rebuilding.' });
    expect(asked.statusCode).toBe(422);
    expect(asked.body).toContain(`href="/console/incidents/${id}/said/2"`);
    await person.submit(asked, 'update', {});
    expect((await api.incidentOf(id)).entries).toHaveLength(3);
  });

  it('open one incident, though the page was loaded anew', async () => {
    const { person, api, id } = await duringAnOutage();
    const asked = await person.submit(await person.get('/console/open'), 'open', LOGINS);
    expect(read(asked)).toContain('You said exactly this a moment ago');
    expect(asked.body).toContain(`href="/console/incidents/${id}/said/1"`);
    expect(api.ids).toHaveLength(1);
  });
});

describe('a session that has ended', () => {
  it.each(['candor-session', 'candor-seen'])('leaves no form without its text: %s', async (cookie) => {
    const { person, page, api, id } = await duringAnOutage();
    const form = await page('update');
    const text = 'Übung & <b>mehr</b>\n\n  eingerückt — “so”.';
    person.cookies.delete(cookie);
    const ended = await person.submit(form, 'update', { message: text, nextUpdate: '2h' });
    expect(ended.statusCode).toBe(401);
    expect(read(ended)).toContain('Your sign-in has ended');
    // Nobody has signed in yet: the page stays what it is.
    const still = await person.look(ended, 'update', {});
    expect(formOf(still.body ?? '', 'update').fields.get('message')).toBe(text);
    await person.get('/console/signed-in');
    const back = await person.look(still, 'update', {});
    expect(read(back)).toContain('You signed in anew since this form was made.');
    expect(formOf(back.body ?? '', 'update').fields.get('message')).toBe(text);
    await person.submit(back, 'update', {});
    const { entries } = await api.incidentOf(id);
    expect(entries.at(-1)?.content?.message).toBe(text);
    expect(entries).toHaveLength(2);
  });

  it('leads back to the form, by whatever its text was sent: also by the look of a script', async () => {
    const { person, page, id } = await duringAnOutage();
    const form = await page('correct?seq=1');
    person.cookies.clear();
    const live = await person.look(form, 'correct', { message: 'It was a third.' }, { 'x-candor-live': '1' });
    const back = encodeURIComponent(`/console/incidents/${id}/correct?seq=1`);
    expect(live.body).toContain(`data-here="/console/sign-in?to=${back}"`);
  });

  it('holds 5,000 characters that no cookie could', async () => {
    const { person, page } = await duringAnOutage();
    const form = await page('update');
    const text = '障害'.repeat(2_500);
    person.cookies.clear();
    const ended = await person.submit(form, 'update', { message: text });
    await person.get('/console/signed-in');
    const back = await person.look(ended, 'update', {});
    expect(formOf(back.body ?? '', 'update').fields.get('message')).toBe(text);
  });

  it('does not do by an old page what a switch was for, and says so', async () => {
    const console_ = consoleOf();
    const person = visitor(console_);
    const page = await person.get('/console');
    person.cookies.clear();
    const ended = await person.submit(page, '/console/freeze', { reason: 'the wrong region' });
    expect(read(ended)).toContain('the wrong region');
    await person.get('/console/signed-in');
    const stale = await person.look(ended, '/console/freeze', {});
    expect(read(stale)).toContain('Nothing was done.');
    expect((await console_.api.ports.control.read()).frozen).toBeUndefined();
    await person.look(stale, '/console/freeze', {});
    expect((await console_.api.ports.control.read()).frozen?.reason).toBe('the wrong region');
  });

  it('shows nothing of what another site sends', async () => {
    const person = visitor(consoleOf());
    const answer = await person.request('POST', '/console/open', 'message=Planted&do=post', {
      origin: 'https://evil.example',
    });
    expect(answer.statusCode).toBe(403);
    expect(answer.body).not.toContain('Planted');
  });
});
