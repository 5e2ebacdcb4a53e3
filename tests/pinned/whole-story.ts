import { bob, grace, type RunningSystem, root } from './running-system.ts';

const as = (caller: typeof root) => ({ as: caller });
const key = (name: string) => ({ headers: { 'idempotency-key': name } });

/** A day on which everything happens that is ever stored, published or sent. Comes back with the ids that it made. */
export async function wholeStory({ aws, call, ask, queued, delivered, later, secretOf, world }: RunningSystem) {
  await call('PUT', '/v1/channels/x', { mode: 'live' }, as(root));

  const { id: outage } = await call(
    'POST',
    '/v1/incidents',
    {
      title: 'Logins fail',
      impact: 'major',
      components: [
        { id: 'website', status: 'partial_outage' },
        { id: 'api', status: 'major_outage' },
      ],
      message: 'Half of the logins fail.',
      workaround: 'Try it again.',
      happenedAt: '2026-11-22T09:50:00Z',
      nextUpdateBy: 'PT15M',
      restoreBy: 'PT1H',
    },
    key('outage'),
  );
  await delivered();
  const on = (command: string, body?: unknown, said: object = {}) =>
    call('POST', `/v1/incidents/${outage}/${command}`, body, said);

  // A promise is about to slip: people are reminded, one asks for patience, and then an apology goes out.
  await later(11);
  const { loop } = await on('loops', { reference: 'ticket 7' }, key('ticket'));
  await on(`loops/${loop.id}/answered`);
  await on('handover', { to: 'bob' });
  await later(1);
  await on('handover/accept', undefined, as(bob));
  await later(2);
  await on('hold', { minutes: 3 });
  await later(4);
  await later(4);

  world.x.faults.inject({ fault: 'rate-limited', times: 1 }, Date.now());
  await on('updates', { status: 'identified', message: 'A certificate has expired.', nextUpdateBy: 'PT30M' });
  await delivered();
  await later(16);
  world.x.faults.clear();
  await on('corrections', { corrects: 1, message: 'It was one in three.' });
  await on('updates', {
    status: 'monitoring',
    message: 'We replaced it and watch.',
    nextUpdateBy: null,
    override: ['*'],
  });
  await later(1);
  await on('resolve', { message: 'Logins work again since 10:40 UTC.', reportBy: 'P3D' });
  await later(1);
  await on('reopen', { message: 'Some logins fail again.', nextUpdateBy: 'PT30M' });
  await on('redactions', { seq: 2, reason: 'personal-data', note: 'It named a person.' }, as(root));
  await on('resolve', { message: 'They work again.' });
  await on('postmortem', { message: 'A reminder of certificates was missing.' });
  await later(1);

  // Statements about a restricted incident wait for a second person.
  const { id: leak, draft: typed } = await call(
    'POST',
    '/v1/incidents',
    { title: 'Exports leak', impact: 'critical', components: [], message: 'We look into it.', handling: 'restricted' },
    key('leak'),
  );
  await delivered();
  const { draft } = await call('POST', `/v1/incidents/${leak}/updates`, { message: 'We know more.' }, key('draft'));
  await later(1);
  await call('POST', `/v1/drafts/${draft.id}/approve`, undefined, as(grace));
  const { draft: none } = await call('POST', `/v1/incidents/${leak}/retract`, { message: 'It was none.' }, key('none'));
  await call('POST', `/v1/drafts/${none.id}/drop`, { reason: 'Too early' });
  await later(1);

  const { id: work } = await call(
    'POST',
    '/v1/maintenances',
    {
      title: 'Database upgrade',
      components: ['database'],
      scheduledFor: 'PT30M',
      scheduledUntil: 'PT1H',
      message: 'Writes stop for some seconds.',
    },
    key('work'),
  );
  await delivered();
  await later(31);
  await call('POST', `/v1/maintenances/${work}/updates`, { status: 'in_progress', message: 'We have begun.' });
  await later(1);
  await call('POST', `/v1/maintenances/${work}/updates`, { status: 'completed', message: 'It is done.' });
  await later(1);

  // Machines speak: a monitor by webhook, a deployment by an event of the bus.
  for (const state of ['firing', 'recovered'])
    await ask('intake', 'POST', '/intake/webhook', {
      body: { id: 'a1', state, labels: { component: 'jobs' } },
      headers: { authorization: `Bearer ${secretOf('webhook')}` },
    });
  const alerts = Array.from({ length: 21 }, (_, index) => ({
    status: index === 0 ? 'resolved' : 'firing',
    labels: { severity: 'critical', component: 'jobs' },
    startsAt: '2026-11-22T09:50:00Z',
    // Named so that all of them have one form.
    fingerprint: `2026-11-22T09:50:${10 + index}Z`,
  }));
  await ask('intake', 'POST', '/intake/alertmanager', {
    body: { alerts },
    headers: { authorization: `Bearer ${secretOf('alertmanager')}` },
  });
  await queued('intake', aws.storms);
  const detail = {
    title: 'Uploads are slow',
    impact: 'minor',
    components: [{ id: 'storage', status: 'degraded_performance' }],
    message: 'Uploads take minutes.',
    actor: 'ada',
  };
  const event = { id: 'event-1', source: 'deploys', 'detail-type': 'candor.status-change', detail };
  await queued('intake', [JSON.stringify(event)]);
  await delivered();
  const { incidents } = await call('GET', '/v1/incidents?open=true');
  const openedBy = (title: string) => incidents.find((one: { title: string }) => one.title.includes(title)).id;

  const [alarm, deploy] = [openedBy('Background jobs'), openedBy('Uploads')];
  await call('POST', `/v1/incidents/${deploy}/merge`, { into: alarm, message: 'Both come from one disk.' });
  await call('POST', `/v1/incidents/${alarm}/retract`, {
    message: 'The monitor was wrong.',
    override: ['others-go-on-here'],
  });

  await call('PUT', '/v1/imports/9tpgqq1h4bs7', IMPORTED, as(root));
  await call('PUT', '/v1/freeze', { frozen: true, reason: 'A drill' });
  await later(1);
  await call('PUT', '/v1/freeze', { frozen: false });
  await call('POST', '/v1/site/rebuild');
  await delivered();
  await later(1);
  await call('DELETE', '/v1/imports/9tpgqq1h4bs7', undefined, as(root));
  await later(1);
  return {
    'incident of ada, key "outage"': outage,
    'maintenance of ada, key "work"': work,
    'incident of ada, key "leak"': leak,
    'draft of ada, key "leak"': typed.id,
    'draft of ada, key "draft"': draft.id,
    'draft of ada, key "none"': none.id,
    'loop of ada, key "ticket"': loop.id,
    'incident of the alarm "a1" of the source "webhook"': alarm,
    'incident of the event "event-1" of "deploys"': deploy,
    'secret of the source "webhook"': (await call('GET', '/v1/intake', undefined, as(root))).sources.find(
      ({ id }: { id: string }) => id === 'webhook',
    ).secret,
  };
}

/** What the importer makes of an incident of Statuspage. */
const IMPORTED = {
  from: 'old.example.com',
  title: 'Searches time out',
  status: 'resolved',
  impact: 'minor',
  createdAt: '2026-07-30T09:07:00.000Z',
  updatedAt: '2026-07-30T10:13:00.000Z',
  startedAt: '2026-07-30T09:00:00.000Z',
  resolvedAt: '2026-07-30T10:12:00.000Z',
  components: ['cnnb39dkkk82'],
  feed: { id: 'tag:old.example.com,2005:Incident/31233568', publishedAt: '2026-07-30T10:12:00.000Z' },
  updates: [
    {
      id: 'u1',
      status: 'investigating',
      body: 'Searches time out.',
      displayAt: '2026-07-30T09:07:00.000Z',
      createdAt: '2026-07-30T09:07:00.000Z',
      updatedAt: '2026-07-30T09:07:00.000Z',
      affected: [{ id: 'cnnb39dkkk82', name: 'Search', from: 'operational', to: 'major_outage' }],
    },
  ],
};
