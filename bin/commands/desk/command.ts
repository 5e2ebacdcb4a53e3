import type { Command } from 'commander';
import { deskClient } from '../../../shared/client/desk.ts';
import { clockTime } from '../../../shared/client/words.ts';
import { CASE_STATES, type CaseState } from '../../../shared/core/desk/case.ts';
import { MENTION_STATES } from '../../../shared/core/desk/kept-mention.ts';
import { instant } from '../../../shared/core/instant.ts';
import { STAGE_OPTION } from '../aws/stage.ts';
import { CONFIG_OPTION } from '../config/file.ts';
import { incidentId, print, printNamed, type Session, sessionOf } from '../session.ts';
import { type Surroundings, UsageError } from '../surroundings.ts';
import { table } from '../table.ts';
import { type ConnectFlags, connect, disconnect } from './connect.ts';
import { caseText, mentionNamed, mentionText } from './mention.ts';
import { deskText } from './queue.ts';
import { reportBackText, reportText } from './report.ts';

const EXAMPLES = `
A person answers, in the console: what is said to a customer no program sends.

Examples:
  $ candor desk connect x --stage prod
  $ candor desk
  $ candor desk list --incident k3j9x2m4p7qa --state new
  $ candor desk show x/0mx4nxcx3-2a6290b2d7d9
  $ candor desk case K7QXF --state solved --note "Refunded."
  $ candor desk report k3j9x2m4p7qa`;

type ListFlags = { incident?: string; state?: string };
type CaseFlags = { state?: string; note?: string };

/** `candor desk ...`: where customers are heard, who waits, and what was done. */
export function addDesk(program: Command, surroundings: Surroundings, ended: (code: number) => void): void {
  const desk = program
    .command('desk')
    .description('where customers are heard: connect, list, show, take, case, report')
    .addHelpText('after', EXAMPLES);
  const named = (name: string, argument: string, says: string) =>
    desk.command(name).argument(argument).description(says).addHelpText('after', EXAMPLES);
  const now = () => instant(surroundings.now());

  named('connect', '<source>', 'hear customers at x, bluesky, mastodon or mail; says the price and asks first')
    .option('--yes', 'do not ask')
    .option('--bearer <file>', 'for counts on X: where the app’s bearer token is; "-" reads it from standard input')
    .option('--base-url <url>', 'another X, such as a simulated one', 'https://api.x.com')
    .option(...STAGE_OPTION)
    .option(...CONFIG_OPTION)
    .action(async (source: string, flags: ConnectFlags, command: Command) =>
      ended(await connect(sessionOf(command, surroundings), source, flags)),
    );
  named('disconnect', '<source>', 'hear nobody there any more; what was heard stays as long as it is kept').action(
    async (source: string, _flags: object, command: Command) => disconnect(sessionOf(command, surroundings), source),
  );

  desk
    .command('list', { isDefault: true })
    .option('--incident <id>', 'only what is about this one')
    .option('--state <state>', `only those that are ${MENTION_STATES.join(', ')}`)
    .description('who waits, what floods in, and what is not seen')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: ListFlags, command: Command) => {
      const session = sessionOf(command, surroundings);
      const answer = await deskClient(session.client()).list(flags);
      const by = answer.mentions.map((one) => one.by);
      await printNamed(session, answer, by, (called) => deskText(answer, now(), called, opsUrl(session)));
    });
  named('show', '<mention>', 'their words, what our page says, and what could be said').action(
    async (written: string, _flags: object, command: Command) => {
      const session = sessionOf(command, surroundings);
      const read = await deskClient(session.client()).one(mentionNamed(written));
      const by = [read.mention.by, ...read.told.map((one) => one.by)];
      await printNamed(session, read, by, (called) => mentionText(read, now(), called, opsUrl(session)));
    },
  );
  named('take', '<mention>', 'have it for three minutes, so that nobody else opens it').action(
    async (written: string, _flags: object, command: Command) => {
      const session = sessionOf(command, surroundings);
      const answer = await deskClient(session.client()).take(mentionNamed(written));
      const { until } = answer.mention;
      print(session, answer, () => `It is yours${until === undefined ? '' : ` until ${clockTime(until, now(), 0)}`}.`);
    },
  );
  named('case', '<case>', 'note how support stands with a case; nothing that the customer wrote')
    .option('--state <state>', CASE_STATES.join(', '))
    .option('--note <text>', 'for whoever answers')
    .action(async (name: string, flags: CaseFlags, command: Command) => {
      const session = sessionOf(command, surroundings);
      const answer = await deskClient(session.client()).noteCase(name, noteOf(flags));
      await printNamed(
        session,
        answer,
        answer.notes.map(({ by }) => by),
        (called) => caseText(answer, now(), called),
      );
    });

  addReports(named, surroundings);
}

/** What is asked of the desk about an incident, once and afterwards. */
function addReports(
  named: (name: string, argument: string, says: string) => Command,
  surroundings: Surroundings,
): void {
  const now = () => instant(surroundings.now());
  named('report', '[incident]', 'what the desk did in it, in numbers').action(
    async (given: string | undefined, _flags: object, command: Command) => {
      const session = sessionOf(command, surroundings);
      const report = await deskClient(session.client()).report(await incidentId(session, given));
      print(session, report, () => reportText(report, now()));
    },
  );
  named('told', '<incident>', 'who was answered in it, and hears that it is over').action(
    async (id: string, _flags: object, command: Command) => {
      const session = sessionOf(command, surroundings);
      const answer = await deskClient(session.client()).reportBack(id);
      print(session, answer, () => reportBackText(answer, now()));
    },
  );
  named('words', '[name]', 'the words that the desk proposed, and how they stand').action(
    async (name: string | undefined, _flags: object, command: Command) => {
      const session = sessionOf(command, surroundings);
      const all = (await deskClient(session.client()).templates()).templates;
      const templates = all.filter((one) => name === undefined || one.name === name);
      print(session, { templates }, () =>
        templates.length === 0
          ? 'Nobody has proposed words; those of the config and ours are used.'
          : table(
              ['ID', 'FOR', 'STATE', 'BY', 'WORDS'],
              templates.map(({ id, name: purpose, state, proposedBy, says }) => [
                ...[id, purpose, state, proposedBy],
                says.join(' / '),
              ]),
            ),
      );
    },
  );
}

function noteOf({ state, note }: CaseFlags): { state?: CaseState; text?: string } {
  const known = CASE_STATES.find((one) => one === state);
  if (state !== undefined && known === undefined)
    throw new UsageError(`--state: "${state}" is none of ${CASE_STATES.join(', ')}`);
  if (known === undefined && note === undefined) throw new UsageError('say --state or --note');
  return { ...(known === undefined ? {} : { state: known }), ...(note === undefined ? {} : { text: note }) };
}

const opsUrl = (session: Session): string => session.profile().opsUrl;
