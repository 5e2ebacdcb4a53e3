import { describe, expect, it } from 'vitest';
import { etagOf } from '../../shared/app/etag.ts';
import { LOGINS } from './during-an-outage.ts';
import { consoleOf, read, visitor } from './visitor.ts';

const DRAFT = {
  id: 'd1',
  incident: 'i1',
  command: 'update',
  body: { message: 'No data was lost.' },
  reason: { reason: 'phrase', phrase: 'data' },
  proposedBy: { actor: 'anna', person: true },
  proposedAt: '2026-11-22T09:50:00.000Z',
  decideBy: '2026-11-22T10:05:00.000Z',
  onTimeout: 'escalate',
  state: 'waiting',
};
const FINDING = { rule: 'promise-in-text', level: 'ask', field: 'message', quote: '', reason: 'promises a time' };
const PREVIEW = { channels: { site: { title: 'Logins fail', text: 'No data was lost.' } }, findings: [FINDING] };

const json = (body: object, status = 200) => Response.json(body, { status });

/** A person signed in, and the API's next answers, each for one call. */
function signedIn() {
  const console_ = consoleOf();
  const person = visitor(console_);
  const answering = (...next: Response[]) => console_.api.fates.push(...next);
  const called = () => console_.api.received.at(-1);
  return { ...console_, person, answering, called };
}

describe('a statement that waits for a second person', () => {
  it('is read as customers would read it, with why it waits and until when', async () => {
    const { person, answering } = signedIn();
    await person.get('/console');
    answering(json({ ...DRAFT, preview: PREVIEW }));
    const page = read(await person.get('/console/drafts/d1'));
    expect(page).toContain(
      'update, by anna, 09:50 UTC. It says “data”. Decide by 10:05 UTC in 5 min ; then people are paged.',
    );
    expect(page).toContain('Status page Logins fail No data was lost.');
  });

  it('is approved with what its reader overrides, or dropped with a reason', async () => {
    const { person, answering, called } = signedIn();
    await person.get('/console');
    answering(json({ ...DRAFT, preview: PREVIEW }));
    const page = await person.get('/console/drafts/d1');
    const problem = {
      type: 'second-person',
      title: 'Somebody else has to read it',
      status: 403,
      detail: 'You wrote it.',
    };
    answering(json(problem, 403), json({ ...DRAFT, preview: PREVIEW }));
    const refused = await person.submit(page, 'approve', { override: ['promise-in-text'] });
    expect(refused.statusCode).toBe(403);
    expect(read(refused)).toContain('Somebody else has to read it. You wrote it.');
    answering(
      json({ draft: DRAFT }),
      json({ ...DRAFT, state: 'dropped', decided: { by: 'ben', note: 'Not known yet.' } }),
    );
    const dropped = await person.submit(page, 'drop', { reason: 'Not known yet.' });
    expect(read(dropped)).toContain('This draft was dropped');
    expect(read(dropped)).toContain('Decided by ben: Not known yet.');
    expect(called()?.path).toBe('/v1/drafts/d1');
  });

  it('offers its author to drop it, and not to approve it', async () => {
    const { person, answering } = signedIn();
    await person.get('/console');
    answering(json({ ...DRAFT, proposedBy: { actor: 'commander', person: true }, preview: PREVIEW }));
    const page = await person.get('/console/drafts/d1');
    expect(read(page)).toContain('You wrote it: somebody else has to read and approve it.');
    expect(page.body).not.toContain('Approve, and post it');
  });

  it('is where its author is led, instead of to an entry that is not there', async () => {
    const { person, answering } = signedIn();
    const page = await person.get('/console');
    answering(json({ draft: DRAFT }, 202), json(DRAFT));
    expect(read(await person.submit(page, 'open', LOGINS))).toContain('To be read by a second person');
  });

  it('is decided by nobody whose form is not ours', async () => {
    const { person, answering, api } = signedIn();
    await person.get('/console');
    answering(json({ ...DRAFT, preview: PREVIEW }));
    const page = await person.get('/console/drafts/d1');
    answering(json(DRAFT));
    await person.submit(page, 'approve', { csrf: 'guessed' });
    expect(api.commands()).toEqual([]);
  });
});

describe('an incident between people', () => {
  const incident = async (more: object) => {
    const { person, api, answering, called } = signedIn();
    await person.submit(await person.get('/console'), 'open', LOGINS);
    const path = `/console/incidents/${api.ids[0]}`;
    const shown = {
      ...JSON.parse(JSON.stringify(await api.incidentOf(api.ids[0] ?? ''))),
      deliveries: {},
      loops: [],
      drafts: [],
      ...more,
    };
    answering(json(shown));
    return { person, page: await person.get(path), path, answering, shown, called, api };
  };

  it('is handed over to somebody by name, who takes it by one tap', async () => {
    const { person, page, answering, shown, api } = await incident({});
    const handover = { to: 'ben', from: 'commander', at: '2026-11-22T10:00:00.000Z', state: 'waiting' };
    answering(json({ handover }), json({ ...shown, handover }));
    const handed = await person.submit(page, 'handover', { to: 'ben' });
    expect(JSON.parse(api.commands().at(-1)?.body ?? '')).toEqual({ to: 'ben' });
    expect(read(handed)).toContain('Handed over to ben By commander, 10:00 UTC. Not taken yet');
    answering(json({ handover }), json({ ...shown, handover: { ...handover, state: 'accepted' } }));
    const taken = await person.submit(handed, `/console/incidents/${shown.id}/handover/accept`, {});
    expect(api.commands().at(-1)?.path).toBe(`/v1/incidents/${shown.id}/handover/accept`);
    expect(read(taken)).toContain('ben has it, from commander.');
  });

  it('lists who waits for an answer, first of all once it is over', async () => {
    const loop = { id: 'l1', reference: 'ticket 4711', by: 'anna', at: '2026-11-22T10:00:00.000Z' };
    const { person, page, answering, shown, api } = await incident({
      phase: 'resolved',
      status: 'resolved',
      loops: [loop],
    });
    expect(read(page)).toContain('Still to be answered: 1');
    answering(json({ loop }), json({ ...shown, loops: [{ ...loop, answered: { by: 'ben', at: loop.at } }] }));
    await person.submit(page, `/console/incidents/${shown.id}/loops/l1/answered`, {});
    expect(api.commands().at(-1)?.path).toBe(`/v1/incidents/${shown.id}/loops/l1/answered`);
  });
});

describe('a text that waits while others are said', () => {
  const saidBefore = async () => {
    const { person, api, answering } = signedIn();
    await person.submit(await person.get('/console'), 'open', LOGINS);
    const id = api.ids[0] ?? '';
    const seen = etagOf(await api.incidentOf(id));
    const draft = { ...DRAFT, incident: id, seen, preview: { ...PREVIEW, findings: [] } };
    await person.submit(await person.get(`/console/incidents/${id}/update`), 'update', { message: 'Ten were read.' });
    return { person, api, answering, draft };
  };

  it('is shown below what was said since, and approved with the state that the page showed', async () => {
    const { person, api, answering, draft } = await saidBefore();
    answering(json(draft));
    const page = await person.get('/console/drafts/d1');
    expect(read(page)).toMatch(/This was said since it was written\..*Ten were read\./);
    expect(page.body).toContain('I have read what was said since: approve, and post it');
    const etag = etagOf(await api.incidentOf(draft.incident));
    answering(json({ ...draft, entries: [], id: draft.incident }, 201));
    await person.submit(page, 'approve', {});
    const sent = api.commands().find(({ path }) => path.endsWith('/approve'));
    expect(JSON.parse(sent?.body ?? '')).toEqual({ version: 1, seen: etag });
  });

  it('is edited, and what was typed stays where the edit is refused', async () => {
    const { person, api, answering, draft } = await saidBefore();
    answering(json({ ...draft, body: { message: 'Nine were read.', workaround: 'Wait.' } }));
    const page = await person.get('/console/drafts/d1');
    expect(read(page)).toContain('It becomes yours, and somebody else has to approve it. Nothing is posted.');
    const refused = {
      type: 'draft-changed',
      title: 'The draft is in another version',
      status: 409,
      detail: 'Read it.',
    };
    answering(json(refused, 409), json(draft));
    const back = await person.submit(page, 'edit', { message: 'Eleven were read.', workaround: '' });
    const sent = api.commands().find(({ path }) => path.endsWith('/edit'));
    expect(JSON.parse(sent?.body ?? '')).toMatchObject({
      body: { message: 'Eleven were read.', workaround: null },
      version: 1,
    });
    expect(back.body).toContain('Eleven were read.');
    expect(read(back)).toContain('The draft is in another version. Read it.');
  });
});

describe('a promise', () => {
  it('that somebody else gave is theirs, for whoever reads it', async () => {
    const { person, api, answering } = signedIn();
    await person.submit(await person.get('/console'), 'open', { ...LOGINS, nextUpdate: '30m' });
    const id = api.ids[0] ?? '';
    const shown = JSON.parse(JSON.stringify(await api.incidentOf(id)));
    const byAnna = { ...shown.entries[0], actor: 'anna', approvedBy: 'commander' };
    const promises = shown.promises.map((row: object) => ({ ...row, source: 'person' }));
    answering(json({ ...shown, entries: [byAnna], promises, deliveries: {}, loops: [], drafts: [] }));
    expect(read(await person.get(`/console/incidents/${id}`))).toMatch(/Promised: next update by .*, as anna said/);
  });
});

describe('the form that reports a breach', () => {
  it('says that nothing typed goes out at once, on its button, its preview and where it leads', async () => {
    const { person } = signedIn();
    const page = await person.get('/console');
    const looked = await person.look(page, 'open', { ...LOGINS, handling: 'restricted' });
    expect(looked.body).toContain('Tell customers that there is a problem; my text waits for a second person');
    expect(read(looked)).toMatch(
      /This goes out at once, and nothing that you have typed.*Problem with .*What waits for a second person/,
    );
    const said = await person.submit(looked, 'open', { ...LOGINS, handling: 'restricted' });
    expect(read(said)).toMatch(/We know of a problem and are working on it\..*To be read by a second person/);
  });
});
