import { Validations } from 'aws-cdk-lib';
import { type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { KeyedFacts } from '../../shared/core/keyed/facts.ts';
import { STAYS } from './staying.ts';

/** What a network is spoken to with, and where it is. */
export class NetworkAccount extends Construct {
  readonly secret: ISecret;

  /** `kept`: the ARN of an account that was connected before, and is taken up instead. */
  constructor(scope: Construct, id: string, { label, secret }: KeyedFacts, kept?: string) {
    super(scope, id);
    if (kept !== undefined) {
      this.secret = Secret.fromSecretCompleteArn(this, 'Account', kept);
      return;
    }
    const fields = secret.map(({ name }) => name);
    // The fields are there and empty until an operator connects an account; the channel stays in shadow mode.
    const account = new Secret(this, 'Account', {
      description: `The account on ${label}: {${fields.join(', ')}}`,
      generateSecretString: {
        secretStringTemplate: JSON.stringify(Object.fromEntries(fields.map((name) => [name, '']))),
        generateStringKey: 'unused',
      },
      removalPolicy: STAYS,
    });
    this.secret = account as ISecret;
    Validations.of(account).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: `${label} has no API to renew what it is spoken to with: a person makes another there.`,
    });
  }
}
