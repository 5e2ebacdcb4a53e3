import { availableParallelism, loadavg } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { followersOf } from '../local/followers.ts';
import { say } from '../support/figures.ts';
import { type LocalSystem, startLocalSystem } from '../support/local-system.ts';

// The seconds are printed and not held: they are those of the machine.
let system: LocalSystem;
beforeAll(async () => {
  system = await startLocalSystem({ environment: { CANDOR_MAIL_RATE: '500' } });
});
afterAll(() => system?.end());

const PEOPLE = 2_000;
const IMPORTED_AT_ONCE = 500;
/** The system is killed once so many have the newest statement. */
const KILLED_AT = [0.2, 0.6];

const addressOf = (n: number) => `person-${n}@many.example.com`;
const since = (began: number) => ((performance.now() - began) / 1_000).toFixed(0);

/** Brings them in as a house does that moves here; what there was no time for is sent again. */
async function importEverybody(): Promise<void> {
  const consent = { at: await system.now(), source: 'the page that we had before' };
  let rest = Array.from({ length: PEOPLE }, (_, n) => ({ kind: 'mail', address: addressOf(n), consent }));
  while (rest.length > 0) {
    const subscribers = rest.slice(0, IMPORTED_AT_ONCE);
    const { body } = await system.post('/v1/subscribers/import', { subscribers });
    const rows = (body as unknown as { rows: { row: number; is: string }[] }).rows;
    expect(rows.filter(({ is }) => is === 'refused' || is === 'left')).toEqual([]);
    rest = [
      ...rows.filter(({ is }) => is === 'later').map(({ row }) => subscribers[row]!),
      ...rest.slice(IMPORTED_AT_ONCE),
    ];
  }
}

describe('subscribers: 2,000 of them, SES at 500 a second, killed twice while they are told', () => {
  it('each has the newest statement once', async () => {
    const follower = followersOf(system);
    const began = performance.now();
    await importEverybody();
    expect((await system.get('/v1/subscribers/count')).body.kinds.mail.confirmed).toBe(PEOPLE);
    say(`subscribers: ${PEOPLE} imported in ${since(began)} s`);
    expect((await system.put('/v1/channels/mail', { mode: 'live' })).status).toBe(200);

    const telling = performance.now();
    const { body } = await system.open({ title: 'Logins fail', message: 'Since noon.', nextUpdateBy: 'PT4H' });
    for (const share of KILLED_AT) {
      await system.until(`${share} of the mails`, async () => (await follower.mails()).length >= share * PEOPLE);
      await system.kill9();
      await system.restart();
      say(`subscribers: killed and up again after ${since(telling)} s, ${(await follower.mails()).length} mails`);
    }
    // Who was told in the moment of a kill is waited for during three minutes before they are told again (docs/adr/0044).
    await system.until('most of them', async () => (await follower.mails()).length >= PEOPLE * 0.98, { ms: 900_000 });
    const most = since(telling);
    await system.until(
      'the last',
      async () => (await system.incident(body.id)).deliveries?.mail?.[1]?.state === 'delivered',
      {
        ms: 900_000,
      },
    );

    const got = Map.groupBy(await follower.mails(), ({ to }) => to);
    const without = Array.from({ length: PEOPLE }, (_, n) => addressOf(n)).filter((one) => !got.has(one));
    const doubles = [...got.values()].reduce((sum, mails) => sum + mails.length - 1, 0);
    const { deliveries } = await system.incident(body.id);
    say(
      `subscribers: 98 of 100 of ${PEOPLE} were told after ${most} s, the last after ${since(telling)} s, two kill -9 in between; ${without.length} lost, ${doubles} doubles; ${JSON.stringify(deliveries?.mail?.[1])}; load ${loadavg()[0]!.toFixed(1)} on ${availableParallelism()} cores`,
    );
    expect(without).toEqual([]);
    expect(doubles).toBeLessThanOrEqual(1);
  });
});
