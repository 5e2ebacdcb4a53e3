import type { StackTemplate } from '../aws/stack.ts';

/** What people call the kinds of resources that cost, hold or answer something; the others are counted together. */
const KINDS: Readonly<Record<string, string>> = {
  'AWS::Lambda::Function': 'functions',
  'AWS::DynamoDB::GlobalTable': 'table',
  'AWS::DynamoDB::Table': 'table',
  'AWS::S3::Bucket': 'bucket',
  'AWS::CloudFront::Distribution': 'CloudFront distribution',
  'AWS::ApiGatewayV2::Api': 'HTTP API',
  'AWS::Cognito::UserPool': 'user pool',
  'AWS::SQS::Queue': 'queues',
  'AWS::SNS::Topic': 'topic',
  'AWS::Events::EventBus': 'event bus',
  'AWS::Scheduler::Schedule': 'schedule',
  'AWS::SecretsManager::Secret': 'secrets',
  'AWS::CloudWatch::Alarm': 'alarms',
  'AWS::CertificateManager::Certificate': 'certificate',
  'AWS::Route53::RecordSet': 'DNS records',
};

/** `7 functions, 1 table, …, 84 roles, rules and routes around them`. */
export function plannedText(template: StackTemplate): string {
  const types = Object.values(template.Resources).map(({ Type }) => Type);
  const named = Object.entries(KINDS).flatMap(([type, called]) => {
    const count = types.filter((one) => one === type).length;
    return count === 0 ? [] : [`${count} ${called}`];
  });
  const others = types.filter((type) => !(type in KINDS)).length;
  return [...named, ...(others === 0 ? [] : [`${others} roles, rules and routes around them`])].join(', ');
}

/**
 * What stays when a first deployment fails and is taken back: CloudFormation keeps it, and the next try makes others
 * beside it. `RetainExceptOnCreate` is taken back.
 */
export const orphansOf = (template: StackTemplate): readonly string[] =>
  Object.entries(template.Resources).flatMap(([id, { Type, DeletionPolicy }]) =>
    DeletionPolicy === 'Retain' ? [`${KINDS[Type] ?? Type} (${id})`] : [],
  );
