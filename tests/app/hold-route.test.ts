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

  it('is refused once the incident is over: there is nothing to wait for', async () => {
    const { send, opened } = api();
    const id = await opened();
    await send(`/v1/incidents/${id}/resolve`, { message: 'Logins work again for everyone.' });
    const { status, body } = await send(`/v1/incidents/${id}/hold`, { minutes: 1 });
    expect([status, body.type]).toEqual([409, 'incident-not-open']);
  });
});
