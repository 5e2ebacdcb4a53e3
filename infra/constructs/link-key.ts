import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';

/** The key that action links are signed with. Nobody needs to know it; a new one voids every link that is out. */
export class LinkKey extends Construct {
  readonly secret: Secret;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.secret = new Secret(this, 'Key', {
      description: 'Signs the action links in reminders',
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy: RemovalPolicy.DESTROY,
    });
    Validations.of(this.secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason:
        'A link lives for an hour and does nothing that could not be taken back; a rotation in the middle of an outage would void the links in the reminders that are out.',
    });
  }
}
