import { type App, Aws } from 'aws-cdk-lib';
import { config as projectConfig } from '../shared/config/config.ts';
import type { Config } from '../shared/config/config-schema.ts';
import { stackName, stageCalled, stagesOf, standbyName } from '../shared/config/stages.ts';
import { CandorStack } from './candor-stack.ts';
import { CertificateStack } from './certificate-stack.ts';
import { EdgeStack } from './edge-stack.ts';

export type Deployment = {
  /** The folder that holds a folder per function, as infra/build.ts makes it. */
  bundles: string;
  /** One of the config's stages, by name; of a config that names none, any. */
  stage?: string | undefined;
  /** What `-c standby=…` says, where the config does not: the region of a standby for the status site. */
  standbyRegion?: string | undefined;
  /** Of the house, if it is not the project's own: the one that is in the bundles. */
  config?: Config | undefined;
};

/**
 * The stacks of one stage: the system, and those that have to lie in another region. Comes back with the system.
 *
 * @throws with what a person can do, if the flags say other than the config
 */
export function addStacks(
  app: App,
  { bundles, stage, standbyRegion, config = projectConfig }: Deployment,
): CandorStack {
  const { name, stage: said } = stageCalled(config, stage);
  const { region, domain, kept } = said;
  const isSaid = Object.keys(config.stages ?? {}).length > 0;
  if (isSaid && standbyRegion !== undefined && standbyRegion !== said.standby)
    throw new Error(
      `-c standby=${standbyRegion} contradicts the config, where the standby of the stage "${name}" is in ${said.standby ?? 'no region'}. Write what you mean to stages.${name}.standby, and leave out the flag.`,
    );
  const standby = said.standby ?? standbyRegion;

  const id = stackName(name);
  const copy =
    standby === undefined
      ? undefined
      : { bucketName: kept?.standby ?? standbyName(name, Aws.ACCOUNT_ID, standby), region: standby };
  const env = region === undefined ? {} : { env: { region } };
  const certificates = domain && CertificateStack.for(app, `${id}-Certificate`, domain);
  // A bucket that is there has its policy and its rules from the stack that made it.
  const edge =
    copy && kept?.standby === undefined
      ? new EdgeStack(app, `${id}-Edge`, { env: { region: copy.region }, standby: copy })
      : undefined;
  const system = new CandorStack(app, id, {
    ...env,
    bundles,
    standby: copy,
    kept,
    domain: domain && certificates && { ...domain, certificates: certificates.arns },
    config,
  });
  // S3 accepts no replication to a bucket that is not there, and CloudFront no name without its certificate.
  for (const first of [edge, certificates?.stack]) if (first) system.addStackDependency(first);
  return system;
}

/** The stacks of every stage that the config names, or of the one that `stage` says. Comes back with their systems. */
export function addStages(app: App, { stage, config = projectConfig, ...rest }: Deployment): CandorStack[] {
  const names = stage === undefined ? stagesOf(config).map(({ name }) => name) : [stage];
  return names.map((name) => addStacks(app, { ...rest, stage: name, config }));
}
