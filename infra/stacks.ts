import { type App, Aws } from 'aws-cdk-lib';
import type { Config } from '../shared/config/config-schema.ts';
import { CandorStack } from './candor-stack.ts';
import { EdgeStack } from './edge-stack.ts';

export type Deployment = {
  /** The folder that holds a folder per function, as infra/build.ts makes it. */
  bundles: string;
  /** A second system beside the first, e.g. `staging`. */
  stage?: string | undefined;
  /** The region of a standby for the status site; without one there is none. */
  standbyRegion?: string | undefined;
  /** Of the house, if it is not the project's own: the one that is in the bundles. */
  config?: Config | undefined;
};

/** The stacks of one deployment: the system, and the edge stack where something has to lie in another region. */
export function addStacks(app: App, { bundles, stage, standbyRegion, config }: Deployment): CandorStack {
  const id = stage ? `Candor-${stage}` : 'Candor';
  if (standbyRegion === undefined) return new CandorStack(app, id, { bundles, config });

  const standby = {
    bucketName: `${id.toLowerCase()}-standby-${Aws.ACCOUNT_ID}-${standbyRegion}`,
    region: standbyRegion,
  };
  const edge = new EdgeStack(app, `${id}-Edge`, { env: { region: standbyRegion }, standby });
  const system = new CandorStack(app, id, { bundles, standby, config });
  // S3 accepts no replication to a bucket that is not there.
  system.addStackDependency(edge);
  return system;
}
