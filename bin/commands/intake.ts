import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { openingFor, type Source } from '../../shared/config/alarm-rules.ts';
import { parseConfig } from '../../shared/config/parse-config.ts';
import { type Alarms, READERS } from '../../shared/contract/alarm-formats.ts';
import { Problem } from '../../shared/contract/problem.ts';
import type { Alarm, AlarmOpening } from '../../shared/core/alarm.ts';
import { alarmWords } from '../../shared/wording/alarms.ts';
import { print, sessionOf } from './session.ts';
import { type Surroundings, UsageError } from './surroundings.ts';
import { wrapped } from './table.ts';

/** One alarm of a body, and what the rules of the config make of it. */
type Tried = Alarm & { rule?: number; component?: string; title?: string; message?: string };

/** `candor intake test`: what a body that a monitor sent would do, without a server and without doing it. */
export function addIntake(program: Command, surroundings: Surroundings): void {
  const intake = program.command('intake').description('try what monitors send').addHelpText('after', EXAMPLE);
  intake
    .command('test')
    .argument('<file>', 'a body as the tool sends it, as JSON; "-" reads it from standard input')
    .requiredOption('--source <id>', 'which of intake.sources of the config it would come from')
    .option('--config <file>', 'the config to try', 'candor.config.json')
    .description('how a body is read, and what each rule of the config makes of it; nothing is sent')
    .addHelpText('after', EXAMPLE)
    .action(async (file: string, flags: { source: string; config: string }, command: Command) => {
      const config = parseConfig(jsonOf(readText(surroundings, flags.config), flags.config), flags.config);
      const source = config.intake.sources.find(({ id }) => id === flags.source);
      if (source === undefined) {
        const there = config.intake.sources.map(({ id }) => id).join(', ') || 'none';
        throw new UsageError(`${flags.config} has no source "${flags.source}"; there are ${there}`);
      }
      const text = file === '-' ? await surroundings.readInput() : readText(surroundings, file);
      const names = new Map(config.components.map(({ id, name }) => [id, name]));
      const read = readAs(source, jsonOf(text, file));
      const session = sessionOf(command, surroundings);
      if ('confirm' in read)
        return print(session, read, () => `It asks to be confirmed; ${read.confirm} would be called.`);
      const tried = read.alarms.map((alarm) => ({ ...alarm, ...publicOf(openingFor(source, alarm, names)) }));
      const { unread = [] } = read;
      const all = { source: source.id, format: source.format, alarms: tried, ...(unread.length > 0 ? { unread } : {}) };
      print(session, all, () =>
        [triedText(source, tried), ...unread.map(({ reason }) => `not read, and in nobody’s way: ${reason}`)].join(
          '\n',
        ),
      );
    });
}

const EXAMPLE = `
Example:
  $ candor intake test webhook.json --source prom`;

function readText({ directory }: Surroundings, file: string): string {
  try {
    return readFileSync(path.resolve(directory, file), 'utf8');
  } catch {
    throw new UsageError(`${file} cannot be read`);
  }
}

function jsonOf(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`${file === '-' ? 'what was read' : file} is not JSON`);
  }
}

/** What the reader of the source's format makes of it; a field that it cannot read is what the sender has to mend. */
function readAs({ id, format, map }: Source, body: unknown): Alarms {
  try {
    return READERS[format](body, map);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const fields = error.document.errors?.map(({ field, reason }) => `  ${field}: ${reason}`) ?? [];
    throw new UsageError(`"${id}" would refuse it; its format ${format} cannot read:\n${fields.join('\n')}`);
  }
}

function publicOf(opening: AlarmOpening | undefined): Omit<Tried, keyof Alarm> {
  if (opening === undefined) return {};
  const { rule, component, name, title, message } = opening;
  const words = alarmWords(name);
  return { rule, component, title: title ?? words.title, message: message ?? words.message };
}

function triedText({ id, format, rules }: Source, tried: readonly Tried[]): string {
  if (tried.length === 0)
    return `Read as ${format}: nothing that is an alarm. "${id}" would answer 200 and do nothing.`;
  return tried.map((one) => alarmText(one, rules.length)).join('\n');
}

const DOES: Record<Alarm['state'], string> = {
  firing: 'joins what is open about it, or says in public:',
  recovered: 'is noted beside what is open about it; nothing is said in public',
  'no-data': 'is noted as "no data" beside what is open about it; nothing is said in public',
};

function alarmText({ check, outage, state, labels, rule, component, title, message }: Tried, rules: number): string {
  const said = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
  const head = [
    `${check}: ${state}${outage === undefined ? ', and does not say which outage' : `, in the outage ${outage}`}`,
    `  labels: ${said.join(' ') || 'none'}`,
  ];
  if (component === undefined) return [...head, `  none of its ${rules} rules is for it: ignored`].join('\n');
  const does = `  rule ${rule}: ${component}; ${DOES[state]}`;
  return [...head, does, ...(state === 'firing' ? [wrapped(`${title}. ${message}`, '    ')] : [])].join('\n');
}
