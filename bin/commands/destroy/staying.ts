import type { Kept } from '../../../shared/config/stage-schema.ts';
import { KEYED_CHANNELS } from '../../../shared/core/keyed/shipped.ts';
import type { StackResource, StackTemplate } from '../aws/stack.ts';

/** Something that stays when its stack is deleted. */
export type Staying = StackResource & { what: string; costs: string };

const FREE = 'nothing';

/** What the kinds are called that somebody may want to know of, and what each costs a month when nothing writes to it. */
const KINDS: Readonly<Record<string, { what: string; costs: string }>> = {
  'AWS::DynamoDB::GlobalTable': {
    what: 'the table: everything that was said',
    costs: '$0.25 a GB, and $0.20 a GB for its backup',
  },
  'AWS::S3::Bucket': { what: 'a bucket: the pages', costs: '$0.023 a GB' },
  'AWS::CloudFront::Distribution': { what: 'the distribution: the page’s address', costs: 'what is read of it' },
  'AWS::Cognito::UserPool': { what: 'the user pool: who may sign in', costs: FREE },
  'AWS::SecretsManager::Secret': { what: 'a secret', costs: '$0.40' },
  'AWS::Route53::RecordSet': { what: 'a DNS record of the page', costs: FREE },
  'AWS::CertificateManager::Certificate': { what: 'a certificate of the page', costs: FREE },
  'AWS::SES::EmailIdentity': { what: 'the domain that mails come from', costs: FREE },
};

const STAYING = ['Retain', 'RetainExceptOnCreate'];

/** What of a stack stays, as far as somebody may want to know it by name; the policies around it are left out. */
export const stayingOf = (template: StackTemplate, resources: readonly StackResource[]): Staying[] =>
  resources.flatMap((one) => {
    const kind = KINDS[one.type];
    return kind !== undefined && STAYING.includes(template.Resources[one.id]?.DeletionPolicy ?? '')
      ? [{ ...one, ...kind }]
      : [];
  });

/** What would be lost for good, of a template from before it was told to stay. */
const MUST_STAY = ['AWS::DynamoDB::GlobalTable', 'AWS::S3::Bucket', 'AWS::CloudFront::Distribution'];

/** The logical ids of what this stack would take away with it although customers read it. */
export const lostWith = (template: StackTemplate): string[] =>
  Object.entries(template.Resources).flatMap(([id, { Type, DeletionPolicy = '' }]) =>
    MUST_STAY.includes(Type) && !STAYING.includes(DeletionPolicy) ? [id] : [],
  );

/** What to write as `kept` of the stage, so that a later deployment takes up what stayed. `host`: of the distribution. */
export function keptOf(staying: readonly Staying[], outputs: Readonly<Record<string, string>>): Kept {
  const physical = (type: string) => staying.find((one) => one.type === type)?.physicalId;
  const table = physical('AWS::DynamoDB::GlobalTable');
  const distribution = physical('AWS::CloudFront::Distribution');
  const host = new URL(outputs.MadeUpSiteUrl ?? outputs.SiteUrl ?? 'https://unknown').host;
  const { SiteBucketName: bucket, StandbyBucketName: standby } = outputs;
  const keys = {
    ...(outputs.SubscriberKeyArn ? { subscribers: outputs.SubscriberKeyArn } : {}),
    ...(outputs.IntakeKeyArn ? { intake: outputs.IntakeKeyArn } : {}),
    ...(outputs.XTokensArn ? { x: outputs.XTokensArn } : {}),
    ...Object.fromEntries(
      KEYED_CHANNELS.flatMap(({ name, label }) =>
        [outputs[`${label}SecretArn`]].filter(Boolean).map((arn) => [name, arn]),
      ),
    ),
  };
  return {
    ...(table === undefined ? {} : { table }),
    ...(distribution === undefined || bucket === undefined ? {} : { site: { bucket, distribution, host } }),
    ...(standby === undefined ? {} : { standby }),
    ...(Object.keys(keys).length === 0 ? {} : { keys }),
  };
}
