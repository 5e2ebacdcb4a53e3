import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { KeyedFacts } from '../../shared/core/keyed/facts.ts';

/** What a network is spoken to with, and where it is. */
export class NetworkAccount extends Construct {
  readonly secret: Secret;

  constructor(scope: Construct, id: string, { label, secret }: KeyedFacts) {
    super(scope, id);
    const fields = secret.map(({ name }) => name);
    // The fields are there and empty until an operator connects an account; the channel stays in shadow mode.
    this.secret = new Secret(this, 'Account', {
      description: `The account on ${label}: {${fields.join(', ')}}`,
      generateSecretString: {
        secretStringTemplate: JSON.stringify(Object.fromEntries(fields.map((name) => [name, '']))),
        generateStringKey: 'unused',
      },
      removalPolicy: RemovalPolicy.RETAIN,
    });
    Validations.of(this.secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: `${label} has no API to renew what it is spoken to with: a person makes another there.`,
    });
  }
}
