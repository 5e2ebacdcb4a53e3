import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { EventPattern } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnConfigurationSet, CfnConfigurationSetEventDestination, CfnEmailIdentity } from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import { addressOf } from '../../shared/config/mail-senders.ts';

/** What SES tells us about our mails, on the default bus of the account and nowhere else. */
const EVENTS = ['SEND', 'REJECT', 'BOUNCE', 'COMPLAINT'];

/** Who we are to mailbox providers: the domain of the senders, and the set by which each mail is followed. */
export class MailSender extends Construct {
  readonly configurationSet: string;
  readonly #set: CfnConfigurationSet;
  readonly #domains: readonly string[];

  /** `senders`: addresses, alone or with a name. Their domains are verified by records in the DNS (`candor mail connect`). */
  constructor(scope: Construct, id: string, senders: readonly string[]) {
    super(scope, id);
    this.#domains = [...new Set(senders.map((sender) => addressOf(sender).split('@')[1]!))];
    for (const [index, domain] of this.#domains.entries()) {
      const identity = new CfnEmailIdentity(this, index === 0 ? 'Identity' : `Identity${index + 1}`, {
        emailIdentity: domain,
      });
      // Verified by hand, in a DNS that is not ours: whoever deletes the stack keeps it.
      identity.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    }
    this.#set = new CfnConfigurationSet(this, 'Set', {
      // Whoever complained or does not exist is written to no more, whatever our own list says.
      suppressionOptions: { suppressedReasons: ['BOUNCE', 'COMPLAINT'] },
      reputationOptions: { reputationMetricsEnabled: true },
      deliveryOptions: { tlsPolicy: 'REQUIRE' },
    });
    this.configurationSet = this.#set.ref;
    new CfnConfigurationSetEventDestination(this, 'Events', {
      configurationSetName: this.#set.ref,
      eventDestination: {
        enabled: true,
        matchingEventTypes: EVENTS,
        eventBridgeDestination: {
          eventBusArn: Stack.of(this).formatArn({ service: 'events', resource: 'event-bus', resourceName: 'default' }),
        },
      },
    });
  }

  /** The events of our own set: an account may send other mails. */
  get events(): Required<Pick<EventPattern, 'source' | 'detail'>> {
    return {
      source: ['aws.ses'],
      detail: { mail: { tags: { 'ses:configuration-set': [this.configurationSet] } } },
    };
  }

  /** To send as `sender` and as nobody else. */
  send(sender: string): PolicyStatement {
    const stack = Stack.of(this);
    return new PolicyStatement({
      actions: ['ses:SendEmail'],
      resources: [
        ...this.#domains.map((domain) =>
          stack.formatArn({ service: 'ses', resource: 'identity', resourceName: domain }),
        ),
        stack.formatArn({ service: 'ses', resource: 'configuration-set', resourceName: this.configurationSet }),
      ],
      conditions: { StringEquals: { 'ses:FromAddress': addressOf(sender) } },
    });
  }
}

/** To ask how much may be sent. AWS knows no narrower resource. */
export const askQuota = () => new PolicyStatement({ actions: ['ses:GetAccount'], resources: ['*'] });
