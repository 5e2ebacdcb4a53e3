import {
  CloudFormationClient,
  DeleteStackCommand,
  DescribeStacksCommand,
  UpdateTerminationProtectionCommand,
} from '@aws-sdk/client-cloudformation';
import { CognitoIdentityProviderClient, UpdateUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { SECOND_MS } from '../../../shared/core/instant.ts';
import type { Surroundings } from '../surroundings.ts';
import { unlessMissing } from './account.ts';
import type { AwsSettings } from './settings.ts';
import { resourcesOf } from './stack.ts';
import { asked } from './trouble.ts';

/** CloudFront takes minutes to let go of a distribution, and CloudFormation waits for it. */
const LOOK_EVERY_MS = 10 * SECOND_MS;

/** How the deletion of a stack ended: CloudFormation's word, and why, where it says so. */
export type Removed = { status: string; why?: string | undefined };

/**
 * Lifts the protection of a stack, has CloudFormation delete it, and waits until it has. What fails has the protection
 * back. Throws `AwsRefused`.
 */
export async function removeStack(
  settings: AwsSettings,
  name: string,
  { wait }: Pick<Surroundings, 'wait'>,
): Promise<Removed> {
  const client = new CloudFormationClient(settings);
  const protect = (on: boolean) =>
    client.send(new UpdateTerminationProtectionCommand({ StackName: name, EnableTerminationProtection: on }));
  return asked(settings.region, async () => {
    // By its id, because a stack that is gone is not found by its name.
    const there = await client.send(new DescribeStacksCommand({ StackName: name })).catch(unlessMissing);
    const id = there?.Stacks?.[0]?.StackId;
    if (id === undefined) return { status: 'DELETE_COMPLETE' };
    await protect(false);
    try {
      await client.send(new DeleteStackCommand({ StackName: name }));
    } catch (refused) {
      await protect(true);
      throw refused;
    }
    for (;;) {
      const answer = await client.send(new DescribeStacksCommand({ StackName: id })).catch(unlessMissing);
      const stack = answer?.Stacks?.[0];
      const status = stack?.StackStatus ?? 'DELETE_COMPLETE';
      if (status === 'DELETE_COMPLETE') return { status };
      if (status !== 'DELETE_IN_PROGRESS') {
        await protect(true);
        return { status, why: stack?.StackStatusReason };
      }
      await wait(LOOK_EVERY_MS);
    }
  });
}

/**
 * Lets CloudFormation delete a stack whose first creation failed: its own protection, and that of table and pool, which it
 * could not take back and in which nothing ever was. Throws `AwsRefused`.
 */
export const unprotectFailed = (settings: AwsSettings, name: string): Promise<void> =>
  asked(settings.region, async () => {
    const lift = { StackName: name, EnableTerminationProtection: false };
    await new CloudFormationClient(settings).send(new UpdateTerminationProtectionCommand(lift));
    for (const { type, physicalId, status } of await resourcesOf(settings, name)) {
      if (status === 'DELETE_COMPLETE' || physicalId === '') continue;
      if (type === 'AWS::DynamoDB::GlobalTable')
        await new DynamoDBClient(settings).send(
          new UpdateTableCommand({ TableName: physicalId, DeletionProtectionEnabled: false }),
        );
      if (type === 'AWS::Cognito::UserPool')
        await new CognitoIdentityProviderClient(settings).send(
          new UpdateUserPoolCommand({ UserPoolId: physicalId, DeletionProtection: 'INACTIVE' }),
        );
    }
  });
