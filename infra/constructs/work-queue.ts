import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { PipelineFunction } from './pipeline-function.ts';

/** How often a message is tried before a person has to look at it; below five, AWS advises, throttling alone can use it up. */
const MAX_RECEIVES = 5;

export type WorkQueueProps = {
  /** The timeout of the function that will consume, from which the visibility timeout follows. */
  timeout: Duration;
  /** How long Lambda waits for a batch to fill; none: it hands out what there is. */
  window?: Duration;
  /** Who hears that something was given up. */
  people: ITopic;
};

/** A queue, where its messages go when they fail again and again, and the alarm that says so. */
export class WorkQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  readonly #window: Duration | undefined;

  constructor(scope: Construct, id: string, props: WorkQueueProps) {
    super(scope, id);
    this.#window = props.window;
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
   * Feeds `consumer` batches, at most `maxConcurrency` at a time. The limit is on the queue and not on the function: reserved
   * concurrency would let the queue's pollers be throttled and send good messages to the dead letters.
   */
  feed(consumer: PipelineFunction, { maxConcurrency, batchSize = 10 }: { maxConcurrency: number; batchSize?: number }) {
    consumer.lambda.addEventSource(
      new SqsEventSource(this.queue, {
        batchSize,
        reportBatchItemFailures: true,
        maxConcurrency,
        ...(this.#window === undefined ? {} : { maxBatchingWindow: this.#window }),
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
