import { authorOf } from '../../core/entry.ts';
import { isUnconfirmed } from '../../core/incident.ts';
import { correctedSentence } from '../corrected.ts';
import { cutAtWord } from '../cut-at-word.ts';
import { REDACTED } from '../incident.ts';
import { happenedSentences, latenessSentences } from '../promise-lines.ts';
import { sentenceOf } from '../sentences.ts';
import { PAGE } from '../site.ts';
import { onOwnClock } from '../time.ts';
import { type Block, words } from './blocks.ts';
import { datedTime } from './own-time.ts';
import type { Told } from './view.ts';

/** As much as anybody may type in one statement. Beyond it, a mail would be cut off by whoever shows it. */
const LONGEST_STATEMENT = 5_000;

/** So much of what was wrong is quoted beside its correction. */
const LONGEST_QUOTE = 300;

/** The newest statement, and what belongs to it and nobody typed. */
export const statement = (told: Told): Block[] => [
  ...corrected(told),
  { is: 'typed', text: cutAtWord(told.line.message ?? REDACTED, LONGEST_STATEMENT) },
  ...beside(told),
];

/** What a correction takes back. */
function corrected({ incident, line, voice, now }: Told): Block[] {
  if (line.kind !== 'correction') return [];
  const wrong = incident.entries.find(({ seq }) => seq === line.corrects);
  return wrong === undefined ? [] : [words(correctedSentence(voice, wrong, now, LONGEST_QUOTE), 'late')];
}

/** How late it came, what it tells of, and which of its times are taken back. */
function beside({ incident, line, voice, zone, now }: Told): Block[] {
  const late = line.automated ? [] : latenessSentences(voice, incident.promises, line);
  const said = [
    ...(line.kind === 'opened' ? [] : happenedSentences(voice, line)),
    ...(line.promises.reportBy === null ? [sentenceOf(voice, 'promise-report-withdrawn')] : []),
  ];
  // The times in an apology are in its text, in UTC.
  const missed = line.kind === 'apology' ? line.settles.filter(({ as }) => as === 'slipped') : [];
  const times = missed.flatMap(
    ({ seq, promise }) => incident.promises.find((row) => row.seq === seq && row.promise === promise)?.at ?? [],
  );
  const own = zone === undefined ? '' : onOwnClock(voice, [...new Set(times)], zone, now);
  return [
    ...(late.length === 0 ? [] : [words(late.join(' '), 'late')]),
    ...[...said, own].filter(Boolean).map((sentence) => words(sentence)),
  ];
}

/** When it was said and by whom: a person, whose name stays in the house, or nobody. */
export function saidBy({ incident, line, voice, house }: Told): string {
  const when = `Said at ${datedTime(voice, line.at)}`;
  const upTo = incident.entries.filter(({ seq }) => seq <= line.seq);
  switch (authorOf(line)) {
    case 'person':
      return `${when}, ${house.spokenBy ?? PAGE.byPerson}.`;
    case 'pipeline':
      return `${when}. This was written automatically, because nobody of us spoke in time.`;
    case 'machine':
      return isUnconfirmed({ phase: incident.phase, entries: upTo })
        ? `${when}. This was written automatically; nobody has confirmed it yet.`
        : `${when}. This was written automatically.`;
  }
}
