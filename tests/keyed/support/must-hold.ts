import fc from 'fast-check';
import { expect } from 'vitest';
import { spoken } from '../../../shared/config/voice.ts';
import type { PromiseName } from '../../../shared/core/entry.ts';
import { openPromise } from '../../../shared/core/incident.ts';
import { msBetween } from '../../../shared/core/instant.ts';
import { bytesOf, type Fit } from '../../../shared/wording/keyed/fit.ts';
import type { KeyedPost, KeyedText } from '../../../shared/wording/keyed/post.ts';
import { wordedForKeyed } from '../../../shared/wording/keyed/worded.ts';
import { promisedTime } from '../../../shared/wording/time.ts';
import { anyPost, PAGE } from './any-post.ts';

/** A name behind which somebody is told that they were mentioned, on any network that reads text for them. */
const LIVE_NAME = /(?<![\p{L}\p{N}_/])[@＠][\p{L}\p{N}_]/u;
const CLOCK = /\d{1,2}:\d{2}(?::\d{2})?/g;

/** The words that a facet marks, as a client cuts them out. */
export const facetOf = ({ text, link }: KeyedText): string =>
  new TextDecoder('utf-8', { fatal: true }).decode(new TextEncoder().encode(text).slice(link?.from, link?.to));

/** The times that are promised with the statement and still binding, as the public reads them. */
const promisedIn = ({ incident, entry, now }: KeyedPost): string[] =>
  (['nextUpdateBy', 'restoreBy', 'reportBy'] as PromiseName[]).flatMap((name) => {
    const at = entry.promises[name];
    if (!at || at <= now || openPromise(incident, name)?.seq !== entry.seq) return [];
    return [promisedTime(spoken, at, now, msBetween(entry.at, at))];
  });

/**
 * What must hold of any statement in any words on a network, whose own count is `counted`: it fits, keeps every promised
 * time, names every zone, mentions nobody, and leads to the page where there is room for that at all (`linked`).
 */
export function holdsOfAnyStatement(
  fit: Fit,
  {
    counted,
    limit,
    bytes = Infinity,
    linked = true,
  }: { counted: (text: string) => number; limit: number; bytes?: number; linked?: boolean },
): void {
  fc.assert(
    fc.property(anyPost, (post) => {
      const said = wordedForKeyed(spoken, post, fit);
      const { text } = said;
      expect(text.trim()).toBe(text);
      expect(text).not.toBe('');
      expect(text.isWellFormed()).toBe(true);
      expect(said.length).toBeLessThanOrEqual(fit.most);
      expect(counted(text)).toBeLessThanOrEqual(limit);
      expect(bytesOf(text)).toBeLessThanOrEqual(bytes);
      expect(text).not.toMatch(LIVE_NAME);
      if (post.entry.kind === 'apology') expect(text).toMatch(/sorry|apologise/);
      for (const promised of promisedIn(post)) expect(text).toContain(promised);
      for (const { 0: clock, index } of text.matchAll(CLOCK)) {
        expect(text.slice(index, index + clock.length + 4)).toBe(`${clock} UTC`);
      }
      if (fit.link === 'facet') {
        if (linked || said.link) expect(facetOf(said)).toBe('status page');
      } else {
        expect(said.link).toBeUndefined();
        if (linked) expect(text.split('\n').at(-1)).toBe(PAGE);
      }
      expect(wordedForKeyed(spoken, post, fit)).toEqual(said);
    }),
    { numRuns: 150 },
  );
}
