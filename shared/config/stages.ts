import type { Config } from './config-schema.ts';
import { FIRST_STAGE, type Stage, wrongStageName } from './stage-schema.ts';

export { FIRST_STAGE, type Stage } from './stage-schema.ts';

/** One system as the config describes it, by its name. */
export type NamedStage = { name: string; stage: Stage };

/** What the stack of a stage is called on AWS. */
export const stackName = (stage: string): string => (stage === FIRST_STAGE ? 'Candor' : `Candor-${stage}`);

/** What the bucket of a stage's standby is called where the config does not name one. */
export const standbyName = (stage: string, account: string, region: string): string =>
  `${stackName(stage).toLowerCase()}-standby-${account}-${region}`;

/** The stages of a config: all that it names, or the one that is there where it names none. */
export function stagesOf({ stages = {} }: Pick<Config, 'stages'>): NamedStage[] {
  const named = Object.entries(stages).map(([name, stage]) => ({ name, stage }));
  return named.length > 0 ? named : [{ name: FIRST_STAGE, stage: {} }];
}

/**
 * The stage called `name`; without a name the only one. A config that names none has each, as it did before there were
 * any.
 *
 * @throws with what a person can do, if the config names others, or several and nobody says which
 */
export function stageCalled(config: Pick<Config, 'stages'>, name: string | undefined): NamedStage {
  const stages = stagesOf(config);
  const names = stages.map((one) => one.name).join(', ');
  if (name === undefined) {
    const [only, ...others] = stages;
    if (only !== undefined && others.length === 0) return only;
    throw new Error(`The config has several stages: ${names}. Say which, as in --stage ${stages[0]?.name}.`);
  }
  const wrong = wrongStageName(name);
  if (wrong) throw new Error(`The stage ${wrong}.`);
  const found = stages.find((one) => one.name === name);
  if (found) return found;
  if (Object.keys(config.stages ?? {}).length === 0) return { name, stage: {} };
  throw new Error(
    `The config has no stage "${name}", only ${names}. Add it to stages in candor.config.json, or take one of these.`,
  );
}
