import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { reasonsOf, ticketed } from './ticketed.ts';

describe('the webhook of the ticket system', () => {
  const message = { ticket: 'T1', from: 'c1', text: 'down?' };

  it('takes what carries its secret or is signed with it, and from anybody else nothing, whatever they send', async () => {
    const { tell, secret, kept } = await ticketed();
    const text = JSON.stringify(message);
    const hex = (key: string) => createHmac('sha256', key).update(text).digest('hex');
    const basic = `Basic ${Buffer.from(`any:${secret}`).toString('base64')}`;
    const ways = [
      { headers: { authorization: `Bearer ${secret}` } },
      { headers: { authorization: basic } },
      { headers: {}, query: { secret } },
      { headers: { 'x-hub-signature-256': `sha256=${hex(secret)}` } },
    ];
    for (const way of ways) expect((await tell(text, way)).status).toBeLessThan(300);
    const others = [
      {},
      { authorization: 'Bearer guess' },
      { 'x-candor-signature': hex('guess') },
      { authorization: `Bearer ${secret}x` },
    ];
    for (const headers of others)
      for (const body of [text, 'no JSON', { state: 'open' }])
        expect(await tell(body, { headers })).toMatchObject({ status: 401, body: { type: 'not-authentic' } });
    expect((await kept()).mentions).toHaveLength(1);
  });

  it('keeps nothing before an administrator has connected it, and says who has to do what', async () => {
    const { tell, connect, kept } = await ticketed({ connected: false });
    expect(await tell({ ...message, text: 'STOP' })).toMatchObject({
      status: 403,
      body: { type: 'desk-source-not-connected', detail: expect.stringContaining('PUT /v1/desk/sources/mail') },
    });
    expect(await kept()).toEqual({ mentions: [], people: [] });
    await connect(true);
    expect((await tell(message)).status).toBe(202);
    await connect(false);
    expect((await tell({ ...message, message: 'm2' })).status).toBe(403);
    const { tell: other } = await ticketed({ hearsMail: false });
    expect(await other(message)).toMatchObject({
      status: 404,
      body: { detail: expect.stringContaining('ticketSystem') },
    });
  });

  it('refuses what is nested fifty thousand deep, and costs no more than its length', async () => {
    const { tell, kept } = await ticketed();
    const deep = '['.repeat(50_000) + ']'.repeat(50_000);
    for (const body of [deep, `{"ticket":${deep}}`])
      expect(await tell(body)).toMatchObject({ status: 422, body: { type: 'invalid-request' } });
    expect((await kept()).mentions).toEqual([]);
  });

  it('names every field that is wrong, and keeps nothing of it', async () => {
    const { tell, kept } = await ticketed();
    expect(reasonsOf(await tell({}))).toEqual(['ticket: is missing', 'from: is missing', 'text: is missing']);
    expect(
      reasonsOf(
        await tell({
          ticket: '{{ticket.id}}',
          from: 'x'.repeat(321),
          text: ' ',
          at: '2026-11-22 10:00',
          by: 'nobody',
          language: 'English',
          body: 'x',
        }),
      ),
    ).toEqual([
      'ticket: is a placeholder that your ticket system has not filled in; check its spelling there',
      'from: is too long or too large: at most 320',
      'text: is empty',
      'at: must be an ISO 8601 instant with a zone, as 2026-11-22T10:00:00Z',
      'language: must be a language tag, as en or de-AT',
      expect.stringContaining('by: must be one of customer, '),
      'body: is not known here; check its spelling',
    ]);
    expect(await tell({ ...message, text: 'x'.repeat(140_000) })).toMatchObject({
      status: 413,
      body: { type: 'body-too-large' },
    });
    expect(await tell('{')).toMatchObject({ status: 400, body: { type: 'invalid-json' } });
    expect((await kept()).mentions).toEqual([]);
  });

  it('takes what nobody sees out of what customers write, so that stop is stop', async () => {
    const { tell, kept } = await ticketed();
    await tell({ ...message, text: 'ST\u200bOP' });
    expect((await kept()).people).toMatchObject([{ optedOut: {} }]);
  });

  it('is held to what a source may send, and counts nobody who has not shown who they are', async () => {
    const asked: string[] = [];
    const rateLimits = {
      take: async (client: string) => {
        asked.push(client);
        return { waitMs: 2_000 };
      },
    } as never;
    const { tell } = await ticketed({ rateLimits });
    await tell(message, { headers: {} });
    expect(asked).toEqual([]);
    expect(await tell(message)).toMatchObject({ status: 429, body: { type: 'too-many-requests' } });
    expect(asked).toEqual(['intake:desk/tickets']);
  });

  it('keeps a message although the desk could not be asked to look at once', async () => {
    const { writes, look, outage, replies } = await ticketed({ lookNow: () => Promise.reject(new Error('away')) });
    await outage();
    expect((await writes('down?')).status).toBe(202);
    await look();
    expect(replies).toHaveLength(1);
  });
});
