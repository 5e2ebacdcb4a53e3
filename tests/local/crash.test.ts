import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalSystem, startLocalSystem } from '../support/local-system.ts';

// Each test kills the whole system and starts it again on the same data.
let system: LocalSystem;

beforeAll(async () => {
  system = await startLocalSystem({ sweepSeconds: 1 });
});
afterAll(() => system.end());

const TIMEOUT_MS = 120_000;

describe('kill -9 of everything', { timeout: TIMEOUT_MS }, () => {
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
    const { body } = await system.open({ nextUpdateBy: 'PT3S' });
    const due = body.promises[0]!.at;
    await system.until(
      'it on X, because X is owed an apology only for what it was told',
      async () => (await system.thread(body.id)).length > 0,
    );
    await system.kill9();
    await system.until('the due time and its grace', () => Date.now() > Date.parse(due) + 1_500);
    await system.restart();

    const settled = await system.until('the apology', async () => {
      const incident = await system.incident(body.id);
      return incident.entries.length > 1 && system.settled(body.id);
    });
    expect(settled.entries.map(({ kind }) => kind)).toEqual(['opened', 'apology']);
    const [, onX, ...more] = await system.thread(body.id);
    expect(more).toEqual([]);
    const promised = `an update by ${due.slice(11, 19)} UTC`;
    for (const text of [settled.entries[1]!.message, onX!.text]) expect(text).toContain(promised);
    expect((await system.onSite(`/incidents/${body.id}`)).text).toContain(promised);
  });

  it('between two posts has each statement on X once and in order, whatever X answered', async () => {
    const { body } = await system.open({ message: 'Statement 1.' });
    const { id } = body;
    const said = ['Statement 1.'];
    // Each fault hits the next post, and the crash comes while the outcome of that post is open.
    for (const fault of ['lost-response', '503-without-effect', 'headers-only', 'lost-request']) {
      await system.until('the statements so far on X', async () => (await system.thread(id)).length === said.length, {
        ms: 60_000,
      });
      await system.fault({ fault });
      const words = `Statement ${said.length + 1}.`;
      said.push(words);
      await system.say(id, 'updates', { message: words });
      await system.until(`X to have met ${fault}`, async () => {
        const hit = (await fetch(`${system.urls.world}/sim/faults`)).json() as Promise<unknown[]>;
        return (await hit).length === 0;
      });
      await system.kill9();
      await system.restart();
    }
    await system.until('all of it on X', async () => (await system.thread(id)).length >= said.length, { ms: 60_000 });

    const thread = await system.thread(id);
    expect(thread.map(({ text }) => said.findIndex((words) => text.includes(words)))).toEqual([0, 1, 2, 3, 4]);
    expect(thread.map(({ replyTo }) => replyTo)).toEqual([null, ...thread.slice(0, -1).map((post) => post.id)]);
    const { deliveries } = await system.settled(id);
    expect(Object.values(deliveries!.x!).map(({ state }) => state)).toEqual(said.map(() => 'delivered'));
  });

  it('and the loss of the whole bucket leaves a site that is rebuilt from the log', async () => {
    const { body } = await system.open({ message: 'Written before the bucket was lost.' });
    await system.settled(body.id);
    const before = await pagesOf(body.id);
    await system.kill9();
    const [bucket] = readdirSync(path.join(system.dataDir, 'cloud', 's3'));
    expect(bucket).toBeDefined();
    rmSync(path.join(system.dataDir, 'cloud', 's3'), { recursive: true });
    await system.restart();

    await system.until('the page of the incident', async () =>
      (await pagesOf(body.id)).statuses.every((one) => one === 200),
    );
    expect(await pagesOf(body.id)).toEqual(before);
    expect(await system.posts()).toHaveLength((await system.posts()).length);
  });
});

/** What the site shows of an incident: which addresses answer, and every statement in the API. */
async function pagesOf(id: string) {
  const answers = await Promise.all(
    ['/', `/incidents/${id}`, `/incidents/${id}/log.jsonl`, '/history', '/promises', '/history.atom'].map(
      system.onSite,
    ),
  );
  const { body } = await system.onSite('/api/v2/incidents.json');
  return { statuses: answers.map(({ status }) => status), log: answers[2]!.text, incidents: body.incidents };
}
