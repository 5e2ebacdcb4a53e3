import { fork } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fileJournal, memoryJournal } from '../../../infra/local/world/journal.ts';
import { startWorld, type World } from '../../../infra/local/world/world.ts';
import { xRoutes } from '../../../infra/local/world/x/routes.ts';
import { SimulatedX, type XFact } from '../../../infra/local/world/x/simulated-x.ts';
import { givenFolder, givenWorld, type Posted, send, textsOn, tryToPost, xClient } from './given-world.ts';

const tokens = { appKey: 'a', appSecret: 'b', accessToken: 'c', accessSecret: 'd' };
const timelineIn = (dataDir: string) => join(dataDir, 'x-timeline.jsonl');

/** A world in a process of its own, so that it can be killed as a power cut would. */
async function givenWorldProcess(dataDir: string): Promise<{ world: World; kill: () => Promise<void> }> {
  const child = fork(join(import.meta.dirname, 'world-process.ts'), [dataDir], { stdio: 'inherit' });
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  onTestFinished(kill);
  const [world] = (await once(child, 'message')) as [World];
  return { world, kill };
}

describe('the timeline on disk', () => {
  it('has a post before its author hears of it: the answer waits for the disk', async () => {
    const disk = Promise.withResolvers<void>();
    const asked = Promise.withResolvers<void>();
    const journal = {
      ...memoryJournal<XFact>(),
      stored: () => {
        asked.resolve();
        return disk.promise;
      },
    };
    const x = new SimulatedX({ journal });
    const handle = xRoutes(x, { tokens, bearer: 'bearer' }, [journal], Date.now);
    const server = createServer((request, response) => {
      void handle(request, response, new URL(`http://localhost${request.url}`));
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    onTestFinished(() => void server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

    let answered = false;
    const answer = tryToPost(xClient({ url, xTokens: tokens } as World), 'down').finally(() => {
      answered = true;
    });
    await asked.promise;
    await new Promise(setImmediate);
    expect([answered, x.posts().length]).toEqual([false, 1]);
    disk.resolve();
    expect(await answer).toMatchObject({ data: { text: 'down' } });
  });

  it('is a line of JSON per fact, where start said it would be', async () => {
    const dataDir = givenFolder();
    const world = await givenWorld({ dataDir });
    const { data } = (await tryToPost(xClient(world), 'down')) as Posted;
    const lines = readFileSync(timelineIn(dataDir), 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ type: 'post', id: data.id, text: 'down' }]);
  });

  it('survives kill -9 right after each answer, with ids, replies, deletions and the duplicate filter', async () => {
    const dataDir = givenFolder();
    const first = await givenWorldProcess(dataDir);
    const root = (await tryToPost(xClient(first.world), 'down')) as Posted;
    await first.kill();

    const second = await givenWorldProcess(dataDir);
    expect(await tryToPost(xClient(second.world), 'down')).toMatchObject({ code: 403 });
    const reply = (await tryToPost(xClient(second.world), 'still down', root.data.id)) as Posted;
    await second.kill();

    const third = await givenWorldProcess(dataDir);
    await xClient(third.world).delete(`tweets/${root.data.id}`);
    await third.kill();

    const world = await givenWorld({ dataDir });
    expect(world.x.posts()).toMatchObject([{ id: reply.data.id, text: 'still down', replyTo: root.data.id }]);
    expect(await tryToPost(xClient(world), 'late', root.data.id)).toMatchObject({ code: 403 });
    const next = (await tryToPost(xClient(world), 'resolved', reply.data.id)) as Posted;
    expect(BigInt(next.data.id)).toBeGreaterThan(BigInt(reply.data.id));
  });

  it('counts posts of before a restart against the limits', async () => {
    const dataDir = givenFolder();
    const before = await startWorld({ dataDir, port: 0 });
    await tryToPost(xClient(before), 'down');
    await before.stop();
    const world = await givenWorld({ dataDir, rules: { postsPer24Hours: 1 } });
    expect(await tryToPost(xClient(world), 'still down')).toMatchObject({ code: 429 });
  });

  it('loses a torn last line and nothing else, and goes on behind it', async () => {
    const dataDir = givenFolder();
    const before = await startWorld({ dataDir, port: 0 });
    await tryToPost(xClient(before), 'down');
    await before.stop();
    appendFileSync(timelineIn(dataDir), '{"type":"post","id":"99');

    const torn = await startWorld({ dataDir, port: 0 });
    expect(textsOn(torn)).toEqual(['down']);
    await tryToPost(xClient(torn), 'resolved');
    await torn.stop();

    expect(textsOn(await givenWorld({ dataDir }))).toEqual(['down', 'resolved']);
  });

  it('is not silently repaired when a line in the middle is damaged', async () => {
    const dataDir = givenFolder();
    writeFileSync(timelineIn(dataDir), 'garbage\n{"type":"deleted","id":"1","at":"2026-11-22T12:00:00.000Z"}\n');
    await expect(startWorld({ dataDir, port: 0 })).rejects.toThrow('x-timeline.jsonl: line 1 is not JSON');
  });

  it('keeps the order in which many posts came at once', async () => {
    const dataDir = givenFolder();
    const before = await startWorld({ dataDir, port: 0 });
    const texts = Array.from({ length: 30 }, (_, index) => `post ${index}`);
    await Promise.all(texts.map((text) => tryToPost(xClient(before), text)));
    const said = textsOn(before);
    await before.stop();
    expect(said.toSorted()).toEqual(texts.toSorted());
    expect(textsOn(await givenWorld({ dataDir }))).toEqual(said);
  });
});

describe('the inbox on disk', () => {
  it('is there after kill -9', async () => {
    const dataDir = givenFolder();
    const { world, kill } = await givenWorldProcess(dataDir);
    await send(world, 'POST', '/hooks/on-call', { text: 'Update due in 5 minutes' });
    await kill();
    const { inbox } = await givenWorld({ dataDir });
    expect(inbox.messages()).toMatchObject([{ to: 'on-call', text: 'Update due in 5 minutes' }]);
  });
});

describe('a journal whose disk fails', () => {
  it('says so to everyone who waits for it, rather than losing quietly', async () => {
    const journal = fileJournal<{ n: number }>(join(givenFolder(), 'journal.jsonl'));
    await journal.close();
    journal.append({ n: 1 });
    await expect(journal.stored()).rejects.toThrow('cannot write');
    await expect(journal.stored()).rejects.toThrow('cannot write');
  });
});
