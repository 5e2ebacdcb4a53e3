import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Command, Option } from 'commander';
import { parseConfig } from '../../../shared/config/parse-config.ts';
import { PUBLIC_CHANNELS } from '../../../shared/core/channel/shipped.ts';
import { LANGUAGE_TAGS } from '../../../shared/wording/languages/shipped.ts';
import { regionOfShell } from '../aws/settings.ts';
import { CONFIG_OPTION, configPath } from '../config/file.ts';
import { PROJECT } from '../config/project.ts';
import type { Prompts } from '../guided/prompts.ts';
import { print, type Session, sessionOf } from '../session.ts';
import { EXIT, type Surroundings, UsageError } from '../surroundings.ts';
import { isYes } from '../yes.ts';
import { cadenceIn, componentsIn, contactIn, hostIn, staffedIn, Unclear, zoneIn } from './answers.ts';
import { draftOf } from './draft.ts';

type Flags = {
  config?: string;
  brand?: string;
  components?: string;
  contact?: string;
  domain?: string;
  opsDomain?: string;
  signInDomain?: string;
  zone?: string;
  region?: string;
  standby?: string;
  stage: string;
  channels?: string;
  cadence?: string;
  staffed?: string;
  timeZone?: string;
  accent?: string;
  language?: string;
  force?: boolean;
};

const HELP = `
Asks what no flag says and no default knows: the name of the service, its parts, a way to a human, the name of the status
page, and the region unless AWS_REGION names it. The file that was there is kept beside the new one, as .before.

Examples:
  $ candor init
  $ candor init --brand "Example Cloud" --components "Website; Platform: API, Webhooks" \\
      --contact support@example.com --domain status.example.com --region eu-west-1`;

/** The house that the project itself plays: its config is an example, which nobody has to be asked about. */
const EXAMPLE = 'Example Cloud';

/** `candor init`: a few questions, and a config that the next deployment understands. */
export function addInit(program: Command, surroundings: Surroundings, ended: (code: number) => void): void {
  program
    .command('init')
    .description('write a config of your own: a few questions, or a flag for each')
    .option(...CONFIG_OPTION)
    .option('--brand <name>', 'whose status this is, as customers know it')
    .option('--components <list>', 'the parts that customers know by name: "Website; Platform: API, Webhooks"')
    .option('--contact <way>', 'a mail address, https:// address or telephone number; "none" for none')
    .option('--domain <name>', 'of the status page: status.example.com; "none" for CloudFront’s for a first look')
    .option('--ops-domain <name>', 'of the console and the API: ops.example.com')
    .option('--sign-in-domain <name>', 'of the sign-in pages: sign-in.example.com')
    .option('--zone <id=name>', 'the zone of Route 53 where the records are made; else they are printed')
    .option('--region <region>', 'where it stands: another than the product that it reports on')
    .option('--standby <region>', 'where a copy of the page stands')
    .option('--stage <name>', 'what the system is called', 'prod')
    .option(
      '--channels <list>',
      `besides the page, with commas, or "none": ${PUBLIC_CHANNELS.map(({ name }) => name).join(',')}`,
    )
    .option('--cadence <list>', 'minutes until the next word is due: critical=10,major=15,minor=30')
    .option('--staffed <hours>', 'when somebody sits there, such as 08:00-20:00; else always')
    .option('--time-zone <zone>', 'whose clock stands beside UTC; else that of this machine')
    .option('--accent <colour>', 'one colour of the brand, as #rrggbb')
    .addOption(new Option('--language <tag>', 'of what goes out by itself').choices(LANGUAGE_TAGS))
    .option('--force', 'write over a config that is there without asking')
    .addHelpText('after', HELP)
    .action(async (flags: Flags, command: Command) => {
      const session = sessionOf(command, surroundings);
      ended(await init(session, flags, configPath(surroundings, flags.config)));
    });
}

async function init(session: Session, flags: Flags, file: string): Promise<number> {
  const { surroundings } = session;
  const prompts = surroundings.prompts && (await surroundings.prompts());
  const before = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  if (before !== undefined && !flags.force && !isExample(before) && !(await mayReplace(surroundings, file))) {
    print(session, { written: false, file }, () => `Nothing was written: ${file} stays as it is.`);
    return EXIT.refused;
  }
  const draft = await drafted(flags, prompts, surroundings, file);
  const config = checked(draft, file);
  if (before !== undefined) writeFileSync(`${file}.before`, before);
  writeFileSync(file, `${JSON.stringify(draft, null, 2)}\n`);
  print(session, { written: true, file, config }, () =>
    [
      `Written: ${file}${before === undefined ? '' : `; what was there is in ${path.basename(file)}.before`}`,
      ...notSaid(flags).map((line) => `  ${line}`),
      'Next:',
      '  npm start                     see it on this machine',
      `  candor deploy --stage ${flags.stage}${' '.repeat(Math.max(1, 8 - flags.stage.length))}put it on AWS`,
    ].join('\n'),
  );
  return EXIT.ok;
}

function isExample(text: string): boolean {
  try {
    return (JSON.parse(text) as { brand?: { name?: string } }).brand?.name === EXAMPLE;
  } catch {
    return false;
  }
}

async function mayReplace({ ask }: Surroundings, file: string): Promise<boolean> {
  const answer = await ask(`${file} is there already, and not the example. Write another in its place? [y/N]`);
  return isYes(answer);
}

/** What can still be added, as nobody was asked about it. */
const notSaid = ({ cadence, staffed, standby }: Flags): string[] => [
  ...(cadence === undefined ? ['The next word is due after 10 to 60 minutes, by impact and status: --cadence'] : []),
  ...(staffed === undefined ? ['Somebody is taken to sit there day and night: --staffed'] : []),
  ...(standby === undefined ? ['No copy of the page stands in another region: --standby'] : []),
];

async function drafted(
  flags: Flags,
  prompts: Prompts | undefined,
  { env }: Surroundings,
  file: string,
): Promise<object> {
  const missing: string[] = [];
  /** The flag, else what the person answers; `read` says what is wrong with it. */
  const answerOf = async <T>(flag: keyof Flags, option: string, question: Question, read: (text: string) => T) => {
    const given = flags[flag] as string | undefined;
    if (given !== undefined) return reading(option, () => read(given === 'none' ? '' : given));
    if (prompts === undefined) {
      missing.push(option);
      return undefined;
    }
    const check = (text: string) => problemOf(() => read(text.trim()));
    return read((await prompts.text({ ...question, check })).trim());
  };
  const brand = await answerOf('brand', '--brand', QUESTIONS.brand, required);
  const parts = await answerOf('components', '--components', QUESTIONS.components, componentsIn);
  const contact = await answerOf('contact', '--contact', QUESTIONS.contact, contactIn);
  const site = await answerOf('domain', '--domain', QUESTIONS.domain, hostIn);
  const shell = regionOfShell(env);
  const region =
    shell !== undefined && flags.region === undefined
      ? shell
      : await answerOf('region', '--region', QUESTIONS.region, required);
  if (missing.length > 0 || brand === undefined || parts === undefined || region === undefined)
    throw new UsageError(`nobody is here to ask; say it with ${missing.join(', ')} ("none" where there is none)`);
  const { zone, opsDomain, signInDomain, standby, cadence, staffed, accent, language, channels, stage } = flags;
  if (!site && (opsDomain ?? signInDomain ?? zone) !== undefined)
    throw new UsageError('--ops-domain, --sign-in-domain and --zone come with --domain, the name of the status page');
  return draftOf(
    {
      brand,
      timeZone: flags.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
      ...(accent === undefined ? {} : { accent }),
      ...(language === undefined ? {} : { language }),
      ...parts,
      ...(contact === undefined ? {} : { contact }),
      ...(cadence === undefined ? {} : { cadence: reading('--cadence', () => cadenceIn(cadence)) }),
      ...(staffed === undefined ? {} : { staffed: reading('--staffed', () => staffedIn(staffed)) }),
      channels: channels === undefined ? [PUBLIC_CHANNELS[0].name] : channelsIn(channels),
      stage,
      region,
      ...(standby === undefined ? {} : { standby }),
      ...(site
        ? {
            domain: {
              site,
              ...(opsDomain === undefined ? {} : { ops: hostIn(opsDomain) }),
              ...(signInDomain === undefined ? {} : { signIn: hostIn(signInDomain) }),
              ...(zone === undefined ? {} : { zone: reading('--zone', () => zoneIn(zone)) }),
            },
          }
        : {}),
    },
    schemaFrom(file),
  );
}

type Question = { message: string; placeholder: string };

const QUESTIONS = {
  brand: { message: 'Whose status is it, as customers know the service?', placeholder: 'Example Cloud' },
  components: {
    message: 'Which parts do customers know by name? Commas between them; groups as "Platform: API, Webhooks; Website"',
    placeholder: 'Website, API',
  },
  contact: { message: 'How does a customer reach a human? (empty: not at all)', placeholder: 'support@example.com' },
  domain: {
    message: 'What shall the status page be called? It goes into posts and feeds for ever (empty: CloudFront’s name)',
    placeholder: 'status.example.com',
  },
  region: {
    message: 'In which region of AWS? Another than the product’s: what takes it down must not take this down',
    placeholder: 'eu-west-1',
  },
} as const satisfies Record<string, Question>;

function required(text: string): string {
  if (text === '') throw new Unclear('this one cannot be empty');
  return text;
}

const channelsIn = (text: string): string[] => (text === 'none' ? [] : text.split(',').map((name) => name.trim()));

function problemOf(read: () => unknown): string | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    if (error instanceof Unclear) return error.message;
    throw error;
  }
}

function reading<T>(option: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof Unclear) throw new UsageError(`${option}: ${error.message}`);
    throw error;
  }
}

/** Nothing that a deployment would refuse is written. */
function checked(draft: object, file: string) {
  try {
    return parseConfig(draft, `what would stand in ${file}`);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** Where editors find the schema, from the file. */
function schemaFrom(file: string): string {
  const relative = path.relative(path.dirname(file), path.join(PROJECT, 'docs/candor.config.schema.json'));
  return relative.startsWith('.') ? relative : `./${relative}`;
}
