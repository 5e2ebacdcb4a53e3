import { CfnParameter, Validations } from 'aws-cdk-lib';
import { type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { STAYS } from './staying.ts';

/** The tokens that X is spoken to with, and where X is. */
export class XAccount extends Construct {
  readonly secret: ISecret;
  readonly url: string;

  /** `kept`: the ARN of tokens that are there already, and are taken up instead. */
  constructor(scope: Construct, id: string, kept?: string) {
    super(scope, id);
    this.url = new CfnParameter(scope, 'XUrl', {
      description: 'Where the X API is',
      default: 'https://api.x.com',
      allowedPattern: '^https?://[^/]+$',
    }).valueAsString;
    if (kept !== undefined) {
      this.secret = Secret.fromSecretCompleteArn(this, 'Tokens', kept);
      return;
    }
    // The four fields are there and empty until an operator fills them in (docs/deploying.md); X stays in shadow mode.
    const secret = new Secret(this, 'Tokens', {
      description: 'OAuth 1.0a user tokens for X: {appKey, appSecret, accessToken, accessSecret}',
      generateSecretString: {
        secretStringTemplate: JSON.stringify({ appKey: '', appSecret: '', accessToken: '', accessSecret: '' }),
        generateStringKey: 'unused',
      },
      removalPolicy: STAYS,
    });
    this.secret = secret as ISecret;
    Validations.of(secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'X has no API to renew user tokens, which do not expire: they change by hand in its developer portal.',
    });
  }
}
