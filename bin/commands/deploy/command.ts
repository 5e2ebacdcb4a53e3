import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Command } from 'commander';
import { STAGE_OPTION, type StageFlags, type StageOnAws, stageOnAws } from '../aws/stage.ts';
import { troubleOf } from '../aws/trouble.ts';
import { ACCOUNT_CHECKS, inAccount } from '../checks/account.ts';
import { type Line, linesText, looked } from '../checks/check.ts';
import { TOOL_CHECKS } from '../checks/tools.ts';
import { CONFIG_OPTION } from '../config/file.ts';
import { keepPlace, placeFrom } from '../emergency/places.ts';
import { print, type Session, sessionOf } from '../session.ts';
import { EXIT, type Surroundings } from '../surroundings.ts';
import { isYes } from '../yes.ts';
import { leftToDo } from './after.ts';
import { type Synthesised, stacksIn } from './assembly.ts';
import type { CdkRun } from './cdk.ts';
import { orphansOf, plannedText } from './plan.ts';
import { type Replacement, replacedBy } from './replacements.ts';

type Flags = StageFlags & { yes?: boolean; replace: readonly string[]; dryRun?: boolean };

const HELP = `
It looks at this machine, the account and the config, shows what will be made or changed, asks, and deploys with CDK
("npx cdk deploy" does the same without looking). Afterwards it says where everything is and what is left to do. How this
command line signs in is kept as the profile of the stage's name in ~/.config/candor/profiles.json.

An upgrade that would make a table, a bucket, a pool, the distribution or a key anew is refused: what is in it would be
gone from the page. --replace ID says that it is meant.

Example:
  $ candor deploy --stage prod`;

/** What stands in the way of a deployment; all else is only said. */
const HINDERS = ['node', 'cdk', 'credentials', 'region'];

/** `candor deploy`: looks before it deploys, and says what is left to do. */
export function addDeploy(program: Command, surroundings: Surroundings, ended: (code: number) => void): void {
  program
    .command('deploy')
    .description('look at account, quotas and config, show what will change, deploy a stage, say what is left to do')
    .option(...STAGE_OPTION)
    .option(...CONFIG_OPTION)
    .option('--yes', 'do not ask')
    .option('--dry-run', 'look and show, and change nothing')
    .option(
      '--replace <id>',
      'a resource that may be made anew or taken away, by its id in the template',
      collected,
      [],
    )
    .addHelpText('after', HELP)
    .action(async (flags: Flags, command: Command) => {
      const session = sessionOf(command, surroundings);
      ended(await deploy(session, stageOnAws(surroundings, flags), flags));
    });
}

const collected = (one: string, before: readonly string[]): readonly string[] => [...before, one];

/** Looks, shows, asks unless `flags.yes`, and deploys a stage; the code that the command ends with. */
export async function deploy(session: Session, on: StageOnAws, flags: Flags): Promise<number> {
  const { surroundings } = session;
  const tell = surroundings.err;
  const lines = await preflight(surroundings, on);
  tell(`${on.stackName} in ${on.region}, by ${on.file}\n\n${linesText(lines)}`);
  const hindrance = lines.find(({ id, state }) => HINDERS.includes(id) && state !== 'green');
  if (hindrance !== undefined)
    return refused(session, `Nothing was changed: ${hindrance.what} first, see above.`, lines);
  const bootstrap = environmentsToBootstrap(lines);

  const folder = mkdtempSync(path.join(tmpdir(), 'candor-deploy-'));
  try {
    const env = { CANDOR_CONFIG_FILE: on.file, AWS_REGION: on.region };
    const stage = ['-c', `stage=${on.name}`];
    const synthesised = await surroundings.cdk(['synth', '--quiet', '--output', folder, ...stage], env);
    if (synthesised.code !== 0)
      return refused(
        session,
        'Nothing was changed: the stack cannot be made from this config; the lines above say why.',
        lines,
      );
    const stacks = stacksIn(folder);
    const standing = await standingAmong(stacks, on);
    const anew = standing.flatMap(({ replaced }) => replaced).filter(({ id }) => !flags.replace.includes(id));
    if (standing.some(({ deployed }) => deployed)) await surroundings.cdk(['diff', '--app', folder, '--all'], env);
    tell(
      [
        '',
        ...standing.map(planText),
        ...bootstrapText(bootstrap),
        ...(provesNamesByHand(on) ? [PROOF] : []),
        COST,
      ].join('\n'),
    );
    if (anew.length > 0) return refused(session, replacementText(anew), lines);
    if (flags.dryRun) return said(session, { deployed: false, lines }, 'Nothing was changed: that was --dry-run.');
    if (!flags.yes && !(await agreed(surroundings, 'Deploy this? [y/N]')))
      return said(session, { deployed: false, lines }, 'Nothing was changed.');
    if (bootstrap.length > 0 && (await surroundings.cdk(['bootstrap', ...bootstrap], env)).code !== 0)
      return refused(
        session,
        'CDK’s own stack could not be made; the lines above say why. Nothing else was changed.',
        lines,
      );
    const { unprotectFailed } = await import('../aws/removal.ts');
    // CDK deletes what is left of it and begins anew, which protection would refuse; nothing was ever in it.
    for (const { name, region = on.region, failedOnce } of standing)
      if (failedOnce) await unprotectFailed({ ...on.settings, region }, name);
    const deploying = surroundings.cdk(['deploy', '--app', folder, '--all', '--require-approval', 'never'], env);
    const run = await (provesNamesByHand(on) ? toldOf(surroundings, on, standing, deploying) : deploying);
    if (run.code !== 0) return refused(session, failureText(run.said, on, standing), lines);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return told(session, on, lines);
}

async function preflight(surroundings: Surroundings, on: StageOnAws): Promise<Line[]> {
  const { awsAccount } = await import('../aws/account.ts');
  const account = awsAccount(on.settings);
  const context = inAccount(account, on, surroundings.env);
  const tools = await looked('this machine', TOOL_CHECKS, {});
  const [credentials, ...rest] = ACCOUNT_CHECKS;
  const first = await looked('the account', credentials === undefined ? [] : [credentials], context, on.region);
  // Without credentials every other line would say the same again.
  if (first.some(({ state }) => state !== 'green')) return [...tools, ...first];
  return [...tools, ...first, ...(await looked('the account', rest, context, on.region))];
}

/** Where CDK’s own stack has to be made, or made anew, before anything can be deployed. */
function environmentsToBootstrap(lines: readonly Line[]): string[] {
  const line = lines.find(({ id }) => id === 'bootstrap');
  return line?.state === 'red' ? (line.run ?? '').split(' ').filter((word) => word.startsWith('aws://')) : [];
}

/** Made here too, so that a first deployment is one command and one question. */
const bootstrapText = (environments: readonly string[]): string[] =>
  environments.length === 0
    ? []
    : [`Before that CDK’s own stack, whose role may deploy anything: npx cdk bootstrap ${environments.join(' ')}`];

/** Without a zone of Route 53 somebody has to make the records that certificates wait for. */
const provesNamesByHand = ({ stage: { domain } }: StageOnAws): boolean =>
  domain !== undefined && domain.zone === undefined && domain.certificate === undefined;

async function toldOf(
  surroundings: Surroundings,
  { settings, region: own }: StageOnAws,
  stacks: readonly Synthesised[],
  deploying: Promise<CdkRun>,
): Promise<CdkRun> {
  const { tellNameRecords } = await import('./name-records.ts');
  const where = stacks.map(({ name, region = own }) => ({ name, settings: { ...settings, region } }));
  await tellNameRecords(surroundings, where, deploying);
  return deploying;
}

/** The kinds of which the config names one that is taken up; the one that the stack made stays beside it. */
function takenUp({ stage: { kept = {} } }: StageOnAws): string[] {
  return [
    ...(kept.table === undefined ? [] : ['AWS::DynamoDB::GlobalTable']),
    ...(kept.site === undefined ? [] : ['AWS::S3::Bucket', 'AWS::CloudFront::Distribution']),
    ...(kept.keys === undefined ? [] : ['AWS::SecretsManager::Secret']),
  ];
}

/** A stack that will be deployed, whether it stands already, and what of it would not outlive that. */
type Standing = Synthesised & { deployed: boolean; replaced: readonly Replacement[]; failedOnce?: boolean };

async function standingAmong(stacks: readonly Synthesised[], on: StageOnAws): Promise<Standing[]> {
  const { deployedStack, deployedTemplate } = await import('../aws/stack.ts');
  return Promise.all(
    stacks.map(async (stack) => {
      const settings = { ...on.settings, region: stack.region ?? on.region };
      const there = await deployedStack(settings, stack.name);
      if (there === undefined || NEVER_STOOD.includes(there.status))
        return { ...stack, deployed: false, replaced: [], failedOnce: FAILED_ONCE.includes(there?.status ?? '') };
      return {
        ...stack,
        deployed: true,
        replaced: replacedBy(await deployedTemplate(settings, stack.name), stack.template).filter(
          ({ type }) => !takenUp(on).includes(type),
        ),
      };
    }),
  );
}

/** Stacks of a first creation that failed; nothing of them was ever in use. */
const FAILED_ONCE = ['ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'CREATE_FAILED'];

/** A first deployment that failed, or was never carried out: CDK makes it anew. */
const NEVER_STOOD = ['ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'REVIEW_IN_PROGRESS', 'CREATE_FAILED', 'DELETE_COMPLETE'];

function planText({ name, template, deployed }: Standing): string {
  const what = `${name} ${deployed ? 'is there, and is brought up to date' : 'will be made'}: ${plannedText(template)}.`;
  const orphans = deployed ? [] : orphansOf(template);
  if (orphans.length === 0) return what;
  return `${what}\nShould this first deployment fail, these stay behind, empty, and the next try makes others: ${orphans.join(', ')}.`;
}

const PROOF =
  'It will wait for DNS records that prove the names, and print each; have the place at hand where the domain is kept.';

const COST =
  'At rest it costs about five dollars a month at list prices, and six for the client of programs; docs/deploying.md has the sum, part by part. X is paid by the post.';

const replacementText = (anew: readonly Replacement[]): string =>
  [
    'Nothing was changed: this would make anew, or take away, what has to stay.',
    ...anew.map(({ id, type, holds, because }) => `  ${id} (${type}), which holds ${holds}: ${because}`),
    'Take the change back. If it is meant, and what is in it is saved: ' +
      `candor deploy ${anew.map(({ id }) => `--replace ${id}`).join(' ')}`,
  ].join('\n');

function failureText(words: string, { region, stackName }: StageOnAws, standing: readonly Standing[]): string {
  const { kind, says, run } = troubleOf(new Error(words), region);
  const first = standing.some(({ name, deployed }) => name === stackName && !deployed);
  const orphans = standing.filter(({ deployed }) => !deployed).flatMap(({ template }) => orphansOf(template));
  return [
    'The deployment failed, and CloudFormation takes it back; the lines above say at what.',
    ...(kind === 'unverified' ? [says, `  $ ${run}`] : []),
    first
      ? `It was the first. ${orphans.length === 0 ? 'Nothing stays behind.' : `Delete what stays behind before the next try, or leave it: ${orphans.join(', ')}.`} Then run the same command again.`
      : 'What stood before stands as it did.',
  ].join('\n');
}

async function told(session: Session, on: StageOnAws, lines: readonly Line[]): Promise<number> {
  const { surroundings } = session;
  const { deployedStack } = await import('../aws/stack.ts');
  const { keepProfile } = await import('./after.ts');
  const stack = await deployedStack(on.settings, on.stackName);
  if (stack === undefined)
    return refused(session, `CDK says that it is done, and ${on.stackName} is not there.`, lines);
  keepPlace(surroundings, on.name, placeFrom(stack.outputs, on.region));
  const file = await keepProfile(surroundings, on.name, stack, on.settings);
  const { SiteUrl, OpsUrl, SignInUrl } = stack.outputs;
  const document = {
    deployed: true,
    stack: stack.name,
    region: on.region,
    outputs: stack.outputs,
    profile: on.name,
    lines,
  };
  return said(
    session,
    document,
    [
      `\nDeployed. The first page is there within a minute.`,
      `  status page  ${SiteUrl}`,
      `  console      ${OpsUrl}/console`,
      `  API          ${OpsUrl}/docs`,
      `  sign-in      ${SignInUrl}`,
      `How this command line signs in is kept in ${file}, as the profile "${on.name}".`,
      '',
      'Left to do:',
      ...leftToDo(on.name, stack).map((one) => `  ${one}`),
    ].join('\n'),
  );
}

async function agreed({ ask }: Surroundings, question: string): Promise<boolean> {
  return isYes(await ask(question));
}

function said(session: Session, document: object, text: string): number {
  print(session, document, () => text);
  return EXIT.ok;
}

function refused(session: Session, text: string, lines: readonly Line[]): number {
  if (session.json) session.surroundings.out(JSON.stringify({ deployed: false, why: text, lines }, null, 2));
  else session.surroundings.err(`\n${text}`);
  return EXIT.refused;
}
