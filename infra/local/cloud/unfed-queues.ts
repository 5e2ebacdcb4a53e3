import type { Guard } from './policies.ts';
import type { Resource, Template } from './template.ts';

/** A queue that a function waits on and that nothing in the stack sends to. */
export type UnfedQueue = { readonly queue: Resource; readonly consumer: string };

/**
 * Queues that feed a function and stay empty for ever: no rule, schedule or subscription names them, and no role may
 * send to them. AWS deploys this without a word, and the function never runs.
 */
export function unfedQueues(template: Template, guard: Guard): UnfedQueue[] {
  const named = new Set([
    ...template.ofType('AWS::Events::Rule').flatMap(({ properties }) => (properties.Targets ?? []).map(arnIn)),
    ...template.ofType('AWS::Scheduler::Schedule').map(({ properties }) => arnIn(properties.Target)),
    ...template.ofType('AWS::SNS::Subscription').map(({ properties }) => properties.Endpoint),
  ]);
  const roles = template.ofType('AWS::IAM::Role').map(({ arn }) => ({ kind: 'role', roleArn: arn }) as const);
  const maySend = (queue: string) =>
    roles.some((role) => guard.wouldAllow(role, { action: 'sqs:SendMessage', resource: queue }));

  return template.ofType('AWS::Lambda::EventSourceMapping').flatMap(({ properties }) => {
    const queue = template.byArn(properties.EventSourceArn);
    if (!queue || named.has(queue.arn) || maySend(queue.arn)) return [];
    const consumer = template.ofType('AWS::Lambda::Function').find(({ name }) => name === properties.FunctionName);
    return [{ queue, consumer: consumer?.id ?? properties.FunctionName }];
  });
}

const arnIn = (target: { Arn: string }): string => target.Arn;
