import { Validator } from '@seriousme/openapi-schema-validator';
import { beforeAll, describe, expect, it } from 'vitest';
import { memoryArchive } from '../../shared/adapters/memory/archive.ts';
import { memoryRateLimits } from '../../shared/adapters/memory/rate-limits.ts';
import { openApiDocument } from '../../shared/api/reference/openapi.ts';
import { type Operation, problemsOf } from '../../shared/api/reference/operation.ts';
import { OPERATIONS } from '../../shared/api/reference/operations.ts';
import { PROBLEM_TYPES } from '../../shared/api/reference/problem-types.ts';
import { config } from '../../shared/config/config.ts';
import { policyOf } from '../../shared/config/policy.ts';
import { MINUTE_MS } from '../../shared/core/instant.ts';
import { noSubscribers } from '../../shared/lambda/no-subscribers.ts';
import { deskStory } from './desk-story.ts';
import { chain } from './kept-chain.ts';
import { monitored, TOPIC } from './monitored.ts';
import { type Answered, ada, grace, machine, OUTAGE, root, type Seen, seen, team, victor } from './team.ts';
import { ticketStory } from './ticketed.ts';

const PAST = '2020-01-01T00:00:00Z';
const FAR = 'P400D';
const ASKED = { message: 'We will post again by 09:00 UTC today.' };
const WORK = { title: 'Move', components: ['api'], scheduledFor: 'PT1H', scheduledUntil: 'PT2H', message: 'We move.' };
const SECRET_WORD = 'the word';

/** A house in which a second person reads whatever holds the word. */
const careful = () =>
  monitored({
    rateLimits: { ...memoryRateLimits(config.requests), take: async () => ({ waitMs: 0 }) },
    policy: {
      ...policyOf(config),
      approval: { impacts: [], phrases: [SECRET_WORD], timeoutMs: 15 * MINUTE_MS, onTimeout: 'escalate' },
    },
  });

type House = ReturnType<typeof careful>;

/** A body that each command takes, from which the wrong ones are made. */
const GOOD: Readonly<Record<string, object>> = {
  updates: { message: 'We restart it.' },
  resolve: { message: 'It works again.' },
  reopen: { message: 'It is back.' },
  corrections: { corrects: 1, message: 'It was ten, not two.' },
  postmortem: { message: 'What we learnt.' },
  retract: { message: 'This was a test.' },
  merge: { message: 'It goes on there.' },
  redactions: { seq: 1, reason: 'personal-data' },
};

const phases = {
  open: async ({ opened }: House) => opened(),
  resolved: async ({ opened, post }: House) => {
    const id = await opened();
    await post(`/v1/incidents/${id}/resolve`, GOOD.resolve);
    return id;
  },
  retracted: async ({ opened, post }: House) => {
    const id = await opened();
    await post(`/v1/incidents/${id}/retract`, GOOD.retract);
    return id;
  },
  merged: async (house: House) => (await mergedPair(house)).merged,
  'gone on in': async (house: House) => (await mergedPair(house)).target,
};

async function mergedPair({ opened, post }: House) {
  const [merged, target] = [await opened(), await opened()];
  await post(`/v1/incidents/${merged}/merge`, { ...GOOD.merge, into: target });
  return { merged, target };
}

/** Every way in which a command on an incident may end; what does not apply ends in another of them. */
async function everyEndOf(command: string) {
  const house = careful();
  const { post } = house;
  const into = command === 'merge' ? { into: await house.opened() } : {};
  const good = { ...GOOD[command], ...into };
  const words = (said: object) =>
    command === 'redactions' ? { ...good, note: (said as { message: string }).message } : { ...good, ...said };
  const on = (id: string, body: object, headers = {}): Promise<Answered> =>
    post(`/v1/incidents/${id}/${command}`, body, { headers });
  const work = (await post('/v1/maintenances', WORK)).body.id;
  for (const fresh of Object.values(phases)) {
    const to = (body: object, headers = {}) => fresh(house).then((id) => on(id, body, headers));
    for (const wrong of [
      words(ASKED),
      words({ message: `It is ${SECRET_WORD}.` }),
      { ...good, corrects: 99 },
      { ...good, seq: 99 },
      { ...good, into: 'nowhere' },
      ...['nextUpdateBy', 'restoreBy', 'reportBy'].flatMap((clock) => [
        { ...good, [clock]: PAST },
        { ...good, [clock]: FAR },
      ]),
      { ...good, happenedAt: 'PT1H' },
    ])
      await to(wrong);
    await to(good, { 'if-match': '"0-0000000000000000"' });
    const id = await fresh(house);
    await on(id, { ...good, into: id });
    await on(id, good, { 'idempotency-key': 'k' });
    await on(id, { ...good, message: 'Other.', reason: 'Other.' }, { 'idempotency-key': 'k' });
    await on(id, good);
    await on(id, { ...good, status: 'resolved' });
    await on(id, { ...good, status: 'resolved' });
  }
  await on('none', good);
  await on(work, good);
}

async function openings() {
  const { post } = careful();
  for (const [path, good] of [
    ['/v1/incidents', OUTAGE],
    ['/v1/maintenances', WORK],
  ] as const) {
    const send = (more: object, key?: string) =>
      post(path, { ...good, ...more }, { headers: key === undefined ? {} : { 'idempotency-key': key } });
    for (const more of [
      {},
      { nextUpdateBy: PAST },
      { nextUpdateBy: FAR },
      { happenedAt: 'PT1H' },
      { message: SECRET_WORD, status: 'identified' },
      { message: SECRET_WORD },
      { scheduledFor: PAST },
      { scheduledUntil: 'PT30M' },
      { scheduledUntil: FAR },
    ])
      await send(more);
    await send({}, 'k');
    await send({ message: 'Other.' }, 'k');
  }
}

async function maintenances() {
  const { post, get, wait, minute, opened } = careful();
  const id = (await post('/v1/maintenances', WORK)).body.id;
  const say = (body: object, headers = {}, to = id) =>
    post(`/v1/maintenances/${to}/updates`, { message: 'We go on.', ...body }, { headers });
  for (const body of [
    {},
    ASKED,
    { message: SECRET_WORD },
    { scheduledFor: PAST },
    { scheduledUntil: PAST },
    { scheduledUntil: 'PT1M' },
    { scheduledUntil: FAR },
    { nextUpdateBy: PAST },
    { nextUpdateBy: FAR },
  ])
    await say(body);
  await say({}, { 'if-match': '"0-0000000000000000"' });
  await say({}, { 'idempotency-key': 'k' });
  await say({ message: 'Other.' }, { 'idempotency-key': 'k' });
  await say({}, {}, 'none');
  await say({}, {}, await opened());
  const { headers } = await get(`/v1/maintenances/${id}`);
  await get(`/v1/maintenances/${id}`, { headers: { 'if-none-match': headers.etag as string } });
  await get('/v1/maintenances/none');
  wait(61);
  await minute();
  await say({ scheduledFor: 'PT1H' });
  await say({ scheduledUntil: PAST });
  await say({ status: 'completed' });
  await say({ status: 'completed' });
  await say({ status: 'in_progress' });
}

async function reads() {
  const { get, opened, post } = careful();
  const id = await opened();
  for (const list of ['/v1/incidents', '/v1/maintenances']) {
    await get(list);
    await get(`${list}?open=maybe`);
  }
  const { headers } = await get(`/v1/incidents/${id}`);
  await get(`/v1/incidents/${id}`, { headers: { 'if-none-match': headers.etag as string } });
  await get('/v1/incidents/none');
  await post('/v1/preview', { command: 'open', body: OUTAGE });
  await get(`/v1/eta-advice?incident=${id}`);
  await get('/v1/eta-advice?incident=none');
  await get('/v1/eta-advice');
  await get(`/v1/eta-advice?incident=${(await post('/v1/maintenances', WORK)).body.id}`);
  await post(`/v1/incidents/${id}/resolve`, GOOD.resolve);
  await get(`/v1/eta-advice?incident=${id}`);
  for (const path of ['/v1/control', '/v1/freeze', '/openapi.json', '/docs', '/v1/nowhere']) await get(path);
}

async function handovers() {
  const { post, opened } = careful();
  const id = await opened();
  await post(`/v1/incidents/${id}/hold`, {}, { headers: { 'if-match': '"0-0000000000000000"' } });
  for (const one of [id, 'none']) {
    await post(`/v1/incidents/${one}/hold`);
    await post(`/v1/incidents/${one}/handover`, { to: 'bob' });
    await post(`/v1/incidents/${one}/handover/accept`);
    await post(`/v1/incidents/${one}/handover/accept`, {}, { as: root });
    await post(`/v1/incidents/${one}/handover/accept`, {}, { as: root });
    const { body } = await post(`/v1/incidents/${one}/loops`, { reference: 'ticket 1' });
    await post(`/v1/incidents/${one}/loops/${body.loop?.id}/answered`);
    await post(`/v1/incidents/${one}/loops/other/answered`);
  }
  await post(`/v1/incidents/${id}/hold`);
  await post(`/v1/incidents/${id}/resolve`, GOOD.resolve);
  await post(`/v1/incidents/${id}/handover`, { to: 'bob' });
  await post(`/v1/incidents/${id}/hold`);
}

async function drafts() {
  const { post, get, opened, wait } = careful();
  const id = await opened();
  const proposed = async (command: string, more: object = {}) =>
    (await post(`/v1/incidents/${id}/${command}`, { message: SECRET_WORD, ...more })).body.draft;
  const approve = (draft: { links: { approve: string } }, headers = {}, as = grace) =>
    post(draft.links.approve, {}, { as, headers });
  const first = await proposed('updates');
  await get('/v1/drafts');
  await get(first.links.self);
  await approve(first, {}, ada);
  await approve(first, {}, { claims: { ...ada.claims, 'cognito:groups': '[approver]' } });
  await approve(first, { 'if-match': '"0-0000000000000000"' });
  await approve(first);
  await post(first.links.drop, {});
  const dropped = await proposed('updates');
  await post(dropped.links.drop, {});
  await approve(dropped);
  const [late, stale, open, resolution, again] = [
    await proposed('updates', { nextUpdateBy: '2026-11-22T10:05:00Z' }),
    await proposed('updates', {
      message: `It is ${SECRET_WORD}. We will post again by 10:20 UTC.`,
      nextUpdateBy: 'PT20M',
    }),
    await proposed('updates'),
    await proposed('resolve'),
    await proposed('resolve', { message: `${SECRET_WORD} again` }),
  ];
  wait(10);
  const edit = (draft: { links: { edit: string } }, body: object, more = {}, as = ada) =>
    post(draft.links.edit, { body, ...more }, { as });
  await edit(stale, { message: 'We restart it.' }, { version: 7 });
  await edit(stale, { message: 'Mine.' }, {}, machine('bot', 'read', 'write', 'approve'));
  await edit(stale, { nextUpdateBy: PAST });
  await edit(stale, ASKED);
  await edit(stale, {}, { seen: '"0-0000000000000000"' });
  await edit(dropped, { message: 'We restart it.' });
  await approve(late);
  await approve(stale);
  await approve(resolution);
  const knowing = { 'if-match': '*' };
  await approve(again);
  await approve(again, knowing);
  await approve(open, knowing);
  await edit(open, { message: 'We restart it.' });
  const edited = await proposed('corrections', { corrects: 1 });
  await edit(edited, { message: 'We restart it.' });
  await approve(edited);
  for (const what of ['approve', 'edit', 'drop'])
    await post(`/v1/drafts/none/${what}`, what === 'edit' ? { body: {} } : {}, { as: grace });
  await get('/v1/drafts/none');
}

async function people() {
  const { ask, put, get, post, ports } = careful();
  const ada = { name: 'Ada', as: ['commander'], mail: 'ada@example.com' };
  const change = (body: object) => put('/v1/people/ada', body, { as: root });
  await change(ada);
  await change(ada);
  await get('/v1/people');
  await get('/v1/people/ada');
  await get('/v1/people/none');
  await put('/v1/duty', { people: ['ada'] });
  await post('/v1/reminders/test', undefined, { as: root });
  const asked = (id: string) => post(`/v1/people/${id}/ask`, { kind: 'mail' }, { as: root });
  const gone = (id: string) => ask('DELETE', `/v1/people/${id}`, undefined, { as: root });
  await asked('ada');
  await asked('none');
  await gone('none');
  const { put: real } = ports.people;
  // Somebody else is always faster.
  ports.people.put = async () => false;
  await change({ name: 'Ada L.' });
  await asked('ada');
  await gone('ada');
  ports.people.put = real;
  await gone('ada');
  await ask('DELETE', '/v1/session');
}

async function kept() {
  const { post, opened, ports } = careful();
  const id = await opened({ nextUpdateBy: 'PT2H' });
  const done = await opened();
  await post(`/v1/incidents/${done}/resolve`, GOOD.resolve);
  const restricted = await opened({ handling: 'restricted' });
  const { body: work } = await post('/v1/maintenances', WORK);
  const keep = (body: object, more: object = {}, headers: Record<string, string> = {}, of = id) =>
    post(`/v1/incidents/${of}/drafts`, { body: { ...GOOD.updates, ...body }, ...more }, { headers });
  for (const other of [done, restricted, work.id, 'none']) await keep({}, {}, {}, other);
  await keep(ASKED);
  await keep({}, {}, { 'if-match': '"0-0000000000000000"' });
  for (const at of [PAST, 'P2D', 'PT3H']) await keep({}, { at });
  for (const times of [{ nextUpdateBy: PAST }, { nextUpdateBy: FAR }, { happenedAt: 'PT1H' }]) await keep(times);
  const headers = { 'idempotency-key': 'kept' };
  const { draft } = (await keep({}, {}, headers)).body;
  await keep({ message: 'Another.' }, {}, headers);
  const edit = (body: object, more: object = {}) => post(draft.links.edit, { body, ...more });
  for (const at of [PAST, 'P2D', 'PT3H']) await edit({}, { at });
  await edit({ message: SECRET_WORD });
  await post(draft.links.approve, {}, { as: machine('bot', 'write') });
  await post(`/v1/incidents/${id}/updates`, { message: 'It is a cable.', nextUpdateBy: 'PT2H' });
  await edit({ message: 'We restart two.' });
  Object.assign(ports.policy.approval ?? {}, { phrases: ['restart'] });
  await post(draft.links.approve, {}, { headers: { 'if-match': '*' } });
}

async function machines() {
  const { ask, post, get } = careful();
  const add = () => post('/v1/clients', { name: 'ci', owner: 'ada' }, { as: root });
  await add();
  await add();
  await get('/v1/clients', { as: root });
  await post('/v1/clients/ci/rotate', undefined, { as: root });
  await post('/v1/clients/none/rotate', {}, { as: root });
  for (const client of ['ci', 'none']) await ask('DELETE', `/v1/clients/${client}`, undefined, { as: root });
}

const FOLLOWER = {
  kind: 'mail',
  address: 'jo@example.com',
  consent: { at: '2025-03-02T10:00:00Z', source: 'status.example.com' },
};

async function subscribers() {
  const { ask, post, get } = careful();
  const as = { as: root };
  await post('/v1/subscribers/import', 'x'.repeat(1_100_000), as);
  await post('/v1/subscribers/import', { subscribers: [FOLLOWER, {}] }, as);
  for (const _ of [1, 2]) await post('/v1/subscribers', { ...FOLLOWER, address: 'al@example.com' }, as);
  for (const list of ['', '/count', '/export'])
    for (const query of ['', '?after=x']) await get(`/v1/subscribers${list}${query}`, as);
  const { body } = await post('/v1/subscribers/find', { address: FOLLOWER.address }, as);
  for (const path of [`mail/${body.id}?reason=whim`, `mail/${body.id}`, 'mail/none'])
    await ask('DELETE', `/v1/subscribers/${path}`, undefined, as);
  await post('/v1/subscribers', FOLLOWER, as);
  const untold = team({ subscriberKey: noSubscribers });
  await untold.post('/v1/subscribers', FOLLOWER, as);
  await untold.post('/v1/subscribers/find', { address: FOLLOWER.address }, as);
  await untold.post('/v1/subscribers/import', { subscribers: [FOLLOWER] }, as);
}

async function switches() {
  const { put, get, post, ask, opened } = careful();
  await get('/v1/site/rebuild');
  await post('/v1/site/rebuild');
  await put('/v1/freeze', { frozen: true });
  await put('/v1/freeze', { frozen: false });
  await put('/v1/channels/x', { mode: 'shadow' }, { as: root });
  await put('/v1/channels/fax', { mode: 'live' }, { as: root });
  const together = (body: object, key?: string) =>
    post('/v1/incidents/resolve', body, { headers: key === undefined ? {} : { 'idempotency-key': key } });
  const incidents = [await opened(), await opened()];
  await together({ incidents, ...ASKED });
  for (const reportBy of [PAST, FAR]) await together({ incidents, ...GOOD.resolve, reportBy });
  await together({ incidents, ...GOOD.resolve }, 'k');
  await together({ incidents, message: 'Other words.' }, 'k');
  await put('/v1/components/moon/status', { status: 'operational' });
  await put('/v1/components/api/status', { status: 'operational' });
  await put('/v1/components/api/status', { status: 'major_outage' });
  await put('/v1/components/api/status', { status: 'major_outage', ...ASKED });
  await put('/v1/components/api/status', { status: 'major_outage', message: `It is ${SECRET_WORD}.` });
  const major = (message: string, headers: Record<string, string>) =>
    put('/v1/components/api/status', { status: 'major_outage', message }, { headers });
  await major('Still down.', { 'if-match': '"0-0000000000000000"' });
  for (const message of ['Still down.', 'Still not up.']) await major(message, { 'idempotency-key': 'k' });
  await get('/v1/acts', { as: root });
  await get('/v1/intake', { as: machine('bot', 'admin') });
  await get('/v1/intake/unmapped');
  const firing = { id: 'a', labels: { component: 'api' } };
  for (const body of [firing, { ...firing, labels: { host: 'h1' } }, {}]) await post('/v1/intake/webhook/try', body);
  await post('/v1/intake/aws/try', { Type: 'SubscriptionConfirmation', SubscribeURL: 'https://evil.example' });
  await post('/v1/intake/aws/try', {
    Type: 'SubscriptionConfirmation',
    SubscribeURL: 'https://sns.eu-central-1.amazonaws.com/?Token=x',
  });
  await archived();
  await post('/v1/nowhere');
  await ask('PATCH', '/v1/incidents');
}

/** A log that is taken out, and one that is brought. */
async function archived() {
  const items = [{ pk: 'ACTS', sk: 'ACT#2026-11-22T10:00:00.000Z#1', by: 'ada' }];
  const entry = { pk: 'INCIDENT#i1', sk: 'ENTRY#0001', hash: 'another' };
  const { get, post, put } = team({ archive: memoryArchive([...items, entry]) });
  const as = { as: root };
  await get('/v1/archive', as);
  await get('/v1/archive?after=nowhere', as);
  await get('/v1/archive/keys', as);
  await post('/v1/archive', 'x'.repeat(1_100_000), as);
  await post('/v1/archive', { records: [] }, as);
  await put('/v1/archive/keys', {}, as);
  await put('/v1/freeze', { frozen: true }, as);
  await post('/v1/archive', { records: [{ part: 'acts', items }] }, as);
  await post('/v1/archive', { records: [{ part: 'incidents', incident: 'i1', items: chain('i1', 1) }] }, as);
  await put('/v1/archive/keys', {}, as);
}

async function webhooks() {
  const { send, sns, get } = careful();
  const alerts = Array.from({ length: 21 }, (_, index) => ({
    status: 'firing',
    labels: { severity: 'critical', component: 'api' },
    fingerprint: `s${index}`,
  }));
  await get((await send('prom', { alerts })).body.see);
  await get('/v1/intake/receipts/none');
  await monitored({ alarmQueue: { put: () => Promise.reject(new Error('away')) } }).send('prom', { alerts });
  await monitored({ rateLimits: { take: async () => ({ waitMs: 1_000 }) } }).send('prom', { alerts });
  const note = { Type: 'Notification', TopicArn: TOPIC, Message: '{}', Timestamp: '2026-11-22T10:00:00.000Z' } as const;
  const away = monitored({ certificates: { at: () => Promise.reject(new Error('away')) } });
  await away.send('aws', sns.sign(note), {});
  await send('webhook', { id: 'a', labels: { component: 'api' } });
  await send('webhook', '{');
  await send('webhook', {});
  await send('webhook', 'x'.repeat(4_300_000));
  await send('webhook', {}, {});
  await send('other', {});
  await send('aws', { Type: 'SubscriptionConfirmation', SubscribeURL: 'https://evil.example' });
}

/** What may happen to any call: whoever may not, whoever asks too often, a body that is none, a table that is down. */
async function whateverTheCall(operation: Operation) {
  if (operation.permission === undefined) return;
  const { method, path, body } = operation;
  const query = operation.query && 'incident' in operation.query ? '?incident=none' : '';
  const where =
    path
      .replace('/subscribers/{channel}/{id}', `/subscribers/mail/${'0'.repeat(20)}`)
      .replace('{channel}', 'x')
      .replace('{source}', 'x')
      .replace('{case}', 'K7QXF')
      .replace('/components/{id}', '/components/api')
      .replaceAll(/\{\w+\}/g, 'none') + query;
  const send = (house: Pick<House, 'ask'>, sent?: unknown, as = root, headers = {}) =>
    house.ask(method.toUpperCase(), where, sent, { as, headers });
  const house = team();
  await send(house, {}, { claims: { ...victor.claims, 'cognito:groups': '[]' } });
  await send(team({ rateLimits: { take: async () => ({ waitMs: 1_000 }) } }), body ? {} : undefined);
  const at = '2026-11-22T10:00:00.000Z';
  for (const stop of [{ leftAt: at }, { endedAt: at }])
    await send(team({ rateLimits: { take: async () => ({ waitMs: 0, ...stop }) } }), body ? {} : undefined);
  const down = () => Promise.reject(new Error('the table is down'));
  const nothing = new Proxy({}, { get: () => down });
  const broken = Object.fromEntries(
    [
      'log',
      'siteIndex',
      'auditLog',
      'drafts',
      'control',
      'handovers',
      'followUps',
      'deliveries',
      'account',
      'imports',
      'receipts',
      'unmappedAlarms',
      'people',
      'machines',
      'subscribers',
      'archive',
      'archiveKeys',
    ].map((name) => [name, nothing]),
  );
  Object.assign(broken, { desk: { sources: { x: {} }, stores: nothing } });
  const sources = {
    find: () => {
      throw new Error('the config is broken');
    },
  };
  const rateLimits = { take: async () => ({ waitMs: 0 }), endTokens: down };
  await send(team({ ...broken, intakeKeys: down, sources, rateLimits }), good(operation));
  if (!body) return;
  await send(house, '{');
  await send(house, JSON.stringify({ message: 'x'.repeat(300_000) }));
  await send(house, 'text', root, { 'content-type': 'text/plain' });
  await send(house, { unheardOf: true });
}

const IMPORTED = {
  from: 'old.example.com',
  title: 'Searches time out',
  status: 'resolved',
  impact: 'minor',
  createdAt: '2026-07-30T09:07:42.419Z',
  updatedAt: '2026-07-30T10:12:15.506Z',
  components: [],
  updates: [
    {
      id: 'u1',
      status: 'resolved',
      body: 'Over.',
      displayAt: '2026-07-30T10:12:15.489Z',
      createdAt: '2026-07-30T10:12:15.489Z',
      updatedAt: '2026-07-30T10:12:15.489Z',
    },
  ],
};

async function imports() {
  const { ask, post } = team();
  const as = { as: root };
  const own = (await post('/v1/incidents', OUTAGE)).body.id;
  for (const body of [IMPORTED, IMPORTED, { ...IMPORTED, title: 'Searches were slow' }])
    await ask('PUT', '/v1/imports/9tpgqq1h4bs7', body, as);
  await ask('PUT', `/v1/imports/${own}`, IMPORTED, as);
  await ask('GET', '/v1/imports');
  await ask('DELETE', '/v1/imports/9tpgqq1h4bs7', undefined, as);
  for (const id of ['nothing', 'not.an.id']) await ask('DELETE', `/v1/imports/${id}`, undefined, as);
  await ask('GET', '/v1/imports');
}

const good = ({ path, body }: Operation): object | undefined => {
  if (path.endsWith('/preview')) return { command: 'update', incident: 'i1', body: { message: 'x' } };
  if (path.endsWith('/channels/{channel}')) return { mode: 'live' };
  if (path.endsWith('/freeze') && body) return { frozen: true };
  if (path.endsWith('/handover')) return { to: 'bob' };
  if (path.endsWith('/edit')) return { body: {} };
  if (path.endsWith('/ask')) return { kind: 'mail' };
  if (path === '/v1/archive' && body) return { records: [] };
  if (path === '/v1/subscribers') return FOLLOWER;
  if (path === '/v1/subscribers/import') return { subscribers: [FOLLOWER] };
  if (path === '/v1/subscribers/find') return { address: FOLLOWER.address };
  if (path === '/v1/clients') return { name: 'ci', owner: 'ada' };
  if (path === '/v1/duty') return { people: ['ada'] };
  if (path === '/v1/incidents/{id}/drafts') return { body: GOOD.updates };
  if (path.endsWith('/loops')) return { reference: 'x' };
  if (path === '/v1/components/{id}/status') return { status: 'major_outage' };
  if (path === '/v1/imports/{id}' && body) return IMPORTED;
  if (path === '/v1/incidents/resolve') return { incidents: ['i1'], ...GOOD.resolve };
  if (path === '/v1/desk/report-back') return { incident: 'i1' };
  if (path === '/v1/desk/templates' && body) return { name: 'thanks', says: ['Thank you.'] };
  if (path.endsWith('/answer')) return { template: 'thanks' };
  if (path === '/v1/desk/sources/{source}' && body) return { connected: true };
  if (path.endsWith('/notes')) return { state: 'solved' };
  if (path === '/v1/incidents') return OUTAGE;
  if (path === '/v1/maintenances') return WORK;
  return body ? (GOOD[path.split('/').at(-1) ?? ''] ?? {}) : undefined;
};

const operationOf = ({ method, path }: Seen): Operation | undefined =>
  OPERATIONS.filter((one) => one.method.toUpperCase() === method)
    .toSorted((a, b) => a.path.split('{').length - b.path.split('{').length)
    .find((one) => new RegExp(`^${one.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path));

const nameOf = ({ method, path }: Operation, what: string | number) => `${method.toUpperCase()} ${path} → ${what}`;

beforeAll(async () => {
  // What other files asked for, if they ran before in this process, is theirs.
  seen.length = 0;
  for (const operation of OPERATIONS) await whateverTheCall(operation);
  for (const command of Object.keys(GOOD)) await everyEndOf(command);
  const all = [
    openings,
    maintenances,
    reads,
    handovers,
    drafts,
    kept,
    people,
    machines,
    subscribers,
    switches,
    imports,
    webhooks,
    deskStory,
    ticketStory,
  ];
  for (const story of all) await story();
});

describe('the reference', () => {
  it('is valid OpenAPI 3.1', async () => {
    const validator = new Validator();
    expect(await validator.validate(structuredClone(openApiDocument()) as never)).toEqual({ valid: true });
    expect(validator.version).toBe('3.1');
  });

  it('documents nothing that no request is ever answered with', () => {
    const documented = OPERATIONS.flatMap((one) => [
      ...Object.keys(one.answers).map((status) => nameOf(one, status)),
      ...problemsOf(one).map((type) => nameOf(one, type)),
    ]);
    const answered = new Set(
      seen.flatMap((one) => {
        const operation = operationOf(one);
        return operation ? [nameOf(operation, one.type ?? one.status)] : [];
      }),
    );
    expect(documented.filter((name) => !answered.has(name))).toEqual([]);
  });

  it('documents everything that a request was answered with', () => {
    const surprises = seen.flatMap((one) => {
      const operation = operationOf(one);
      if (!operation)
        return one.type === 'not-found' || one.type === 'method-not-allowed' ? [] : [`${one.method} ${one.path}`];
      const known = one.type === undefined ? one.status in operation.answers : problemsOf(operation).includes(one.type);
      return known ? [] : [nameOf(operation, one.type ?? one.status)];
    });
    expect([...new Set(surprises)]).toEqual([]);
  });

  it('says of every answer what is in it', () => {
    const wrong = seen.flatMap((one) => {
      const schema = operationOf(one)?.answers[one.status]?.schema;
      const parsed = schema?.safeParse(one.body);
      return parsed === undefined || parsed.success ? [] : [`${one.method} ${one.path}: ${parsed.error.message}`];
    });
    expect(wrong).toEqual([]);
  });

  it('lists every type of problem with its status, and no other', () => {
    const types = new Map(seen.flatMap(({ type, status }) => (type === undefined ? [] : [[type, status] as const])));
    const listed = new Map(Object.entries(PROBLEM_TYPES).map(([type, { status }]) => [type, status] as const));
    expect(new Map([...types].toSorted())).toEqual(new Map([...listed].toSorted()));
  });

  it('is a page that needs nothing from elsewhere', async () => {
    const { get } = team();
    const { text, headers } = await get('/docs', { as: 'nobody' });
    for (const { path } of OPERATIONS) expect(text).toContain(path);
    expect(text).not.toMatch(/<script|https?:\/\/(?!127)/);
    expect(headers['content-security-policy']).toContain("default-src 'none'");
  });
});
