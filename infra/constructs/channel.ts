import { type EventBus, type EventPattern, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { PipelineFunction } from './pipeline-function.ts';
import { type Batching, WorkQueue } from './work-queue.ts';

export type ChannelProps = Batching & {
  bus: EventBus;
  events: EventPattern;
  people: ITopic;
  /** Who works off a queue that nobody else has. */
  consumer: PipelineFunction;
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

/** Events of the bus that wait in a queue with other work, until its consumer comes to them. */
export class Waiting extends Construct {
  constructor(scope: Construct, id: string, props: Pick<ChannelProps, 'bus' | 'events'> & { work: WorkQueue }) {
    super(scope, id);
    new Rule(this, 'Rule', { eventBus: props.bus, eventPattern: props.events, targets: [targetOf(props.work)] });
  }
}

/** Events of the bus that wait in a queue of their own until `consumer` has handled them: one that stalls holds up no other. */
export class Channel extends Construct {
  readonly work: WorkQueue;

  constructor(scope: Construct, id: string, props: ChannelProps) {
    super(scope, id);
    const { consumer, people, ...batching } = props;
    this.work = new WorkQueue(this, 'Work', { ...batching, timeout: consumer.timeout, people });
    const targets = [targetOf(this.work)];
    new Rule(this, 'Rule', { eventBus: props.bus, eventPattern: props.events, targets });
    const others = Object.entries(props.others ?? {}).flatMap(([name, pattern]) => [
      { name: `${name}-default`, pattern, bus: undefined },
      { name: `${name}-own`, pattern, bus: props.bus },
    ]);
    for (const { name, pattern, bus } of others) {
      new Rule(this, name, {
        ...(bus === undefined ? {} : { eventBus: bus }),
        eventPattern: pattern,
        targets,
      });
    }
    this.work.feed(consumer);
  }
}

const targetOf = ({ queue, deadLetters }: WorkQueue): SqsQueue => new SqsQueue(queue, { deadLetterQueue: deadLetters });
