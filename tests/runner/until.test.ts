import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { until, waitedFor } from '../support/until.ts';

/** Keeps this process from doing anything else, as a machine does that stands still. */
function standStill(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

describe('waiting for something', () => {
  it('asks again until there is an answer', async () => {
    let asked = 0;
    expect(await until('the third time', () => ++asked === 3 && 'here')).toBe('here');
    expect(asked).toBe(3);
  });

  it('ends after its deadline, and says what was waited for, why, and what went wrong last', async () => {
    const cause = new Error('refused');
    const wait = until('a miracle', () => Promise.reject(cause), { ms: 40, why: () => 'the log\n' });
    await expect(wait).rejects.toThrow(
      expect.objectContaining({
        message: expect.stringMatching(/^waited \d+ ms in vain for a miracle\nthe log$/),
        cause,
      }),
    );
  });

  it('does not count the time for which nothing could run', async () => {
    let comes = false;
    const wait = until('the answer', () => comes, { ms: 100 });
    await pause(1);
    standStill(300);
    setTimeout(() => {
      comes = true;
    }, 30);
    await expect(wait).resolves.toBe(true);
  });

  it('can be asked what it is at', async () => {
    let comes = false;
    const wait = until('the answer', () => comes);
    expect(waitedFor()).toEqual(['the answer']);
    comes = true;
    await wait;
    expect(waitedFor()).toEqual([]);
  });
});
