import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { printEvidence } from '../support/evidence.ts';
import { type LocalSystem, startLocalSystem } from '../support/local-system.ts';

// Each test kills the whole system and starts it again on the same data.
let system: LocalSystem;

beforeAll(async () => {
  system = await startLocalSystem({ startsAt: '08:00' });
});
afterAll(() => system.end());
printEvidence(() => system);
afterEach(() => system.resolveAll());

describe('kill -9 of everything', () => {
  it('right after an acknowledged command loses nothing and says nothing twice', async () => {
    const { body: opened } = await system.open({ title: 'Before the crash', message: 'First words.' });
    const { id } = opened;
    const { body: acknowledged } = await system.say(id, 'updates', { message: 'Second words.', status: 'identified' });
    await system.kill9();
    await system.restart();

    const settled = await system.settled(id);
    expect(settled.entries).toEqual(acknowledged.entries);
    const page = (await system.onSite(`/incidents/${id}`)).text;
    for (const words of ['First words.', 'Second words.']) expect(page).toContain(words);
    const thread = await system.thread(id);
    for (const words of ['First words.', 'Second words.']) {
      expect(thread.filter(({ text }) => text.includes(words))).toHaveLength(1);
    }
    expect(thread.map(({ replyTo }) => replyTo)).toEqual([null, thread[0]!.id]);
  });

  it('across a due time is followed by an apology that names the true time', async () => {
    const { body } = await system.open({ nextUpdateBy: 'PT30M' });
    const due = body.promises[0]!.at;
    // X is owed an apology only for what it was told; and a worker that dies with the account holds it for 30 s.
    await system.settled(body.id);
    await system.kill9();
    system.passWhileDown(40 * 60_000);
    await system.restart();

    const settled = await system.until('the apology', async () => {
      const incident = await system.incident(body.id);
      return incident.entries.length > 1 && system.settled(body.id);
    });
    expect(settled.entries.map(({ kind }) => kind)).toEqual(['opened', 'apology']);
    const [, apology, ...more] = await system.thread(body.id);
    expect(more).toEqual([]);
    const promised = `an update by ${due.slice(11, 16)} UTC`;
    for (const text of [settled.entries[1]!.message, apology!.text]) expect(text).toContain(promised);
    expect((await system.onSite(`/incidents/${body.id}`)).text).toContain(promised);
  });

  it('and the loss of the whole bucket leaves a site that is rebuilt from the log', async () => {
    const { body } = await system.open({ message: 'Written before the bucket was lost.' });
    await system.settled(body.id);
    const before = await pagesOf(body.id);
    await system.kill9();
    const bucket = path.join(system.dataDir, 'cloud', 's3');
    expect(readdirSync(bucket)).not.toEqual([]);
    rmSync(bucket, { recursive: true });
    await system.restart();

    await system.until('every page', async () => (await pagesOf(body.id)).statuses.every((one) => one === 200));
    expect(await pagesOf(body.id)).toEqual(before);
    expect(await system.thread(body.id)).toHaveLength(1);
  });
});

/** What the site shows of an incident: which addresses answer, and every statement in the API. */
async function pagesOf(id: string) {
  const answers = await Promise.all(
    ['/', `/incidents/${id}`, `/incidents/${id}/log.jsonl`, '/history', '/promises', '/history.atom'].map((where) =>
      system.onSite(where),
    ),
  );
  const { body } = await system.onSite('/api/v2/incidents.json');
  return { statuses: answers.map(({ status }) => status), log: answers[2]!.text, incidents: body.incidents };
}
