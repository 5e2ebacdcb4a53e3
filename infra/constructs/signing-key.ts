import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';

export type SigningKeyProps = {
  description: string;
  /** What a rotation would break, which is why there is none. */
  notRotated: string;
  /** True if what it names or has signed outlives the stack, as the table does. */
  outlives?: boolean;
};

/** A key that nobody needs to know. A new one voids everything that the old one has signed. */
export class SigningKey extends Construct {
  readonly secret: Secret;

  constructor(scope: Construct, id: string, { description, notRotated, outlives = false }: SigningKeyProps) {
    super(scope, id);
    this.secret = new Secret(this, 'Key', {
      description,
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy: outlives ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    Validations.of(this.secret).acknowledge({ id: 'AwsSolutions-SMG4', reason: notRotated });
  }
}
