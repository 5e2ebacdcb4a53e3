import type { Command } from 'commander';
import type { RemindersTried } from '../../shared/client/types.ts';
import { print, sessionOf } from './session.ts';
import { EXIT, type Surroundings } from './surroundings.ts';
import { table } from './table.ts';

const HELP = `
Example:
  $ candor remind test`;

/** `candor remind test`: a message to everybody on duty, so that nobody finds out at night that it goes nowhere. */
export function addRemind(program: Command, surroundings: Surroundings, ended: (code: number) => void): void {
  const remind = program.command('remind').description('see that people are reached').addHelpText('after', HELP);
  remind
    .command('test')
    .description('send everybody on duty a message, and say who has confirmed where they are reached')
    .addHelpText('after', HELP)
    .action(async (_flags: object, command: Command) => {
      const session = sessionOf(command, surroundings);
      const answer = await session.client().tryReminders();
      print(session, answer, () => triedText(answer));
      if (answer.reached.armed !== true) ended(EXIT.refused);
    });
}

function triedText({ tried, reached }: RemindersTried): string {
  const rows = tried.map(({ id, as, sent, failed, unconfirmed }) => [
    id,
    as.join(', '),
    [
      ...sent.map((kind) => `${kind}: sent, and confirmed`),
      ...failed.map((kind) => `${kind}: NOT SENT, it was not taken`),
      ...unconfirmed.map((kind) => `${kind}: NOT SENT, not confirmed; candor people ask ${id} ${kind}`),
    ].join('; ') || 'is reached nowhere: candor people change',
  ]);
  const none =
    'Nobody is on duty: candor people add ada --name "Ada Lovelace" --mail ada@example.com --as commander,deputy,escalation';
  return [
    rows.length === 0 ? none : table(['WHO', 'ON DUTY AS', ''], rows),
    ...(tried.some(({ sent }) => sent.length > 0)
      ? ['Ask each of them whether it has arrived: that only they can tell.']
      : []),
    reached.armed === true
      ? 'Somebody would be reached: apologies go out by themselves.'
      : `DISARMED: no apology goes out by itself; ${reached.why ?? 'why is not known'}.`,
    ...(reached.readAlong === undefined ? [] : [reached.readAlong]),
  ].join('\n');
}
