import { CfnResource, RemovalPolicy } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * Stays when its stack is deleted or does not name it any more, and goes with a creation that fails: nothing is in it yet,
 * and the next try could not take its name (`RetainExceptOnCreate`).
 */
export const STAYS = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;

/** Has every resource below `scope` stay, but for what only the pipeline needs: roles and their policies. */
export function letStay(scope: IConstruct): void {
  for (const one of scope.node.findAll())
    if (CfnResource.isCfnResource(one) && !one.cfnResourceType.startsWith('AWS::IAM::')) one.applyRemovalPolicy(STAYS);
}
