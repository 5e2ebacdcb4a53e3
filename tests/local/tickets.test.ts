import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { printEvidence } from '../support/evidence.ts';
import { type LocalSystem, startLocalSystem } from '../support/local-system.ts';
import { byMailFile } from '../support/x-alone.ts';

type Message = { id: string; with: string; by: 'us' | 'them'; text: string; at: string };

let system: LocalSystem;
beforeAll(async () => {
  system = await startLocalSystem({ startsAt: '10:00', environment: { CANDOR_CONFIG_FILE: byMailFile() } });
});
afterAll(() => system.end());
printEvidence(() => system);

async function sim(method: string, where: string, body?: object) {
  const answer = await fetch(`${system.urls.world}${where}`, {
    method,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  return answer.json();
}
const writes = (from: string, text: string) => sim('POST', '/sim/messages', { source: 'mail', from, text });
const toldTo = async (who: string): Promise<Message[]> =>
  ((await sim('GET', '/sim/messages?source=mail')) as Message[]).filter(
    (one) => one.by === 'us' && one.with === `${who}@example.net`,
  );
const mentions = async () => (await system.get('/v1/desk')).body.mentions;

async function as(person: string) {
  const { access_token: token } = (await sim('POST', '/sim/tokens', { person })) as { access_token: string };
  return (where: string, body: object) =>
    fetch(`${system.urls.ops}${where}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
}

async function pass(minutes: number) {
  await system.passTo(new Date(Date.parse(await system.now()) + minutes * 60_000).toISOString());
}

describe('a customer who writes a mail while something fails', () => {
  it('has a receipt within a minute, an answer by a person and word that it is over, each once, and none after stop', async () => {
    const { body: incident } = await system.open({ nextUpdateBy: 'PT2H' });
    const before = await system.now();
    expect(await writes('ada', 'Is the API down? My number is 0815.')).toMatchObject({ told: 202 });
    const [receipt] = await system.until('the receipt', async () => {
      const told = await toldTo('ada');
      return told.length > 0 && told;
    });
    expect(Date.parse(receipt!.at) - Date.parse(before)).toBeLessThan(60_000);
    const name = /\b[2-9B-DF-HJ-NP-TV-XZ]{5}\b/.exec(receipt!.text)![0];

    // The ticket system tries again, and tells of our own receipt as if somebody had written it.
    const { ticketSystem } = (await system.get('/v1/intake')).body;
    const tell = async (body: object) => {
      const headers = { authorization: `Bearer ${ticketSystem.secret}` };
      const answer = await fetch(`${system.urls.ops}${ticketSystem.path}`, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
      });
      return { status: answer.status, body: (await answer.json()) as Record<string, string> };
    };
    const [mention] = await mentions();
    const { at } = mention;
    const first = { ticket: 'T1', message: '1', from: 'ada@example.net', text: 'Is the API down?', at };
    expect((await tell(first)).body).toEqual({ result: 'known', mention: mention.id });
    const echo = { ticket: 'T1', message: '77', from: 'support@example.com', text: receipt!.text };
    expect((await tell(echo)).body).toEqual({ result: 'ours' });

    const desk = await as('desk');
    const answered = await desk(`/v1/desk/mail/${mention.id}/answer`, { template: 'ack-known' });
    expect(answered.status).toBe(200);
    expect(await toldTo('ada')).toHaveLength(2);

    // The case lies with support, and how it stands comes back.
    const handed = (await sim('GET', '/sim/mail?to=support@example.com')) as { subject: string; text: string }[];
    expect(handed.map(({ subject }) => subject)).toContain(`Case ${name} in ticket T1`);
    expect((await tell({ ticket: 'T1', state: 'pending', note: 'We asked for the log.' })).status).toBe(200);
    expect((await system.get(`/v1/desk/mail/${mention.id}`)).body.case).toMatchObject({
      case: name,
      state: 'waiting-for-customer',
      notes: [{ by: 'ticket system', text: 'We asked for the log.' }],
    });

    await writes('bob', 'down?');
    await system.until('bob’s receipt', async () => (await toldTo('bob')).length === 1);
    await writes('bob', 'STOP');

    await system.say(incident.id, 'resolve', { message: 'The API works again.' });
    await system.delivered(incident.id);
    expect((await desk('/v1/desk/report-back', { incident: incident.id })).status).toBe(200);
    await pass(11);
    await system.until('word that it is over', async () => (await toldTo('ada')).length === 3);
    await pass(3);
    await system.swept();
    expect((await toldTo('ada')).length).toBe(3);
    expect((await toldTo('bob')).length).toBe(1);
    expect((await sim('GET', '/sim/bill')) as object).toMatchObject({ sources: { mail: 0 } });
    expect(JSON.stringify(await mentions())).not.toContain('0815');
  });
});
