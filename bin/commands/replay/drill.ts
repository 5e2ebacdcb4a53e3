import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { Command } from 'commander';
import type { ApiIncident } from '../../../shared/client/types.ts';
import { clockTime, PROMISE_WORDS, span, spanOf } from '../../../shared/client/words.ts';
import { type Instant, instant, msBetween } from '../../../shared/core/instant.ts';
import { type Session, sessionOf } from '../session.ts';
import { EXIT, type Surroundings } from '../surroundings.ts';
import { table, wrapped } from '../table.ts';
import { cast, heading, recorded, teller } from './command.ts';
import { replay } from './run.ts';
import type { Script } from './script.ts';

type Flags = { id: string; speed: number; promises?: string; speak?: boolean };

/** Adds `drill`: a real outage, against the own team. Reminders ring, nothing is public, and it ends with a receipt. */
export function addDrill(program: Command, surroundings: Surroundings, ended: (code: number) => void): void {
  recorded(program.command('drill'), { speed: 10 })
    .option('--speak', 'say what was said there, too; otherwise speaking is up to the team')
    .description('exercise the own team with a real outage: reminders ring, nothing is public, ends with the receipt')
    .addHelpText('after', HELP)
    .action(async (file: string, flags: Flags, command: Command) => {
      ended(await drill(path.resolve(surroundings.directory, file), flags, sessionOf(command, surroundings)));
    });
}

async function drill(file: string, flags: Flags, session: Session): Promise<number> {
  const { surroundings } = session;
  const tell = session.json ? surroundings.err : surroundings.out;
  const { script, states, lines } = await cast(file, flags, session, tell);
  for (const line of [`DRILL. Nothing of it is public.\n${heading(script, flags.speed)}`, ...lines]) tell(line);

  const stage = {
    client: session.client(),
    now: surroundings.now,
    run: randomUUID(),
    script,
    components: states,
    drill: true,
  };
  const plan = { stage, speed: flags.speed, resume: undefined, teamSpeaks: flags.speak !== true };
  const outcome = await replay(plan, surroundings, surroundings.interrupted(), teller(session, tell));
  const { incident } = outcome;
  if (incident === undefined) {
    surroundings.err('Stopped before anything was said.');
    return EXIT.interrupted;
  }
  const receipt = receiptOf(incident, script, flags.speed);
  surroundings.out(
    session.json
      ? JSON.stringify(receipt, null, 2)
      : `\n${receiptText(incident, receipt, instant(surroundings.now()))}`,
  );
  if (!outcome.stoppedBefore) return EXIT.ok;
  surroundings.err(
    `Stopped. The drill is open and goes on ringing. To end it: candor resolve ${incident.id} -m "End of the drill."`,
  );
  return EXIT.interrupted;
}

/** How the team did. Durations in ms; null where it did not come to that. */
function receiptOf(incident: ApiIncident, script: Script, speed: number) {
  const [opened, ...later] = incident.entries;
  const byPeople = later.filter((entry) => !entry.automated);
  const since = (at: string | undefined) => (opened && at !== undefined ? msBetween(opened.at, at) : null);
  const [first, last] = [script.steps[0], script.steps.at(-1)];
  return {
    drill: true,
    incident: incident.id,
    status: incident.status,
    updates: byPeople.length,
    firstUpdateAfterMs: since(byPeople[0]?.at),
    resolvedAfterMs: since(later.find((entry) => entry.kind === 'resolved')?.at),
    thereResolvedAfterMs: first && last ? (Date.parse(last.at) - Date.parse(first.at)) / speed : null,
    reminders: incident.reminders?.length ?? 0,
    apologies: later
      .filter((entry) => entry.kind === 'apology')
      .map(({ at, message }) => ({ at, text: message ?? '' })),
    promises: incident.promises.map(({ promise, at, source, state }) => ({ promise, at, source, state })),
  };
}

function receiptText(incident: ApiIncident, receipt: ReturnType<typeof receiptOf>, now: Instant): string {
  const after = (ms: number | null, otherwise: string) => (ms === null ? otherwise : `after ${span(ms)}`);
  const rows = incident.promises.map((row) => [
    PROMISE_WORDS[row.promise],
    clockTime(row.at, now, spanOf(incident, row)),
    row.source,
    row.state,
  ]);
  return [
    `The receipt of the drill. ${incident.id} is ${incident.status}.`,
    `First update: ${after(receipt.firstUpdateAfterMs, 'none')}. Resolved: ${after(receipt.resolvedAfterMs, 'not yet')}; there ${after(receipt.thereResolvedAfterMs, 'never')}, at this speed.`,
    `Updates by the team: ${receipt.updates}. Reminders that rang: ${receipt.reminders}. Apologies that would have gone out: ${receipt.apologies.length}.`,
    ...receipt.apologies.map(({ text }) => wrapped(text, '    ')),
    rows.length === 0 ? 'Nothing was promised.' : table(['PROMISED', 'BY', 'GIVEN BY', 'BECAME'], rows),
  ].join('\n');
}

const HELP = `
The drill opens the incident with the first text. What was found out later is printed here when its time has come, and
the team says it in its own words: "candor update", the console, a link in a reminder. It ends once the team resolves.
With --speak it says itself what was said there, and the team listens for its reminders.

Example:
  $ candor drill incidents/github.jsonl --id m17w6x7syhx0 --speed 30`;
