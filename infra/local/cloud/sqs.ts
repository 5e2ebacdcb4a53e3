import { lastPart } from './arn.ts';
import type { Fauxqs, Queue } from './fauxqs.ts';
import type { Service } from './gateway.ts';
import type { Resource } from './template.ts';

export interface Depth {
  readonly visible: number;
  readonly delayed: number;
  readonly inFlight: number;
}

export interface Queues {
  readonly service: Service;
  byArn(arn: string): Queue;
  /** Puts a message as an AWS service does, after the queue's own delay. */
  send(queueArn: string, body: string): void;
  depth(queueArn: string): Depth;
}

const attributesOf: Readonly<Record<string, string>> = {
  DelaySeconds: '0',
  MaximumMessageSize: '1048576',
  ReceiveMessageWaitTimeSeconds: '0',
  VisibilityTimeout: '30',
};

/** The queues of the template, made or brought up to date. */
export function createQueues(fauxqs: Fauxqs, resources: readonly Resource[], gatewayUrl: string): Queues {
  const { sqs } = fauxqs;
  for (const { name, arn, properties } of resources) {
    const attributes: Record<string, string> = {};
    for (const [attribute, otherwise] of Object.entries(attributesOf))
      attributes[attribute] = String(properties[attribute] ?? otherwise);
    // An empty policy takes away one of an earlier template.
    attributes.RedrivePolicy = properties.RedrivePolicy ? JSON.stringify(properties.RedrivePolicy) : '';
    const queue = sqs.getQueueByArn(arn) ?? sqs.createQueue(name, `${gatewayUrl}/${lastPart(arn)}`, arn, {});
    queue.setAttributes(attributes);
  }

  const byArn = (arn: string): Queue => {
    const queue = sqs.getQueueByArn(arn);
    if (!queue) throw new Error(`there is no queue ${arn}`);
    return queue;
  };
  return {
    // The SDK posts to the queue's own URL; fauxqs reads the queue from the body and listens at the root.
    service: (call, response) => fauxqs.forward({ ...call, url: '/' }, response),
    byArn,
    send(arn, body) {
      const queue = byArn(arn);
      queue.enqueue(fauxqs.createMessage(body, Number(queue.attributes.DelaySeconds)));
    },
    depth(arn) {
      const { messages, delayedMessages, inflightMessages } = byArn(arn);
      return { visible: messages.length, delayed: delayedMessages.length, inFlight: inflightMessages.size };
    },
  };
}
