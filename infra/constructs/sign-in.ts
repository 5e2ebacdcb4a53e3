import { Aws, Duration, Stack, Validations } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { UserPoolDomainTarget } from 'aws-cdk-lib/aws-route53-targets';
import { Construct } from 'constructs';
import type { OwnDomain } from '../certificate-stack.ts';
import { OwnName } from './own-name.ts';
import { STAYS } from './staying.ts';

/** What a person may do, as a group of the user pool; the access token names it in `cognito:groups`. */
export const roles = ['viewer', 'desk', 'commander', 'approver', 'administrator'] as const;

/** What a token was made for. A person's is made for reading and writing, and the groups say the rest. */
export const scopes = {
  read: 'candor/read',
  write: 'candor/write',
  approve: 'candor/approve',
  admin: 'candor/admin',
} as const;

/** Who may speak: people through Cognito's own pages (authorization code with PKCE), machines with client credentials. */
export class SignIn extends Construct {
  readonly pool: cognito.UserPool;
  readonly consoleClient: cognito.UserPoolClient;
  readonly machineClient: cognito.UserPoolClient;
  /** Where Cognito's pages and its token endpoint are, without a slash at the end. */
  readonly url: string;
  /** The address that Cognito made of the prefix, which answers as well. */
  readonly madeUpUrl: string;

  constructor(scope: Construct, id: string, props: { opsUrl: string; domain?: OwnDomain | undefined }) {
    super(scope, id);
    this.pool = new cognito.UserPool(this, 'Pool', {
      selfSignUpEnabled: false,
      // With the address alone Cognito makes the user name up, a UUID, and it is the name that access tokens carry.
      // Both settings are for the life of the pool (docs/adr/0038-names-and-leaving.md).
      signInAliases: { username: true, email: true },
      signInCaseSensitive: false,
      autoVerify: { email: true },
      accountRecovery: cognito.AccountRecovery.EMAIL_ONLY,
      // Whoever signs in speaks to the public in the company's name: a password alone is not enough.
      mfa: cognito.Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: {
        minLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(3),
      },
      deletionProtection: true,
      removalPolicy: STAYS,
    });
    Validations.of(this.pool).acknowledge(
      {
        id: 'AwsSolutions-COG3',
        reason: 'Threat protection needs the Plus plan; accounts are made by an administrator and need TOTP.',
      },
      { id: 'AwsSolutions-COG8', reason: 'The Plus plan adds threat protection alone, see COG3.' },
    );
    for (const role of roles)
      new cognito.CfnUserPoolGroup(this, role, { userPoolId: this.pool.userPoolId, groupName: role });

    // A prefix is unique among all customers of a region, so the account is part of it.
    const stackName = Stack.of(this).artifactId.toLowerCase();
    const domain = this.pool.addDomain('Domain', { cognitoDomain: { domainPrefix: `${stackName}-${Aws.ACCOUNT_ID}` } });
    this.madeUpUrl = domain.baseUrl();
    this.url = this.#ownUrl(props.domain) ?? this.madeUpUrl;

    const read = new cognito.ResourceServerScope({ scopeName: 'read', scopeDescription: 'Read incidents and drafts' });
    const write = new cognito.ResourceServerScope({ scopeName: 'write', scopeDescription: 'Speak to the public' });
    const approve = new cognito.ResourceServerScope({ scopeName: 'approve', scopeDescription: 'Decide drafts' });
    const admin = new cognito.ResourceServerScope({ scopeName: 'admin', scopeDescription: 'Switch channels' });
    const all = [read, write, approve, admin];
    const server = this.pool.addResourceServer('Server', { identifier: 'candor', scopes: all });
    const scopesOf = (...some: cognito.ResourceServerScope[]) =>
      some.map((scope) => cognito.OAuthScope.resourceServer(server, scope));
    this.consoleClient = this.pool.addClient('Console', {
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [cognito.OAuthScope.OPENID, cognito.OAuthScope.EMAIL, ...scopesOf(read, write)],
        callbackUrls: [`${props.opsUrl}/console/callback`],
        logoutUrls: [`${props.opsUrl}/console`],
      },
      supportedIdentityProviders: [cognito.UserPoolClientIdentityProvider.COGNITO],
      preventUserExistenceErrors: true,
      // Groups are read when a token is made, so whoever is taken out of one loses what it allowed within this time.
      accessTokenValidity: Duration.minutes(5),
      idTokenValidity: Duration.minutes(5),
      // A shift: signing in again in the middle of an outage costs minutes that the public waits.
      refreshTokenValidity: Duration.hours(8),
      enableTokenRevocation: true,
    });
    this.machineClient = this.pool.addClient('Machine', {
      generateSecret: true,
      oAuth: { flows: { clientCredentials: true }, scopes: scopesOf(...all) },
      accessTokenValidity: Duration.hours(1),
    });
  }

  /** Where the pages are under a name of the house, if it has one for them; their host is beside the made-up one. */
  #ownUrl(domain: OwnDomain | undefined): string | undefined {
    const name = domain?.signIn;
    const arn = domain?.certificates.signIn;
    if (name === undefined || arn === undefined) return undefined;
    const certificate = Certificate.fromCertificateArn(this, 'Certificate', arn);
    const own = this.pool.addDomain('OwnDomain', { customDomain: { domainName: name, certificate } });
    new OwnName(this, 'Name', {
      name,
      host: own.cloudFrontEndpoint,
      alias: new UserPoolDomainTarget(own),
      zone: domain?.zone,
      output: 'SignInRecord',
    });
    return `https://${name}`;
  }
}
