import { describe, expect, it } from 'vitest';
import { OPS } from '../cli/fake-api.ts';
import { terminal } from '../cli/terminal.ts';

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
});
