import type { LogLine } from '../core/chain.ts';
import type { Handling } from '../core/entry.ts';
import { goesOnIn } from '../core/merging.ts';
import { UNTITLED } from './incident.ts';
import { sentenceOf, type Voice } from './sentences.ts';

const quoted = (title: string): string => `“${title || UNTITLED}”`;

/** What a merged incident says last when nobody wrote more. `title` is the other one's. */
export const mergedInto = (voice: Voice, title: string): string =>
  sentenceOf(voice, 'merged-into', { incident: quoted(title) });

type Named = { title: string; handling: Handling };

/** What an incident calls another one; of a restricted one nothing that was typed is said by itself. */
const called = ({ title, handling }: Named): string => (handling === 'restricted' ? 'Another incident' : quoted(title));

/** What an incident says when another one goes on in it. */
export const takesIn = (voice: Voice, other: Named): string =>
  sentenceOf(voice, 'takes-in', { incident: called(other) });

/** What it says when that turns out to be wrong. */
export const letsGo = (voice: Voice, other: Named): string => sentenceOf(voice, 'lets-go', { incident: called(other) });

/** How the sentence ended before entries held where an incident goes on: with the bare id. */
const OLDER = /continues there: ([a-z0-9]{12})\.$/;

/** Where a merged incident goes on: what its entry holds, or what our own sentence said before entries held it. */
export function continuesIn(incident: { phase: string; entries: readonly LogLine[] }): string | undefined {
  if (incident.phase !== 'merged') return undefined;
  const message = incident.entries.findLast((entry) => entry.kind === 'merged')?.message;
  return goesOnIn(incident) ?? OLDER.exec(message ?? '')?.[1];
}
