import type { ProblemDocument } from '../contract/problem.ts';
import { refusalDocument } from '../contract/refusal-document.ts';
import { chained, logLine } from '../core/chain.ts';
import type { Command, Speaker } from '../core/command.ts';
import { decide } from '../core/decide.ts';
import type { Entry } from '../core/entry.ts';
import { evolve } from '../core/evolve.ts';
import type { Incident, ReportedIncident } from '../core/incident.ts';
import type { Instant } from '../core/instant.ts';
import type { Policy } from '../core/policy.ts';
import { Refusal } from '../core/refusal.ts';
import { markedUp } from '../site/markdown.ts';
import { latenessSentences } from '../wording/promise-lines.ts';
import type { Voice } from '../wording/sentences.ts';
import { entryWords, feedTitle } from '../wording/site.ts';

/** The log's hash is made of random salt when an entry is stored. This weighs as much. */
const NOT_HASHED_YET = '·'.repeat(64);

/** Of what is not said, because the command would be refused or changes nothing. */
export const NOTHING = { channels: {}, promises: [], settles: [] };

/** What a command comes to, without a trace. */
export type Outcome =
  | { type: 'said'; entry: Entry; after: ReportedIncident }
  | { type: 'nothing' }
  | { type: 'refused'; document: ProblemDocument };

export function outcomeOf(
  { policy }: { policy: Policy },
  incident: Incident,
  command: Command,
  speaker: Speaker,
  now: Instant,
): Outcome {
  try {
    const draft = decide(incident, command, speaker, now, policy);
    if (draft === 'nothing') return { type: 'nothing' };
    const head = incident.phase === 'unreported' ? undefined : incident.head;
    const salts = { content: 'preview', private: 'preview' };
    const entry = { ...chained(draft, { incident: incident.id, head, now, salts }), hash: NOT_HASHED_YET };
    return { type: 'said', entry, after: evolve(incident, entry) as ReportedIncident };
  } catch (error) {
    if (error instanceof Refusal) return { type: 'refused', document: refusalDocument(error) };
    throw error;
  }
}

/** Page and feed say the same words; the page has a line more where a time was not kept. */
export function siteText(voice: Voice, entry: Entry, after: ReportedIncident) {
  const line = logLine(entry);
  const late = latenessSentences(voice, after.promises, entry);
  const text = entryWords(voice, line);
  const html = markedUp(line);
  return {
    site: {
      title: after.title,
      text: [text, ...(late.length === 0 ? [] : [late.join(' ')])].join('\n\n'),
      ...(html === undefined ? {} : { html }),
    },
    feed: { title: feedTitle(after.title, line), text },
  };
}
