import { isDeepStrictEqual } from 'node:util';
import type { StackTemplate } from '../aws/stack.ts';

/**
 * What must outlive every upgrade, and which of its properties CloudFormation cannot change without a new, empty one
 * ("Update requires: Replacement"), or cannot change at all (the aliases of a pool). `GenerateSecretString`: a change of it
 * makes another secret.
 */
const LASTING: Readonly<Record<string, { holds: string; fixed: readonly string[] }>> = {
  'AWS::DynamoDB::GlobalTable': {
    holds: 'every incident ever told',
    fixed: ['TableName', 'KeySchema', 'LocalSecondaryIndexes'],
  },
  'AWS::DynamoDB::Table': {
    holds: 'every incident ever told',
    fixed: ['TableName', 'KeySchema', 'LocalSecondaryIndexes'],
  },
  'AWS::S3::Bucket': { holds: 'the pages that customers read', fixed: ['BucketName'] },
  'AWS::CloudFront::Distribution': { holds: 'the address that is in every post and feed', fixed: [] },
  'AWS::Cognito::UserPool': {
    holds: 'everybody’s sign-in',
    fixed: ['UsernameAttributes', 'AliasAttributes', 'UsernameConfiguration', 'UserPoolName'],
  },
  'AWS::Cognito::UserPoolClient': { holds: 'the credentials of programs', fixed: ['GenerateSecret', 'UserPoolId'] },
  'AWS::Cognito::UserPoolDomain': { holds: 'the address where people sign in', fixed: ['Domain', 'UserPoolId'] },
  'AWS::SecretsManager::Secret': { holds: 'a key or tokens', fixed: ['Name', 'GenerateSecretString'] },
  'AWS::KMS::Key': { holds: 'a key', fixed: ['KeySpec', 'KeyUsage', 'MultiRegion'] },
  'AWS::SNS::Topic': { holds: 'the confirmed addresses of people', fixed: ['TopicName', 'FifoTopic'] },
  'AWS::Events::EventBus': { holds: 'the name that other systems send to', fixed: ['Name'] },
  'AWS::ApiGatewayV2::Api': { holds: 'the address of the console and of the API', fixed: ['ProtocolType'] },
};

/** Something that a deployment would take away or make anew. */
export type Replacement = { id: string; type: string; holds: string; because: string };

/** What of `deployed` would not outlive the deployment of `next`. */
export function replacedBy(deployed: StackTemplate, next: StackTemplate): Replacement[] {
  return Object.entries(deployed.Resources).flatMap(([id, { Type: type, Properties: before = {} }]) => {
    const lasting = LASTING[type];
    if (lasting === undefined) return [];
    const { holds, fixed } = lasting;
    const after = next.Resources[id];
    if (after === undefined) return [{ id, type, holds, because: 'it is not in the new template' }];
    if (after.Type !== type) return [{ id, type, holds, because: `it would become a ${after.Type}` }];
    const changed = fixed.filter((name) => !isDeepStrictEqual(before[name], after.Properties?.[name]));
    if (changed.length === 0) return [];
    return [{ id, type, holds, because: `${changed.join(' and ')} would change, which AWS answers with a new one` }];
  });
}
