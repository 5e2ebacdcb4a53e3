import type { Command } from 'commander';
import type { ApiEtaAdvice } from '../../shared/client/types.ts';
import { clockTime, span } from '../../shared/client/words.ts';
import { type Instant, instant, MINUTE_MS } from '../../shared/core/instant.ts';
import { incidentId, print, sessionOf } from './session.ts';
import { type Surroundings, UsageError } from './surroundings.ts';
import { table } from './table.ts';

/** What helps a commander who is about to speak: how long it may take, and three minutes to write. */
export function addAdvice(program: Command, surroundings: Surroundings): void {
  program
    .command('advice')
    .argument('[incident]', 'may be left out while one incident is open')
    .description('how much longer it is likely to take, from history; promise P80 to P90')
    .addHelpText('after', ADVICE_EXAMPLE)
    .action(async (given: string | undefined, _flags: object, command: Command) => {
      const session = sessionOf(command, surroundings);
      const advice = await session.client().etaAdvice(await incidentId(session, given));
      print(session, advice, () => adviceText(advice, instant(surroundings.now())));
    });

  program
    .command('hold')
    .argument('[incident]', 'may be left out while one incident is open')
    .option('--minutes <n>', 'how long, at most 3', Number)
    .description('have the apology wait while you write; once a silence')
    .addHelpText('after', HOLD_EXAMPLE)
    .action(async (given: string | undefined, { minutes }: { minutes?: number }, command: Command) => {
      const session = sessionOf(command, surroundings);
      if (minutes !== undefined && !(minutes > 0 && minutes <= 3))
        throw new UsageError('--minutes has to be a number above 0 and at most 3');
      const held = await session
        .client()
        .hold(await incidentId(session, given), minutes === undefined ? {} : { minutes });
      const now = instant(surroundings.now());
      print(
        session,
        held,
        () => `${held.incident}: no apology before ${clockTime(held.holdUntil, now, 0)}. Write now.`,
      );
    });
}

function adviceText({ quantiles, basis, status, elapsedMs, record }: ApiEtaAdvice, now: Instant): string {
  const rows = Object.entries(quantiles).map(([name, { minutes, at }]) => [
    name.toUpperCase(),
    span(minutes * MINUTE_MS),
    clockTime(at, now),
  ]);
  const own = record.map((row) => `  of times about ${span(row.spanMinutes * MINUTE_MS)} ahead: ${row.label}`);
  return [
    `Open for ${span(elapsedMs)}, ${status}. In this share of cases it was over within:`,
    table(['SHARE', 'FROM NOW', 'AT'], rows),
    `From ${basis.label}.`,
    ...(own.length === 0 ? [] : ['Your own record:', ...own]),
  ].join('\n');
}

const ADVICE_EXAMPLE = `
Example:
  $ candor advice
  $ candor eta 2h -m "The rebuild takes up to two hours."`;

const HOLD_EXAMPLE = `
Example:
  $ candor hold --minutes 2`;
