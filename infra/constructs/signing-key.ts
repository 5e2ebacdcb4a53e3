import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { STAYS } from './staying.ts';

export type SigningKeyProps = {
  description: string;
  /** What a rotation would break, which is why there is none. */
  notRotated: string;
  /** True if what it names or has signed outlives the stack, as the table does. */
  outlives?: boolean;
  /** The ARN of one that is there already, and is taken up instead. */
  kept?: string | undefined;
};

/** A key that nobody needs to know. A new one voids everything that the old one has signed. */
export class SigningKey extends Construct {
  readonly secret: ISecret;

  constructor(scope: Construct, id: string, { description, notRotated, outlives = false, kept }: SigningKeyProps) {
    super(scope, id);
    if (kept !== undefined) {
      this.secret = Secret.fromSecretCompleteArn(this, 'Key', kept);
      return;
    }
    const secret = new Secret(this, 'Key', {
      description,
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy: outlives ? STAYS : RemovalPolicy.DESTROY,
    });
    this.secret = secret as ISecret;
    Validations.of(secret).acknowledge({ id: 'AwsSolutions-SMG4', reason: notRotated });
  }
}
