import type { Config } from '../../../shared/config/config-schema.ts';
import { queueWorkers } from '../../../shared/config/workers.ts';
import type { AwsAccount } from '../aws/account.ts';
import { regionOfShell } from '../aws/settings.ts';
import type { DeployedStack } from '../aws/stack.ts';
import { otherRegions, type StageOnAws } from '../aws/stage.ts';
import { type Check, elsewhere, green, red, unknown } from './check.ts';

/** The account that a stage is deployed to, as its checks see it. */
export type InAccount = {
  account: AwsAccount;
  config: Config;
  env: Readonly<Record<string, string | undefined>>;
  /** The regions besides its own in which the stage has something: the standby, and us-east-1 for a certificate. */
  otherRegions: readonly string[];
  /** The stack of the stage, as far as it is there. */
  stack: () => Promise<DeployedStack | undefined>;
};

/** What the checks look at, of a stage and its account. */
export const inAccount = (
  account: AwsAccount,
  { config, stage, region, stack }: StageOnAws,
  env: InAccount['env'],
): InAccount => ({ account, config, env, otherRegions: otherRegions(stage, region), stack });

/** What CDK's deployment asks of its own stack (aws-cdk-lib, DefaultStackSynthesizer: 6 for assets and lookups). */
const NEEDED_BOOTSTRAP = 6;

/** A new account has 10 (docs/rules.md); with 50 a storm of alarms leaves room for whoever speaks. */
export const NEEDED_CONCURRENCY = 50;

/** In the order in which one hinders the next. */
export const ACCOUNT_CHECKS: readonly Check<InAccount>[] = [
  {
    id: 'credentials',
    what: 'credentials',
    look: async ({ account }) => {
      const { account: id, arn } = await account.identity();
      return green(`account ${id}, as ${arn}`);
    },
  },
  {
    id: 'region',
    what: 'region',
    look: async ({ account, env }) => {
      const shell = regionOfShell(env);
      const { region } = account;
      return shell === undefined || shell === region
        ? green(region)
        : green(`${region}, as the config says; this shell points at ${shell}, which counts for other tools alone`);
    },
  },
  {
    id: 'bootstrap',
    what: 'CDK’s own stack (bootstrap)',
    look: async ({ account, otherRegions }) => {
      const { account: id } = await account.identity();
      const regions = [account.region, ...otherRegions];
      const versions = await Promise.all(regions.map((region) => account.bootstrapVersion(region)));
      const old = regions.filter((_, at) => (versions[at] ?? 0) < NEEDED_BOOTSTRAP);
      if (old.length === 0) return green(`version ${versions.join(', ')} in ${regions.join(', ')}`);
      const how = old.map((region) => {
        const version = versions[regions.indexOf(region)];
        return version === undefined
          ? `none in ${region}`
          : `version ${version} in ${region}, and ${NEEDED_BOOTSTRAP} is needed`;
      });
      return red(
        `There is ${how.join('; ')}. CDK puts the functions’ code there before it deploys.`,
        `npx cdk bootstrap ${old.map((region) => `aws://${id}/${region}`).join(' ')}`,
      );
    },
  },
  {
    id: 'concurrency',
    what: 'functions at once (Lambda concurrency)',
    look: async ({ account, config }) => {
      const limit = await account.concurrency();
      if (limit === undefined) return unknown('Lambda does not say how many functions may run at once.');
      if (limit >= NEEDED_CONCURRENCY) return green(`${limit}`);
      return red(
        `This account may run ${limit} functions at once, as new accounts may. ${roomText(limit, queueWorkers(config))} Ask for 1000, which is free and granted within hours.`,
        `aws service-quotas request-service-quota-increase --service-code lambda --quota-code L-B99A9384 --desired-value 1000 --region ${account.region}`,
      );
    },
  },
  {
    id: 'cloudfront',
    what: 'CloudFront takes this account',
    look: async ({ account, stack }) => {
      const [there, stands] = await Promise.all([account.distributions(), stack()]);
      if (stands?.outputs.SiteUrl !== undefined || there > 0) return green(`it has ${there} distributions`);
      return unknown(
        'It has no distribution yet, and whether AWS lets a new account make one shows only when it is made ("Your account must be verified"). If it is refused, the deployment is taken back and run again after support has verified the account.',
      );
    },
  },
  {
    id: 'mail',
    what: 'mail to strangers (SES)',
    look: async ({ account, config }) => {
      if (!config.channels.includes('mail'))
        return elsewhere('the config names no channel that sends mail; the mails of SNS need no leave');
      if (await account.mailsStrangers()) return green('SES sends to anybody');
      return red(
        'SES is in its sandbox: mail reaches addresses alone that have been confirmed in this account, so no subscriber. Ask to leave it; it takes about a day.',
        `aws sesv2 put-account-details --production-access-enabled --mail-type TRANSACTIONAL --website-url https://STATUS-PAGE --use-case-description "Status updates to people who asked for them" --region ${account.region}`,
      );
    },
  },
];

/** What of the account's slots a storm takes, and what is left for people and the tick. */
function roomText(limit: number, workers: number): string {
  const left = limit - workers;
  if (left < 2)
    return `What comes by itself takes up to ${workers} of them with the channels of this config, so that in a storm whoever speaks is answered 503: name fewer channels until the account has more.`;
  return `What comes by itself takes at most ${workers} of them with the channels of this config, and ${left} are left for whoever speaks; another channel takes 2 more, another stage as many again.`;
}
