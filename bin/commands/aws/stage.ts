import type { Config } from '../../../shared/config/config-schema.ts';
import { type Stage, stackName, stageCalled } from '../../../shared/config/stages.ts';
import { configPath, readConfig } from '../config/file.ts';
import { type Surroundings, UsageError } from '../surroundings.ts';
import { type AwsSettings, awsSettings, regionOfShell } from './settings.ts';
import type { DeployedStack } from './stack.ts';

export type StageFlags = { stage?: string; config?: string };

export const STAGE_OPTION = [
  '--stage <name>',
  'which of stages of the config; needed only where there are several',
] as const;

/** One stage of the config, and how AWS is asked about it. */
export type StageOnAws = {
  name: string;
  stage: Stage;
  config: Config;
  file: string;
  stackName: string;
  region: string;
  settings: AwsSettings;
  /** Its stack, asked for once; undefined if there is none. Throws `AwsRefused`. */
  stack: () => Promise<DeployedStack | undefined>;
};

/** The stage that is meant. Throws a `UsageError` that says what to write. */
export function stageOnAws(surroundings: Surroundings, flags: StageFlags): StageOnAws {
  const file = configPath(surroundings, flags.config);
  const config = readConfig(file);
  const { name, stage } = named(config, flags.stage);
  return onAws(surroundings, { file, config, name, stage });
}

/** Another stage of the same config. */
export const otherStage = (surroundings: Surroundings, { file, config }: StageOnAws, name: string): StageOnAws =>
  onAws(surroundings, { file, config, ...named(config, name) });

function named(config: Config, name: string | undefined) {
  try {
    return stageCalled(config, name);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function onAws(
  { env, home }: Surroundings,
  { file, config, name, stage }: Pick<StageOnAws, 'file' | 'config' | 'name' | 'stage'>,
): StageOnAws {
  const region = stage.region ?? regionOfShell(env);
  if (region === undefined)
    throw new UsageError(
      `in which region? Neither stages.${name}.region of ${file} nor AWS_REGION says so. Write it into the config ("${name}": {"region": "eu-west-1"}), so that nobody deploys a second, empty system by another shell`,
    );
  const settings = awsSettings(env, region, home);
  let stack: Promise<DeployedStack | undefined> | undefined;
  return {
    name,
    stage,
    config,
    file,
    stackName: stackName(name),
    region,
    settings,
    stack: () => {
      stack ??= import('./stack.ts').then(({ deployedStack }) => deployedStack(settings, stackName(name)));
      return stack;
    },
  };
}

/** The stack of a stage that has to be there. */
export async function standingStack(on: StageOnAws): Promise<DeployedStack> {
  const stack = await on.stack();
  if (stack === undefined)
    throw new UsageError(`there is no stack ${on.stackName} in ${on.region}; run: candor deploy --stage ${on.name}`);
  return stack;
}

/** An output of the stack that this command cannot do without. */
export function outputOf({ name, outputs }: DeployedStack, output: string): string {
  const value = outputs[output];
  if (value === undefined)
    throw new UsageError(
      `the stack ${name} has no output ${output}: it is older than this command, so deploy once more`,
    );
  return value;
}

/** The regions besides its own that a stage has something in: its standby, and the certificate that CloudFront wants. */
export function otherRegions({ region, standby, domain }: Stage, own: string): string[] {
  const certificate = domain !== undefined && domain.certificate === undefined ? ['us-east-1'] : [];
  return [...new Set([...(standby === undefined ? [] : [standby]), ...certificate])].filter(
    (one) => one !== (region ?? own),
  );
}
