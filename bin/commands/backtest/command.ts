import path from 'node:path';
import type { Command } from 'commander';
import { replayed } from '../../../shared/core/advisor/replay.ts';
import { FORMS } from '../history/forms.ts';
import { readRecords } from '../history/history.ts';
import { print, sessionOf } from '../session.ts';
import { type Surroundings, UsageError } from '../surroundings.ts';
import { table } from '../table.ts';
import { type Figures, figuresOf, type Kept } from './figures.ts';
import { plainAdvice } from './plain.ts';
import { timelineOf } from './timeline.ts';

const AFTER_HELP = `
The file holds past incidents. ${FORMS}
warm: decisions for which at least 10 of the previous 200 incidents were still open at that age; cold: 1 to 9.
plain: the quantile of what was left of those. gain: how much lower our mean pinball loss of P50, P80 and P90 is, on ln(minutes).

Example:
  $ candor backtest incidents.jsonl --json`;

/** Adds `backtest`: the ETA advice, judged on a file of real incidents strictly in the order of time. */
export function addBacktest(program: Command, surroundings: Surroundings): void {
  program
    .command('backtest')
    .argument('<file>', 'past incidents, in any of the forms below')
    .description('how good the ETA advice would have been on a file of past incidents')
    .addHelpText('after', AFTER_HELP)
    .action((file: string, _flags: object, command: Command) => {
      const timelines = readRecords(path.resolve(surroundings.directory, file)).flatMap(
        (record) => timelineOf(record) ?? [],
      );
      if (timelines.length === 0) throw new UsageError(`${file} has no incident with a beginning and an end`);
      const { answers } = replayed(timelines, ({ elapsedMs }, history) => plainAdvice(history, elapsedMs));
      const figures = figuresOf(timelines.length, answers);
      print(sessionOf(command, surroundings), figures, () => readable(figures));
    });
}

function readable({ incidents, warm, cold, alone }: ReturnType<typeof figuresOf>): string {
  const { byPoint, ...all } = warm;
  const rows: [string, Figures][] = [['warm', all], ...Object.entries(byPoint), ['cold', cold]];
  return [
    `${incidents} incidents; share kept in percent at P50/P80/P90/P95`,
    table(
      ['decisions', 'n', 'gain %', 'kept', 'plain kept', 'loss', 'plain loss'],
      rows.map(([name, row]) => [
        name,
        String(row.n),
        row.n === 0 ? '' : row.gainPercent.toFixed(1),
        row.n === 0 ? '' : shares(row.kept),
        row.n === 0 ? '' : shares(row.plain.kept),
        row.n === 0 ? '' : row.pinballLog.toFixed(4),
        row.n === 0 ? '' : row.plain.pinballLog.toFixed(4),
      ]),
    ),
    `${alone.n} decisions at which history had nothing to go by, so that only other teams' experience answered.`,
  ].join('\n');
}

const shares = ({ p50, p80, p90, p95 }: Kept): string =>
  [p50, p80, p90, p95].map((share) => share.toFixed(0)).join('/');
