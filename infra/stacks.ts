import { type App, Aws } from 'aws-cdk-lib';
import { CandorStack } from './candor-stack.ts';
import { EdgeStack } from './edge-stack.ts';

export type Deployment = {
  /** The folder that holds a folder per function, as infra/build.ts makes it. */
  bundles: string;
  /** A second system beside the first, e.g. `staging`. */
  stage?: string | undefined;
  /** The region of a standby for the status site; without one there is none. */
  standbyRegion?: string | undefined;
};

/** The stacks of one deployment: the system, and the edge stack where something has to lie in another region. */
export function addStacks(app: App, { bundles, stage, standbyRegion }: Deployment): CandorStack {
  const id = stage ? `Candor-${stage}` : 'Candor';
  if (standbyRegion === undefined) return new CandorStack(app, id, { bundles });

  const standby = {
    bucketName: `${id.toLowerCase()}-standby-${Aws.ACCOUNT_ID}-${standbyRegion}`,
    region: standbyRegion,
  };
  const edge = new EdgeStack(app, `${id}-Edge`, { env: { region: standbyRegion }, standby });
  const system = new CandorStack(app, id, { bundles, standby });
  // S3 accepts no replication to a bucket that is not there.
  system.addStackDependency(edge);
  return system;
}
