import { describe, expect, it } from 'vitest';
import { OPS } from '../cli/fake-api.ts';
import { terminal } from '../cli/terminal.ts';
import { api } from '../lint/api.ts';

describe('POST /v1/incidents/{id}/hold', () => {
  it('needs no body: everything in it has a default', async () => {
    const { candor, api } = terminal('2026-11-22T10:00:00.000Z');
    await candor('open', 'Logins fail', '-i', 'major', '-c', 'website=major_outage', '-m', 'Logins fail.');
    const answer = await api.fetch(`${OPS}/v1/incidents/${api.ids[0]}/hold`, {
      method: 'POST',
      headers: { authorization: 'Bearer good-1' },
    });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ incident: api.ids[0], holdUntil: '2026-11-22T10:03:00.000Z' });
  });

  it('holds nothing for whoever has seen an older state: what it was to be held for may have been said', async () => {
    const { send, opened } = api();
    const id = await opened();
    const { body: before } = await send(`/v1/incidents/${id}/updates`, { message: 'We look at the login servers.' });
    await send(`/v1/incidents/${id}/updates`, { message: 'Two of the login servers are down.' });
    const { status, body } = await send(`/v1/incidents/${id}/hold`, {}, 'k1', { 'if-match': before.etag });
    expect([status, body.type, body.entriesSince.length]).toEqual([412, 'changed-meanwhile', 1]);
    expect((await send(`/v1/incidents/${id}/hold`, {}, 'k2', { 'if-match': body.currentEtag })).status).toBe(200);
  });

  it('is refused once the incident is over: there is nothing to wait for', async () => {
    const { send, opened } = api();
    const id = await opened();
    await send(`/v1/incidents/${id}/resolve`, { message: 'Logins work again for everyone.' });
    const { status, body } = await send(`/v1/incidents/${id}/hold`, { minutes: 1 });
    expect([status, body.type]).toEqual([409, 'incident-not-open']);
  });
});
