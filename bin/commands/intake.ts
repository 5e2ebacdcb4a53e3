import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { type AlarmTried, type BodyTried, tryBody } from '../../shared/api/intake-trial.ts';
import type { Source } from '../../shared/config/alarm-rules.ts';
import { componentNames } from '../../shared/config/component-names.ts';
import { parseConfig } from '../../shared/config/parse-config.ts';
import { Problem } from '../../shared/contract/problem.ts';
import { print, sessionOf } from './session.ts';
import { type Surroundings, UsageError } from './surroundings.ts';
import { wrapped } from './table.ts';

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
      const names = componentNames(config);
      const tried = triedBy(source, jsonOf(text, file), names);
      print(sessionOf(command, surroundings), tried, () => triedText(tried));
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

/** What the source would make of it; a field that its format cannot read is what the sender has to mend. */
function triedBy(source: Source, body: unknown, names: ReadonlyMap<string, string>): BodyTried {
  try {
    return tryBody(source, body, names);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const fields = error.document.errors?.map(({ field, reason }) => `  ${field}: ${reason}`) ?? [];
    throw new UsageError(
      `"${source.id}" would refuse it; its format ${source.format} cannot read:\n${fields.join('\n')}`,
    );
  }
}

function triedText(tried: BodyTried): string {
  if ('confirm' in tried) return `It asks to be confirmed; ${tried.confirm} would be called.`;
  const unread = (tried.unread ?? []).map(({ reason }) => `not read, and in nobody’s way: ${reason}`);
  if (tried.alarms.length > 0) return [...tried.alarms.map(alarmText), ...unread].join('\n');
  const none = `Read as ${tried.format}: nothing that is an alarm. "${tried.source}" would answer 200 and do nothing.`;
  return [none, ...unread].join('\n');
}

function alarmText({
  check,
  outage,
  state,
  labels,
  rules,
  would,
  rule,
  component,
  title,
  message,
  proposal,
}: AlarmTried) {
  const said = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
  const passed = rules.filter(({ fits }) => !fits).filter((one) => rule === undefined || one.rule < rule);
  return [
    `${check}: ${state}${outage === undefined ? ', and does not say which outage' : `, in the outage ${outage}`}`,
    `  labels: ${said.join(' ') || 'none'}`,
    ...passed.map((one) => `  rule ${one.rule} is not for it: ${one.because}`),
    rule === undefined ? wrapped(would, '  ') : wrapped(`rule ${rule}: ${component}; ${would}`, '  '),
    ...(rule !== undefined && state === 'firing' ? [wrapped(`${title}. ${message}`, '    ')] : []),
    ...(proposal === undefined ? [] : [`  a rule that would fit: ${JSON.stringify(proposal)}`]),
  ].join('\n');
}
