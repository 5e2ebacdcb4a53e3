import { execFileSync } from 'node:child_process';
import path from 'node:path';
import type { Command } from 'commander';
import type { Config } from '../../../shared/config/config-schema.ts';
import { parseConfig } from '../../../shared/config/parse-config.ts';
import { print, type Session, sessionOf } from '../session.ts';
import { EXIT, type Surroundings, UsageError } from '../surroundings.ts';
import { wrapped } from '../table.ts';
import { adviceOn } from './advice.ts';
import { type Compared, type Effect, effectsOf } from './changes.ts';
import { CONFIG_OPTION, configPath, readConfig, readJson } from './file.ts';
import { configOfSite } from './site-config.ts';

type Flags = { config?: string; against?: string };

const HELP = `
--against says what the config is compared with: another file; "git", as it was last committed; or "site", what the status
page of this profile shows now, of which components, groups and the name are known. Without it, "git" where there is one.

Examples:
  $ candor config check
  $ candor config check --against site --profile prod`;

/** `candor config check`: what is wrong with a config, and what a change of it does to what is public. */
export function addConfig(program: Command, surroundings: Surroundings, ended: (code: number) => void): void {
  const config = program
    .command('config')
    .description('look at the config before it is deployed')
    .addHelpText('after', HELP);
  config
    .command('check')
    .description('say what is wrong with a config, and what a change of it does to what customers see')
    .option(...CONFIG_OPTION)
    .option('--against <what>', 'a file, "git" or "site"')
    .addHelpText('after', HELP)
    .action(async (flags: Flags, command: Command) => {
      const session = sessionOf(command, surroundings);
      ended(await check(session, configPath(surroundings, flags.config), flags.against));
    });
}

async function check(session: Session, file: string, against: string | undefined): Promise<number> {
  const value = readJson(file);
  let config: Config;
  try {
    config = parseConfig(value, file);
  } catch (error) {
    const { message } = error as Error;
    if (session.json)
      session.surroundings.out(
        JSON.stringify(
          {
            valid: false,
            problems: message
              .split('\n')
              .slice(1)
              .map((line) => line.trim()),
          },
          null,
          2,
        ),
      );
    else session.surroundings.err(`${message}\nNothing was deployed; mend these and look again.`);
    return EXIT.refused;
  }
  const before = await comparedWith(session, file, against);
  const effects = before === undefined ? [] : effectsOf(before.config, config);
  const advice = adviceOn(config);
  print(session, { valid: true, ...(before === undefined ? {} : { against: before.name, effects }), advice }, () =>
    [
      `${file} is valid: ${config.components.length} components, ${config.channels.length === 0 ? 'no channel besides the page' : `the page and ${config.channels.join(', ')}`}.`,
      ...(before === undefined ? [] : effectsText(before.name, effects)),
      ...(advice.length === 0 ? [] : ['', 'Worth a look:', ...advice.map((line) => wrapped(line, '  '))]),
    ].join('\n'),
  );
  return EXIT.ok;
}

function effectsText(name: string, effects: readonly Effect[]): string[] {
  if (effects.length === 0) return [`Against ${name}: nothing changes for customers.`];
  // What cannot be taken back comes first.
  const sorted = [...effects.filter((one) => one.loud), ...effects.filter((one) => !one.loud)];
  return [
    '',
    `Against ${name}:`,
    ...sorted.flatMap(({ place, says, loud }) => [`${loud ? '!' : ' '} ${place}`, wrapped(says, '      ')]),
  ];
}

/** What it is compared with; undefined where nothing was named and nothing is there. */
async function comparedWith(
  session: Session,
  file: string,
  against: string | undefined,
): Promise<{ name: string; config: Compared } | undefined> {
  if (against === 'site') {
    const { siteUrl } = session.profile();
    if (siteUrl === undefined)
      throw new UsageError('which site? Set CANDOR_SITE_URL, or name a profile with --profile');
    return { name: siteUrl, config: await configOfSite(session.surroundings, siteUrl) };
  }
  if (against !== undefined && against !== 'git')
    return { name: against, config: readConfig(path.resolve(session.surroundings.directory, against)) };
  const committed = committedText(file);
  if (committed === undefined) {
    if (against === undefined) return undefined;
    throw new UsageError(`${file} was never committed, or git is not here; compare it with a file: --against FILE`);
  }
  try {
    return { name: 'what was last committed', config: parseConfig(JSON.parse(committed), 'what was last committed') };
  } catch (error) {
    if (against === undefined) return undefined;
    throw new UsageError((error as Error).message);
  }
}

/** The file as it was last committed; undefined where there is no such thing. */
function committedText(file: string): string | undefined {
  try {
    return execFileSync('git', ['show', `HEAD:./${path.basename(file)}`], {
      cwd: path.dirname(file),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    return undefined;
  }
}
