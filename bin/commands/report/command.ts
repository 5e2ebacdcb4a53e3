import type { Command } from 'commander';
import { FORMS } from '../history/forms.ts';
import { print, sessionOf } from '../session.ts';
import { type Surroundings, UsageError } from '../surroundings.ts';
import { table } from '../table.ts';
import { historyAt } from './source.ts';
import { type Summary, summaryOf, type Tally } from './summary.ts';

const AFTER_HELP = `
A page is read at /api/v2/incidents.json, as far back as it goes there (often 50 incidents). A file may have any length.
${FORMS}

Times are found by rules: "candor recogniser" prints how good those are. Vague ones ("in a few hours") are not counted.

Example:
  $ candor report https://status.example.com`;

/** Adds `report`: how any status page keeps the times that it gives, from its own public history. */
export function addReport(program: Command, surroundings: Surroundings): void {
  program
    .command('report')
    .argument('<status-page-url-or-file>', 'a status page, its incidents.json, or a file of incidents')
    .description('how many of the times that a status page gave were kept, and how the missed ones were owned up to')
    .addHelpText('after', AFTER_HELP)
    .action(async (place: string, _flags: object, command: Command) => {
      const summary = summaryOf(await historyAt(surroundings, place));
      if (summary.incidents === 0) throw new UsageError(`${place} holds no incident`);
      print(sessionOf(command, surroundings), { source: place, ...summary }, () => readable(place, summary));
    });
}

function readable(place: string, summary: Summary): string {
  const rows: [string, Tally][] = [
    ['next update', summary.nextUpdateBy],
    ['restored, every time given', summary.restoreBy],
    ['restored, first of an incident', summary.firstRestoreBy],
    ['report', summary.reportBy],
  ];
  return [
    place,
    `${summary.incidents} incidents with ${summary.updates} updates, ${day(summary.from)} to ${day(summary.to)}; ${summary.incidentsWithEta} ever gave a dated time of recovery`,
    '',
    table(
      ['promised', 'times', 'kept', 'missed', 'revised', 'unknown', 'kept of judged', 'median slip', 'owned up to'],
      rows.map(([name, row]) => [
        name,
        ...[row.times, row.kept, row.missed, row.revised, row.unknown].map(String),
        row.keptPercent === null ? '' : `${row.keptPercent} % (n=${row.kept + row.missed})`,
        row.medianSlipMinutes === null ? '' : `${row.medianSlipMinutes} min`,
        row.missed === 0 ? '' : `${row.ownedUp} of ${row.missed}`,
      ]),
    ),
    '',
    ...unread(rows.filter(([name]) => !name.includes('first')).map(([, row]) => row)),
    `Kept: at most ${summary.graceMinutes} minutes late. Revised: moved before it was due. No percentage below five judged times.`,
    ...(summary.cleaned === 0
      ? []
      : [`Characters that nobody sees were taken out of the texts of ${summary.cleaned} of its incidents.`]),
    'A page shows only what it published: an update that was edited later is judged as it stands now.',
  ].join('\n');
}

function unread(rows: readonly Tally[]): string[] {
  const count = rows.reduce((sum, row) => sum + row.unreadable, 0);
  if (count === 0) return [];
  const are = count === 1 ? 'time is' : 'times are';
  return [
    `${count} ${are} unknown because zone or day cannot be told without guessing: letters that mean several zones or none, or no zone on a page that names none.`,
  ];
}

const day = (at: string | null): string => at?.slice(0, 10) ?? '';
