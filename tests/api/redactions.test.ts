import { describe, expect, it } from 'vitest';
import { runCommand } from '../../shared/app/run-command.ts';
import { config } from '../../shared/config/config.ts';
import { policyOf } from '../../shared/config/policy.ts';
import { findChainFault, logLine } from '../../shared/core/chain.ts';
import { MINUTE_MS } from '../../shared/core/instant.ts';
import { grace, team } from './team.ts';

/** What has to be gone. */
const NAME = 'Ada Byron';
const NAMED = { title: `${NAME} cannot log in`, message: `Logins fail for ${NAME}.` };

const asking = (more: object) => ({
  policy: {
    ...policyOf(config),
    approval: { impacts: [], phrases: [], timeoutMs: 15 * MINUTE_MS, onTimeout: 'escalate', ...more },
  },
});

type House = ReturnType<typeof team>;
const redact = ({ post }: House, id: string, body: object) =>
  post(`/v1/incidents/${id}/redactions`, { seq: 1, reason: 'personal-data', ...body });
const stored = async ({ ports }: House, id: string) => JSON.stringify(await ports.log.load(id));

describe('the reason of a redaction', () => {
  it.each([
    ['personal-data', 'We removed an earlier text, because it held personal data.'],
    ['secret', 'We removed an earlier text, because it held something that must stay secret.'],
    ['legal', 'We removed an earlier text for legal reasons.'],
    ['other', 'We removed an earlier text.'],
  ])('is one of four: %s, and the public reads its sentence, with the note behind it', async (reason, sentence) => {
    const house = team();
    const [plain, noted] = [await house.opened(NAMED), await house.opened(NAMED)];
    expect((await redact(house, plain, { reason })).body.entry.message).toBe(sentence);
    const { body } = await redact(house, noted, { reason, note: 'We were asked to.' });
    expect(body.entry.message).toBe(`${sentence} We were asked to.`);
  });

  it.each([
    ['reason', { reason: 'It named a person.' }],
    ['reason', { reason: '' }],
    ['reason', { reason: undefined }],
    ['note', { note: 'n'.repeat(201) }],
    ['note', { note: ' ' }],
  ])('that is none is refused by the field %s, and nothing is gone', async (field, wrong) => {
    const house = team();
    const id = await house.opened(NAMED);
    const { status, body } = await redact(house, id, wrong);
    expect(status).toBe(422);
    expect(body.errors.map((one: { field: string }) => one.field)).toEqual([field]);
    expect((await house.get(`/v1/incidents/${id}`)).body.entries).toMatchObject([{ message: NAMED.message }]);
  });

  it('that was free text, as it was once, stays as it was said', async () => {
    const house = team();
    const id = await house.opened(NAMED);
    await runCommand(house.ports, {
      incident: id,
      speaker: { author: 'person', via: 'api' },
      key: { keyHash: 'old', bodyHash: 'old' },
      command: () => ({ type: 'Redact', seq: 1, message: 'The text named a customer.' }),
    });
    const { entries } = (await house.get(`/v1/incidents/${id}`)).body;
    expect(entries).toMatchObject([{ redacted: true }, { message: 'The text named a customer.' }]);
  });
});

describe('the note of a redaction', () => {
  it.each([
    ['a restricted incident', {}, { handling: 'restricted' }],
    ['an impact that the house names', asking({ impacts: ['major'] }), { impact: 'major' }],
    ['words that the house names', asking({ phrases: ['all is well'] }), {}],
  ])('stands nowhere where a second person would read it: %s', async (_where, changes, said) => {
    const house = team(changes);
    const id = await house.opened({ ...NAMED, ...said });
    const before = await stored(house, id);
    const note = 'Customers: all is well again.';
    const { status, body } = await redact(house, id, { note });
    expect(status).toBe(422);
    expect(body).toMatchObject({ type: 'note-would-wait', errors: [{ field: 'note' }] });
    expect(await stored(house, id)).toBe(before);
    const preview = { command: 'redact', incident: id, body: { seq: 1, reason: 'secret', note } };
    expect((await house.post('/v1/preview', preview)).body.wouldBeRefused).toMatchObject({ type: 'note-would-wait' });
    expect((await redact(house, id, {})).status).toBe(201);
    expect(await stored(house, id)).not.toContain(NAME);
  });

  it('meets the lint of every text: a time that no clock counts is asked about', async () => {
    const house = team();
    const id = await house.opened(NAMED);
    const body = { note: 'We will post again by 23:30 UTC today.' };
    expect((await redact(house, id, body)).body).toMatchObject({ type: 'lint-asks', rules: ['promise-in-text'] });
    expect((await redact(house, id, { ...body, override: ['promise-in-text'] })).status).toBe(201);
  });
});

describe('a redaction', () => {
  it('answers without the title and the words that it removed, and names what is out of reach', async () => {
    const house = team();
    const id = await house.opened({ ...NAMED, ifLate: `We ask ${NAME}` });
    await house.minute(18);
    expect((await house.get(`/v1/incidents/${id}`)).body.entries[1]).toMatchObject({
      kind: 'apology',
      message: expect.stringContaining(NAME),
    });
    const { body, text } = await redact(house, id, {});
    expect(text).not.toContain(NAME);
    expect(body.title).not.toContain(NAME);
    expect(body.remains).toMatchObject([
      { what: 'message', to: 'commander', says: expect.stringContaining('sent to commander') },
      ...body.remains.slice(1, -3).map(() => ({ what: 'message' })),
      { what: 'copies' },
      { what: 'backup', until: '2026-11-24T10:18:00.001Z' },
      { what: 'backup', until: '2026-12-27T10:18:00.001Z' },
    ]);
    expect((await house.get(`/v1/incidents/${id}`)).body.remains).toEqual(body.remains);
  });

  it('names every post that stands, and one of which nobody knows; not one that was taken down or was in shadow', async () => {
    const house = team();
    const id = await house.opened(NAMED);
    const at = house.ports.clock.now();
    for (const _more of [2, 3, 4, 5]) await house.post(`/v1/incidents/${id}/updates`, { message: 'We look on.' });
    const on = (seq: number, delivery: object) => house.ports.deliveries.put(id, 'x', seq, delivery as never);
    await on(1, { state: 'delivered', at, receipt: '11', text: NAMED.message });
    await on(2, { state: 'delivered', at, receipt: '12', text: NAMED.title });
    await on(3, { state: 'delivered', at, receipt: '13', removedAt: at });
    await on(4, { state: 'unknown', at, reason: 'no proof' });
    await on(5, { state: 'delivered', at, receipt: 'shadow', shadow: true, text: NAMED.title });
    const { remains } = (await redact(house, id, {})).body;
    expect(remains.filter(({ what }: { what: string }) => what === 'post' || what === 'perhaps')).toMatchObject([
      { says: 'The post https://x.com/i/status/11 still stands: delete it on X.', url: 'https://x.com/i/status/11' },
      { says: expect.stringContaining('https://x.com/i/status/12 still stands and may name the removed title') },
      { what: 'perhaps', says: expect.stringContaining('Entry 4 may be on X') },
    ]);
    expect(JSON.stringify([...(await house.ports.deliveries.of(id, 'x'))])).not.toContain(NAME);
  });

  it('shows nothing of the text from its entry on, although a crash came before the text was removed', async () => {
    const house = team();
    const id = await house.opened({ ...NAMED, ifLate: `We ask ${NAME}` });
    await house.ports.deliveries.put(id, 'x', 1, {
      state: 'delivered',
      at: house.ports.clock.now(),
      receipt: '1',
      text: NAME,
    });
    await house.minute(1);
    const { redact: remove } = house.ports.log;
    const { forgetTexts } = house.ports.deliveries;
    house.ports.deliveries.forgetTexts = async () => {
      throw new Error('the process is gone');
    };
    expect((await redact(house, id, {})).status).toBe(500);
    expect(await stored(house, id)).toContain(NAME);
    for (const where of [`/v1/incidents/${id}`, '/v1/incidents', '/v1/incidents?open=true'])
      expect((await house.get(where)).text).not.toContain(NAME);
    Object.assign(house.ports.deliveries, { forgetTexts });
    Object.assign(house.ports.log, { redact: remove });
    await house.minute(1);
    expect(await stored(house, id)).not.toContain(NAME);
    expect(JSON.stringify([...(await house.ports.deliveries.of(id, 'x'))])).not.toContain(NAME);
  });

  it('empties the draft that the entry came from, and no other', async () => {
    const house = team();
    const id = await house.opened({ handling: 'restricted' });
    const update = async (message: string) => (await house.post(`/v1/incidents/${id}/updates`, { message })).body.draft;
    const [said, other] = [await update(`${NAME} did it.`), await update('It was somebody else.')];
    await house.post(`/v1/drafts/${said.id}/approve`, undefined, { as: grace });
    await redact(house, id, { seq: 2 });
    expect((await house.get(`/v1/drafts/${said.id}`)).body).toMatchObject({
      state: 'approved',
      body: {},
      redacted: true,
    });
    expect((await house.get(`/v1/drafts/${other.id}`)).body.body).toEqual({ message: 'It was somebody else.' });
  });

  it('of a title reaches what was said under it where incidents were merged, on either side, and every chain verifies', async () => {
    const house = team();
    const [into, target, own] = [await house.opened(NAMED), await house.opened(), await house.opened()];
    await house.post(`/v1/incidents/${own}/merge`, { into });
    await house.post(`/v1/incidents/${into}/merge`, { into: target });
    for (const id of [own, target]) expect(await stored(house, id)).toContain(NAME);
    await redact(house, into, {});
    for (const id of [own, into, target]) {
      expect(await stored(house, id)).not.toContain(NAME);
      expect(findChainFault((await house.ports.log.load(id)).map(logLine))).toBeUndefined();
    }
    expect((await house.get(`/v1/incidents/${target}`)).body.entries.at(-1)).toMatchObject({
      kind: 'redaction',
      automated: false,
      actor: 'ada',
      message: 'We removed an earlier text, because it held personal data.',
    });
  });
});
