import type { DeskSource } from '../../core/desk/mention.ts';
import { DAY_MS, epochMs, type Instant, instant } from '../../core/instant.ts';
import type { AnswerName } from '../../ports/desk.ts';
import { incidentPartition, sortable } from './keys.ts';

// The keys of the mention desk. What is stored keeps its name for ever.

/** The desk itself: what is usual, who is muted, and the words that it proposed. */
export const DESK_PARTITION = 'DESK';

/** What was said on one day, in the order of its time: read by day without an index, and always what is there. */
export const mentionPartition = (at: Instant): string => `${DESK_PARTITION}#${at.slice(0, 10)}`;

/** Every day from one time to another. */
export function mentionPartitions(from: Instant, to: Instant): string[] {
  const days: string[] = [];
  for (let ms = Math.floor(epochMs(from) / DAY_MS) * DAY_MS; ms <= epochMs(to); ms += DAY_MS) {
    days.push(mentionPartition(instant(ms)));
  }
  return days;
}

export const MENTION_PREFIX = 'MENTION#';

/** One mention. Its id begins with its time. */
export const mentionKey = ({ at, source, id }: { at: Instant; source: DeskSource; id: string }) => ({
  pk: mentionPartition(at),
  sk: `${MENTION_PREFIX}${id}#${source}`,
});

export const ANSWER_PREFIX = 'ANSWER#';

/** The answer to one person about one incident; only whoever puts it first answers. What else they are told lies beside it. */
export const answerKey = ({ incident, source, person, kind, of }: AnswerName) => ({
  pk: incidentPartition(incident),
  sk: `${ANSWER_PREFIX}${source}#${person}${kind === 'reply' ? '' : `#${kind}`}${of === undefined ? '' : `#${sortable(of)}`}`,
});

export const TICKED = 'REPORTBACK';

/** That those are to be told who were answered. */
export const tickedKey = (incident: string) => ({ pk: incidentPartition(incident), sk: TICKED });

export const DESK_PERSON_PREFIX = 'PERSON#';

/** That somebody is muted, or asked to be left alone. */
export const deskPersonKey = (source: DeskSource, person: string) => ({
  pk: DESK_PARTITION,
  sk: `${DESK_PERSON_PREFIX}${source}#${person}`,
});

export const TEMPLATE_PREFIX = 'TEMPLATE#';

/** Words that the desk proposed. */
export const templateKey = (id: string) => ({ pk: DESK_PARTITION, sk: `${TEMPLATE_PREFIX}${id}` });

/** What is usual, and which floods there are. */
export const DESK_HOUSE_KEY = { pk: DESK_PARTITION, sk: 'STATE' };

/** How a source stands, and what it has cost. */
export const deskAccountKey = (source: DeskSource) => ({ pk: `ACCOUNT#${source}`, sk: 'DESK' });

export const CASE_PREFIX = 'CASE#';

/** A case, by what people call it. */
export const caseKey = (name: string) => ({ pk: `${CASE_PREFIX}${name}`, sk: 'CASE' });
