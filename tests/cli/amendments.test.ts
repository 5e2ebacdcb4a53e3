import { describe, expect, it } from 'vitest';
import { terminal } from './terminal.ts';

const OPEN = ['open', 'Logins fail', '-i', 'major', '-c', 'website=partial_outage', '-m', 'Half of all logins fail.'];

/** A terminal in front of one open incident. */
async function opened(...more: string[]) {
  const it = terminal();
  await it.candor(...OPEN, ...more);
  return { ...it, id: it.api.ids[0] ?? '' };
}

describe('second thoughts', () => {
  it('withdraw a time that was promised, and no other thing', async () => {
    const { candor } = await opened('-r', '2h');
    expect((await candor('withdraw', 'eta', '-m', 'The rebuild failed.')).out).toContain('withdrawn: restored');
    expect((await candor('withdraw', 'next-update', '-m', 'Our supplier works on it.')).out).toContain(
      'withdrawn: next update',
    );
    expect((await candor('withdraw', 'apology', '-m', 'x')).err).toContain('it is next-update, eta or report');
  });

  it('move and withdraw a report after the end, and mend the title of what is over', async () => {
    const { candor, api, id } = await opened();
    await candor('resolve', id, '-m', 'Logins work again.', '--report-by', '2d');
    expect((await candor('update', id, '-m', 'It takes longer.', '--report-by', '5d')).out).toContain(
      'promised: report by',
    );
    expect((await candor('withdraw', 'report', id, '-m', 'There will be none.')).out).toContain('withdrawn: report');
    await candor('update', id, '-t', 'Sign-in fails', '-m', 'It was called by a wrong name.');
    expect(await api.incidentOf(id)).toMatchObject({ phase: 'resolved', title: 'Sign-in fails' });
  });

  it('retract an incident that was none, and say so', async () => {
    const { candor, api, id } = await opened();
    expect((await candor('retract', id, '-m', 'A false alarm.')).out).toContain(`${id} #2 retracted`);
    expect(await api.incidentOf(id)).toMatchObject({ phase: 'retracted' });
  });

  it('merge one incident into another, with a text of their own or without', async () => {
    const { candor, api, id } = await opened();
    await candor(...OPEN);
    const { code, out } = await candor('merge', api.ids[1] ?? '', id);
    expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining('merged') });
  });

  it('remove a text for good only when asked twice, or told so', async () => {
    const { candor, api, id, answering, questions } = await opened();
    const redact = ['redact', id, '1', '--reason', 'personal-data'];
    expect(await candor(...redact)).toMatchObject({ code: 2, err: expect.stringContaining('--yes') });
    answering(() => 'n');
    expect((await candor(...redact)).out).toBe('Nothing was removed.');
    expect((await api.incidentOf(id)).entries).toHaveLength(1);
    expect(questions.at(-1)).toContain('gone for good');
    expect(questions.at(-1)).toContain('What stays: that something was said then');
    expect((await candor(...redact.slice(0, -1), 'It named a customer.', '--yes')).code).not.toBe(0);
    const { out } = await candor(...redact, '--note', 'They asked us to.', '--yes');
    expect(out).toContain('redaction');
    expect(out).toContain('still stands: delete it on X');
    expect(out).not.toContain('Logins fail');
    expect((await candor('show', id)).out).toContain('Backups of the table hold it until');
    expect((await api.incidentOf(id)).entries[0]?.content).toBeUndefined();
  });

  it('publish what happened once it is over', async () => {
    const { candor, id } = await opened();
    await candor('resolve', '-m', 'Logins work again.');
    expect((await candor('postmortem', id, '-m', '-')).out).toContain('postmortem');
  });
});

describe('before speaking', () => {
  it('the commander reads how long it may take, and gets time to write, once', async () => {
    const { candor, id } = await opened();
    const { out } = await candor('advice');
    expect(out).toMatch(/P80 +\S.* +\d\d:\d\d UTC/);
    expect(out).toContain("other teams' experience");
    expect((await candor('hold', '--minutes', '2')).out).toBe(`${id}: no apology before 10:02:00 UTC. Write now.`);
    expect((await candor('hold')).err).toContain('held before');
    expect((await candor('hold', '--minutes', '9')).code).toBe(2);
  });
});

const DRAFT = {
  id: 'd1',
  incident: 'i1',
  command: 'update',
  body: { message: 'Data of some customers was read.' },
  proposedBy: { actor: 'ada', person: true },
  proposedAt: '2026-11-22T09:58:00.000Z',
  decideBy: '2026-11-22T10:08:00.000Z',
  onTimeout: 'escalate',
  state: 'waiting',
};

describe('a statement that needs a second person', () => {
  it('is not told as said: what to do stands there, and the exit code is one of its own', async () => {
    const { candor, api, id } = await opened();
    api.fates.push(Response.json({ draft: DRAFT }, { status: 202 }));
    const { code, out, err } = await candor('update', id, '-m', 'Data of some customers was read.');
    expect({ code, out }).toEqual({ code: 5, out: '' });
    expect(err).toContain('candor drafts approve d1');
  });

  it('of a restricted opening waits, while the opening itself is told in words of ours', async () => {
    const { candor, api } = terminal();
    const { out, code } = await candor(...OPEN, '--restricted');
    expect(code).toBe(0);
    expect(out).toMatch(/#1 opened, investigating, at 10:00 UTC: Problem with Website/);
    expect(out).toMatch(/waits for a second person: what you typed\. Nothing of it is public\./);
    const { drafts } = JSON.parse((await candor('drafts', '--json')).out);
    expect(drafts).toMatchObject([{ incident: api.ids[0], body: { message: 'Half of all logins fail.' } }]);
    const shown = (await candor('preview', 'open', '-t', 'A leak', '-i', 'major', '-m', 'We look.', '--restricted'))
      .out;
    expect(shown).toMatch(/Problem with our service.*What you typed waits for a second person:.*A leak\n.*We look\./s);
  });

  it('is edited, and approved by nobody with the secret of a program', async () => {
    const { candor } = terminal();
    await candor(...OPEN, '--restricted');
    const [{ id }] = JSON.parse((await candor('drafts', '--json')).out).drafts;
    const edited = await candor('drafts', 'edit', id, '-m', 'Some logins fail.', '--workaround', 'Wait.');
    expect(edited.out).toMatch(/version 2, edited by local.*Some logins fail\..*It waits again; nothing was said\./s);
    expect((await candor('drafts', 'edit', id)).err).toContain('say what changes: --message, --title');
    expect((await candor('drafts', 'edit', id, '-m', 'X.', '--read', '1')).err).toContain('Read it again');
    const approved = await candor('drafts', 'approve', id, '--read', '2');
    expect(approved).toMatchObject({
      code: 4,
      err: expect.stringContaining('sign in to the console and decide it there'),
    });
  });

  it('is approved over what was said since by whoever names the state that they read', async () => {
    const { candor, api } = terminal();
    const since = {
      type: 'said-since',
      title: 'Something was said',
      status: 409,
      currentEtag: '"2-ab"',
      entriesSince: [],
    };
    api.fates.push(Response.json(since, { status: 409 }));
    expect((await candor('drafts', 'approve', 'd1')).err).toContain(`candor drafts approve DRAFT --seen '"2-ab"'`);
    await candor('drafts', 'approve', 'd1', '--seen', '"2-ab"');
    expect(JSON.parse(api.commands().at(-1)?.body ?? '')).toEqual({ seen: '"2-ab"' });
  });

  it('is listed, read and dropped', async () => {
    const { candor, api } = terminal();
    const house = () => Response.json({ people: [{ id: 'ada', name: 'Ada L.' }] });
    api.fates.push(Response.json({ drafts: [DRAFT] }), house(), Response.json(DRAFT), house());
    api.fates.push(Response.json({ draft: DRAFT }));
    expect((await candor('drafts')).out).toMatch(
      /d1 +update +i1 +Ada L\. +10:08 UTC +Data of some customers was read\./,
    );
    expect((await candor('drafts', 'show', 'd1')).out).toMatch(/escalate after 10:08 UTC[\s\S]*proposed by Ada L\. at/);
    expect((await candor('drafts', 'drop', 'd1', '--reason', 'no')).out).toBe('d1 is dropped; nothing was said.');
    expect(api.commands().at(-1)).toMatchObject({ path: '/v1/drafts/d1/drop', body: '{"reason":"no"}' });
  });
});

describe('a long history', () => {
  it('is listed beyond the first page, as far as is asked for', async () => {
    const { candor, clock } = terminal();
    for (let index = 0; index < 7; index++) {
      await candor(...OPEN);
      await candor('resolve', '-m', 'Over.');
      clock.nowMs += 60_000;
    }
    const rows = async (...args: string[]) =>
      (await candor('list', '--all', ...args)).out.match(/Logins fail/g)?.length;
    expect(await rows('--limit', '3')).toBe(3);
    expect((await candor('list', '--all', '--limit', '3')).out).toContain('There are older ones');
    expect(await rows('--limit', 'all')).toBe(7);
    expect((await candor('list', '--all', '--limit', '0')).code).toBe(2);
  });
});

describe('candor status', () => {
  it('says where it talks to, and whether anything holds the pipeline back', async () => {
    const { candor } = terminal();
    expect((await candor('status')).out).toContain('API   http://localhost:4311');
    await candor('freeze', 'a wrong alarm');
    expect((await candor('status')).out).toMatch(/FROZEN since .*: a wrong alarm/);
    expect((await candor('release')).code).toBe(0);
  });

  it('says that customers see a page that was put up by hand, since when, and how it ends', async () => {
    const { candor, api } = terminal();
    expect((await candor('status')).out).not.toContain('BY HAND');
    const byHand = { incident: 'e1', since: '2026-11-22T09:30:00.000Z' } as const;
    await api.ports.control.swept('2026-11-22T10:00:00.000Z', { byHand });
    const { out } = await candor('status');
    expect(out).toContain('put up by hand at 2026-11-22T09:30:00.000Z and stays until: candor emergency --release');
    expect(JSON.parse((await candor('status', '--json')).out)).toMatchObject({ byHand });
  });
});

describe('commanders among themselves', () => {
  it('hand an incident over, and close the loop with whoever waited for an answer', async () => {
    const { candor, id } = await opened();
    const noted = await candor('loop', 'TICKET-4711', '--json');
    const { loop } = JSON.parse(noted.out);
    expect(loop).toMatchObject({ reference: 'TICKET-4711' });
    expect((await candor('loop', '--answered', loop.id)).out).toBe('TICKET-4711 is answered.');
    expect((await candor('handover', 'local')).out).toContain(`candor accept ${id}`);
    expect(await candor('accept')).toMatchObject({ code: 0, out: `${id} is yours since 10:00 UTC.` });
  });
});

describe('an update that is kept', () => {
  it('is not said, and is listed with its time, changed, posted by hand and dropped', async () => {
    const { candor, api, id } = await opened('-n', '2h');
    const kept = await candor('update', id, '-m', 'The second disk is in.', '-n', '30m', '--at', '10:20Z');
    expect(kept).toMatchObject({ code: 0, err: '' });
    expect(kept.out).toMatch(/waiting; posted at 10:20 UTC.*kept by local.*unless anything is said before/s);
    expect(kept.out).toContain('Nothing is public yet.');
    const [{ id: draft, body }] = JSON.parse((await candor('drafts', '--json')).out).drafts;
    expect(body.nextUpdateBy).toBe('2026-11-22T10:50:00.000Z');
    expect((await candor('drafts')).out).toMatch(/update +\S+ +local +posted at 10:20 UTC +The second disk is in\./);
    expect((await candor('drafts', 'edit', draft, '--at', 'none', '-n', '1h')).out).toContain('waiting; kept');
    expect((await api.incidentOf(id)).entries).toHaveLength(1);
    expect((await candor('drafts', 'approve', draft, '--read', '2')).out).toContain('#2 update');
    await candor('update', id, '-m', 'The third disk is in.', '--keep');
    const [other] = JSON.parse((await candor('drafts', '--json')).out).drafts;
    expect((await candor('drafts', 'drop', other.id)).out).toContain('nothing was said');
    expect((await api.incidentOf(id)).entries).toHaveLength(2);
  });

  it('is refused with a time that means nothing, and nothing is kept', async () => {
    const { candor, id } = await opened();
    expect((await candor('update', id, '-m', 'A text.', '--at', '10:20')).err).toContain('has no zone');
    expect((await candor('update', id, '-m', 'A text.', '--at', '3h')).err).toContain('The public was promised a word');
    expect((await candor('drafts')).out).toBe('Nothing waits.');
  });
});
