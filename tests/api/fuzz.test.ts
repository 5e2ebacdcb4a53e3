import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type * as z from 'zod';
import type { Operation } from '../../shared/api/reference/operation.ts';
import { OPERATIONS } from '../../shared/api/reference/operations.ts';
import { hiddenIn } from '../../shared/core/hidden-characters.ts';
import { monitored } from './monitored.ts';
import { grace, root } from './team.ts';

/** Another one is tried by CANDOR_FUZZ_SEED; a failure names the seed and the smallest request that fails. */
const SEED = Number(process.env.CANDOR_FUZZ_SEED ?? 13);
const REQUESTS = 2_000;

const WRITES = OPERATIONS.filter(({ body }) => body !== undefined);
const INTAKES = ['webhook', 'hosts', 'prom', 'aws', 'pager'];

const WORDS = [
  'Logins fail.',
  'It is back by 14:00 UTC.',
  'shortly',
  '',
  ' ',
  'x'.repeat(200),
  'a.'.repeat(2_500),
  'x'.repeat(5_001),
];
const ODD_WORDS = [
  '\u202eevil',
  '\u009b2J',
  '\u{e0041}',
  '\ud800',
  '\u0000',
  '\ufeff',
  '🏴\u{e0067}',
  '&#8238;',
  '<b>',
  '{{',
  '__proto__',
];
const MOMENTS = [
  'now',
  'PT0S',
  'PT30M',
  'P9999DT9999H',
  'P',
  'PT',
  '2026-11-22T10:30:00Z',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999Z',
  '2026-02-30T10:00Z',
  '2026-11-22T10:30:00+99:99',
  '10:00',
];
const CHOICES = [
  'none',
  'minor',
  'major',
  'critical',
  'investigating',
  'identified',
  'monitoring',
  'resolved',
  'in_progress',
  'completed',
  'cancelled',
  'restricted',
  'drill',
  'live',
  'shadow',
  'off',
  'open',
  'update',
  'resolve',
  'schedule',
  'merge',
  'redact',
  'personal-data',
  'firing',
  'recovered',
  'ALARM',
  'OK',
];
const NUMBERS = [0, 1, 2, -1, 1.5, 3, 1e308, 2 ** 53, Number.MIN_VALUE];

/** One of the values that some field takes, or none does. `ids`: what is there. */
const anyValue = (ids: readonly string[]): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom<unknown>(...WORDS, ...ids) },
    { weight: 3, arbitrary: fc.constantFrom<unknown>(...MOMENTS, ...CHOICES) },
    { weight: 2, arbitrary: fc.constantFrom<unknown>(...ODD_WORDS, ...NUMBERS, true, false, null) },
    { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
    { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
    {
      weight: 2,
      arbitrary: fc.array(
        fc.record(
          {
            id: fc.constantFrom('api', 'website', 'moon', ''),
            status: fc.constantFrom('operational', 'major_outage', 'ok'),
          },
          { requiredKeys: [] },
        ),
        { maxLength: 4 },
      ),
    },
  );

/** A value that each field takes, as far as one is enough. */
const good = (ids: readonly string[]): Readonly<Record<string, fc.Arbitrary<unknown>>> => ({
  message: fc.constantFrom('We restart it.', 'All works again since 09:58 UTC.'),
  title: fc.constant('Logins fail'),
  impact: fc.constantFrom('minor', 'critical'),
  components: fc.constant([{ id: 'api', status: 'major_outage' }]),
  workaround: fc.constant('Wait.'),
  nextUpdateBy: fc.constantFrom('PT30M', null),
  restoreBy: fc.constant('PT2H'),
  reportBy: fc.constant('P2D'),
  status: fc.constantFrom('identified', 'monitoring'),
  corrects: fc.constant(1),
  seq: fc.constant(1),
  into: fc.constantFrom(...ids),
  incident: fc.constantFrom(...ids),
  reason: fc.constantFrom('A name.', 'personal-data'),
  to: fc.constant('grace'),
  reference: fc.constant('ticket 7'),
  frozen: fc.boolean(),
  mode: fc.constantFrom('live', 'shadow'),
  minutes: fc.constant(2),
  scheduledFor: fc.constant('PT1H'),
  scheduledUntil: fc.constant('PT2H'),
  command: fc.constantFrom('open', 'update', 'resolve', 'correct', 'redact', 'schedule'),
  body: fc.record({ message: fc.constant('We restart it.') }),
});

/** Without these a body is refused for that alone. */
const NEEDED = [
  'message',
  'title',
  'impact',
  'corrects',
  'seq',
  'into',
  'reason',
  'to',
  'reference',
  'frozen',
  'mode',
  'scheduledFor',
  'scheduledUntil',
  'command',
  'body',
];

/** A body that `schema` takes, most often with something wrong in it; or anything at all. */
function anyBody(schema: z.ZodType | undefined, ids: readonly string[]): fc.Arbitrary<unknown> {
  const shape = Object.keys((schema as { shape?: object } | undefined)?.shape ?? {});
  // What a monitor sends has no fields that we could name.
  const names = shape.length > 0 ? shape : ['id', 'labels', 'state'];
  const known = Object.fromEntries(Object.entries(good(ids)).filter(([name]) => names.includes(name)));
  const right = fc.record(known, { requiredKeys: NEEDED.filter((name) => name in known) });
  const some = (more: readonly string[]) =>
    fc.dictionary(fc.constantFrom(...names, ...more), anyValue(ids), { minKeys: 1, maxKeys: 2 });
  const unknown = ['override', 'labels', 'id', 'alerts', 'event', 'unknown', ''];
  return fc.oneof(
    { weight: 3, arbitrary: right },
    { weight: 5, arbitrary: fc.tuple(right, some([])).map(([body, wrong]) => ({ ...body, ...wrong })) },
    { weight: 1, arbitrary: some(unknown) },
    { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 4 }) },
  );
}

/** What is sent: the body as JSON, or what is left of it on the way. */
const onTheWay = fc.oneof(
  { weight: 12, arbitrary: fc.constant((text: string) => text) },
  { weight: 1, arbitrary: fc.nat(40).map((cut) => (text: string) => text.slice(0, cut)) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', 'null', '[]', '"', '{"a":1e999}', '{"message":"\\ud800"}').map((all) => () => all),
  },
);

const oddHeaders = fc.record(
  {
    'idempotency-key': fc.oneof(fc.uuid(), fc.constantFrom('k', '', 'x'.repeat(300), 'é\u202e')),
    'if-match': fc.constantFrom('*', '"1-x"', 'W/"1"', '"', '1, 2', ''),
    'content-type': fc.constantFrom(
      'application/json',
      'application/problem+json; x',
      'text/plain',
      '',
      'APPLICATION/JSON',
    ),
  },
  { requiredKeys: [] },
);

const anyHeaders = fc.oneof({ weight: 5, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: oddHeaders });

it(`no body, whatever is in it, is our fault, and each refusal says what is wrong (seed ${SEED})`, async () => {
  const house = monitored({ rateLimits: { take: async () => ({ waitMs: 0 }) } });
  const { ask, opened, post, send, get } = house;
  const work = (
    await post('/v1/maintenances', { title: 'W', message: 'W.', scheduledFor: 'PT1H', scheduledUntil: 'PT2H' })
  ).body.id;
  const restricted = await opened({ handling: 'restricted' });
  const draft = (await post(`/v1/incidents/${restricted}/updates`, { message: 'A draft.' })).body.draft.id;
  const over = await opened();
  await post(`/v1/incidents/${over}/resolve`, { message: 'It works again.' });
  const ids = [await opened(), restricted, over, work, draft, 'none'];
  const answers = new Map<number, number>();

  const calls = fc.oneof(
    {
      weight: WRITES.length,
      arbitrary: fc.constantFrom<Operation>(...WRITES).chain(({ method, path, body }) =>
        fc.record({
          method: fc.constant(method.toUpperCase()),
          where: fc.constantFrom(...ids).map((id) =>
            path
              .replace('{channel}', 'x')
              .replace('{source}', 'prom')
              .replaceAll(/\{\w+\}/g, id),
          ),
          body: anyBody(body, ids),
        }),
      ),
    },
    {
      weight: INTAKES.length,
      arbitrary: fc.record({
        method: fc.constant('INTAKE'),
        where: fc.constantFrom(...INTAKES),
        body: anyBody(undefined, ids),
      }),
    },
  );

  await fc.assert(
    fc.asyncProperty(calls, onTheWay, anyHeaders, fc.constantFrom(root, grace), async (call, through, headers, as) => {
      const text = through(JSON.stringify(call.body) ?? '');
      const answer =
        call.method === 'INTAKE'
          ? await send(call.where, text)
          : await ask(call.method, call.where, text, { as, headers });
      const { status = 0 } = answer;
      answers.set(status, (answers.get(status) ?? 0) + 1);
      expect(status).toBeGreaterThanOrEqual(200);
      expect(status).toBeLessThan(500);
      if (status < 400) return;
      expect(answer.headers?.['content-type']).toBe('application/problem+json');
      expect(answer.body).toMatchObject({
        type: expect.stringMatching(/^[a-z-]+$/),
        status,
        title: expect.stringMatching(/\S/),
      });
      expect(answer.body.detail).toMatch(/\S/);
      for (const { field, reason } of answer.body.errors ?? [])
        expect([field, reason]).toEqual([expect.stringMatching(/./s), expect.stringMatching(/^(?!Invalid)\S/)]);
      if (answer.body.type === 'invalid-request') expect(answer.body.errors).not.toEqual([]);
      expect(hiddenIn(JSON.stringify(answer.body))).toEqual([]);
    }),
    { numRuns: REQUESTS, seed: SEED },
  );

  // Not everything was refused at the door, and what was taken can be read.
  const taken = [200, 201, 202].reduce((sum, status) => sum + (answers.get(status) ?? 0), 0);
  expect(taken).toBeGreaterThan(REQUESTS / 20);
  expect(answers.get(422) ?? 0).toBeGreaterThan(REQUESTS / 10);
  for (const where of [
    '/v1/incidents',
    '/v1/maintenances',
    '/v1/drafts',
    '/v1/acts',
    '/v1/imports',
    '/v1/control',
    ...ids.map((id) => `/v1/incidents/${id}`),
  ])
    expect((await get(where, { as: root })).status).toBeLessThan(500);
}, 120_000);
