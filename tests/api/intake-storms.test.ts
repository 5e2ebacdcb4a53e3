import { describe, expect, it } from 'vitest';
import { memoryRateLimits } from '../../shared/adapters/memory/rate-limits.ts';
import { monitored } from './monitored.ts';
import { ada, machine, OUTAGE, victor } from './team.ts';

const COMPONENTS = ['api', 'website', 'database'] as const;

const alert = (index: number, more: object = {}) => ({
  status: 'firing',
  labels: { severity: 'critical', component: COMPONENTS[index % 3], instance: `host${index}` },
  startsAt: '2026-11-22T09:59:00Z',
  fingerprint: `s${index}`,
  ...more,
});
const group = (count: number) => ({ alerts: Array.from({ length: count }, (_, index) => alert(index)) });

type Line = { alarm: string; result: string; reason?: string; incident?: string; component?: string };
const counted = (lines: readonly Line[]) =>
  Object.fromEntries(
    Object.entries(Object.groupBy(lines, ({ result }) => result)).map(([name, all]) => [name, all?.length]),
  );

type House = ReturnType<typeof monitored>;
async function joinedIn({ open, get }: House): Promise<number[]> {
  const incidents = (await open()) as { id: string }[];
  return Promise.all(incidents.map(async ({ id }) => (await get(`/v1/incidents/${id}`)).body.joined.length));
}

describe('intake: a storm of alarms in one body', () => {
  it('of up to 20 is answered one by one', async () => {
    const house = monitored();
    const { status, body } = await house.send('prom', group(20));
    expect([status, counted(body.taken)]).toEqual([200, { opened: 3, joined: 17 }]);
    expect(house.queue).toEqual([]);
  });

  it('of more waits, and is worked off into one incident for each component; a receipt says what became of each', async () => {
    const house = monitored();
    const { status, body } = await house.send('prom', group(1000));
    expect([status, body]).toEqual([
      202,
      { accepted: 1000, see: expect.stringMatching(/^\/v1\/intake\/receipts\/\w+$/) },
    ]);
    expect((await house.get(body.see)).body).toMatchObject({ accepted: 1000, pending: 1000, source: 'prom' });
    expect(await house.open()).toEqual([]);

    expect(await house.workedOff()).toEqual([]);
    const { pending, taken } = (await house.get(body.see)).body;
    expect([pending, counted(taken)]).toEqual([0, { opened: 3, joined: 997 }]);
    expect(new Set(taken.map(({ alarm }: Line) => alarm)).size).toBe(1000);
    expect((await joinedIn(house)).toSorted()).toEqual([333, 333, 334]);
  });

  it('sent again, because its sender is not sure, opens nothing twice', async () => {
    const house = monitored();
    for (let time = 0; time < 3; time += 1) await house.send('prom', group(100));
    await house.workedOff();
    expect((await joinedIn(house)).toSorted()).toEqual([33, 33, 34]);
    expect((await house.open()).map(({ entries }: { entries: object[] }) => entries.length)).toEqual([1, 1, 1]);
  });

  it('each message of which comes twice, or in another order, counts once', async () => {
    const house = monitored();
    const { body } = await house.send('prom', group(500));
    house.queue.push(...house.queue.toReversed());
    await house.workedOff();
    expect(await house.workedOff()).toEqual([]);
    expect(counted((await house.get(body.see)).body.taken)).toEqual({ opened: 3, joined: 497 });
    expect((await joinedIn(house)).toSorted()).toEqual([166, 167, 167]);
  });

  it('has the others taken beside one that cannot be read, and one that cannot be taken, which alone comes again', async () => {
    const house = monitored();
    const { join } = house.ports.alarmClaims;
    house.ports.alarmClaims.join = async (incident, joined) => {
      if (joined.some(({ key }) => key.startsWith('s7@'))) throw new Error('poison');
      return join(incident, joined);
    };
    const { alerts } = group(60);
    const { body } = await house.send('prom', {
      alerts: [...alerts.slice(0, 30), 'rubbish', { status: 'maybe' }, ...alerts.slice(30)],
    });
    expect(body.accepted).toBe(62);
    expect(await house.workedOff()).toHaveLength(1);
    const lines = (await house.get(body.see)).body.taken as Line[];
    expect(counted(lines)).toEqual({ opened: 3, joined: 56, failed: 1, ignored: 2 });
    expect(lines.find(({ result }) => result === 'failed')).toMatchObject({
      alarm: 's7',
      reason: expect.stringContaining('tried again'),
    });
    expect(lines.filter(({ result }) => result === 'ignored').map(({ alarm }) => alarm)).toEqual([
      'alerts.30',
      'alerts.31',
    ]);

    const taken: string[] = [];
    house.ports.alarmClaims.join = (incident, joined) => {
      taken.push(...joined.map(({ key }) => key.split('@')[0]!));
      return join(incident, joined);
    };
    expect(await house.workedOff()).toEqual([]);
    expect(taken).toEqual(['s7']);
    expect(counted((await house.get(body.see)).body.taken)).toEqual({ opened: 3, joined: 57, ignored: 2 });
  });

  it('is answered at once in what no rule is for', async () => {
    const house = monitored();
    const others = Array.from({ length: 300 }, (_, index) => alert(index, { labels: { severity: 'none' } }));
    const few = await house.send('prom', { alerts: [...others, alert(0)] });
    expect([few.status, counted(few.body.taken)]).toEqual([200, { opened: 1, ignored: 300 }]);
    const many = await house.send('prom', { alerts: [...others, ...group(30).alerts] });
    expect((await house.get(many.body.see)).body).toMatchObject({ accepted: 330, pending: 30 });
  });

  it('takes at once what no message can hold', async () => {
    const house = monitored();
    const huge = alert(0, { labels: { severity: 'critical', component: 'api', dump: 'x'.repeat(300_000) } });
    const { body } = await house.send('prom', { alerts: [huge, ...group(40).alerts.slice(1)] });
    expect(await house.open()).toHaveLength(1);
    for (const message of house.queue) expect(JSON.stringify(message).length).toBeLessThan(256 * 1024);
    await house.workedOff();
    expect(counted((await house.get(body.see)).body.taken)).toEqual({ opened: 3, joined: 37 });
  });

  it('is asked for again where it cannot be queued, or a receipt cannot be kept', async () => {
    for (const broken of [
      { alarmQueue: { put: () => Promise.reject(new Error('the queue is away')) } },
      { receipts: { begin: () => Promise.reject(new Error('the table is away')) } },
    ]) {
      const house = monitored(broken);
      expect(await house.send('prom', group(30))).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
      expect(await house.open()).toEqual([]);
    }
  });

  it('stays in its queue when its source is not in the config any more', async () => {
    const house = monitored();
    expect(await house.foreign({ receipt: 'r', part: 0, source: 'gone', alarms: [] })).toEqual({
      batchItemFailures: [{ itemIdentifier: 'm' }],
    });
  });

  it('is worked off also when its receipt is not kept any more', async () => {
    const house = monitored();
    await house.send('prom', group(30));
    house.ports.receipts.linesOf = async (parts) => parts.map(() => undefined);
    expect(await house.workedOff()).toEqual([]);
    expect(await house.open()).toHaveLength(3);
  });

  it('of more than any outage has is refused with what to set at the sender', async () => {
    const { send } = monitored();
    const tiny = { status: 'firing', labels: {} };
    expect(await send('prom', { alerts: Array.from({ length: 20_001 }, () => tiny) })).toMatchObject({
      status: 413,
      body: { type: 'body-too-large', detail: expect.stringMatching(/20001.*max_alerts/) },
    });
  });
});

describe('intake: a storm of alarms that come one by one', () => {
  const rubbish = { status: 'maybe' };

  it('is answered one by one for 20 alarms and one more each second; the others wait, a receipt each that says so at once', async () => {
    const house = monitored();
    const answers = [];
    for (let index = 0; index < 60; index += 1)
      answers.push(await house.send('prom', { alerts: [alert(index), rubbish] }));
    expect(answers.map(({ status }) => status)).toEqual([...Array(20).fill(200), ...Array(40).fill(202)]);
    const { accepted, see } = answers[59]!.body;
    expect(accepted).toBe(2);
    const at = house.clock.nowMs;
    expect((await house.get(see)).body).toMatchObject({ source: 'prom', accepted: 2, pending: 2, taken: [] });

    house.clock.nowMs += 1_000;
    expect((await house.send('prom', group(1))).status).toBe(200);
    expect((await house.send('prom', group(1))).status).toBe(202);
    expect(await house.workedOff()).toEqual([]);
    expect((await joinedIn(house)).toSorted()).toEqual([20, 20, 20]);
    expect((await house.get(see)).body).toMatchObject({
      at: new Date(at).toISOString(),
      pending: 0,
      taken: [{ alarm: 's59', component: 'database', result: 'joined' }, { result: 'ignored' }],
    });
    house.wait(7 * 24 * 60);
    expect((await house.get(see)).status).toBe(404);
  });

  it('of another source, or after a pause, is calm again', async () => {
    const house = monitored();
    for (let time = 0; time < 30; time += 1) await house.send('prom', group(1));
    expect((await house.send('webhook', { id: 'a1', labels: { component: 'api' } })).status).toBe(200);
    house.clock.nowMs += 20_000;
    expect((await house.send('prom', group(20))).status).toBe(200);
    expect((await house.send('prom', group(1))).status).toBe(202);
  });

  it('is worked off many at a time, each with a line in its own receipt; one that cannot be taken stops none', async () => {
    const house = monitored({ isCalm: () => false });
    const { join } = house.ports.alarmClaims;
    const calls: number[] = [];
    house.ports.alarmClaims.join = async (incident, joined) => {
      calls.push(joined.length);
      if (joined.some(({ key }) => key.startsWith('s7@'))) throw new Error('poison');
      return join(incident, joined);
    };
    const sees: string[] = [];
    for (let index = 0; index < 50; index += 1)
      sees.push((await house.send('prom', { alerts: [alert(index)] })).body.see);
    const resultsOf = async () =>
      Promise.all(sees.map(async (see) => ((await house.get(see)).body.taken as Line[]).map(({ result }) => result)));
    const deliver = async () => {
      const batch = house.queue.map((message, index) => ({ messageId: `${index}`, body: JSON.stringify(message) }));
      return house.deliver([...batch, { ...batch[0]!, messageId: 'again' }]);
    };
    expect(await deliver()).toEqual(['7']);
    expect(Math.max(...calls)).toBeGreaterThan(10);
    const results = await resultsOf();
    expect([results[7], counted(results.flat().map((result) => ({ alarm: '', result })))]).toEqual([
      ['failed'],
      { opened: 3, joined: 46, failed: 1 },
    ]);
    house.ports.alarmClaims.join = join;
    house.queue.splice(0, 50, house.queue[7]!);
    expect(await house.workedOff()).toEqual([]);
    expect((await resultsOf())[7]).toEqual(['joined']);
    expect((await joinedIn(house)).toSorted()).toEqual([16, 17, 17]);
  });

  it('begins nothing for which no time is left, and gives it back', async () => {
    const house = monitored({ isCalm: () => false });
    for (let index = 0; index < 30; index += 1)
      await house.send('prom', { alerts: Array.from({ length: 20 }, (_, one) => alert(20 * index + one)) });
    const batch = house.queue.map((message, index) => ({ messageId: `${index}`, body: JSON.stringify(message) }));
    const back = await house.deliver(batch, { getRemainingTimeInMillis: () => 5_000 });
    expect(back).toEqual(batch.slice(10).map(({ messageId }) => messageId));
    expect((await joinedIn(house)).toSorted()).toEqual([66, 67, 67]);
  });

  it('shares its queue with what comes by itself, which goes first; what fails of either comes again alone', async () => {
    const house = monitored({ isCalm: () => false });
    for (let index = 0; index < 3; index += 1) await house.send('prom', { alerts: [alert(index)] });
    const storm = house.queue.map((message, index) => ({ messageId: `s${index}`, body: JSON.stringify(message) }));
    const wish = (id: string, detail: object) => ({ messageId: id, body: JSON.stringify({ id, source: 'm', detail }) });
    const opening = wish('e1', OUTAGE);
    const nobodys = wish('e2', { incident: 'ffffffffffff', message: 'Still looking.' });
    const { join } = house.ports.alarmClaims;
    house.ports.alarmClaims.join = async () => Promise.reject(new Error('away'));
    const mixed = [storm[0]!, nobodys, storm[1]!, opening, storm[2]!];
    const back = await house.deliver(mixed);
    expect(back).toContain('e2');
    expect(back).not.toContain('e1');
    house.ports.alarmClaims.join = join;
    expect(await house.deliver(mixed, { getRemainingTimeInMillis: () => 5_000 })).toEqual([
      'e2',
      'e1',
      's0',
      's1',
      's2',
    ]);
    expect(await house.deliver(mixed.filter(({ messageId }) => messageId !== 'e2'))).toEqual([]);
    expect((await house.open()).map(({ title }: { title: string }) => title)).toContain(OUTAGE.title);
    // The alarm of the website stands beside the wish, which went first.
    expect(await house.open()).toHaveLength(3);
  });

  it('is taken at once where no message can hold it', async () => {
    const house = monitored({ isCalm: () => false });
    const huge = alert(0, { labels: { severity: 'critical', component: 'api', dump: 'x'.repeat(300_000) } });
    expect(await house.send('prom', { alerts: [huge] })).toMatchObject({ status: 200 });
    expect(house.queue).toEqual([]);
  });

  it('is asked for again where it cannot be queued', async () => {
    const alarmQueue = { put: () => Promise.reject(new Error('the queue is away')) };
    const house = monitored({ isCalm: () => false, alarmQueue });
    expect(await house.send('prom', group(1))).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
  });

  it('gives no receipt that anybody could make up', async () => {
    const house = monitored({ isCalm: () => false });
    const { see } = (await house.send('prom', group(1))).body;
    expect((await house.get(see)).status).toBe(200);
    for (const other of [see.replace('-prom-', '-web-'), see.replace(/.$/, (one: string) => (one === '0' ? '1' : '0'))])
      expect(await house.get(other)).toMatchObject({ status: 404, body: { type: 'no-such-receipt' } });
  });
});

describe('intake: a receipt', () => {
  it('is for everybody who may read, and is not there once it is old or was never given', async () => {
    const house = monitored();
    const { see } = (await house.send('prom', group(30))).body;
    for (const as of [ada, victor, machine('bot', 'read')]) expect((await house.get(see, { as })).status).toBe(200);
    for (const where of ['/v1/intake/receipts/none', '/v1/intake/receipts/a.b'])
      expect(await house.get(where)).toMatchObject({ status: 404, body: { type: 'no-such-receipt' } });
    house.wait(7 * 24 * 60 + 1);
    expect((await house.get(see)).status).toBe(404);
  });
});

describe('intake: a source that sends too often', () => {
  const alarm = { id: 'a1', labels: { component: 'api' } };

  it('is told when to come back, and loses nothing', async () => {
    const house = monitored({ rateLimits: memoryRateLimits({ burst: 2, perSecond: 1 }) });
    for (let time = 0; time < 2; time += 1) expect((await house.send('webhook', alarm)).status).toBe(200);
    expect(await house.send('webhook', { id: 'a2', labels: { component: 'storage' } })).toMatchObject({
      status: 429,
      headers: { 'retry-after': '1' },
      body: { type: 'too-many-requests', retryAfter: 1, detail: 'Nothing was changed. Send it again in 1 s.' },
    });
    expect((await house.send('prom', group(1))).status).toBe(200);
    house.clock.nowMs += 1_000;
    expect((await house.send('webhook', { id: 'a2', labels: { component: 'storage' } })).status).toBe(200);
  });

  it('is not kept out by strangers, whatever they send in its name', async () => {
    const house = monitored({ rateLimits: memoryRateLimits({ burst: 2, perSecond: 1 }) });
    for (let time = 0; time < 50; time += 1)
      expect((await house.send('webhook', alarm, { authorization: 'Bearer guessed' })).status).toBe(401);
    expect((await house.send('webhook', alarm)).status).toBe(200);
  });

  it('has at least 300 requests a second, and is let through when nothing can be counted', async () => {
    const { send, clock } = monitored();
    let passed = 0;
    for (let second = 0; second < 4; second += 1) {
      for (let time = 0; time < 300; time += 1) passed += Number(((await send('webhook', alarm)).status ?? 500) < 300);
      clock.nowMs += 1_000;
    }
    expect(passed).toBe(1200);
    const away = monitored({ rateLimits: { take: () => Promise.reject(new Error('the table is away')) } });
    expect((await away.send('webhook', alarm)).status).toBe(200);
  });
});
