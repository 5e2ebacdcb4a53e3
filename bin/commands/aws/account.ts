import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CloudFrontClient, ListDistributionsCommand } from '@aws-sdk/client-cloudfront';
import { GetAccountSettingsCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetAccountCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { AwsSettings } from './settings.ts';
import { asked } from './trouble.ts';

/** What the account as a whole is asked. Each throws `AwsRefused`. */
export type AwsAccount = {
  region: string;
  /** Whose credentials these are. */
  identity(): Promise<{ account: string; arn: string }>;
  /** The version of CDK's own stack in a region; undefined where there is none. */
  bootstrapVersion(region?: string): Promise<number | undefined>;
  /** How many functions may run at once, in the whole account and region. */
  concurrency(): Promise<number | undefined>;
  /** How many distributions there are: a first one may be refused. */
  distributions(): Promise<number>;
  /** Whether mail goes to strangers too, or to confirmed addresses alone (the sandbox). */
  mailsStrangers(): Promise<boolean>;
};

export function awsAccount(settings: AwsSettings): AwsAccount {
  const { region } = settings;
  return {
    region,
    identity: () =>
      asked(region, async () => {
        const { Account = '', Arn = '' } = await new STSClient(settings).send(new GetCallerIdentityCommand({}));
        return { account: Account, arn: Arn };
      }),
    bootstrapVersion: (where = region) =>
      asked(where, async () => {
        const toolkit = await new CloudFormationClient({ ...settings, region: where })
          .send(new DescribeStacksCommand({ StackName: 'CDKToolkit' }))
          .catch(unlessMissing);
        const version = toolkit?.Stacks?.[0]?.Outputs?.find(({ OutputKey }) => OutputKey === 'BootstrapVersion');
        return toolkit === undefined ? undefined : Number(version?.OutputValue ?? 0);
      }),
    concurrency: () =>
      asked(region, async () => {
        const { AccountLimit } = await new LambdaClient(settings).send(new GetAccountSettingsCommand({}));
        return AccountLimit?.ConcurrentExecutions;
      }),
    distributions: () =>
      asked(region, async () => {
        const { DistributionList } = await new CloudFrontClient(settings).send(new ListDistributionsCommand({}));
        return DistributionList?.Quantity ?? DistributionList?.Items?.length ?? 0;
      }),
    mailsStrangers: () =>
      asked(region, async () => {
        const { ProductionAccessEnabled = false } = await new SESv2Client(settings).send(new GetAccountCommand({}));
        return ProductionAccessEnabled;
      }),
  };
}

/** CloudFormation says of a stack that is not there that the request was wrong. */
export function unlessMissing(error: unknown): undefined {
  const { name, message = '' } = error as { name?: string; message?: string };
  if (name === 'ValidationError' && /does not exist/.test(message)) return undefined;
  throw error;
}
