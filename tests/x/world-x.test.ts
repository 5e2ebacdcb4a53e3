import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startWorld, type World } from '../../infra/local/world/world.ts';
import type { FaultName } from '../../infra/local/world/x/faults.ts';
import { xChannel } from '../../shared/adapters/x/x-channel.ts';
import { findAttempt, idAt } from '../../shared/core/x/find.ts';
import type { XChannel } from '../../shared/ports/x-channel.ts';
import { until } from '../support/until.ts';
import { deadlineInHand } from './support/deadline.ts';

describe("the guarded client and the world's X", () => {
  let dataDir: string;
  let world: World;
  let x: XChannel;
  let deadline: ReturnType<typeof deadlineInHand>;

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'candor-x-'));
    world = await startWorld({ dataDir, port: 0, hosts: ['127.0.0.1'] });
    deadline = deadlineInHand();
    x = xChannel(async () => world.xTokens, { baseUrl: world.url });
  });

  afterEach(async () => {
    await world.stop();
    await rm(dataDir, { recursive: true });
  });

  /** With these X does not answer before the deadline, which here passes some time after they have struck. */
  const endless: readonly FaultName[] = ['slow', 'silent', 'dribble'];

  const anHourAgo = () => idAt(new Date(Date.now() - 3_600_000).toISOString());

  it('posts a thread and finds it again, links, quotes and all', async () => {
    const text = 'Investigating: A & B < C\n\n10:03 UTC\nhttps://status.example.com/incidents/i1';
    const root = await x.post(text);
    expect(root).toMatchObject({ outcome: 'delivered' });
    const rootId = root.outcome === 'delivered' ? root.id : '';
    const reply = await x.post('Identified: a full disk.', rootId);
    expect(reply).toMatchObject({ outcome: 'delivered' });

    const own = await x.ownPosts(anHourAgo());
    const posts = 'posts' in own ? own.posts : [];
    expect(findAttempt(posts, { text })).toMatchObject({ id: rootId });
    expect(findAttempt(posts, { text: 'Identified: a full disk.', replyTo: rootId })).toBeDefined();
    expect(findAttempt(posts, { text: 'Identified: a full disk.' })).toBeUndefined();
  });

  it('reads an empty timeline as empty, not as unreadable', async () => {
    expect(await x.ownPosts(anHourAgo())).toEqual({ posts: [] });
  });

  it.each<[FaultName, object]>([
    ['lost-request', { outcome: 'unknown' }],
    ['lost-response', { outcome: 'unknown' }],
    ['slow', { outcome: 'unknown' }],
    ['silent', { outcome: 'unknown' }],
    ['dribble', { outcome: 'unknown' }],
    ['truncated-body', { outcome: 'unknown' }],
    ['headers-only', { outcome: 'unknown' }],
    ['empty-body', { outcome: 'unknown' }],
    ['broken-json', { outcome: 'unknown' }],
    ['gzip-truncated', { outcome: 'unknown' }],
    ['gzip-garbage', { outcome: 'unknown' }],
    ['redirect', { outcome: 'unknown' }],
    ['errors-200', { outcome: 'unknown' }],
    ['503-without-effect', { outcome: 'unknown' }],
    ['503-with-effect', { outcome: 'unknown' }],
    ['html-503', { outcome: 'unknown' }],
    ['rate-limited', { outcome: 'throttled', kind: 'rate', until: expect.any(String) }],
    [
      'rate-limited-24h',
      { outcome: 'throttled', kind: 'rate', until: expect.any(String), learned: { limit: 17, remaining: 0 } },
    ],
    ['rate-limited-code-88', { outcome: 'throttled', kind: 'rate' }],
    ['html-429', { outcome: 'throttled', kind: 'rate' }],
    ['payment-required', { outcome: 'throttled', kind: 'credits' }],
    ['unauthorized', { outcome: 'throttled', kind: 'unauthorized' }],
    ['suspended', { outcome: 'throttled', kind: 'suspended' }],
    ['spend-cap', { outcome: 'throttled', kind: 'spend-cap' }],
    ['feature-denied', { outcome: 'throttled', kind: 'not-permitted' }],
  ])('takes %s for what it is', async (fault, expected) => {
    const isEndless = endless.includes(fault);
    world.x.faults.inject({ fault, ...(isEndless ? { ms: 3_600_000 } : {}) }, Date.now());
    const outcome = x.post('Investigating: Checkout is failing');
    if (isEndless) {
      await until('the fault to strike', () => world.x.faults.active(Date.now()).length === 0);
      await pause(100);
      deadline.passes();
    }
    expect(await outcome).toMatchObject(expected);
  });

  it.each<[FaultName, object]>([
    ['not-summoned', { outcome: 'rejected', why: 'not-summoned' }],
    ['parent-deleted', { outcome: 'rejected', why: 'parent-gone' }],
  ])('takes %s of a reply for what it is', async (fault, expected) => {
    const root = await x.post('Investigating: Checkout is failing');
    world.x.faults.inject({ fault }, Date.now());
    expect(await x.post('Identified: a full disk', root.outcome === 'delivered' ? root.id : '')).toMatchObject(
      expected,
    );
  });

  it('knows a repeated text for a duplicate', async () => {
    await x.post('Investigating: Checkout is failing');
    expect(await x.post('Investigating: Checkout is failing')).toMatchObject({ outcome: 'duplicate' });
  });

  it('knows that nothing was sent when nobody listens', async () => {
    await world.stop();
    expect(await x.post('Investigating: Checkout is failing')).toMatchObject({ outcome: 'not_sent' });
    world = await startWorld({ dataDir, port: 0, hosts: ['127.0.0.1'] });
  });

  it('does not call a timeline empty that it could not read', async () => {
    await x.ownPosts(anHourAgo());
    for (const fault of [
      'lost-response',
      '503-without-effect',
      'errors-200',
      'empty-body',
      'truncated-body',
    ] as const) {
      world.x.faults.inject({ fault, on: 'read' }, Date.now());
      expect(await x.ownPosts(anHourAgo())).toHaveProperty('unreadable');
    }
  });
});
