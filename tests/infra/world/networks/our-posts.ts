import { expect, it } from 'vitest';
import { memoryVersioned } from '../../../../shared/adapters/memory/versioned.ts';
import { askingOutside } from '../../../../shared/adapters/networks/asking.ts';
import { NETWORKS } from '../../../../shared/adapters/networks/shipped.ts';
import { digestOf } from '../../../../shared/core/channel/digest.ts';
import { instant, MINUTE_MS, plus } from '../../../../shared/core/instant.ts';
import { BLUESKY } from '../../../../shared/core/keyed/bluesky.ts';
import type { GivenPds } from './pds-contract.ts';

const now = () => instant(Date.now());

/** What our own function says to a PDS, and reads of it. */
export function takesOurPosts(given: () => GivenPds): void {
  it('takes a thread of ours, each post once however often it is sent, and shows what stands there', async () => {
    const { server, identifier, appPassword } = given();
    const bluesky = NETWORKS.bluesky.channel({
      secret: async () => ({ server, identifier, appPassword }),
      sessions: memoryVersioned<object>(),
      ask: askingOutside({ nearby: new Map([['localhost', undefined]]) }),
      clock: { now },
      language: 'en',
    });
    const post = (seq: number, text: string, thread?: { root: string; parent: string }) => ({
      key: BLUESKY.keyOf({ incident: 'ours', seq }, plus(now(), seq)),
      keyedAt: now(),
      generation: 0,
      createdAt: now(),
      text,
      digest: digestOf(text),
      link: { url: 'https://status.example.com/incidents/ours', from: 20, to: 31 },
      mayStand: false,
      covers: [],
      ...(thread === undefined ? {} : { thread }),
    });
    const began = plus(now(), -MINUTE_MS);
    const first = post(1, 'Some payments fail. Status page');
    const said = await bluesky.say(first);
    if (said.outcome !== 'delivered') throw new Error(`it said ${said.outcome}`);
    const { receipt } = said;
    expect(await bluesky.say(first)).toEqual(said);
    expect(await bluesky.say({ ...first, text: 'Other words under it. Page' })).toMatchObject({ outcome: 'conflict' });
    const answer = post(2, 'All payments fail. A Status page', { root: receipt, parent: receipt });
    expect(await bluesky.find(answer, new Set())).toBe('absent');
    const answered = await bluesky.say(answer);
    if (answered.outcome !== 'delivered') throw new Error(`it said ${answered.outcome}`);
    expect(await bluesky.find(answer, new Set())).toEqual({ found: answered.receipt });
    const standing = await bluesky.standing(began);
    expect('receipts' in standing && [receipt, answered.receipt].every((one) => standing.receipts.has(one))).toBe(true);
  });
}
