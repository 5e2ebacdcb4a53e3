import { describe, expect, it } from 'vitest';
import { monitored } from './monitored.ts';
import { ada } from './team.ts';

type House = ReturnType<typeof monitored>;
const only = async (answer: ReturnType<House['send']>) => (await answer).body.taken;

/** Prometheus says when an outage began; a check of the house says nothing of the kind. */
const alert = (startsAt: string, status = 'firing', fingerprint = 'f1') => ({
  alerts: [{ status, labels: { severity: 'critical', component: 'api' }, startsAt, fingerprint }],
});
const resolve = (house: House, id: string) =>
  house.post(`/v1/incidents/${id}/resolve`, { message: 'It works again.', components: [] });

describe('intake: a check that fires again after a person has ended its incident', () => {
  it('reopens it within ten minutes, and opens another one later, however often', async () => {
    const house = monitored();
    const { send, alarm, open, wait } = house;
    const seen = new Set<string>();
    for (let round = 0; round < 10; round += 1) {
      const [taken] = await only(send('webhook', alarm('check-7', 'api')));
      expect([taken.result, (await open()).map(({ id }: { id: string }) => id)]).toEqual([
        round === 0 || round % 2 === 0 ? 'opened' : 'reopened',
        [taken.incident],
      ]);
      expect(seen.has(taken.incident)).toBe(taken.result === 'reopened');
      seen.add(taken.incident);
      await resolve(house, taken.incident);
      wait(round % 2 === 0 ? 5 : 11);
    }
    expect(seen.size).toBe(5);
  });

  it('is never silent where each outage says when it began, and asks a person where it is the same, ten times over', async () => {
    const house = monitored();
    const { send, open, wait, get } = house;
    for (let round = 0; round < 10; round += 1) {
      const began = `2026-11-22T${String(10 + round).padStart(2, '0')}:00:00Z`;
      const [taken] = await only(send('prom', alert(began)));
      expect(['opened', 'reopened']).toContain(taken.result);
      expect((await open()).map(({ id }: { id: string }) => id)).toEqual([taken.incident]);
      await resolve(house, taken.incident);
      // It fires on as before: somebody is asked, and told what about.
      const [still] = await only(send('prom', alert(began)));
      expect(still).toMatchObject({ result: 'draft', incident: taken.incident, draft: expect.any(String) });
      expect((await get('/v1/drafts')).body.drafts).toContainEqual(
        expect.objectContaining({ id: still.draft, reason: { reason: 'still-firing', incident: taken.incident } }),
      );
      wait(round % 2 === 0 ? 5 : 11);
    }
  });

  it('says in public that it is a problem again, and promises the next word', async () => {
    const house = monitored();
    const [{ incident }] = await only(house.send('webhook', house.alarm('check-7', 'api')));
    await resolve(house, incident);
    await only(house.send('webhook', house.alarm('check-7', 'api')));
    const { body } = await house.get(`/v1/incidents/${incident}`);
    expect(body).toMatchObject({ phase: 'open', components: [{ id: 'api', status: 'degraded_performance' }] });
    expect(body.entries.at(-1)).toMatchObject({
      kind: 'reopened',
      automated: true,
      message: 'Our monitoring reports a problem with API again. Nobody has confirmed it yet.',
      promises: { nextUpdateBy: expect.any(String) },
    });
  });

  it('and says that it is the same outage, asks a person, once for each time that it was ended', async () => {
    const house = monitored();
    const { send, open, get, post } = house;
    const [{ incident }] = await only(send('prom', alert('2026-11-22T09:59:00Z')));
    await resolve(house, incident);
    const [asked] = await only(send('prom', alert('2026-11-22T09:59:00Z')));
    expect(asked).toMatchObject({ result: 'draft', incident });
    expect(await only(send('prom', alert('2026-11-22T09:59:00Z')))).toEqual([asked]);
    expect(await open()).toEqual([]);
    const [draft] = (await get('/v1/drafts')).body.drafts;
    expect(draft).toMatchObject({ command: 'reopen', reason: { reason: 'still-firing', incident } });

    expect((await post(draft.links.approve, {}, { as: ada })).status).toBe(201);
    expect(await open()).toMatchObject([{ id: incident }]);
    await resolve(house, incident);
    const [again] = await only(send('prom', alert('2026-11-22T09:59:00Z')));
    expect(again.result).toBe('draft');
    expect(again.draft).not.toBe(asked.draft);
  });

  it('and says that it began anew, is another outage', async () => {
    const house = monitored();
    const [first] = await only(house.send('prom', alert('2026-11-22T09:59:00Z')));
    await resolve(house, first.incident);
    house.wait(30);
    const [second] = await only(house.send('prom', alert('2026-11-22T10:29:00Z')));
    expect(second.result).toBe('opened');
    expect(second.incident).not.toBe(first.incident);
  });

  it('after it was opened in error asks whether it was, if it is the same outage', async () => {
    const house = monitored();
    const { send, post, open, get } = house;
    const [{ incident }] = await only(send('prom', alert('2026-11-22T09:59:00Z')));
    await post(`/v1/incidents/${incident}/retract`, { message: 'A false alarm.' });
    expect(await only(send('prom', alert('2026-11-22T09:59:00Z')))).toMatchObject([{ result: 'draft' }]);
    const [draft] = (await get('/v1/drafts')).body.drafts;
    expect((await post(draft.links.approve, {}, { as: ada })).status).toBe(201);
    expect(await open()).toHaveLength(1);
    expect((await open())[0].id).not.toBe(incident);
  });

  it('goes on where its incident was merged into', async () => {
    const house = monitored();
    const { send, alarm, post } = house;
    const [api] = await only(send('webhook', alarm('a1', 'api')));
    const [web] = await only(send('webhook', alarm('w1', 'website')));
    await post(`/v1/incidents/${api.incident}/merge`, { into: web.incident });
    expect(await only(send('webhook', alarm('a1', 'api')))).toMatchObject([
      { result: 'joined', incident: web.incident },
    ]);
  });
});

describe('intake: a monitor that sees nothing', () => {
  const metric = (NewStateValue: string, StateChangeTime = '2026-11-22T09:59:00Z') => ({
    AlarmName: 'prod-eu-api-5xx',
    NewStateValue,
    StateChangeTime,
  });

  it('is noted as that beside the incident, never as a recovery', async () => {
    const { send, get } = monitored();
    const [{ incident }] = await only(send('aws', metric('ALARM')));
    expect(await only(send('aws', metric('INSUFFICIENT_DATA')))).toMatchObject([{ result: 'noted', incident }]);
    const { joined } = (await get(`/v1/incidents/${incident}`)).body;
    expect(joined.map(({ state }: { state: string }) => state)).toEqual(['firing', 'no-data']);
  });

  it('opens nothing by itself, and says why', async () => {
    const { send, open } = monitored();
    expect(await only(send('aws', metric('INSUFFICIENT_DATA')))).toMatchObject([
      { result: 'ignored', reason: 'the monitor sees no data, which is no outage; nothing is open' },
    ]);
    expect(await open()).toEqual([]);
  });
});

describe('intake: the alarms of a large outage in one body', () => {
  const group = (count: number, description = '') => ({
    alerts: Array.from({ length: count }, (_, index) => ({
      status: 'firing',
      labels: { severity: 'critical', component: ['api', 'website', 'database'][index % 3], instance: `host${index}` },
      annotations: { description },
      startsAt: '2026-11-22T09:59:00Z',
      fingerprint: `s${index}`,
    })),
  });

  it('are taken but for one with a name that no table takes as it is, which is hashed', async () => {
    const { send, open } = monitored();
    const long = { status: 'firing', labels: { severity: 'critical', component: 'api', x: 'ü'.repeat(1100) } };
    const { body } = await send('prom', { alerts: [long, ...group(2).alerts] });
    expect(body.taken.map(({ result }: { result: string }) => result)).toEqual(['opened', 'joined', 'opened']);
    expect(await open()).toHaveLength(2);
  });

  it('are taken but for those that cannot be now, and the sender is asked to send them again', async () => {
    const house = monitored();
    const { claim } = house.ports.alarmClaims;
    house.ports.alarmClaims.claim = async (component, ...rest) => {
      if (component === 'api') throw new Error('the table is away');
      return claim(component, ...rest);
    };
    const { status, headers, body } = await house.send('prom', group(3));
    expect([status, headers?.['retry-after']]).toEqual([503, '5']);
    expect(body.taken).toMatchObject([
      { component: 'api', result: 'failed' },
      { component: 'website', result: 'opened' },
      { component: 'database', result: 'opened' },
    ]);
    house.ports.alarmClaims.claim = claim;
    const again = await house.send('prom', group(3));
    expect([again.status, ...again.body.taken.map(({ result }: { result: string }) => result)]).toEqual([
      200,
      'opened',
      'joined',
      'joined',
    ]);
  });

  it('too many for one body are refused with what to set at the sender', async () => {
    const { send } = monitored();
    expect(await send('prom', group(3000, 'x'.repeat(1500)))).toMatchObject({
      status: 413,
      body: { type: 'body-too-large', detail: expect.stringContaining('4096 KB') },
    });
  });
});
