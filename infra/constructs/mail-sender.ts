import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { ConfigurationSet, EmailIdentity, Identity, SuppressionReasons } from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import type { Config } from '../../shared/config/config-schema.ts';
import { addressOf, confirmationSender } from '../../shared/config/mail-senders.ts';

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
    });
    const domains = new Set([mail.from, confirmationSender(mail)].map(domainOf));
    this.#identities = [...domains].map(
      (domain, place) =>
        new EmailIdentity(this, place === 0 ? 'Identity' : `Identity${place + 1}`, {
          identity: Identity.domain(domain),
        }),
    );
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
