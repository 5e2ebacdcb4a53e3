import { describe, expect, it } from 'vitest';
import { signLink } from '../../shared/core/action-link.ts';
import { formOf, house, KEY, OPS, read } from './house.ts';

/** A reminder five minutes before the first update is due, at 10:10. */
async function reminded(more: object = {}) {
  const all = house();
  const id = await all.opened(more);
  all.wait(10);
  await all.remind(id);
  return { ...all, id };
}

describe('a reminder', () => {
  it('carries links for whoever is addressed, and none into a room where others read along', async () => {
    const { messages, inRoom } = await reminded();
    expect(messages.map(({ to, actions }) => [to, actions?.length])).toEqual([['ada', 2]]);
    expect(inRoom).toHaveLength(1);
    expect(inRoom[0]).not.toHaveProperty('actions');
  });

  it('goes out without links rather than not at all', async () => {
    const all = house();
    const id = await all.opened();
    all.wait(10);
    all.newKey('');
    await all.remind(id);
    expect(all.messages).toHaveLength(1);
    expect(all.messages[0]).not.toHaveProperty('actions');
  });

  it('offers no text for a restricted incident, and no "no news" in answer to a time to be back', async () => {
    const restricted = await reminded({ handling: 'restricted' });
    expect(restricted.messages[0]?.actions?.map(({ label }) => label)).toEqual(['I am on it: stop the pages']);
    const eta = await reminded({ nextUpdateBy: 'PT2H', restoreBy: 'PT15M' });
    expect(eta.messages[0]?.actions?.map(({ label }) => label)).toEqual(['I am on it: stop the pages']);
  });
});

describe('a link for no news', () => {
  it('shows the exact text for each channel, and a GET changes nothing however often it comes', async () => {
    const { request, link, id, everythingStored, ports } = await reminded();
    await ports.control.setMode('x', 'live');
    const before = await everythingStored(id);
    for (let times = 0; times < 3; times += 1) {
      const { status, body } = await request('GET', link('no-news'));
      expect(status).toBe(200);
      expect(read(body)).toContain('We have no news since our last update. We are still looking for the cause.');
      expect(read(body)).toContain('Next update by 10:25 UTC.');
      expect(read(body)).toContain('of 280');
    }
    expect(await everythingStored(id)).toBe(before);
  });

  it('posts what was shown with one more tap, as that person', async () => {
    const { request, link, id, entries, wait } = await reminded();
    const page = await request('GET', link('no-news'));
    wait(2);
    const answer = await request('POST', link('no-news'), formOf(page.body));
    expect(read(answer.body)).toContain('It is on its way to every channel. The next update is promised by 10:25 UTC.');
    const [, entry] = await entries(id);
    expect(entry).toMatchObject({
      kind: 'update',
      automated: false,
      promises: { nextUpdateBy: '2026-11-22T10:25:00.000Z' },
      settles: [{ seq: 1, promise: 'nextUpdateBy', as: 'kept' }],
      private: { actor: 'ada (by link)', sources: { nextUpdateBy: 'person' } },
    });
  });

  it('works once, also when it is tapped twice at the same moment', async () => {
    const { request, link, id, entries } = await reminded();
    const form = formOf((await request('GET', link('no-news'))).body);
    const url = link('no-news');
    const together = await Promise.all([request('POST', url, form), request('POST', url, form)]);
    const answers = [...together, await request('POST', url, form), await request('GET', url)];
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409]);
    expect(read(answers.at(-1)?.body ?? '')).toContain('This link was used');
    expect(await entries(id)).toHaveLength(2);
  });

  it('says what was said since, and does nothing', async () => {
    const { request, link, id, entries, send } = await reminded();
    const form = formOf((await request('GET', link('no-news'))).body);
    await send(`/v1/incidents/${id}/updates`, { message: 'A bad index is the cause.', status: 'identified' });
    for (const answer of [await request('GET', link('no-news')), await request('POST', link('no-news'), form)]) {
      expect(answer.status).toBe(409);
      expect(read(answer.body)).toContain('A bad index is the cause.');
    }
    expect(await entries(id)).toHaveLength(2);
  });

  it('says what was said between the look and the put', async () => {
    const { request, link, id, entries, send, ports } = await reminded();
    const form = formOf((await request('GET', link('no-news'))).body);
    const append = ports.log.append;
    ports.log.append = async (...args) => {
      ports.log.append = append;
      await send(`/v1/incidents/${id}/updates`, { message: 'A bad index is the cause.', status: 'identified' });
      return append(...args);
    };
    const answer = await request('POST', link('no-news'), form);
    expect([answer.status, read(answer.body).includes('A bad index is the cause.')]).toEqual([409, true]);
    expect(await entries(id)).toHaveLength(2);
  });

  it('shows the text anew instead of posting a time that was not shown, or is nearly over', async () => {
    const { request, link, id, entries, wait } = await reminded();
    const form = formOf((await request('GET', link('no-news'))).body);
    for (const by of ['2026-11-29T10:00:00.000Z', '2026-11-22T10:10:01.000Z', 'soon', '']) {
      const answer = await request('POST', link('no-news'), { by });
      expect(read(answer.body)).toContain('Nothing was posted');
    }
    wait(10);
    expect(read((await request('POST', link('no-news'), form)).body)).toContain('Nothing was posted');
    expect(await entries(id)).toHaveLength(1);
  });

  it('says nothing for a restricted incident, whoever signed it', async () => {
    const { request, opened, entries } = house();
    const id = await opened({ handling: 'restricted' });
    const [entry] = await entries(id);
    const etag = `"1-${entry?.hash.slice(0, 16)}"`;
    const link = { action: 'no-news', incident: id, etag, to: 'ada', reminder: 'r' } as const;
    const url = `${OPS}/a/${signLink({ ...link, expiresAt: '2026-11-22T11:00:00.000Z' }, KEY)}`;
    expect(read((await request('GET', url)).body)).toContain('This incident is restricted');
    expect((await request('POST', url, { by: '2026-11-22T10:15:00.000Z' })).status).toBe(403);
    expect(await entries(id)).toHaveLength(1);
  });

  it('is refused when it expired, when the incident is over, and when it is not ours', async () => {
    const { request, link, id, wait, send, newKey, entries } = await reminded();
    const url = link('no-news');
    for (const method of ['GET', 'POST'] as const) {
      const altered = await request(method, `${url.slice(0, -4)}AAAA`);
      expect([altered.status, read(altered.body).includes('not ours')]).toEqual([403, true]);
    }
    const link2 = { action: 'no-news', incident: id, etag: '', to: 'ada', reminder: 'r' } as const;
    const forged = signLink({ ...link2, expiresAt: '2027-01-01T00:00:00.000Z' }, `${KEY}, or nearly`);
    expect((await request('POST', `${OPS}/a/${forged}`)).status).toBe(403);

    await send(`/v1/incidents/${id}/resolve`, { message: 'It is over.' });
    expect(read((await request('POST', url)).body)).toContain('Logins fail is no longer open');
    wait(60);
    expect((await request('POST', url)).status).toBe(410);
    newKey(`${KEY}, renewed`);
    expect((await request('POST', url)).status).toBe(403);
    expect(await entries(id)).toHaveLength(2);
  });
});

describe('a link to say that somebody is on it', () => {
  /** Two apologies later, at 11:30: the pipeline is quiet, and the escalation target is paged. */
  async function silent() {
    const all = house();
    const id = await all.opened();
    const look = () =>
      all.send('/v1/preview', { command: 'update', incident: id, body: { message: 'We restart it.' } });
    for (const minutes of [17, 35, 38]) {
      all.wait(minutes);
      await look();
    }
    await all.remind(id);
    const pages = () => all.messages.filter(({ to }) => to === 'on-call').length;
    return { ...all, id, pages };
  }

  it('ends the pages of this silence, and says nothing in public', async () => {
    const { request, link, id, entries, wait, remind, pages } = await silent();
    const url = link('on-it', 'on-call');
    const said = (await entries(id)).length;
    expect(pages()).toBe(1);
    await request('GET', url);
    wait(30);
    await remind(id);
    expect(pages()).toBe(2);

    expect(read((await request('POST', url)).body)).toContain('It is noted that on-call is on it');
    wait(30);
    await remind(id);
    expect(pages()).toBe(2);
    expect((await entries(id)).length).toBe(said);
  });

  it('works once', async () => {
    const { request, link } = await silent();
    const url = link('on-it', 'on-call');
    const answers = await Promise.all([request('POST', url), request('POST', url)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect((await request('GET', url)).status).toBe(409);
  });

  it('is not outdated by what the pipeline or a monitor says, and is by what a person says', async () => {
    const all = await reminded();
    const url = all.link('on-it');
    all.wait(17);
    await all.send('/v1/preview', {});
    expect((await all.entries(all.id)).map((entry) => entry.kind)).toEqual(['opened', 'apology']);
    expect(read((await all.request('GET', url)).body)).not.toContain('was said since');
    expect((await all.request('POST', url)).status).toBe(200);

    const other = await reminded();
    await other.send(`/v1/incidents/${other.id}/updates`, { message: 'A bad index is the cause.' });
    const refused = await other.request('POST', other.link('on-it'));
    expect([refused.status, read(refused.body).includes('A bad index is the cause.')]).toEqual([409, true]);
  });

  it('does not end the pages of a later silence', async () => {
    const { request, link, id, wait, remind, pages, send } = await silent();
    await request('POST', link('on-it', 'on-call'));
    await send(`/v1/incidents/${id}/updates`, {
      message: 'We restart it.',
      nextUpdateBy: null,
      restoreBy: 'PT1M',
      override: ['eta-before-identified'],
    });
    wait(70);
    await remind(id);
    expect(pages()).toBe(2);
  });
});

describe('the page of a link', () => {
  it('holds no script, is kept nowhere and does not tell its address', async () => {
    const { request, link } = await reminded();
    const { headers, body } = await request('GET', link('no-news'));
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(body).not.toContain('<script');
  });

  it('shows a title as it was written, not as markup', async () => {
    const { request, link } = await reminded({ title: '<b>Logins</b> fail' });
    expect((await request('GET', link('no-news'))).body).toContain('&lt;b&gt;Logins&lt;/b&gt; fail');
  });
});
