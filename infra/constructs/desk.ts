import { Duration, Stack, Validations } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { logicalId } from './logical-id.ts';
import type { PipelineFunction } from './pipeline-function.ts';
import { WorkQueue } from './work-queue.ts';

const minute = Duration.minutes(1);

/** Of a look that reads every source, each with its own deadline (shared/adapters/https/guarded-call.ts). */
export const listenTimeout = Duration.seconds(50);

/** Has customers heard once a minute and, while an incident is open, in between, by a queue of its own. */
export class Desk extends Construct {
  readonly #work: WorkQueue;

  constructor(scope: Construct, id: string, { listen, people }: { listen: PipelineFunction; people: ITopic }) {
    super(scope, id);
    const { account } = Stack.of(this);
    const role = new Role(this, 'SchedulerRole', {
      // Without the condition, a schedule of another account could make Scheduler act with this role.
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': account } },
      }),
    });
    Validations.of(role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::<${logicalId(listen.lambda)}.Arn>:*]`,
      reason: 'Any version of the function that listens, and of nothing else.',
    });
    // What a tick misses the next one hears: it reads from half an hour before.
    new Schedule(this, 'Schedule', {
      description: 'Hears what customers say',
      schedule: ScheduleExpression.rate(minute),
      target: new LambdaInvoke(listen.lambda, { role, retryAttempts: 0, maxEventAge: minute }),
    });
    listen.lambda.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: minute });
    const work = new WorkQueue(this, 'Looks', { timeout: listenTimeout, people });
    work.feed(listen);
    listen.lambda.addEnvironment('CANDOR_LISTEN_QUEUE_URL', work.queue.queueUrl);
    listen.lambda.addToRolePolicy(work.send());
    this.#work = work;
  }

  /** Lets whoever is told of a message have the desk look at once. */
  beAskedBy({ lambda }: PipelineFunction): void {
    lambda.addEnvironment('CANDOR_LISTEN_QUEUE_URL', this.#work.queue.queueUrl);
    lambda.addToRolePolicy(this.#work.send());
  }
}
