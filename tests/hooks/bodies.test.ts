import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { BODY_BYTES, candorCall } from '../../shared/app/hooks/bodies.ts';
import { statuspageCalls } from '../../shared/app/hooks/statuspage-bodies.ts';
import { roomText } from '../../shared/app/subscribers/hook.ts';
import { spoken } from '../../shared/config/voice.ts';
import { neverSaid } from '../../shared/core/channel/owed.ts';
import { type Draft, ENTRY_KINDS } from '../../shared/core/entry.ts';
import type { ReportedIncident } from '../../shared/core/incident.ts';
import { PERSONAL_RULES } from '../../shared/core/subscribers/facts.ts';
import { pushWords, roomWords } from '../../shared/wording/rooms.ts';
import { siteOf } from '../site/support/site.ts';
import { chainOf, draft, incidentOf, opening, publicOf, resolution, TEN_O_CLOCK } from '../support/entries.ts';

const AT = { siteUrl: 'https://status.example.com', endUrl: 'https://status.example.com/s/u/t0k.en' };
const api = (status: 'major_outage' | 'operational') => [{ id: 'api', status }];

const story: Draft[] = [
  opening({
    components: api('major_outage'),
    promises: { nextUpdateBy: '2026-11-22T10:30:00.000Z', restoreBy: '2026-11-22T12:00:00.000Z' },
    private: { actor: 'grace', via: 'api', ifLate: 'We are slow.', approvedBy: 'cleo' },
  }),
  draft({
    status: 'identified',
    content: { message: 'A disk is full.', workaround: 'Pay by invoice.' },
    promises: { nextUpdateBy: '2026-11-22T11:00:00.000Z' },
    settles: [{ seq: 1, promise: 'nextUpdateBy', as: 'kept' }],
  }),
  resolution({
    components: api('operational'),
    settles: [
      { seq: 1, promise: 'restoreBy', as: 'kept' },
      { seq: 2, promise: 'nextUpdateBy', as: 'kept' },
    ],
  }),
];
const chain = chainOf('i1', story);
const incident = incidentOf(chain);

const bodyOf = ({ body }: { body: string }) => JSON.parse(body);

describe('the body of our own for a webhook', () => {
  it('is one statement, and the incident as it stood when that was said', () => {
    const call = candorCall(incident, 2, AT);
    expect(call.id).toBe('i1-2');
    expect(bodyOf(call)).toEqual({
      type: 'incident.update',
      timestamp: '2026-11-22T10:01:00.000Z',
      data: {
        incident: {
          id: 'i1',
          type: 'outage',
          title: 'Checkout fails',
          phase: 'open',
          status: 'identified',
          impact: 'major',
          components: api('major_outage'),
          openedAt: TEN_O_CLOCK,
          promises: [
            { seq: 1, promise: 'restoreBy', at: '2026-11-22T12:00:00.000Z' },
            { seq: 2, promise: 'nextUpdateBy', at: '2026-11-22T11:00:00.000Z' },
          ],
          url: 'https://status.example.com/incidents/i1',
        },
        entry: {
          seq: 2,
          kind: 'update',
          at: '2026-11-22T10:01:00.000Z',
          automated: false,
          author: 'person',
          status: 'identified',
          impact: 'major',
          message: 'A disk is full.',
          workaround: 'Pay by invoice.',
          promises: { nextUpdateBy: '2026-11-22T11:00:00.000Z' },
          settles: [{ seq: 1, promise: 'nextUpdateBy', as: 'kept' }],
          hash: chain[1]?.hash,
          prev: chain[0]?.hash,
        },
        unsubscribe: AT.endUrl,
      },
    });
  });

  it('says nothing of who wrote it, or of what waits inside the house', () => {
    const said = [1, 2, 3].map((seq) => candorCall(incident, seq, AT).body).join();
    expect(said).not.toMatch(/grace|cleo|slow|salt|commander/);
  });

  it('of a text that was taken out says that, and not the text', () => {
    const [first, ...rest] = chain;
    const { content: _gone, ...redacted } = first!;
    const { entry } = bodyOf(candorCall(incidentOf([redacted, ...rest]), 1, AT)).data;
    expect(entry).toMatchObject({ seq: 1, redacted: true });
    expect(entry).not.toHaveProperty('message');
  });

  it('is shorter than receivers may refuse, and says where that cost words', () => {
    const long = { message: '障'.repeat(5_000), workaround: '害'.repeat(5_000) };
    const call = candorCall(incidentOf(chainOf('i2', [opening({ content: { title: 'T', ...long } })])), 1, AT);
    expect(Buffer.byteLength(call.body)).toBeLessThan(BODY_BYTES);
    const { entry } = bodyOf(call).data;
    expect(entry.shortened).toBe(true);
    expect(entry.message).toMatch(/^障{2500}…$/u);
  });
});

describe('the body of Statuspage for a webhook', () => {
  const site = siteOf([publicOf(chain)], '2026-11-22T10:03:00.000Z');
  const calls = (seq: number) => statuspageCalls(site, incident, seq, AT.endUrl);

  it('is a call about the incident, and one for each component that it changes', () => {
    expect(calls(1).map(({ id }) => id)).toEqual(['i1-1', 'i1-1-api']);
    expect(calls(2).map(({ id }) => id)).toEqual(['i1-2']);
    expect(calls(3).map(({ id }) => id)).toEqual(['i1-3', 'i1-3-api']);
  });

  it('has what their receivers read: meta, page, and the incident with its newest update first', () => {
    const body = bodyOf(calls(2)[0]!);
    expect(body).toMatchObject({
      meta: { unsubscribe: AT.endUrl, documentation: `${site.siteUrl}/`, generated_at: site.now },
      page: { status_indicator: expect.any(String), status_description: expect.any(String) },
      incident: {
        id: 'i1',
        name: 'Checkout fails',
        status: 'identified',
        impact: 'major',
        created_at: TEN_O_CLOCK,
        resolved_at: null,
        backfilled: false,
        scheduled_for: null,
        postmortem_body: null,
        shortlink: `${site.siteUrl}/incidents/i1`,
      },
    });
    expect(
      body.incident.incident_updates.map((one: { body: string; status: string }) => [one.status, one.body]),
    ).toEqual([
      ['identified', 'A disk is full.\n\nWhat you can do now: Pay by invoice.'],
      ['investigating', 'Some payments fail.'],
    ]);
  });

  it('tells of a component by its old and its new state', () => {
    expect(bodyOf(calls(3)[1]!)).toMatchObject({
      meta: { unsubscribe: AT.endUrl },
      page: { status_indicator: expect.any(String) },
      component_update: {
        component_id: 'api',
        component_type: 'Component',
        old_status: 'major_outage',
        new_status: 'operational',
        created_at: '2026-11-22T10:02:00.000Z',
      },
      component: { id: 'api', name: 'API', status: 'operational', group_id: 'platform' },
    });
  });

  it('stays small however long an incident goes on: the oldest updates are left out', () => {
    const many = Array.from({ length: 200 }, (_, n) => draft({ content: { message: `${n} ${'x'.repeat(400)}` } }));
    const long = incidentOf(chainOf('i3', [opening(), ...many]));
    const [call] = statuspageCalls(site, long, 201, AT.endUrl);
    expect(Buffer.byteLength(call!.body)).toBeLessThan(BODY_BYTES);
    expect(bodyOf(call!).incident.incident_updates[0].body).toMatch(/^199 /);
  });

  const SCHEMA = path.resolve(import.meta.dirname, '../../../shared/data/statuspage-v2/statuspage-v2.schema.json');
  it.skipIf(!existsSync(SCHEMA))('has incidents and components as the schema of their API describes them', () => {
    const ajv = new Ajv2020({ strict: false });
    (addFormats as unknown as (to: Ajv2020) => void)(ajv);
    const schema = JSON.parse(readFileSync(SCHEMA, 'utf8'));
    ajv.addSchema(schema, 'statuspage');
    const check = (name: string, value: unknown) => {
      const isValid = ajv.compile({ $ref: `statuspage#/$defs/${name}` });
      expect([isValid(value), isValid.errors]).toEqual([true, null]);
    };
    for (const seq of [1, 2, 3]) check('incident', bodyOf(calls(seq)[0]!).incident);
    check('component', bodyOf(calls(3)[1]!).component);
  });
});

describe('what is written about webhooks', () => {
  it('names every kind of entry that is told, and none that never is', () => {
    const written = readFileSync(path.resolve('docs/webhooks.md'), 'utf8');
    const [, listed = ''] = /the kind of the entry \(([^)]*)\)/.exec(written) ?? [];
    const about = { label: 'Hooks', incident, deliveries: new Map(), mode: 'live', rules: PERSONAL_RULES } as const;
    const told = ENTRY_KINDS.filter(
      (kind) => neverSaid({ ...chain[1]!, kind }, { ...about, now: TEN_O_CLOCK }) === undefined,
    );
    expect([...listed.matchAll(/`(\w+)`/g)].map(([, kind]) => kind).toSorted()).toEqual(told.toSorted());
  });
});

describe('the words for a room', () => {
  const view = (seq: number, of = incident, now = '2026-11-22T10:05:00.000Z') => ({
    incident: of,
    entry: of.entries[seq - 1]!,
    brand: 'Example Cloud',
    affected: ['API'],
    pageUrl: 'https://status.example.com/incidents/i1',
    stopUrl: AT.endUrl,
    now,
  });
  const until = (seq: number) => incidentOf(chain.slice(0, seq));

  it('are what it is, what was said, what one can do, every time that binds, and when it was said', () => {
    expect(roomWords(spoken, view(2, until(2)))).toEqual({
      headline: 'Example Cloud: Identified: Checkout fails',
      message: 'A disk is full.',
      workaround: 'What you can do now: Pay by invoice.',
      lines: [
        'Next update by 11:00 UTC.',
        'Expected to be restored by 12:00 UTC.',
        'Affected: API.',
        'Said at 10:01 UTC on 22 Nov 2026.',
      ],
      page: { label: 'Everything that was said', url: 'https://status.example.com/incidents/i1' },
      stop: { label: 'Stop these messages', url: AT.endUrl },
    });
  });

  it('promise nothing any more once it is over, or once the time has passed', () => {
    expect(roomWords(spoken, view(3)).lines.join()).not.toContain('by ');
    expect(roomWords(spoken, view(2, until(2), '2026-11-22T13:00:00.000Z')).lines.join()).not.toContain('12:00');
  });

  const late = incidentOf(
    chainOf('i1', [
      ...story.slice(0, 2),
      draft({
        kind: 'apology',
        automated: true,
        status: 'identified',
        content: { message: 'We promised an update by 11:00 UTC. Sorry. Next update by 11:30 UTC.' },
        promises: { nextUpdateBy: '2026-11-22T11:30:00.000Z' },
        settles: [{ seq: 2, promise: 'nextUpdateBy', as: 'slipped' }],
      }),
    ]),
  );

  it('of an apology say that we are late, and not how it stands: nobody has said that now', () => {
    expect(roomWords(spoken, view(3, late)).headline).toBe('Example Cloud: Delayed: Checkout fails');
    expect(pushWords(spoken, view(3, late)).title).toBe('Example Cloud: Delayed: Checkout fails');
    const over = draft({ kind: 'apology', automated: true, status: 'resolved' });
    expect(roomWords(spoken, view(4, incidentOf(chainOf('i1', [...story, over])))).headline).toBe(
      'Example Cloud: Report delayed: Checkout fails',
    );
  });

  it('of an apology are its own, with the times that still bind, and say that nobody typed them', () => {
    expect(roomWords(spoken, view(3, late)).lines).toEqual([
      'Expected to be restored by 12:00 UTC.',
      'Affected: API.',
      'Said by our pipeline at 10:02 UTC on 22 Nov 2026.',
    ]);
    expect(pushWords(spoken, view(3, late)).text).toBe(
      'We promised an update by 11:00 UTC. Sorry. Next update by 11:30 UTC. Expected to be restored by 12:00 UTC.',
    );
  });

  it('of an apology do not say twice when the next update comes', () => {
    const apology = draft({
      kind: 'apology',
      automated: true,
      content: { message: 'We expected it to be back by 12:00 UTC. Sorry. Our next update stays due by 13:00 UTC.' },
      settles: [{ seq: 1, promise: 'restoreBy', as: 'slipped' }],
    });
    const promised = opening({
      promises: { nextUpdateBy: '2026-11-22T13:00:00.000Z', restoreBy: '2026-11-22T12:00:00.000Z' },
    });
    const overrun = incidentOf(chainOf('i1', [promised, apology]));
    expect(roomWords(spoken, view(2, overrun)).lines.join()).not.toContain('13:00');
  });

  it('of a text that was taken out say that it was', () => {
    const [first, ...rest] = chain;
    const { content: _gone, ...redacted } = first!;
    const words = roomWords(spoken, view(1, incidentOf([redacted, ...rest])));
    expect(words.message).toBe('This text was removed. A later entry says why.');
    expect(words.headline).toContain('Incident (title removed)');
  });

  it('of a correction quote what was wrong, shortened, unless that was taken out', () => {
    const correction = draft({ kind: 'correction', corrects: 1, content: { message: 'All payments fail.' } });
    const linesOf = (of: ReportedIncident) => roomWords(spoken, view(2, of)).lines;
    const corrected = chainOf('i1', [opening(), correction]);
    expect(linesOf(incidentOf(corrected))[0]).toBe('Corrects what we said at 10:00 UTC: “Some payments fail.”');
    const { content: _gone, ...redacted } = corrected[0]!;
    expect(linesOf(incidentOf([redacted, corrected[1]!])).join()).not.toContain('Corrects');
    const long = opening({ content: { title: 'Checkout fails', message: 'Some payments fail. '.repeat(99) } });
    const [line = ''] = linesOf(incidentOf(chainOf('i1', [long, correction])));
    expect(line).toMatch(/: “Some payments fail\. .*…”$/);
    expect(line.length).toBeLessThanOrEqual(200);
  });

  it('of a merge say where it goes on, and lead there', () => {
    const merged = incidentOf(chainOf('i1', [opening(), draft({ kind: 'merged', into: 'i7' })]));
    const goesOnIn = { title: 'Search slow', url: 'https://status.example.com/incidents/i7' };
    expect(roomWords(spoken, { ...view(2, merged), goesOnIn }).goesOn).toEqual({
      label: 'Go on reading there: Search slow',
      url: goesOnIn.url,
    });
    expect(pushWords(spoken, { ...view(2, merged), goesOnIn }).text).toMatch(/^Go on reading there: Search slow\. /);
    expect(roomWords(spoken, view(2, merged)).goesOn).toBeUndefined();
  });

  it('of a merge name the other incident as it is called', async () => {
    const merged = incidentOf(chainOf('i1', [opening(), draft({ kind: 'merged', into: 'i7' })]));
    const { siteUrl } = AT;
    const ports = { voice: spoken, brand: 'Example Cloud', names: new Map<string, string>(), siteUrl };
    const said = (titleOf: () => Promise<string | undefined>) =>
      roomText({ ...ports, titleOf, clock: { now: () => TEN_O_CLOCK } }, merged, merged.entries[1]!);
    expect(await said(async () => 'Search slow')).toContain(
      `Go on reading there: Search slow: ${siteUrl}/incidents/i7`,
    );
    expect(await said(async () => undefined)).not.toContain('Go on reading');
  });

  it('for a device say the time first, because it shows two lines', () => {
    expect(pushWords(spoken, view(2, until(2)))).toEqual({
      title: 'Example Cloud: Identified: Checkout fails',
      text: 'Next update by 11:00 UTC. Expected to be restored by 12:00 UTC. A disk is full.',
      url: 'https://status.example.com/incidents/i1',
      incident: 'i1',
      stop: 'Stop these messages',
    });
  });
});
