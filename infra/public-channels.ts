import { Duration, type Stack } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Kept } from '../shared/config/stage-schema.ts';
import type { PublicChannelName } from '../shared/core/channel/shipped.ts';
import type { KeyedFacts } from '../shared/core/keyed/facts.ts';
import { KEYED_CHANNELS, type KeyedChannelName } from '../shared/core/keyed/shipped.ts';
import { HOOKS, MAIL } from '../shared/core/subscribers/facts.ts';
import { X } from '../shared/core/x/facts.ts';
import { Channel, nudgesFor } from './constructs/channel.ts';
import type { Follow } from './constructs/follow.ts';
import { constructId, type FunctionName } from './constructs/function-names.ts';
import { readSecret } from './constructs/grants.ts';
import type { IncidentTable } from './constructs/incident-table.ts';
import { MailFeedback } from './constructs/mail-feedback.ts';
import { askQuota } from './constructs/mail-sender.ts';
import { NetworkAccount } from './constructs/network-account.ts';
import type { PipelineFunction, PipelineFunctionProps } from './constructs/pipeline-function.ts';
import { XAccount } from './constructs/x-account.ts';

/** What the stack lends to a channel: a function in it, and what every channel's function reads and may do. */
export type ChannelParts = {
  stack: Stack;
  bus: EventBus;
  people: ITopic;
  lambda: (name: FunctionName, props: Omit<PipelineFunctionProps, 'name' | 'bundles'>) => PipelineFunction;
  environment: Record<string, string>;
  grants: PolicyStatement[];
  /** What people follow with. The config refuses the channels that need it where there is none. */
  follow: Follow | undefined;
  table: IncidentTable;
  /** Secrets that are there already, by whose they are. */
  keptKeys?: NonNullable<Kept['keys']> | undefined;
};

/** In which variable the desk finds the secret of an account (shared/lambda/desk-sources.ts). */
const accountVariable = (channel: string): string => `CANDOR_${channel.toUpperCase()}_SECRET`;

/** Outputs of the stack and, where customers can answer there, what whoever hears them speaks to it with. */
export type MadeChannel = {
  outputs: Record<string, string>;
  account?: { secret: ISecret; environment: Record<string, string> };
};

/** A worker is at it for 40 s, and may then be in the midst of a page (shared/app/subscribers/tell.ts). */
const tellTimeout = Duration.seconds(60);

/** A channel that goes by keys: what it is spoken to with, and one bundle for all of them, which is told which it is. */
const keyedChannel =
  (is: KeyedFacts & { name: KeyedChannelName }) =>
  ({ stack, bus, people, lambda, environment, grants, keptKeys }: ChannelParts): MadeChannel => {
    const id = constructId(is.name);
    const { secret } = new NetworkAccount(stack, id, is, keptKeys?.[is.name]);
    const publish = lambda('publish-keyed', {
      called: `publish-${is.name}`,
      description: `Brings ${is.label} in line with the log`,
      // One look may take three calls, each with its own deadline (shared/adapters/https/guarded-call.ts).
      timeout: Duration.seconds(60),
      environment: { ...environment, CANDOR_CHANNEL: is.name, CANDOR_CHANNEL_SECRET: secret.secretArn },
      grants: [...grants, readSecret(secret)],
    });
    new Channel(stack, `${id}Channel`, { bus, events: nudgesFor('public', is.name), consumer: publish, people });
    return {
      outputs: { [`${id}SecretArn`]: secret.secretArn },
      account: { secret, environment: { [accountVariable(is.name)]: secret.secretArn } },
    };
  };

const keyed = Object.fromEntries(KEYED_CHANNELS.map((is) => [is.name, keyedChannel(is)])) as Record<
  KeyedChannelName,
  (parts: ChannelParts) => MadeChannel
>;

/** The resources of each public channel, made only where the config names it. */
export const publicChannels: Record<PublicChannelName, (parts: ChannelParts) => MadeChannel> = {
  ...keyed,

  x({ stack, bus, people, lambda, environment, grants, keptKeys }) {
    const x = new XAccount(stack, 'X', keptKeys?.x);
    const publishX = lambda('publish-x', {
      description: 'Brings X in line with the log',
      // One look may take three calls to X, each with its own deadline (shared/adapters/x/guarded-call.ts).
      timeout: Duration.seconds(60),
      environment: { ...environment, CANDOR_X_URL: x.url, CANDOR_X_SECRET: x.secret.secretArn },
      grants: [...grants, readSecret(x.secret)],
    });
    new Channel(stack, 'XChannel', { bus, events: nudgesFor('public', X.name), consumer: publishX, people });
    return {
      outputs: { XTokensArn: x.secret.secretArn },
      account: { secret: x.secret, environment: { CANDOR_X_URL: x.url, [accountVariable('x')]: x.secret.secretArn } },
    };
  },

  mail({ stack, bus, people, lambda, environment, grants, follow, table }) {
    const { sender, from, key } = follow!;
    const publishMail = lambda('publish-mail', {
      description: 'Tells subscribers by mail',
      timeout: tellTimeout,
      environment: {
        ...environment,
        CANDOR_SUBSCRIBER_SECRET: key.secret.secretArn,
        CANDOR_MAIL_CONFIGURATION_SET: sender.configurationSet.configurationSetName,
      },
      grants: [...grants, readSecret(key.secret), sender.send(from), askQuota(), table.eraseSubscribers()],
    });
    goesOn(
      publishMail,
      new Channel(stack, 'MailChannel', {
        bus,
        events: nudgesFor('public', MAIL.name),
        consumer: publishMail,
        people,
        batchSize: 1,
      }),
    );
    const feedback = lambda('mail-feedback', {
      description: 'Keeps what SES tells of our mails',
      timeout: Duration.seconds(30),
      environment: { CANDOR_TABLE: environment.CANDOR_TABLE! },
      grants: [...table.readAndWrite(), table.eraseSubscribers()],
    });
    new MailFeedback(stack, 'MailEvents', { sender, consumer: feedback, people });
    return { outputs: { MailConfigurationSet: sender.configurationSet.configurationSetName } };
  },

  hooks({ stack, bus, people, lambda, environment, grants, follow, table }) {
    const { sender, key } = follow!;
    const publishHooks = lambda('publish-hooks', {
      description: 'Tells webhooks, rooms and browsers',
      timeout: tellTimeout,
      environment: {
        ...environment,
        CANDOR_SUBSCRIBER_SECRET: key.secret.secretArn,
        CANDOR_MAIL_CONFIGURATION_SET: sender.configurationSet.configurationSetName,
      },
      grants: [...grants, readSecret(key.secret), follow!.sendConfirmations(), table.eraseSubscribers()],
    });
    goesOn(
      publishHooks,
      new Channel(stack, 'HooksChannel', {
        bus,
        events: nudgesFor('public', HOOKS.name),
        consumer: publishHooks,
        people,
        batchSize: 1,
      }),
    );
    return { outputs: {} };
  },
};

/** Whoever tells many people leaves the rest to a message of its own. */
function goesOn({ lambda }: PipelineFunction, { work }: Channel): void {
  lambda.addEnvironment('CANDOR_OWN_QUEUE_URL', work.queue.queueUrl);
  lambda.addToRolePolicy(work.send());
}
