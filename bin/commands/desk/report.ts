import type { ApiDeskReport, ApiReportBack } from '../../../shared/client/desk.ts';
import { people, SOURCE_LABEL, TOLD_STATE } from '../../../shared/client/desk-words.ts';
import { clockTime, span } from '../../../shared/client/words.ts';
import type { Instant } from '../../../shared/core/instant.ts';
import { table, wrapped } from '../table.ts';

/** What the desk did in an incident, for the postmortem. */
export function reportText(report: ApiDeskReport, now: Instant): string {
  const { firstAnswer, asked } = report;
  const lines = [
    ['mentions', `${report.mentions} by ${people(report.people)}`],
    ['answered', people(report.answered)],
    [
      'first answer',
      firstAnswer === undefined
        ? '–'
        : `half within ${span(firstAnswer.p50Ms)}, nine of ten within ${span(firstAnswer.p90Ms)}`,
    ],
    ['never answered', people(report.neverAnswered)],
    ['left on purpose', people(report.left)],
    ['private messages', `${report.receipts} with a receipt`],
    ['told that it is over', people(report.toldBack)],
    ['told what was corrected', people(report.wrongWord)],
    ['money', `$${report.dollars.toFixed(3)}`],
  ];
  const width = Math.max(...lines.map(([name = '']) => name.length));
  return [
    ...(report.complete
      ? []
      : [
          'Some of what this is counted from is gone, as it should be after 30 days: all numbers are at least so high.',
          '',
        ]),
    ...lines.map(([name = '', value = '']) => `${name.padEnd(width)}  ${value}`),
    ...(asked.length === 0
      ? []
      : [
          '',
          table(
            ['ASKED ABOUT', 'PEOPLE', 'BEFORE WE SAID IT', 'SAID AT'],
            asked.map(({ component, people: many, before, saidAt }) => [
              component,
              String(many),
              String(before),
              saidAt === undefined ? 'never' : clockTime(saidAt, now),
            ]),
          ),
        ]),
  ].join('\n');
}

const WAYS = {
  message: 'by message',
  thread: 'in the thread',
  hand: 'by hand',
  none: 'not: they asked for it',
} as const;

/** Who was answered and how they hear that it is over. */
export function reportBackText({ ticked, people: all, rule }: ApiReportBack, now: Instant): string {
  if (all.length === 0) return 'Nobody was answered, so nobody has to be told.';
  const rows = all.map(({ source, from, way, state }) => [
    SOURCE_LABEL[source],
    from === '' ? 'somebody' : from,
    WAYS[way],
    state === 'to-tell' ? 'not yet' : TOLD_STATE[state],
  ]);
  const said =
    ticked === undefined
      ? 'Nobody has asked for it: a person ticks it in the console, on the page of the incident.'
      : `${ticked.by} asked for it at ${clockTime(ticked.at, now)}; they are told once it has stayed resolved for ten minutes.`;
  return [
    table(['WHERE', 'WHO', 'HOW', 'TOLD'], rows),
    '',
    said,
    ...(all.some(({ source, way }) => source === 'x' && way === 'hand') ? [wrapped(`By hand on X: ${rule}`, '')] : []),
  ].join('\n');
}
