import { type EventBus, type EventPattern, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { PipelineFunction } from './pipeline-function.ts';
import { WorkQueue } from './work-queue.ts';

export type ChannelProps = {
  bus: EventBus;
  events: EventPattern;
  consumer: PipelineFunction;
  people: ITopic;
  /** Where its messages wait, if the consumer puts messages of its own there too; else a queue is made. */
  work?: WorkQueue;
  /** How many messages are handed out at once; ten if not said. */
  batchSize?: number;
  /** Events of other services that wait in the same queue, from the default bus of the account and from ours. */
  others?: Readonly<Record<string, EventPattern>>;
};

/** "Look at this incident", as the functions put it on the bus for whom it concerns (`Listener` in shared/ports/nudges.ts). */
export const nudgesFor = (...listeners: readonly string[]): EventPattern => ({
  source: ['candor'],
  detailType: ['candor.look'],
  detail: { for: listeners },
});

/** Whoever may put events on the bus changes a status, and says who is on duty. */
export const statusChanges: EventPattern = { detailType: ['candor.status-change', 'candor.on-duty'] };

/** Events of the bus that wait in a queue of their own until `consumer` has handled them: one that stalls holds up no other. */
export class Channel extends Construct {
  constructor(scope: Construct, id: string, props: ChannelProps) {
    super(scope, id);
    const work = props.work ?? new WorkQueue(this, 'Work', { timeout: props.consumer.timeout, people: props.people });
    new Rule(this, 'Rule', {
      eventBus: props.bus,
      eventPattern: props.events,
      targets: [new SqsQueue(work.queue, { deadLetterQueue: work.deadLetters })],
    });
    const others = Object.entries(props.others ?? {}).flatMap(([name, pattern]) => [
      { name: `${name}-default`, pattern, bus: undefined },
      { name: `${name}-own`, pattern, bus: props.bus },
    ]);
    for (const { name, pattern, bus } of others) {
      new Rule(this, name, {
        ...(bus === undefined ? {} : { eventBus: bus }),
        eventPattern: pattern,
        targets: [new SqsQueue(work.queue, { deadLetterQueue: work.deadLetters })],
      });
    }
    // Two is the least that AWS allows. The reconcilers claim before they act, so a second worker does no harm.
    work.feed(props.consumer, { maxConcurrency: 2, ...(props.batchSize ? { batchSize: props.batchSize } : {}) });
  }
}
