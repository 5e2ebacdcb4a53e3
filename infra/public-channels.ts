import { Duration, type Stack } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { PublicChannelName } from '../shared/core/channel/shipped.ts';
import { X } from '../shared/core/x/facts.ts';
import { Channel, nudgesFor } from './constructs/channel.ts';
import type { FunctionName } from './constructs/function-names.ts';
import { readSecret } from './constructs/grants.ts';
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
};

/** The resources of each public channel, made only where the config names it. Comes back with the stack's outputs. */
export const publicChannels: Record<PublicChannelName, (parts: ChannelParts) => Record<string, string>> = {
  x({ stack, bus, people, lambda, environment, grants }) {
    const x = new XAccount(stack, 'X');
    const publishX = lambda('publish-x', {
      description: 'Brings X in line with the log',
      // One look may take three calls to X, each with its own deadline (shared/adapters/x/guarded-call.ts).
      timeout: Duration.seconds(60),
      environment: { ...environment, CANDOR_X_URL: x.url, CANDOR_X_SECRET: x.secret.secretArn },
      grants: [...grants, readSecret(x.secret)],
    });
    new Channel(stack, 'XChannel', { bus, events: nudgesFor('public', X.name), consumer: publishX, people });
    return { XTokensArn: x.secret.secretArn };
  },
};
