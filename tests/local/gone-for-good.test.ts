import { gunzipSync } from 'node:zlib';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ada, grace, type RunningSystem, root, runningSystem } from '../pinned/running-system.ts';

/** What must be nowhere in the end. One word, so that no shortening takes it apart. */
const NEEDLE = 'quagfire';
const TITLE = `Logins of ${NEEDLE} fail`;
const holds = (text: string): boolean => text.toLowerCase().includes(NEEDLE);

type Remains = { what: string; says: string; url?: string; to?: string; until?: string };

let system: RunningSystem;
const printed: string[] = [];
/** Everything of this story by what it is. */
const ids = { shadow: '', outage: '', merged: '', leak: '', work: '', event: '', draft: '' };
const opening = {
  title: TITLE,
  impact: 'major',
  components: [{ id: 'api', status: 'major_outage' }],
  message: `The name is ${NEEDLE}.`,
  workaround: `Ask for ${NEEDLE}.`,
  ifLate: `We still ask ${NEEDLE}`,
  nextUpdateBy: 'PT15M',
};
const asOpened = { headers: { 'idempotency-key': 'the outage' } };
/** How much had been sent and posted when the redactions began. */
let before = { reminders: 0, posts: 0 };
const remains: Remains[] = [];

beforeAll(async () => {
  for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const)
    vi.spyOn(console, level).mockImplementation((...said) => void printed.push(said.map(String).join(' ')));
  system = await runningSystem();
  const { call, delivered, later } = system;
  const open = (body: object, said = {}) => call('POST', '/v1/incidents', { ...opening, ...body }, said);

  ids.shadow = (await open({ impact: 'critical' })).id;
  await delivered();
  await call('POST', `/v1/incidents/${ids.shadow}/resolve`, { message: 'It works again since 10:00 UTC.' });
  await delivered();
  await call('PUT', '/v1/channels/x', { mode: 'live' }, { as: root });

  ids.outage = (await open({}, asOpened)).id;
  await delivered();
  // Nobody speaks: people are reminded under the title, and an apology quotes what was left for it.
  await later(11);
  await later(7);
  ids.merged = (
    await open({ title: 'Uploads fail', message: 'Uploads fail.', workaround: 'Wait.', ifLate: 'We look' })
  ).id;
  await delivered();
  await call('POST', `/v1/incidents/${ids.merged}/merge`, { into: ids.outage });
  await delivered();

  ids.leak = (
    await open({
      title: 'Exports leak',
      message: 'We look into it.',
      workaround: 'None.',
      ifLate: 'We look',
      handling: 'restricted',
    })
  ).id;
  await delivered();
  ids.draft = (await call('POST', `/v1/incidents/${ids.leak}/updates`, { message: `It was ${NEEDLE}.` })).draft.id;
  await later(1);
  await call('POST', `/v1/drafts/${ids.draft}/approve`, undefined, { as: grace });
  await delivered();

  const work = { title: `Move of ${NEEDLE}`, components: ['database'], scheduledFor: 'PT30M', scheduledUntil: 'PT1H' };
  ids.work = (await call('POST', '/v1/maintenances', { ...work, message: `We move ${NEEDLE}.` })).id;
  await delivered();
  await later(1);

  // A machine's text is questioned by nobody; what would have been is logged.
  const detail = { ...opening, message: `It fails for ${NEEDLE} since 09:00.`, impact: 'minor', ifLate: undefined };
  const event = { id: 'event-1', source: 'deploys', 'detail-type': 'candor.status-change', detail };
  await system.queued('intake', [JSON.stringify(event)]);
  await delivered();
  const { incidents } = await call('GET', '/v1/incidents?open=true');
  ids.event = incidents.find((one: { impact: string }) => one.impact === 'minor').id;

  expect(found([...(await items()), ...siteObjects()])).not.toEqual([]);
  before = { reminders: system.aws.reminders.length, posts: (await posts()).length };
  for (const [id, seq] of [
    [ids.shadow, 1],
    [ids.outage, 1],
    [ids.leak, 2],
    [ids.work, 1],
    [ids.event, 1],
  ] as const) {
    const answer = await call('POST', `/v1/incidents/${id}/redactions`, { seq, reason: 'personal-data' });
    expect(holds(JSON.stringify(answer))).toBe(false);
    remains.push(...answer.remains);
  }
  await delivered();
  await later(1);
  await later(1);
}, 120_000);
afterAll(async () => {
  await system.stop();
  vi.restoreAllMocks();
});

const posts = async () =>
  (await (await fetch(`${system.world.url}/sim/posts`)).json()) as { id: string; text: string }[];

type Place = readonly [name: string, text: string];

/** Every place that holds the word, by name. */
const found = (places: readonly Place[]): string[] => places.filter(([, text]) => holds(text)).map(([name]) => name);

/** Every item of the table, what is packed in it unpacked. */
async function items(): Promise<Place[]> {
  const { Items = [] } = await new DynamoDBClient({}).send(
    new ScanCommand({ TableName: 'incidents', ConsistentRead: true }),
  );
  const unpacked = (value: unknown): unknown =>
    value instanceof Uint8Array ? gunzipSync(value).toString('utf8') : value;
  return Items.map((wire) => {
    const item = unmarshall(wire);
    return [`item ${item.pk} ${item.sk}`, JSON.stringify(Object.values(item).map(unpacked))] as const;
  });
}

/** Every object of the site as it is now. */
const siteObjects = (): Place[] => [
  ...new Map(system.aws.puts.map(({ key, body, headers }) => [`object ${key}`, body + JSON.stringify(headers)])),
];

let readers = 0;
/** Somebody who may do everything. Each asks once: the clock stands still, so that no rate limit would recover. */
const anybody = () => ({
  ...ada,
  sub: `reader-${++readers}`,
  'cognito:groups': '[commander approver administrator]',
});

/** What the API answers to everybody who may do everything: every read, a repeated command, and a preview. */
async function answers(): Promise<Place[]> {
  const document = (await system.ask('command', 'GET', '/openapi.json')).json;
  const reads = Object.entries(document.paths as Record<string, object>).flatMap(([path, item]) =>
    'get' in item ? Object.values(ids).map((id) => path.replace(/\{\w+\}/g, id)) : [],
  );
  const more = ['/v1/incidents?open=true', ...Object.values(ids).map((id) => `/v1/eta-advice?incident=${id}`)];
  const asked = [...new Set([...reads, ...more])].map(async (where) => {
    const { text, headers } = await system.ask('command', 'GET', where, { as: anybody() });
    return [`GET ${where}`, text + JSON.stringify(headers)] as const;
  });
  const repeated = await system.ask('command', 'POST', '/v1/incidents', { body: opening, ...asOpened });
  const body = { command: 'update', incident: ids.outage, body: { message: 'We look on.' } };
  const preview = await system.ask('command', 'POST', '/v1/preview', { body });
  return [...(await Promise.all(asked)), ['the opening, sent again', repeated.text], ['a preview', preview.text]];
}

/** Every page of the console about this story. */
async function consolePages(): Promise<Place[]> {
  system.aws.otherwise(async (request, body, response) => {
    const answer = await system.ask('command', request.method ?? '', request.url ?? '', { body, as: anybody() });
    response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers }).end(answer.text);
  });
  const token = `h.${Buffer.from('{"username":"ada"}').toString('base64url')}.s`;
  const cookies = [`candor-session=${token}`, `candor-seen=${Math.floor(Date.now() / 1000)}`];
  const of: string[] = [];
  for (const id of [ids.shadow, ids.outage, ids.merged, ids.leak, ids.work, ids.event]) {
    const { entries } = await system.call('GET', `/v1/incidents/${id}`, undefined, { as: anybody() });
    const said = entries.map(({ seq }: { seq: number }) => `/said/${seq}`);
    const forms = ['/update', '/merge', '/say', '/correct?seq=1', '/redact?seq=2'];
    of.push(...['', ...said, ...forms].map((page) => `/console/incidents/${id}${page}`));
  }
  const pages: Place[] = [];
  for (const where of ['/console', '/console/open', `/console/drafts/${ids.draft}`, ...of])
    pages.push([where, (await system.ask('console', 'GET', where, { cookies })).text]);
  return pages;
}

describe('what was redacted', () => {
  it('is in no item of the table', async () => {
    expect(found(await items())).toEqual([]);
  });

  it('is in no object of the site', () => {
    expect(found(siteObjects())).toEqual([]);
  });

  it('is in no answer of the API, not even to the command that said it', async () => {
    expect(found(await answers())).toEqual([]);
  });

  it('is on no page of the console', async () => {
    expect(found(await consolePages())).toEqual([]);
  });

  it('was never in a log line, an event or a delayed look', () => {
    expect(printed.join()).toContain('would have been questioned');
    expect(printed.filter(holds)).toEqual([]);
    expect(holds(JSON.stringify([system.aws.events, system.aws.looks]))).toBe(false);
  });

  it('is said by nothing that went out afterwards', async () => {
    expect(system.aws.reminders.slice(before.reminders).map(String).filter(holds)).toEqual([]);
    expect((await posts()).slice(before.posts).filter(({ text }) => holds(text))).toEqual([]);
  });

  it('is named wherever it stands out of reach: posts by their address, messages, copies and backups', async () => {
    const urls = remains.flatMap(({ url }) => url ?? []);
    for (const { id, text } of await posts()) if (holds(text)) expect(urls).toContain(`https://x.com/i/status/${id}`);
    expect(remains.map(({ says }) => says)).toContainEqual(expect.stringContaining('still stands: delete it on X'));
    const told = new Set(remains.flatMap(({ to }) => to ?? []));
    expect([...told].toSorted()).toEqual(expect.arrayContaining(['approver', 'commander']));
    expect(remains.map(({ what }) => what)).toEqual(expect.arrayContaining(['copies', 'backup']));
  });
});
