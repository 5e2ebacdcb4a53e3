import { EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { MailSender } from './mail-sender.ts';
import type { PipelineFunction } from './pipeline-function.ts';
import { WorkQueue } from './work-queue.ts';

/**
 * What SES tells of our mails, in a queue. Of each event only its time, kind and tags go on: the addresses stay on the bus.
 * A rule for each kind, because a path that an event does not have would leave a hole in what is sent.
 */
export class MailFeedback extends Construct {
  constructor(scope: Construct, id: string, props: { sender: MailSender; consumer: PipelineFunction; people: ITopic }) {
    super(scope, id);
    const work = new WorkQueue(this, 'Work', { timeout: props.consumer.timeout, people: props.people });
    const rule = (name: string, which: object, more: object = {}) => {
      const message = RuleTargetInput.fromObject({
        time: EventField.time,
        detail: {
          eventType: EventField.fromPath('$.detail.eventType'),
          mail: { tags: EventField.fromPath('$.detail.mail.tags') },
          ...more,
        },
      });
      const { source, detail } = props.sender.events;
      new Rule(this, name, {
        eventPattern: { source, detail: { ...detail, ...which } },
        targets: [new SqsQueue(work.queue, { deadLetterQueue: work.deadLetters, message })],
      });
    };
    rule('Told', { eventType: ['Send', 'Reject'] });
    // Some providers also tell when somebody takes a complaint back.
    const isComplaint = [{ exists: false }, { 'anything-but': ['not-spam'] }];
    rule('Complained', { eventType: ['Complaint'], complaint: { complaintFeedbackType: isComplaint } });
    rule(
      'Bounced',
      { eventType: ['Bounce'] },
      { bounce: { bounceType: EventField.fromPath('$.detail.bounce.bounceType') } },
    );
    work.feed(props.consumer);
  }
}
