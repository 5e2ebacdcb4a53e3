import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { WORKERS_PER_QUEUE } from '../../shared/config/workers.ts';
import type { PipelineFunction } from './pipeline-function.ts';

/** How often a message is tried before a person has to look at it; below five, AWS advises, throttling alone can use it up. */
const MAX_RECEIVES = 5;

/** How many messages Lambda hands out at a time. */
export type Batching = {
  /** How long Lambda waits for a batch to fill; none: it hands out what there is. */
  window?: Duration;
  /** Ten if not said; more need a window. */
  batchSize?: number;
};

export type WorkQueueProps = Batching & {
  /** The timeout of the function that will consume, from which the visibility timeout follows. */
  timeout: Duration;
  /** Who hears that something was given up. */
  people: ITopic;
};

/** A queue, where its messages go when they fail again and again, and the alarm that says so. */
export class WorkQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  readonly #batching: Batching;

  constructor(scope: Construct, id: string, props: WorkQueueProps) {
    super(scope, id);
    this.#batching = props;
    this.deadLetters = new DeadLetters(this, 'DeadLetters', props).queue;
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      // AWS's rule: six times the function's timeout and the window, so that throttled batches are not handed out twice.
      visibilityTimeout: Duration.seconds(props.timeout.toSeconds() * 6 + (props.window?.toSeconds() ?? 0)),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: MAX_RECEIVES },
    });
  }

  /**
   * Feeds `consumer` batches, as many at a time as shared/config/workers.ts allows each queue. The limit is on the queue and
   * not on the function: reserved concurrency would let the queue's pollers be throttled and send good messages to the dead
   * letters, and an account with ten slots has none to reserve.
   */
  feed(consumer: PipelineFunction): void {
    const { batchSize = 10, window } = this.#batching;
    consumer.lambda.addEventSource(
      new SqsEventSource(this.queue, {
        batchSize,
        reportBatchItemFailures: true,
        maxConcurrency: WORKERS_PER_QUEUE,
        ...(window === undefined ? {} : { maxBatchingWindow: window }),
      }),
    );
  }

  /** The right to put a message here. */
  send(): PolicyStatement {
    return new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.queue.queueArn] });
  }
}

/** Where undeliverable messages wait for two weeks, with an alarm from the first one on. */
export class DeadLetters extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct, id: string, props: { people: ITopic }) {
    super(scope, id);
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    new Alarm(this, 'Alarm', {
      alarmDescription: `Messages were given up and wait in ${this.node.path}. See docs/deploying.md.`,
      metric: this.queue.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(1),
        statistic: 'Maximum',
      }),
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    }).addAlarmAction(new SnsAction(props.people));
  }
}
