import { existsSync } from 'node:fs';
import path from 'node:path';
import { PROJECT } from '../config/project.ts';
import { type Check, green, red } from './check.ts';

/** What has to be on this machine. AWS's own command line is not among it. */
export const TOOL_CHECKS: readonly Check<{ project?: string }>[] = [
  {
    id: 'node',
    what: 'Node',
    look: async () => green(process.version),
  },
  {
    id: 'cdk',
    what: 'CDK',
    look: async ({ project = PROJECT }) =>
      existsSync(path.join(project, 'node_modules/aws-cdk/bin/cdk'))
        ? green('in node_modules')
        : red('CDK is not among the packages, as after an install without development packages.', 'npm ci'),
  },
];
