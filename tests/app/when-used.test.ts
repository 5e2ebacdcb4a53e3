import { describe, expect, it } from 'vitest';
import { once, whenUsed } from '../../shared/lambda/when-used.ts';

/** A port that counts how often it was made. */
function counted() {
  const counter = { made: 0 };
  const load = async () => {
    counter.made += 1;
    return { name: 'far', say: async (word: string) => `${word} ${word}`, hear: async () => 'nothing' };
  };
  return { counter, load };
}

describe('what is loaded when it is used', () => {
  it('is not there before its first call, and is made once for all of its functions', async () => {
    const { counter, load } = counted();
    const { say, hear } = whenUsed(load, 'say', 'hear');
    expect(counter.made).toBe(0);
    expect(await Promise.all([say('ho'), say('hey'), hear()])).toEqual(['ho ho', 'hey hey', 'nothing']);
    expect(counter.made).toBe(1);
  });

  it('has only the functions that were asked for', () => {
    expect(Object.keys(whenUsed(counted().load, 'say'))).toEqual(['say']);
  });

  it('passes on what its function rejects with', async () => {
    const { fail } = whenUsed(async () => ({ fail: async () => Promise.reject(new Error('far away')) }), 'fail');
    await expect(fail()).rejects.toThrow('far away');
  });

  it('is tried again after it could not be loaded', async () => {
    let tries = 0;
    const load = once(async () => {
      tries += 1;
      if (tries === 1) throw new Error('not now');
      return tries;
    });
    await expect(load()).rejects.toThrow('not now');
    expect([await load(), await load()]).toEqual([2, 2]);
  });
});
