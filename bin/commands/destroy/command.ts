import type { Command } from 'commander';
import type { AwsSettings } from '../aws/settings.ts';
import type { DeployedStack } from '../aws/stack.ts';
import { STAGE_OPTION, type StageFlags, type StageOnAws, stageOnAws } from '../aws/stage.ts';
import { CONFIG_OPTION } from '../config/file.ts';
import { print, type Session, sessionOf } from '../session.ts';
import { EXIT, type Surroundings, UsageError } from '../surroundings.ts';
import { keptOf, lostWith, type Staying, stayingOf } from './staying.ts';

const HELP = `
It says what stays and what that costs, and deletes nothing before the name of the stage is typed, by hand: there is no
--yes. The page stays up, as it was last written, under its address; what was said stays in its table. Functions, queues,
the API and the console go: nobody can say anything, and nobody is told, until it is deployed again.

Example:
  $ candor destroy --stage prod`;

/** `candor destroy`: takes the pipeline of a stage away, and leaves what customers read. */
export function addDestroy(program: Command, surroundings: Surroundings, ended: (code: number) => void): void {
  program
    .command('destroy')
    .description('take the pipeline of a stage away, once its name is typed; page, address, log and keys stay')
    .option(...STAGE_OPTION)
    .option(...CONFIG_OPTION)
    .addHelpText('after', HELP)
    .action(async (flags: StageFlags, command: Command) => {
      ended(await destroy(sessionOf(command, surroundings), stageOnAws(surroundings, flags)));
    });
}

/** A stack of the stage that is there. */
type There = { stack: DeployedStack; settings: AwsSettings; staying: Staying[]; lost: string[] };

async function destroy(session: Session, on: StageOnAws): Promise<number> {
  const { surroundings } = session;
  const found = await stacksOf(on);
  if (found.length === 0)
    throw new UsageError(
      `there is no stack ${on.stackName} in ${on.region}, nor one beside it: nothing to take away. Is it another stage, or another account?`,
    );
  const lost = found.flatMap((one) => one.lost.map((id) => `${one.stack.name}: ${id}`));
  if (lost.length > 0)
    return done(session, 'refused', [
      'Nothing was changed: as it was deployed, this would take away what customers read for good:',
      ...lost.map((one) => `  ${one}`),
      `Deploy once more, which has it stay, and then destroy: candor deploy --stage ${on.name}`,
    ]);
  const staying = found.flatMap((one) => one.staying);
  // What was taken up once is of no stack, and stays anyhow.
  const kept = { ...on.stage.kept, ...keptOf(staying, Object.assign({}, ...found.map(({ stack }) => stack.outputs))) };
  surroundings.err(planText(on, found, staying, kept));
  const typed = await surroundings.ask(
    `To delete, type the name of the stage (${on.name}); anything else changes nothing:`,
  );
  if (typed?.trim() !== on.name)
    return done(session, 'refused', [
      typed === undefined || typed.trim() === ''
        ? 'Nothing was changed: no name was typed.'
        : `Nothing was changed: "${typed.trim()}" is not the name of the stage, ${on.name}.`,
    ]);
  const { removeStack } = await import('../aws/removal.ts');
  for (const { stack, settings } of found) {
    surroundings.err(`${stack.name} is being deleted; Ctrl-C ends the watching, not the deletion ...`);
    const { status, why } = await removeStack(settings, stack.name, surroundings);
    if (status !== 'DELETE_COMPLETE')
      return done(session, 'refused', [
        `${stack.name} could not be deleted whole (${status}${why ? `: ${why}` : ''}); it is protected again. The page and the log are not touched.`,
        `Mend what stands in the way, then: candor destroy --stage ${on.name}`,
      ]);
  }
  return done(
    session,
    'done',
    [
      `${on.stackName} is gone. The page is served as it was last written.`,
      'To stand it up again with what stayed, write this into the config and deploy:',
      JSON.stringify({ stages: { [on.name]: { kept } } }, null, 2),
    ],
    { kept },
  );
}

/** The system first: its distribution holds the certificate, and its replication writes to the standby. */
async function stacksOf({ settings, stackName, stage, region }: StageOnAws): Promise<There[]> {
  const { deployedStack, deployedTemplate, resourcesOf } = await import('../aws/stack.ts');
  const places = [
    { name: stackName, region },
    ...(stage.domain === undefined ? [] : [{ name: `${stackName}-Certificate`, region: 'us-east-1' }]),
    ...(stage.standby === undefined ? [] : [{ name: `${stackName}-Edge`, region: stage.standby }]),
  ];
  const found: There[] = [];
  for (const place of places) {
    const there = { ...settings, region: place.region };
    const stack = await deployedStack(there, place.name);
    if (stack === undefined || stack.status === 'DELETE_COMPLETE') continue;
    const [template, resources] = await Promise.all([
      deployedTemplate(there, place.name),
      resourcesOf(there, place.name),
    ]);
    found.push({ stack, settings: there, staying: stayingOf(template, resources), lost: lostWith(template) });
  }
  return found;
}

function planText(
  { name, stackName, region }: StageOnAws,
  found: readonly There[],
  staying: readonly Staying[],
  kept: object,
) {
  return [
    `${stackName} in ${region}, the stage "${name}"`,
    '',
    `Goes: ${found.map(({ stack }) => stack.name).join(', ')}, with all functions, queues, the API, the console and the sign-in.`,
    'Nobody can say anything then, no apology goes out, nobody who follows is told; forms of the page answer nobody.',
    '',
    'Stays, and costs a month:',
    ...staying.map(({ what, physicalId, costs }) => `  ${what} (${physicalId}): ${costs}`),
    '',
    'Accounts of the user pool cannot be taken up again: people are invited anew. The rest can, by the config:',
    JSON.stringify({ stages: { [name]: { kept } } }),
    '',
  ].join('\n');
}

function done(session: Session, how: 'done' | 'refused', lines: readonly string[], more: object = {}): number {
  const text = lines.join('\n');
  if (how === 'done') print(session, { destroyed: true, ...more }, () => text);
  else if (session.json) session.surroundings.out(JSON.stringify({ destroyed: false, why: text }, null, 2));
  else session.surroundings.err(text);
  return how === 'done' ? EXIT.ok : EXIT.refused;
}
