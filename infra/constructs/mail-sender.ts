import { Stack } from 'aws-cdk-lib';
import { EventBus, type EventPattern } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
  SuppressionReasons,
} from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import type { Config } from '../../shared/config/config-schema.ts';
import { confirmationSender } from '../../shared/config/mail-senders.ts';
import { addressOf } from '../../shared/core/subscribers/sender.ts';
import { STAYS } from './staying.ts';

const domainOf = (sender: string): string => addressOf(sender).split('@')[1]!.toLowerCase();

/** Whom mails come from, as SES knows them: an identity for each domain, and one configuration set for all. */
export class MailSender extends Construct {
  readonly configurationSet: ConfigurationSet;
  readonly #identities: EmailIdentity[];

  constructor(scope: Construct, id: string, { mail }: { mail: NonNullable<Config['mail']> }) {
    super(scope, id);
    this.configurationSet = new ConfigurationSet(this, 'Set', {
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
      reputationMetrics: true,
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
    });
    this.configurationSet.addEventDestination('Events', {
      destination: EventDestination.eventBus(EventBus.fromEventBusName(this, 'DefaultBus', 'default')),
      events: [EmailSendingEvent.SEND, EmailSendingEvent.REJECT, EmailSendingEvent.BOUNCE, EmailSendingEvent.COMPLAINT],
    });
    const domains = new Set([mail.from, confirmationSender(mail)].map(domainOf));
    this.#identities = [...domains].map((domain, place) => {
      const identity = new EmailIdentity(this, place === 0 ? 'Identity' : `Identity${place + 1}`, {
        identity: Identity.domain(domain),
      });
      // Verified by hand, in a DNS that is not ours: whoever deletes the stack keeps it.
      identity.applyRemovalPolicy(STAYS);
      return identity;
    });
  }

  /** The events of our own mails, which SES puts on the default bus: an account may send others. */
  get events(): Required<Pick<EventPattern, 'source' | 'detail'>> {
    const name = this.configurationSet.configurationSetName;
    return { source: ['aws.ses'], detail: { mail: { tags: { 'ses:configuration-set': [name] } } } };
  }

  /** To send mails of one sender, by the one configuration set. */
  send(sender: string): PolicyStatement {
    const set = Stack.of(this).formatArn({
      service: 'ses',
      resource: 'configuration-set',
      resourceName: this.configurationSet.configurationSetName,
    });
    return new PolicyStatement({
      actions: ['ses:SendEmail'],
      resources: [...this.#identities.map((identity) => identity.emailIdentityArn), set],
      conditions: { StringEqualsIgnoreCase: { 'ses:FromAddress': addressOf(sender) } },
    });
  }
}

/** To ask how much may be sent. AWS knows no narrower resource. */
export const askQuota = () => new PolicyStatement({ actions: ['ses:GetAccount'], resources: ['*'] });
