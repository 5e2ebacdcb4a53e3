import { describe, expect, it } from 'vitest';
import { takeStatusChange } from '../../shared/app/take-event.ts';
import { grace, OUTAGE, person, team } from './team.ts';

const TYPED = {
  ...OUTAGE,
  title: 'A stranger read mailboxes',
  message: 'Somebody signed in as an operator and read 40 mailboxes.',
  workaround: 'Change your password today.',
  handling: 'restricted',
  nextUpdateBy: 'PT1H',
};

/** Whatever was typed, in any answer that everybody may read. */
const WORDS = /stranger|mailboxes|password/i;

/** A house in which TYPED was sent, with `more`. */
async function opened(more: object = {}) {
  const house = team();
  const headers = { 'idempotency-key': 'once' };
  const send = () => house.post('/v1/incidents', { ...TYPED, ...more }, { headers });
  const answer = await send();
  const read = async () => (await house.get(`/v1/incidents/${answer.body.id}`)).body;
  return { ...house, send, answer, read };
}

describe('opening a restricted incident', () => {
  it('says at once which components, that we work on it, the status and the clock, and nothing that was typed', async () => {
    const { answer, read } = await opened({ status: 'identified' });
    expect(answer).toMatchObject({
      status: 201,
      body: {
        title: 'Problem with Website',
        status: 'identified',
        impact: 'major',
        entry: { kind: 'opened', message: 'We know of a problem and are working on it. We will say more here.' },
        made: [{ promise: 'nextUpdateBy', at: '2026-11-22T11:00:00.000Z' }],
      },
    });
    expect(JSON.stringify((await read()).entries)).not.toMatch(WORDS);
  });

  it('keeps title, message and workaround as one draft', async () => {
    const { answer, get } = await opened();
    const { drafts } = (await get('/v1/drafts')).body;
    expect(drafts).toHaveLength(1);
    expect(answer.body.draft).toEqual(drafts[0]);
    const { title, message, workaround } = TYPED;
    expect(drafts[0]).toMatchObject({
      command: 'update',
      incident: answer.body.id,
      body: { title, message, workaround },
      reason: { reason: 'restricted' },
    });
  });

  it('says them as an update once a second person has read them', async () => {
    const { answer, post, read, wait } = await opened();
    wait(2);
    const author = person('ada', 'commander', 'approver');
    expect((await post(answer.body.draft.links.approve, {}, { as: author })).body.type).toBe('needs-second-person');
    expect((await post(answer.body.draft.links.approve, {}, { as: grace })).status).toBe(201);
    const { title, entries } = await read();
    expect(title).toBe(TYPED.title);
    expect(entries[1]).toMatchObject({
      kind: 'update',
      title: TYPED.title,
      message: TYPED.message,
      workaround: TYPED.workaround,
      actor: 'ada',
      approvedBy: 'grace',
    });
  });

  it('is one entry and one draft, however often it is sent', async () => {
    const { answer, send, get, read } = await opened();
    const again = await send();
    expect(again).toMatchObject({ status: 201, body: { id: answer.body.id, draft: { id: answer.body.draft.id } } });
    expect((await get('/v1/drafts')).body.drafts).toHaveLength(1);
    expect((await read()).entries).toHaveLength(1);
  });

  it('keeps back what else was typed: when it happened and when it is back', async () => {
    const { answer } = await opened({ status: 'identified', restoreBy: 'PT2H', happenedAt: '2026-11-22T09:30:00Z' });
    expect(answer.body.entry.happenedAt).toBeUndefined();
    expect(answer.body.made.map(({ promise }: { promise: string }) => promise)).toEqual(['nextUpdateBy']);
    expect(answer.body.draft.body).toMatchObject({ restoreBy: 'PT2H', happenedAt: '2026-11-22T09:30:00Z' });
  });

  it('names all components or none', async () => {
    const names = async (components: object[]) => (await opened({ components })).answer.body.title;
    const down = (id: string) => ({ id, status: 'major_outage' });
    expect(await names([])).toBe('Problem with our service');
    expect(await names([down('api'), down('database')])).toBe('Problem with API and Databases');
    expect(await names([down('api'), down('website'), down('jobs')])).toBe(
      'Problem with API, Website and Background jobs',
    );
  });

  it('that would be refused is refused whole: nothing is public, and no draft lies there', async () => {
    const { answer, get } = await opened({ restoreBy: '2020-01-01T00:00:00Z' });
    expect(answer).toMatchObject({ status: 422, body: { type: 'promise-in-the-past' } });
    expect((await get('/v1/incidents')).body.incidents).toEqual([]);
    expect((await get('/v1/drafts')).body.drafts).toEqual([]);
  });

  it('is told beforehand, with what goes out at once and what waits', async () => {
    const { post } = team();
    const { body } = await post('/v1/preview', { command: 'open', body: TYPED });
    expect(body).toMatchObject({ wouldBeRefused: null, needsApproval: { reason: 'restricted' } });
    expect(JSON.stringify(body.channels)).not.toMatch(WORDS);
    expect(body.channels.site).toMatchObject({ title: 'Problem with Website' });
    expect(body.channels.x.text).toContain('Problem with Website');
    expect(body.waits.channels.site).toMatchObject({ title: TYPED.title });
    expect(body.waits.channels.site.text).toContain(TYPED.message);
  });

  it('by an event is the same', async () => {
    for (const actor of [undefined, 'ada']) {
      const { ports, get } = team();
      const detail = { ...TYPED, ...(actor === undefined ? {} : { actor }) };
      await takeStatusChange(ports as never, { id: 'e1', source: 'monitor', detail });
      const [incident] = (await get('/v1/incidents')).body.incidents;
      expect(incident.title).toBe('Problem with Website');
      expect(JSON.stringify(incident.entries)).not.toMatch(WORDS);
      expect((await get('/v1/drafts')).body.drafts).toMatchObject([{ body: { message: TYPED.message } }]);
    }
  });
});
