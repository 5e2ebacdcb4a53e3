import { type Command, InvalidArgumentError } from 'commander';
import { ApiProblem } from '../../shared/client/problem.ts';
import type { Preview } from '../../shared/client/types.ts';
import { instant } from '../../shared/core/instant.ts';
import { addList } from './list.ts';
import { findingLines, story, whoPromised } from './present.ts';
import { incidentId, print, printNamed, sessionOf } from './session.ts';
import { bodyOf, type StatementFlags, withOptions } from './statement.ts';
import { type Surroundings, UsageError } from './surroundings.ts';
import { wrapped } from './table.ts';

const PREVIEWED = ['open', 'update', 'resolve', 'reopen', 'correct'] as const;

/** The commands that change nothing: list, show and preview. */
export function addLooks(program: Command, surroundings: Surroundings): void {
  addList(program, surroundings);

  program
    .command('show')
    .argument('[incident]', 'may be left out while one incident is open')
    .description('everything that was said and promised in one incident, and where it was delivered')
    .addHelpText('after', '\nExamples:\n  $ candor show\n  $ candor show k3j9x2m4p7qa --json')
    .action(async (given: string | undefined, _flags: object, command: Command) => {
      const session = sessionOf(command, surroundings);
      const { incident, etag } = await session.client().show(await incidentId(session, given));
      await printNamed(session, { ...incident, etag }, whoPromised(incident), (called) =>
        story(incident, instant(surroundings.now()), called),
      );
    });

  withOptions(
    program
      .command('preview')
      .argument('<command>', PREVIEWED.join(', '), oneOf(PREVIEWED))
      .argument('[incident]', 'for all but open; may be left out while one incident is open'),
    'title',
    'impact',
    'component',
    'message',
    'workaround',
    'status',
    'happenedAt',
    'nextUpdate',
    'restoreBy',
    'ifLate',
    'reportBy',
  )
    .option('--restricted', 'for open: a breach, harm or a legal matter')
    .option('--corrects <entry>', 'for correct: the number of the entry that was wrong', Number)
    .description('what each channel would say, and what speaks against it; stores nothing')
    .addHelpText('after', PREVIEW_EXAMPLE)
    .action(
      async (
        name: string,
        given: string | undefined,
        flags: StatementFlags & { corrects?: number; restricted?: boolean },
        command: Command,
      ) => {
        const session = sessionOf(command, surroundings);
        const corrects = flags.corrects === undefined ? {} : { corrects: flags.corrects };
        const handling = flags.restricted ? { handling: 'restricted' } : {};
        const body = { ...(await bodyOf(flags, surroundings)), ...corrects, ...handling };
        const incident = name === 'open' ? {} : { incident: await incidentId(session, given) };
        const answer = await previewed(session.client().preview({ command: name, ...incident, body }));
        print(session, answer, () => previewText(answer));
      },
    );
}

/** An API without previews answers as for any unknown address, which would tell the person nothing. */
function previewed(asked: Promise<Preview>): Promise<Preview> {
  return asked.catch((error: unknown) => {
    if (error instanceof ApiProblem && error.code === 'not-found')
      throw new UsageError('this server offers no previews; nothing was said');
    throw error;
  });
}

const oneOf = (allowed: readonly string[]) => (value: string) => {
  if (!allowed.includes(value)) throw new InvalidArgumentError(`It is one of ${allowed.join(', ')}.`);
  return value;
};

const channelTexts = (channels: NonNullable<Preview['channels']>, titled: boolean): string[] =>
  Object.entries(channels).map(([channel, { title, text, weight, limit }]) => {
    const size = weight === undefined ? '' : ` (${weight} of ${limit ?? 280})`;
    const heading = titled && channel === 'site' && title ? `${wrapped(title, '  ')}\n` : '';
    return `${channel}${size}:\n${heading}${wrapped(text ?? 'nothing', '  ')}\n`;
  });

/** A preview for a person: the text per channel, what would refuse it, and what speaks against it. */
export function previewText(preview: Preview): string {
  // Only a restricted opening has another title than the one that was typed.
  const channels = channelTexts(preview.channels ?? {}, preview.waits !== undefined);
  const waits = preview.waits
    ? [
        'Only that goes out at once. What you typed waits for a second person:\n',
        ...channelTexts(preview.waits.channels, true),
      ]
    : preview.needsApproval
      ? ['A second person reads it first; nothing is said before.']
      : [];
  const findings = findingLines(preview.findings ?? []);
  const problem = preview.wouldBeRefused;
  const refused = problem ? [`It would be refused: ${problem.title}. ${problem.detail}`] : [];
  if (channels.length + findings.length + refused.length === 0)
    throw new UsageError('the server sent a preview that this version cannot read; see it with --json');
  return [...channels, ...waits, ...refused, ...(findings.length > 0 ? findings : ['Nothing speaks against it.'])].join(
    '\n',
  );
}

const PREVIEW_EXAMPLE = `
Examples:
  $ candor preview open -t "Logins fail" -i major -c website=partial_outage -m "About half of all logins fail."
  $ candor preview update -m "The rebuild is at 60 %." --restore-by 1h`;
