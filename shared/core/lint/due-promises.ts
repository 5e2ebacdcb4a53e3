import type { PromiseName } from '../entry.ts';
import type { Remark, Rule } from './finding.ts';

const OWNS_UP =
  /\b(?:late|later than|delay\w*|sorry|apolog\w*|missed|overdue|passed|longer than|promised|we said|did not (?:keep|make|hold))\b/i;

const NAMES: Record<PromiseName, string> = {
  nextUpdateBy: 'an update',
  restoreBy: 'that service would be back',
  reportBy: 'a report',
};

/** A time that has gone by unmentioned is what readers remember of an update. */
export const duePromises: Rule = ({ kind, texts, overdue }) => {
  if (kind === 'opened' || kind === 'correction' || kind === 'other') return [];
  const message = texts.find((one) => one.field === 'message')?.text ?? '';
  if (OWNS_UP.test(message)) return [];
  return overdue
    .filter((row) => !message.includes(row.at.slice(11, 16)))
    .map(
      (row): Remark => ({
        rule: 'due-promise-unmentioned',
        field: 'message',
        quote: '',
        reason: `we promised ${NAMES[row.promise]} by ${row.at.slice(11, 16)} UTC; that time has passed and the text does not mention it`,
        suggestion: `Say that ${row.at.slice(11, 16)} UTC was not kept.`,
      }),
    );
};
