import { describe, expect, it } from 'vitest';
import { consoleOf, read, visitor } from './visitor.ts';

const LOGINS = { title: 'Logins fail', impact: 'major', message: 'Half of all logins fail.' };

/** A console with an open incident, a handover, somebody who waits and a draft, as somebody with `groups` sees it. */
async function seenBy(groups: readonly string[]) {
  const console_ = consoleOf();
  console_.renewal.gives = true;
  const everything = visitor(console_);
  const said = await everything.submit(await everything.get('/console'), 'open', LOGINS);
  const id = /\/console\/incidents\/(\w+)/.exec(said.body ?? '')?.[1] ?? '';
  const incident = `/console/incidents/${id}`;
  await everything.submit(await everything.get(incident), 'loops', { reference: 'ticket 7' });
  await everything.submit(await everything.get(incident), 'handover', { to: 'bob' });
  const { drafts } = console_.api.ports;
  const at = '2026-11-22T10:00:00.000Z';
  await drafts.propose({
    id: 'draft1',
    incident: id,
    command: 'update',
    text: JSON.stringify({ message: 'We restart it.' }),
    reason: { reason: 'impact', impact: 'major' },
    proposedBy: { subject: 's', actor: 'ada', person: true, door: 'signed-in' },
    proposedAt: at,
    seen: null,
    decideBy: '2026-11-22T11:00:00.000Z',
    onTimeout: 'escalate',
    key: { keyHash: 'k', bodyHash: 'b' },
    state: 'waiting',
  });
  console_.renewal.groups = [...groups];
  console_.clock.nowMs += 6 * 60_000;
  // The next token of this browser has the groups that its person has by then.
  return { person: everything, incident };
}

/** What the forms of a page would be sent to, but for signing out, and for those that only ask what is shown. */
const doorsOf = (body = ''): string[] =>
  [...body.matchAll(/<form method="post"[^>]*action="([^"]*)"/g)]
    .map(([, action = '']) => action)
    .filter((to) => !/sign-out/.test(to));

const linksOf = (body = ''): string[] =>
  [...body.matchAll(/href="(\/console[^"#?]*)[^"]*"/g)].map(([, to = '']) => to).filter((to) => !/\.js$/.test(to));

describe('a viewer', () => {
  it('sees everything on every page that a link leads to, and no button or form that they may not use', async () => {
    const { person, incident } = await seenBy(['viewer']);
    const seen = new Set<string>();
    const left = ['/console', incident, '/console/people', '/console/drafts/draft1'];
    while (left.length > 0) {
      const path = left.pop() ?? '';
      if (seen.has(path)) continue;
      seen.add(path);
      const shown = await person.get(path);
      expect([path, shown.statusCode, doorsOf(shown.body)]).toEqual([path, 200, []]);
      left.push(...linksOf(shown.body));
    }
    expect(seen.size).toBeGreaterThanOrEqual(4);
    const page = read(await person.get(incident));
    for (const there of ['Half of all logins fail.', 'Handed over to bob', 'Who waits for an answer'])
      expect(page).toContain(there);
    expect(read(await person.get('/console'))).toContain('What goes out by itself');
  });

  it('is told so where they come by an address of old, before they have typed anything', async () => {
    const { person, incident } = await seenBy(['viewer']);
    for (const path of [
      '/console/open',
      '/console/schedule',
      `${incident}/update`,
      `${incident}/resolve`,
      '/console/resolve',
    ]) {
      const shown = await person.get(path);
      if (shown.statusCode === 404) continue;
      expect([path, shown.statusCode]).toEqual([path, 403]);
      expect(read(shown)).toContain('This is for those who speak');
    }
  });
});

describe('an approver', () => {
  it('may decide drafts, and is shown no form that speaks', async () => {
    const { person, incident } = await seenBy(['approver']);
    expect(doorsOf((await person.get('/console/drafts/draft1')).body)).toContain('/console/drafts/draft1/approve');
    expect(doorsOf((await person.get(incident)).body)).toEqual([]);
  });
});

describe('a commander', () => {
  it('speaks, and neither approves for others nor switches channels', async () => {
    const { person, incident } = await seenBy(['commander']);
    expect(read(await person.get('/console/drafts/draft1'))).toContain('An approver has to read and approve it.');
    expect(doorsOf((await person.get(incident)).body)).toContain(`${incident}/handover`);
    const doors = doorsOf((await person.get('/console')).body);
    expect(doors).toContain('/console/freeze');
    expect(doors.filter((to) => to.includes('channel'))).toEqual([]);
  });
});
