import { CfnParameter, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';

/** The tokens that X is spoken to with, and where X is. */
export class XAccount extends Construct {
  readonly secret: Secret;
  readonly url: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.url = new CfnParameter(scope, 'XUrl', {
      description: 'Where the X API is',
      default: 'https://api.x.com',
      allowedPattern: '^https?://[^/]+$',
    }).valueAsString;
    // The four fields are there and empty until an operator fills them in (docs/deploying.md); X stays in shadow mode.
    this.secret = new Secret(this, 'Tokens', {
      description: 'OAuth 1.0a user tokens for X: {appKey, appSecret, accessToken, accessSecret}',
      generateSecretString: {
        secretStringTemplate: JSON.stringify({ appKey: '', appSecret: '', accessToken: '', accessSecret: '' }),
        generateStringKey: 'unused',
      },
      removalPolicy: RemovalPolicy.RETAIN,
    });
    Validations.of(this.secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'X has no API to renew user tokens, which do not expire: they change by hand in its developer portal.',
    });
  }
}
