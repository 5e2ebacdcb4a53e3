import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';

export type SigningKeyProps = {
  description: string;
  /** What a rotation would break, which is why there is none. */
  notRotated: string;
  /** It outlives the stack: what was made by it is for ever. */
  kept?: true;
};

/** A key that nobody needs to know. A new one voids everything that the old one has signed. */
export class SigningKey extends Construct {
  readonly secret: Secret;

  constructor(scope: Construct, id: string, { description, notRotated, kept }: SigningKeyProps) {
    super(scope, id);
    this.secret = new Secret(this, 'Key', {
      description,
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy: kept ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    Validations.of(this.secret).acknowledge({ id: 'AwsSolutions-SMG4', reason: notRotated });
  }
}
