import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Config } from '../../shared/config/config-schema.ts';
import { confirmationSender } from '../../shared/config/mail-senders.ts';
import type { FollowOrigin } from './follow-behaviours.ts';
import type { FunctionName } from './function-names.ts';
import { readSecret } from './grants.ts';
import { MailSender } from './mail-sender.ts';
import type { OperationsApi } from './operations-api.ts';
import { type PipelineFunction, type PipelineFunctionProps, serviceName } from './pipeline-function.ts';
import { SigningKey } from './signing-key.ts';

type MakeFunction = (name: FunctionName, props: Omit<PipelineFunctionProps, 'name' | 'bundles'>) => PipelineFunction;

export type FollowProps = {
  mail: NonNullable<Config['mail']>;
  url: string;
  people: ITopic;
  /** The ARN of the key that those are known by who follow already. */
  keptKey?: string | undefined;
};

/** What people follow with: who may send them mails, their keys, and the function that answers them. */
export class Follow extends Construct {
  /** Whom the site hands on to. */
  readonly origin: FollowOrigin;
  readonly sender: MailSender;
  /** What subscribers are known by, and what their links are signed with. */
  readonly key: SigningKey;
  readonly #mail: FollowProps['mail'];
  readonly #people: ITopic;

  constructor(scope: Construct, id: string, { mail, url, people, keptKey }: FollowProps) {
    super(scope, id);
    this.#mail = mail;
    this.#people = people;
    this.sender = new MailSender(this, 'Mail', { mail });
    this.key = new SigningKey(this, 'Key', {
      description: 'What subscribers are known by, and what their links are signed with',
      notRotated:
        'Every subscriber would be another one, and no link in a mail that was sent would end a subscription any more.',
      outlives: true,
      kept: keptKey,
    });
    const { secret } = new SigningKey(this, 'Origin', {
      description: 'What CloudFront shows the API, so that it knows who asks',
      notRotated: 'A new one would have to reach CloudFront and the function in the same moment.',
    });
    this.origin = { url, secret };
  }

  /** Whom updates come from. */
  get from(): string {
    return this.#mail.from;
  }

  /** To send as whoever asks for confirmations, and tells owners. */
  sendConfirmations(): PolicyStatement {
    return this.sender.send(confirmationSender(this.#mail));
  }

  /** Has a function answer. What all functions read and may do that know subscribers is handed in. */
  answer(
    ops: OperationsApi,
    lambda: MakeFunction,
    { environment, grants }: Pick<PipelineFunctionProps, 'environment' | 'grants'>,
  ): void {
    const subscribe = lambda('subscribe', {
      description: 'Answers those outside who ask to be told',
      isWaitedFor: true,
      // Before CloudFront gives up (follow-behaviours.ts), after what it calls itself has (shared/adapters/aws).
      timeout: Duration.seconds(15),
      environment: {
        ...environment,
        CANDOR_SUBSCRIBER_SECRET: this.key.secret.secretArn,
        CANDOR_ORIGIN_SECRET: this.origin.secret.secretArn,
        CANDOR_MAIL_CONFIGURATION_SET: this.sender.configurationSet.configurationSetName,
      },
      grants: [...grants, readSecret(this.key.secret), readSecret(this.origin.secret), this.sendConfirmations()],
    });
    ops.connectFollow(subscribe);
    new Alarm(this, 'AboveCeiling', {
      alarmDescription:
        'More people sign up than are mailed in an hour: an attack, or a great outage. See docs/deploying.md, Following.',
      metric: new Metric({
        namespace: 'Candor',
        metricName: 'SignUpsAboveCeiling',
        statistic: 'Sum',
        period: Duration.minutes(5),
        dimensionsMap: { service: serviceName(this, 'subscribe') },
      }),
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    }).addAlarmAction(new SnsAction(this.#people));
  }
}
