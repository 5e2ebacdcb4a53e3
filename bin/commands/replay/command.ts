import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { FORMS } from '../history/forms.ts';
import { cleanedNote } from '../history/past-incident.ts';
import { type Session, sessionOf } from '../session.ts';
import { EXIT, type Surroundings, UsageError } from '../surroundings.ts';
import { componentsOf, mapped } from './components.ts';
import { promisesBeside, promisesFound, readIncident, readPromises, unreadIn } from './recording.ts';
import { countdown, lineOf, receipt } from './report.ts';
import { replay, type Told } from './run.ts';
import { type Script, scriptOf } from './script.ts';
import { summaryOf } from './summary.ts';

type Flags = { id: string; speed: number; promises?: string; resume?: string };

/** Adds `replay`, which re-enacts a real outage through the HTTP API and ends with a receipt. */
export function addReplay(program: Command, surroundings: Surroundings, ended: (code: number) => void): void {
  recorded(program.command('replay'), { speed: 60 })
    .option('--resume <incident>', 'go on with an incident that an interrupted replay left open')
    .description('re-enact a real outage: what was said, when, and the promises that were made')
    .addHelpText('after', EXAMPLE)
    .action(async (file: string, flags: Flags, command: Command) => {
      const session = sessionOf(command, surroundings);
      ended(await reenact(path.resolve(surroundings.directory, file), flags, session));
    });
}

/** What says which outage is told again, and how fast. */
export const recorded = (command: Command, { speed }: { speed: number }): Command =>
  command
    .argument('<file.jsonl>', "past incidents: any company's incidents.json, or one a line")
    .requiredOption('--id <id>', 'which incident of the file')
    .option('--speed <n>', 'how many times faster than it was', positive, speed)
    .option(
      '--promises <file>',
      'the times promised in its texts; else promises.jsonl beside the folder of the file, else found',
    );

const EXAMPLE = `
Example, 6.5 hours in a little more than 3 minutes:
  $ candor replay incidents/github.jsonl --id m17w6x7syhx0 --speed 120

${FORMS}
What its texts promise is found by the same rules as "candor report" uses.

Where a text promised no next update, one is set 5 seconds behind the real next entry, so that only promises that
were really made can slip. Ctrl-C stops between two entries and resolves nothing.`;

async function reenact(file: string, flags: Flags, session: Session): Promise<number> {
  const { surroundings } = session;
  // With --json, standard output is for the one document at the end.
  const tell = session.json ? surroundings.err : surroundings.out;
  const { script, siteUrl, states, lines } = await cast(file, flags, session, tell);
  const client = session.client();
  const resume = flags.resume === undefined ? undefined : (await client.show(flags.resume)).incident;
  if (resume && resume.title !== script.title)
    throw new UsageError(`${resume.id} is "${resume.title}", not the incident that is replayed`);

  for (const line of [heading(script, flags.speed), ...script.notes, ...lines]) tell(line);
  const stage = { client, now: surroundings.now, run: randomUUID(), script, components: states };
  const interrupted = surroundings.interrupted();
  const outcome = await replay({ stage, speed: flags.speed, resume }, surroundings, interrupted, teller(session, tell));
  const summary = summaryOf(outcome, siteUrl);
  if (session.json) surroundings.out(JSON.stringify(summary, null, 2));
  else surroundings.out(`\n${receipt(summary)}`);
  if (!outcome.stoppedBefore) return EXIT.ok;
  surroundings.err(stopped(file, flags, summary.incident));
  return EXIT.interrupted;
}

/** The script of a recording, and who plays in it: our components for theirs, with lines that say which. */
export async function cast(
  file: string,
  flags: Pick<Flags, 'id' | 'promises'>,
  session: Session,
  tell: (line: string) => void,
) {
  const { surroundings } = session;
  const script = load(file, flags, surroundings, tell);
  const { siteUrl } = session.profile();
  if (siteUrl === undefined)
    throw new UsageError('where is the status site? Set CANDOR_SITE_URL or siteUrl in the profile');
  const { states, lines } = mapped(script.componentNames, await componentsOf(surroundings, siteUrl), script.impact);
  return { script, siteUrl, states, lines };
}

/** The script that a file's incident makes, with the promises of its texts as far as they are known. */
function load(
  file: string,
  flags: Pick<Flags, 'id' | 'promises'>,
  surroundings: Surroundings,
  tell: (line: string) => void,
): Script {
  const incident = readIncident(file, flags.id);
  const promisesFile =
    flags.promises === undefined ? promisesBeside(file) : path.resolve(surroundings.directory, flags.promises);
  const promises = readPromises(promisesFile, incident);
  if (incident.cleaned) tell(cleanedNote(incident.id, incident.cleaned));
  if (promises === 'unreadable' && flags.promises !== undefined) throw new UsageError(`${promisesFile} cannot be read`);
  if (typeof promises !== 'string') return scriptOf(incident, promises);
  const found = promisesFound(incident);
  const times = found.length === 1 ? '1 promised time' : `${found.length} promised times`;
  tell(`${times} found in its texts, by the rules that "candor recogniser" measures`);
  for (const { quote } of unreadIn(incident))
    tell(`"${quote}" cannot be told without guessing, and promises nothing here`);
  return scriptOf(incident, found);
}

/** What is re-enacted, and how long it takes. */
export function heading({ title, steps }: Script, speed: number): string {
  const [first, last] = [steps[0], steps.at(-1)];
  const minutes = (Date.parse(last?.at ?? '') - Date.parse(first?.at ?? '')) / 60_000;
  return `${title}\n${first?.at.slice(0, 10)}, ${steps.length} entries in ${Math.round(minutes)} min, replayed in ${Math.ceil((minutes * 60) / speed)} s`;
}

/** A terminal sees a countdown that is wiped before the next line; a file or a pipe sees only what happened. */
export function teller({ surroundings, json }: Session, tell: (line: string) => void): (told: Told) => void {
  const live = surroundings.interactive && !json;
  return (told) => {
    if (told.type === 'waiting') {
      if (live) surroundings.rewrite(countdown(told.step, told.ms));
      return;
    }
    if (live) surroundings.rewrite('');
    tell(lineOf(told, surroundings.now()));
  };
}

function stopped(file: string, flags: Flags, incident: string | undefined): string {
  if (incident === undefined) return 'Stopped before anything was said.';
  return [
    'Stopped. Nothing was resolved: the incident is open, and its promises run on.',
    `  go on:       candor replay ${file} --id ${flags.id} --speed ${flags.speed} --resume ${incident}`,
    `  or end it:   candor resolve ${incident} --message "The replay was stopped."`,
  ].join('\n');
}

/** Reads a number above 0. */
export function positive(value: string): number {
  const number = Number(value);
  if (!(number > 0)) throw new InvalidArgumentError('It is a number above 0.');
  return number;
}
