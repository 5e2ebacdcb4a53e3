import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ApiIncident } from '../../shared/client/types.ts';
import { printEvidence } from '../support/evidence.ts';
import { type LocalSystem, startLocalSystem } from '../support/local-system.ts';

// Each story sets the clock of the system to the moment that it is about, and each ends what it opened: apologies that
// are owed at the same moment become one post for all.
let system: LocalSystem;

beforeAll(async () => {
  system = await startLocalSystem({ startsAt: '08:00', xAlone: true });
});
afterAll(() => system.end());
printEvidence(() => system);
afterEach(() => system.resolveAll());

const MINUTE_MS = 60_000;
/** A tenth of half an hour is more than the longest grace, so that is the grace of every promise here. */
const GRACE_MS = 2 * MINUTE_MS;
const HALF_AN_HOUR = 'PT30M';

describe('a promised update that never comes', () => {
  it('is late from its time on, and apologised for once on site and X after the grace, naming the time that was promised', async () => {
    const { body } = await system.open({ message: 'Logins fail.', nextUpdateBy: HALF_AN_HOUR });
    const { id } = body;
    const due = body.promises[0]!.at;
    await system.delivered(id);

    await system.passTo(plus(due, 1_000));
    const late = await system.settled(id);
    expect(kinds(late)).toEqual(['opened']);
    await system.until('a page that is late', () => pageSays(id, 'late'));

    await system.passTo(plus(due, GRACE_MS));
    const [apology, onX] = await Promise.all([
      apologyOf(id),
      system.until('the apology on X', async () => (await system.thread(id))[1]),
      system.until('the apology on the page', () => pageSays(id, 'we are sorry')),
    ]);

    expect(msBetween(due, apology.at)).toBeGreaterThanOrEqual(GRACE_MS);
    expect(apology.message).toContain(`an update by ${clock(due)}`);
    expect(onX.text).toContain(`an update by ${clock(due)}`);
    expect(apology).toMatchObject({ automated: true, settles: [{ seq: 1, promise: 'nextUpdateBy', as: 'slipped' }] });

    expect(kinds(await system.settled(id))).toEqual(['opened', 'apology']);
    expect(await system.thread(id)).toHaveLength(2);
    const { text: log } = await system.onSite(`/incidents/${id}/log.jsonl`);
    expect(log.trim().split('\n')).toHaveLength(2);
    const { body: ledger } = await system.onSite('/promises.json');
    expect(ledger.promises).toContainEqual(expect.objectContaining({ incident: id, seq: 1, state: 'slipped' }));
  });

  it('has the commander reminded three times, the deputy when it is due, and both paged once the pipeline has spoken for them', async () => {
    const { body } = await system.open({ nextUpdateBy: HALF_AN_HOUR });
    const due = body.promises[0]!.at;
    const told = async () => (await system.inbox()).filter(({ incident }) => incident === body.id);
    const reminders = async () => (await told()).filter(({ kind }) => kind === 'reminder');
    for (const [minutesBefore, soFar] of [
      [15, 1],
      [5, 2],
      [0, 4],
    ] as const) {
      await system.passTo(plus(due, -minutesBefore * MINUTE_MS));
      await system.until(`${soFar} reminders`, async () => (await reminders()).length === soFar);
    }
    await system.passTo(plus(due, GRACE_MS));
    await system.until('both pages', async () => (await told()).filter(({ kind }) => kind === 'page').length === 2);
    await system.settled(body.id);

    const messages = await told();
    expect(messages.map(({ kind, to }) => `${kind} to ${to}`).toSorted()).toEqual([
      'page to commander',
      'page to deputy',
      'reminder to commander',
      'reminder to commander',
      'reminder to commander',
      'reminder to deputy',
    ]);
    for (const { text } of await reminders()) expect(text).toContain(clock(due));
  });

  it('gets no apology when it was renewed, withdrawn or resolved in time', async () => {
    const inTime = [
      { act: 'updates', said: { nextUpdateBy: 'PT2H' }, states: ['kept', 'open'] },
      { act: 'updates', said: { nextUpdateBy: null }, states: ['withdrawn'] },
      { act: 'resolve', said: {}, states: ['kept'] },
    ] as const;
    const opened = await Promise.all(inTime.map(() => system.open({ nextUpdateBy: HALF_AN_HOUR })));
    const ids = opened.map(({ body }) => body.id);
    const dues = opened.map(({ body }) => body.promises[0]!.at).toSorted();
    await Promise.all(ids.map((id) => system.delivered(id)));
    await system.passTo(plus(dues[0]!, -MINUTE_MS));
    await Promise.all(
      inTime.map(({ act, said }, index) => system.say(ids[index]!, act, { message: 'A word in time.', ...said })),
    );
    await Promise.all(ids.map((id) => system.delivered(id)));

    await system.passTo(plus(dues.at(-1)!, 2 * GRACE_MS));
    await system.swept();
    for (const [index, { states }] of inTime.entries()) {
      const settled = await system.delivered(ids[index]!);
      expect(settled.entries).toHaveLength(2);
      expect(settled.promises.map(({ state }) => state)).toEqual(states);
      expect(await system.thread(ids[index]!)).toHaveLength(2);
    }
  });

  it('gets a line of lateness and no apology when a person answers within the grace', async () => {
    const { body } = await system.open({ nextUpdateBy: HALF_AN_HOUR });
    const due = body.promises[0]!.at;
    await system.delivered(body.id);
    await system.passTo(plus(due, MINUTE_MS));
    const said = await system.say(body.id, 'updates', { message: 'We are on it.', nextUpdateBy: 'PT2H' });
    expect(said.body.entries[1]!.settles).toEqual([{ seq: 1, promise: 'nextUpdateBy', as: 'kept' }]);

    await system.passTo(plus(due, 2 * GRACE_MS));
    expect(kinds(await system.settled(body.id))).toEqual(['opened', 'update']);
    expect(await page(body.id)).toMatch(/Said 1 min later than promised\./);
    const thread = await system.thread(body.id);
    expect(thread).toHaveLength(2);
    expect(thread[1]!.text).toMatch(/Said 1 min later than promised\./);
  });
});

describe('a promised end', () => {
  it('gets a line that its time has passed when a person speaks after it, and no apology', async () => {
    const { body } = await identified({ restoreBy: HALF_AN_HOUR, nextUpdateBy: 'PT1H' });
    const { at: due, seq } = etaOf(body);
    await system.delivered(body.id);
    await system.passTo(due);
    const said = await system.say(body.id, 'updates', { message: 'We need longer.', nextUpdateBy: 'PT1H' });
    expect(said.body.entries[2]!.settles).toContainEqual({ seq, promise: 'restoreBy', as: 'slipped' });

    await system.passTo(plus(due, 2 * GRACE_MS));
    expect(kinds(await system.settled(body.id))).toEqual(['opened', 'update', 'update']);
    expect(await pageSays(body.id, `The time that we gave, ${clock(due)}, has passed.`)).toBe(true);
  });

  it('is not apologised for when the incident was in monitoring before it was due', async () => {
    const { body } = await identified({ restoreBy: HALF_AN_HOUR });
    const due = etaOf(body).at;
    await system.say(body.id, 'updates', { message: 'The fix is out.', status: 'monitoring', nextUpdateBy: 'PT1H' });
    await system.delivered(body.id);

    await system.passTo(plus(due, 2 * GRACE_MS));
    const settled = await system.settled(body.id);
    expect(kinds(settled)).toEqual(['opened', 'update', 'update']);
    expect(etaOf(settled)).toMatchObject({ state: 'kept', settledBy: 3 });
  });

  it('is apologised for once when the service fell back before it was due', async () => {
    const { body } = await identified({ restoreBy: HALF_AN_HOUR });
    const due = etaOf(body).at;
    await system.say(body.id, 'updates', { message: 'The fix is out.', status: 'monitoring', nextUpdateBy: 'PT1H' });
    await system.say(body.id, 'updates', { message: 'It fails again.', status: 'identified', nextUpdateBy: 'PT1H' });
    await system.delivered(body.id);

    await system.passTo(plus(due, GRACE_MS));
    const apology = await apologyOf(body.id);
    expect(apology.message).toContain(`service would be back by ${clock(due)}`);
    const settled = await system.settled(body.id);
    expect(kinds(settled)).toEqual(['opened', 'update', 'update', 'update', 'apology']);
    expect(etaOf(settled)).toMatchObject({ state: 'slipped', settledBy: 5 });
  });

  it('shares one apology with a promised update that was due at the same time', async () => {
    const { body } = await identified({ restoreBy: HALF_AN_HOUR, nextUpdateBy: HALF_AN_HOUR });
    await system.delivered(body.id);
    await system.passTo(plus(etaOf(body).at, GRACE_MS));
    const apology = await apologyOf(body.id);
    expect(apology.settles.map(({ promise, as }) => `${promise} ${as}`).toSorted()).toEqual([
      'nextUpdateBy slipped',
      'restoreBy slipped',
    ]);
    expect(kinds(await system.settled(body.id))).toEqual(['opened', 'update', 'apology']);
    expect(await system.thread(body.id)).toHaveLength(3);
  });
});

describe('while the pipeline is frozen', () => {
  it('nothing is said by itself, people are heard, and on release one apology follows', async () => {
    await system.put('/v1/freeze', { frozen: true, reason: 'a security incident' });
    const [held, spoken] = (await Promise.all([1, 2].map(() => system.open({ nextUpdateBy: HALF_AN_HOUR })))).map(
      ({ body }) => body,
    );
    const due = held!.promises[0]!.at;
    await system.passTo(plus(due, 2 * GRACE_MS));
    await system.swept();
    expect(kinds(await system.incident(held!.id))).toEqual(['opened']);
    await system.say(spoken!.id, 'updates', { message: 'A person says this.', nextUpdateBy: 'PT1H' });
    await system.until('the words of a person on the site', () => pageSays(spoken!.id, 'A person says this.'));

    expect((await system.put<{ frozen: boolean }>('/v1/freeze', { frozen: false })).body.frozen).toBe(false);

    const apology = await apologyOf(held!.id);
    expect(apology.message).toContain(clock(due));
    expect(kinds(await system.settled(held!.id))).toEqual(['opened', 'apology']);
    expect(kinds(await system.settled(spoken!.id))).toEqual(['opened', 'update']);
  });
});

// Last: from here on other people than those of the other stories are on duty.
describe('three people, each with a duty of their own', () => {
  const HOUSE = { ada: ['commander'], bob: ['deputy', 'approver'], eve: ['escalation'] };

  it('each get their own messages and no others, and a scanner of their mail ends and confirms nothing', async () => {
    for (const [id, as] of Object.entries(HOUSE)) await confirmedPerson(id, as);
    await system.put('/v1/duty', { people: ['ada', 'bob', 'eve'] });

    const { body } = await system.open({ message: 'Logins fail.', nextUpdateBy: HALF_AN_HOUR });
    const restricted = await system.open({
      title: 'Names were copied',
      message: 'Somebody has read names.',
      handling: 'restricted',
      nextUpdateBy: null,
    });
    const due = body.promises[0]!.at;
    const told = async (incident: string) =>
      (await system.inbox()).filter((one) => one.incident === incident).map(({ kind, to }) => `${kind} to ${to}`);
    const soFar = (count: number) =>
      system.until(`${count} messages`, async () => (await told(body.id)).length >= count);

    for (const [minutesBefore, count] of [
      [15, 1],
      [5, 2],
      [0, 4],
    ] as const) {
      await system.passTo(plus(due, -minutesBefore * MINUTE_MS));
      await soFar(count);
      await scanEveryMail();
    }
    await system.passTo(plus(due, GRACE_MS));
    await soFar(6);
    await scanEveryMail();
    const first = await apologyOf(body.id);
    await system.passTo(plus(first.promises.nextUpdateBy!, GRACE_MS));
    await system.until('the second apology', async () => kinds(await system.incident(body.id)).length === 3);
    // Whoever is paged at one moment is reached in no order.
    await soFar(9);
    await system.until('a page about the draft', async () => (await told(restricted.body.id)).includes('page to eve'));

    const counted = Object.groupBy(await told(body.id), (one) => one);
    expect(Object.keys(counted).toSorted()).toEqual([
      'page to ada',
      'page to bob',
      'page to eve',
      'reminder to ada',
      'reminder to bob',
    ]);
    expect([counted['page to ada']?.length, counted['page to bob']?.length, counted['page to eve']?.length]).toEqual([
      2, 2, 1,
    ]);
    // Of the restricted one nobody but the approver hears, and not a word of it.
    expect(new Set(await told(restricted.body.id))).toEqual(new Set(['reminder to bob', 'page to eve']));
    const sent = JSON.stringify((await system.inbox()).filter(({ incident }) => incident === restricted.body.id));
    expect(sent).not.toMatch(/Names were copied|has read names|\/a\//);
    const { reached, people } = (await system.get('/v1/people')).body;
    expect(reached).toEqual({ armed: true });
    const unconfirmed = people.filter((one: { addresses: { confirmed: boolean }[] }) => !one.addresses[0]?.confirmed);
    expect(unconfirmed).toEqual([]);
  });

  /** Adds somebody, whose mail a scanner looks at before they do, and who confirms it as our page asks them to. */
  async function confirmedPerson(id: string, as: readonly string[]): Promise<void> {
    const mail = `${id}@example.com`;
    const { body } = await system.put<{ ask: { url: string }[] }>(`/v1/people/${id}`, { name: id, as, mail });
    const page = body.ask[0]!.url;
    const confirm = async () => (await posted(page, { link: await mailedLink(id) })).status;
    await fetch(page);
    if (id === 'ada') {
      await fetch(await mailedLink(id));
      expect(await confirm()).toBe(422);
    }
    expect(await confirm()).toBe(200);
  }

  /** The link in the newest mail with which SNS asks somebody. */
  async function mailedLink(to: string): Promise<string> {
    const found = (await system.inbox()).findLast(
      (one) => one.to === to && one.text.includes('subscribe to the topic'),
    );
    return (found as unknown as { links: string[] }).links[0]!;
  }

  /** What a scanner does: every link of every mail once, also the one that ends a subscription. */
  async function scanEveryMail(): Promise<void> {
    type Mail = { links: (string | { url: string })[]; unsubscribe?: string };
    const mails = (await system.inbox()) as unknown as Mail[];
    const links = mails.flatMap(({ links, unsubscribe }) => [
      ...links.map((link) => (typeof link === 'string' ? link : link.url)),
      ...(unsubscribe === undefined ? [] : [unsubscribe]),
    ]);
    await Promise.all([...new Set(links)].map((link) => fetch(link, { redirect: 'manual' })));
  }

  const posted = (url: string, form: Record<string, string>) =>
    fetch(url, { method: 'POST', body: new URLSearchParams(form) });
});

/** An incident whose cause is known, and what was promised with that. */
async function identified(promised: { restoreBy?: string; nextUpdateBy?: string }) {
  const { body } = await system.open();
  return system.say(body.id, 'updates', { message: 'We know the cause.', status: 'identified', ...promised });
}

const etaOf = (incident: ApiIncident) => incident.promises.find(({ promise }) => promise === 'restoreBy')!;
const kinds = (incident: ApiIncident) => incident.entries.map(({ kind }) => kind);
const msBetween = (from: string, to: string) => Date.parse(to) - Date.parse(from);
const plus = (at: string, ms: number) => new Date(Date.parse(at) + ms).toISOString();
const clock = (at: string) => `${at.slice(11, 16)} UTC`;
const page = async (id: string) => (await system.onSite(`/incidents/${id}`)).text;
const pageSays = async (id: string, text: string) => (await page(id)).includes(text);

const apologyOf = (id: string) =>
  system.until(`an apology of ${id}`, async () =>
    (await system.incident(id)).entries.find(({ kind }) => kind === 'apology'),
  );
