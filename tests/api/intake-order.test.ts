import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Joined } from '../../shared/ports/alarm-claims.ts';
import { monitored } from './monitored.ts';

const BEGAN = '2026-11-22T09:55:00.000Z';

const alert = (status: string) => ({
  alerts: [{ status, labels: { severity: 'critical', component: 'api' }, startsAt: BEGAN, fingerprint: 'f1' }],
});

const metric = (NewStateValue: string, StateChangeTime: string) => ({
  AlarmName: 'prod-eu-api-5xx',
  NewStateValue,
  StateChangeTime,
});

/** How each alarm stands that has joined the only open incident: by check and outage, and what was heard last. */
async function standing({ open, get }: ReturnType<typeof monitored>) {
  const [incident, ...more] = await open();
  expect(more).toEqual([]);
  expect(incident).toMatchObject({ phase: 'open', status: 'investigating' });
  // All that a machine adds is what nobody has confirmed.
  const added = incident.entries.slice(1).map(({ message }: { message: string }) => message);
  expect(added.filter((message: string) => !/nobody has confirmed/i.test(message))).toEqual([]);
  const { joined } = (await get(`/v1/incidents/${incident.id}`)).body as { joined: Joined[] };
  return new Map(joined.map(({ key, state }) => [key, state]));
}

describe('intake: what comes late, twice or in another order', () => {
  it('five deliveries of one outage and its recovery are one incident in which it has recovered', async () => {
    const deliveries = ['firing', 'firing', 'resolved', 'firing', 'firing', 'firing'];
    const anyOrder = fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 });
    await fc.assert(
      fc.asyncProperty(anyOrder, fc.boolean(), async (order, sideBySide) => {
        const house = monitored();
        const send = (index: number) => house.send('prom', alert(deliveries[index]!));
        if (sideBySide) await Promise.all(order.map(send));
        else for (const index of order) await send(index);
        expect([...(await standing(house)).values()]).toEqual(['recovered']);
      }),
      { numRuns: 60, seed: 20261130 },
    );
  });

  it('alarms of CloudWatch and the end of each, which have a time of their own, leave every outage ended', async () => {
    const told = [
      metric('ALARM', '2026-11-22T09:50:00.000+0000'),
      metric('OK', '2026-11-22T09:52:00.000+0000'),
      metric('ALARM', '2026-11-22T09:54:00.000+0000'),
      metric('OK', '2026-11-22T09:56:00.000+0000'),
    ];
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }), async (order) => {
        const house = monitored();
        for (const index of order) await house.send('aws', told[index]);
        const last = [...(await standing(house))].filter(([, state]) => state === 'recovered');
        expect(last.map(([key]) => key)).toContain('prod-eu-api-5xx@2026-11-22T09:56:00.000+0000');
      }),
      { numRuns: 24, seed: 20261130 },
    );
  });

  it('an outage that begins after the end of another has not recovered', async () => {
    const house = monitored();
    await house.send('aws', metric('OK', '2026-11-22T09:52:00.000+0000'));
    await house.send('aws', metric('ALARM', '2026-11-22T09:54:00.000+0000'));
    expect([...(await standing(house)).values()]).toEqual(['firing']);
  });

  it('what ended more than a day before is not remembered', async () => {
    const house = monitored();
    await house.send('prom', alert('resolved'));
    house.wait(24 * 60 + 1);
    await house.send('prom', alert('firing'));
    expect([...(await standing(house)).values()]).toEqual(['firing']);
  });

  it('ids that only look like numbers say nothing about what began first', async () => {
    const house = monitored();
    const event = (event_type: string, id: string) => ({
      event: { id: 'e', event_type, data: { id, title: 'x', service: { id: 'S', summary: 'Checkout' } } },
    });
    await house.send('pager', event('incident.resolved', '9000'));
    await house.send('pager', event('incident.triggered', '1000'));
    expect([...(await standing(house)).values()]).toEqual(['firing']);
  });
});

describe('intake: an end that cannot be looked up', () => {
  it('has its alarm sent again, and is noted then', async () => {
    const house = monitored();
    await house.send('prom', alert('resolved'));
    const { overOf } = house.ports.alarmClaims;
    house.ports.alarmClaims.overOf = () => Promise.reject(new Error('the table is away'));
    expect(await house.send('prom', alert('firing'))).toMatchObject({
      status: 503,
      body: { taken: [{ result: 'failed' }] },
    });
    house.ports.alarmClaims.overOf = overOf;
    expect((await house.send('prom', alert('firing'))).status).toBe(200);
    expect([...(await standing(house)).values()]).toEqual(['recovered']);
  });
});
