import { describe, expect, it } from 'vitest';
import { commandKey } from '../../shared/contract/identity.ts';
import { chained, findChainFault, logLine } from '../../shared/core/chain.ts';
import { replayed } from '../../shared/core/evolve.ts';
import { hiddenIn } from '../../shared/core/hidden-characters.ts';
import { instant } from '../../shared/core/instant.ts';
import { publicIncident } from '../../shared/core/public-incident.ts';
import { monitored } from './monitored.ts';
import { grace, OUTAGE, root, team } from './team.ts';

/** It shows “mail addresses, not Passwords, were copied” to whoever approves it. */
const TWO_WAYS =
  '\u2066\u202e\u2066Passwords\u2069\u2066, not \u2069\u2066mail addresses\u2069\u202c\u2069, were copied.';
const TAGGED = `Logins\u{e0041}\u{e0042} fail.`;
const STEERING = 'Logins \u009b31mfail.';

/** Every text that a route takes, by the path and the rest of the body. */
const TEXTS: [string, string, object][] = [
  ['title', '/v1/incidents', OUTAGE],
  ['message', '/v1/incidents', OUTAGE],
  ['workaround', '/v1/incidents', OUTAGE],
  ['ifLate', '/v1/incidents', { ...OUTAGE, nextUpdateBy: 'PT30M' }],
  ['nextUpdateBy', '/v1/incidents', OUTAGE],
  ['title', '/v1/incidents/{id}/updates', { message: 'More.' }],
  ['message', '/v1/incidents/{id}/updates', {}],
  ['workaround', '/v1/incidents/{id}/updates', { message: 'More.' }],
  ['message', '/v1/incidents/{id}/resolve', {}],
  ['message', '/v1/incidents/{id}/reopen', {}],
  ['message', '/v1/incidents/{id}/corrections', { corrects: 1 }],
  ['message', '/v1/incidents/{id}/postmortem', {}],
  ['message', '/v1/incidents/{id}/retract', {}],
  ['message', '/v1/incidents/{id}/merge', { into: 'x' }],
  ['into', '/v1/incidents/{id}/merge', {}],
  ['to', '/v1/incidents/{id}/handover', {}],
  ['reference', '/v1/incidents/{id}/loops', {}],
  ['reason', '/v1/freeze', { frozen: true }],
  ['title', '/v1/maintenances', { message: 'Work.', scheduledFor: 'PT1H', scheduledUntil: 'PT2H' }],
  ['message', '/v1/maintenances', { title: 'Work', scheduledFor: 'PT1H', scheduledUntil: 'PT2H' }],
  ['message', '/v1/maintenances/{id}/updates', {}],
  ['reason', '/v1/drafts/{draft}/drop', {}],
];

describe('a text that reads two ways', () => {
  it.each(TEXTS)('is refused as %s of %s, by name, character and place', async (field, path, rest) => {
    const { post, opened, get } = team();
    const id = await opened();
    const where = path.replace('{id}', id).replace('{draft}', 'none');
    const method = path === '/v1/freeze' ? team().put : post;
    for (const text of [TWO_WAYS, TAGGED, STEERING]) {
      const { status, body } = await method(where, { ...rest, [field]: text }, { as: root });
      const { place } = hiddenIn(text)[0]!;
      expect([status, body.errors[0].field]).toEqual([422, field]);
      expect(body.errors[0].reason).toMatch(
        new RegExp(`U\\+[0-9A-F]{4,6} \\([a-z- ]+\\) as character ${place},.*Take`),
      );
      expect(hiddenIn(JSON.stringify(body))).toEqual([]);
    }
    expect((await get(`/v1/incidents/${id}`)).body.entries).toHaveLength(1);
  });

  it('is said to be refused by the preview, too', async () => {
    const { post } = team();
    const { body } = await post('/v1/preview', { command: 'open', body: { ...OUTAGE, message: TWO_WAYS } });
    expect(body.wouldBeRefused.errors[0]).toMatchObject({ field: 'message' });
    expect(body.channels).toEqual({});
  });

  it('is not what is shown for approval: that is what is published, byte for byte', async () => {
    const { post, get, ports } = team();
    const message = 'אין כניסה\u200f (API)! می‌خواهم 🏴󠁧󠁢󠁳󠁣󠁴󠁿 ❤️';
    const { body } = await post('/v1/incidents', { ...OUTAGE, message, handling: 'restricted' });
    const shown = (await get(`/v1/incidents/${body.id}`)).body;
    const text = shown.drafts?.[0]?.body.message ?? shown.entries[0].message;
    expect(text).toBe(message);
    const said = async () => (await ports.log.load(body.id)).map(({ content }) => content?.message);
    expect(await said()).not.toContain(message);
    expect((await post(shown.drafts[0].links.approve, {}, { as: grace })).status).toBe(201);
    expect((await said()).at(-1)).toBe(message);
  });
});

describe('what a machine sends', () => {
  it('opens its incident all the same, without what nobody sees, and it is noted', async () => {
    const { event, open } = monitored({ warn: (...said: unknown[]) => warned.push(said) });
    const warned: unknown[] = [];
    await event({ ...OUTAGE, title: `Log\u202eins fail`, message: TWO_WAYS, actor: 'ada\u009b' });
    const [incident] = await open();
    expect(incident).toMatchObject({ title: 'Logins fail' });
    expect(incident.entries[0].message).toBe('Passwords, not mail addresses, were copied.');
    expect(warned).toEqual([[expect.any(String), { event: 'e1', cleaned: ['title', 'message', 'actor'] }]]);
  });

  it('is an alarm like any other, whatever is in its labels', async () => {
    const { send, alarm } = monitored();
    const { status, body } = await send('webhook', alarm('a\u202e1\u0000', 'api\u{e0041}'));
    expect(status).toBe(200);
    expect(body).toMatchObject({ taken: [{ alarm: 'a1', result: 'opened' }], cleaned: ['id', 'labels.component'] });
  });

  it('is kept as history, and importing it twice changes nothing', async () => {
    const { put, get } = team();
    const at = '2026-07-30T10:00:00.000Z';
    const told = {
      from: 'old.example.com',
      title: '\u202e\u200b',
      status: 'resolved',
      impact: 'minor',
      createdAt: at,
      updatedAt: at,
      components: [],
      updates: [
        { id: 'u1', status: 'resolved', body: `${TWO_WAYS}\u0085`, displayAt: at, createdAt: at, updatedAt: at },
      ],
    };
    const first = await put('/v1/imports/old1', told, { as: root });
    expect(first).toMatchObject({ status: 201, body: { result: 'added', cleaned: ['title', 'updates.0.body'] } });
    expect(await put('/v1/imports/old1', told, { as: root })).toMatchObject({ body: { result: 'unchanged' } });
    expect((await get('/v1/imports', { as: root })).body.imports[0].title).toBe('Incident (title removed)');
  });
});

describe('entries from before such characters were refused', () => {
  async function old() {
    const api = team();
    const now = instant(api.clock.nowMs);
    const draft = {
      kind: 'opened' as const,
      automated: false,
      status: 'investigating' as const,
      impact: 'major' as const,
      promises: {},
      settles: [],
      content: { title: 'Log\u202eins fail', message: TWO_WAYS, workaround: TAGGED },
      private: { actor: 'a\u009bda', ifLate: 'We\u2066 work on it' },
    };
    const salts = { content: 'a'.repeat(32), private: 'b'.repeat(32) };
    const key = commandKey('sub-of-ada', 'k', { method: 'POST', path: '/', body: '' });
    const entry = { ...chained(draft, { incident: 'old', head: undefined, now, salts }), command: key };
    await api.ports.log.append(entry, undefined);
    return { ...api, entry };
  }

  it('are answered without them, everywhere', async () => {
    const { get, post, entry } = await old();
    const shown = await get('/v1/incidents/old');
    expect(hiddenIn(JSON.stringify(shown.body))).toEqual([]);
    expect(shown.body.entries[0].message).toBe('Passwords, not mail addresses, were copied.');
    const raced = await post('/v1/incidents/old/updates', { message: 'M' }, { headers: { 'if-match': '"0-x"' } });
    expect(raced).toMatchObject({ status: 412 });
    expect(hiddenIn(JSON.stringify(raced.body))).toEqual([]);
    const preview = await post('/v1/preview', { command: 'update', incident: 'old', body: { message: 'More.' } });
    expect(preview.body.channels.site.title).toBe('Logins fail');
    expect(entry.content?.message).toBe(TWO_WAYS);
  });

  it('still verify as they were hashed, and vanish whole when they are redacted', async () => {
    const { ports, post } = await old();
    const incident = replayed('old', await ports.log.load('old'));
    if (incident.phase === 'unreported') throw new Error('it was reported');
    const lines = publicIncident(incident).entries;
    expect(lines[0]?.message).toBe(TWO_WAYS);
    expect(findChainFault(lines)).toBeUndefined();
    expect(incident.entries.map(logLine)).toEqual(lines);
    await post('/v1/incidents/old/redactions', { seq: 1, reason: 'personal-data' }, { as: root });
    const after = replayed('old', await ports.log.load('old'));
    if (after.phase === 'unreported') throw new Error('it was reported');
    expect(JSON.stringify(publicIncident(after).entries)).not.toContain('Passwords');
  });
});

it('a draft that waits since then is shown, and said, without them', async () => {
  const { ports, post, get, ask } = team();
  const { body } = await post('/v1/incidents', { ...OUTAGE, handling: 'restricted' });
  const proposed = await post(`/v1/incidents/${body.id}/updates`, { message: 'Mail addresses were copied.' });
  const id = proposed.body.draft.id;
  const read = ports.drafts.read.bind(ports.drafts);
  const older = { ...(await read(id))!, text: JSON.stringify({ message: TWO_WAYS }) };
  ports.drafts.read = async (asked) => (asked === id ? { ...older, state: (await read(id))!.state } : read(asked));
  const shown = (await get(`/v1/drafts/${id}`, { as: grace })).body;
  expect(shown.body.message).toBe('Passwords, not mail addresses, were copied.');
  expect(shown.preview.channels.site.text).toContain('Passwords, not mail addresses, were copied.');
  const said = await ask('POST', `/v1/drafts/${id}/approve`, undefined, { as: grace });
  expect(said.body.entry.message).toBe('Passwords, not mail addresses, were copied.');
});

describe('signs of Markdown', () => {
  const shownOf = async (message: string) =>
    (await team().post('/v1/preview', { command: 'open', body: { ...OUTAGE, message } })).body.channels.site.html;

  it.each([
    ['a definition that is not shown', 'All is well.\n\n[x]: https://example.com "not"', '<p>All is well.</p>'],
    ['an entity', 'We lost &#110;othing.', '<p>We lost nothing.</p>'],
    ['an entity that turns direction', 'We lost &#8238;nothing.', '<p>We lost nothing.</p>'],
    ['a struck word', 'We lost ~~no~~ data.', '<p>We lost <s>no</s> data.</p>'],
  ])('that make other words of a text are shown as the page shows them: %s', async (_what, message, html) => {
    expect(await shownOf(message)).toBe(html);
  });

  it('are nothing to tell of where the words stay', async () => {
    for (const message of ['Logins fail.\n\nTokens work.', 'See https://example.com/a_b_c.', 'קל\u200f (API)!'])
      expect(await shownOf(message)).toBeUndefined();
  });
});
