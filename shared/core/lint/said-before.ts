import type { Command } from '../command.ts';
import type { Entry } from '../entry.ts';
import { type Instant, MINUTE_MS, msBetween } from '../instant.ts';
import type { Remark } from './finding.ts';

/** How long the same words by the same person look like a second try (docs/rules.md, Said twice). */
export const SAID_AGAIN_WITHIN_MS = 10 * MINUTE_MS;

/** Where somebody has said it before. */
export type SaidAlready = { incident: string; seq: number; at: Instant };

/** What is about to be said: by whom, and for what begins with it under which title. */
export type Words = { actor: string; message: string; title?: string | undefined };

/** The chains in which it may stand already: the incident's own, or those that were opened lately. */
type Chains = readonly { id: string; entries: readonly Entry[] }[];

/**
 * The newest entry of the last ten minutes in which the same person said the same words; spaces and line breaks make
 * no difference. What opens an incident is the same if its title is, too.
 */
export function saidAlready({ actor, message, title }: Words, chains: Chains, now: Instant): SaidAlready | undefined {
  if (even(message) === '') return undefined;
  return chains
    .flatMap(({ id, entries }) => entries.map((entry) => ({ id, entry })))
    .filter(({ entry }) => !entry.automated && entry.private.actor === actor)
    .filter(({ entry }) => msBetween(entry.at, now) <= SAID_AGAIN_WITHIN_MS)
    .filter(({ entry: { content } }) => content !== undefined && sameWords(content.message, message))
    .filter(({ entry }) => title === undefined || sameWords(entry.content?.title ?? '', title))
    .map(({ id, entry }) => ({ incident: id, seq: entry.seq, at: entry.at }))
    .toSorted((a, b) => (a.at < b.at ? 1 : -1))[0];
}

/** True of two texts that differ in spaces and line breaks at most. */
export const sameWords = (one: string, other: string): boolean => even(one) === even(other);

const even = (text: string): string => text.normalize('NFC').replace(/\s+/g, ' ').trim();

/** The words of a command as its author typed them; none where the pipeline words it, as for a redaction. */
export function wordsTyped(command: Command, actor: string | undefined): Words | undefined {
  if (actor === undefined || command.type === 'Redact') return undefined;
  const begins = command.type === 'OpenIncident' || command.type === 'ScheduleMaintenance';
  return { actor, message: command.message, ...(begins ? { title: command.title } : {}) };
}

/** The same as a remark on the text: most often an answer was lost, and the first try had arrived. */
export function saidBefore(words: Words | undefined, chains: Chains, now: Instant): Remark[] {
  if (words === undefined) return [];
  const said = saidAlready(words, chains, now);
  if (said === undefined) return [];
  const where = words.title === undefined ? `as entry ${said.seq}` : `as incident ${said.incident}`;
  return [
    {
      rule: 'said-before',
      field: 'message',
      quote: '',
      reason: `you said exactly this at ${said.at.slice(11, 19)} UTC, ${where}; it was accepted then`,
      suggestion: 'Look at what was said, and say it again only if the public should read it twice.',
    },
  ];
}
