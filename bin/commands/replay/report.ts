import { clockTime, PROMISE_WORDS, promisesMadeBy, span, spanOf } from '../../../shared/client/words.ts';
import { instant } from '../../../shared/core/instant.ts';
import { wrapped } from '../table.ts';
import type { Told } from './run.ts';
import type { Step } from './script.ts';
import type { Summary } from './summary.ts';

/** What happened, as lines for a person; `nowMs` decides how times are written. */
export function lineOf(told: Exclude<Told, { type: 'waiting' }>, nowMs: number): string {
  const now = instant(nowMs);
  switch (told.type) {
    case 'said': {
      const { incident } = told.posted;
      const entry = incident.entries.at(-1);
      const made = promisesMadeBy(incident, entry?.seq ?? 0).map((row) => {
        const what = `${PROMISE_WORDS[row.promise]} by ${clockTime(row.at, now, spanOf(incident, row))}`;
        const own = told.posted.made.includes(row.promise) ? told.step.told[row.promise] : undefined;
        if (!own) return `    set by the replay: ${what}`;
        return [
          `    PROMISED: ${what}, in the file by ${fileTime(own.at)}:`,
          wrapped(`"${own.sentence}"`, '      '),
        ].join('\n');
      });
      const late = told.posted.tooLate.map(
        (name) =>
          `    not promised: ${PROMISE_WORDS[name]} by ${fileTime(told.step.told[name]?.at)} had passed on the compressed clock before it could be posted`,
      );
      const over = told.posted.overridden.map((rule) => `    overridden: ${rule}`);
      return [
        `${fileTime(told.step.at)}  #${entry?.seq} ${told.step.act}${told.step.status ? `, ${told.step.status}` : ''}`,
        wrapped(told.step.message, '    '),
        ...made,
        ...late,
        ...over,
      ].join('\n');
    }
    case 'known':
      return [
        `${fileTime(told.step.at)}  Known there now${told.step.status ? `, ${told.step.status}` : ''}. What do you say?`,
        wrapped(told.step.message, '    '),
      ].join('\n');
    case 'over-there':
      return `${fileTime(told.step.at)}  There it was over with this. The drill ends when you resolve it.`;
    case 'not-said':
      return `${fileTime(told.step.at)}  not said again: ${told.why}`;
    case 'by-itself':
      return [
        `${fileTime(told.theirs)}  #${told.entry.seq} ${told.entry.kind.toUpperCase()}, written by the pipeline`,
        wrapped(told.entry.message ?? '', '    '),
      ].join('\n');
  }
}

/** `next in 12 s: entry 5 of the file, 10-08 18:08`, for a terminal. */
export const countdown = (step: Step, ms: number): string =>
  `    next in ${span(Math.ceil(ms / 1000) * 1000)}: entry ${step.index + 1} of the file, ${fileTime(step.at)}`;

/** A time of the file, as `10-08 18:44`; its year is in the heading. */
const fileTime = (at: string | undefined): string => at?.slice(5, 16).replace('T', ' ') ?? '?';

/** The receipt at the end. */
export function receipt(summary: Summary): string {
  const { entries, promises, apologies, set, overridden } = summary;
  const told = promises.map(
    (row) =>
      `  #${row.seq} ${PROMISE_WORDS[row.promise]} by ${fileTime(row.at)}: ${row.became} here${row.toldVerdict ? `; in the file ${verdict(row.toldVerdict, row.toldSlipMin)}` : ''}\n    "${row.sentence}"`,
  );
  return [
    `Said: ${entries.said} ${entries.said === 1 ? 'entry' : 'entries'} of the file; ${entries.automated} more by the pipeline. The incident is ${summary.status ?? 'not there'}.`,
    `Promised in the texts: ${countsOf(promises.map((row) => row.became))}${summary.tooLate > 0 ? `; ${summary.tooLate} had passed before they could be posted` : ''}.`,
    ...told,
    `Set by the replay between updates: ${totalsOf(set)}.`,
    `Overridden lint findings: ${totalsOf(overridden)}.`,
    `Apologies: ${apologies.length}.`,
    ...apologies.map(
      (apology) =>
        `  #${apology.seq} at ${fileTime(apology.theirs)} of the file's clock (${Object.keys(apology.deliveries).join(', ') || 'no delivery yet'})\n${wrapped(apology.text, '    ')}`,
    ),
    ...summary.links.map((link) => `  ${link}`),
  ].join('\n');
}

const verdict = (told: string, slipMin: number | undefined): string =>
  told === 'slipped' && slipMin !== undefined ? `slipped by ${span(slipMin * 60_000)}` : told;

const totalsOf = (counts: Record<string, number>): string =>
  Object.entries(counts)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ') || 'none';

const countsOf = (states: readonly string[]): string => {
  if (states.length === 0) return 'nothing with a time';
  return totalsOf(Object.fromEntries([...Map.groupBy(states, (state) => state)].map(([s, all]) => [s, all.length])));
};
