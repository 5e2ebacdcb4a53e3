import { configurationSetArn, identityArn } from '../ses-calls.ts';
import { because, type Identity, localId, type ResourceKind } from './kind.ts';

const tokens = [1, 2, 3] as const;

/** The three names of an identity's keys, as SES makes them up. */
export const dkimTokens = (identity: string): string[] => tokens.map((n) => localId(`${identity} ${n}`, 32));

const dkimAttributes = Object.fromEntries(
  tokens.flatMap((n) => [
    [`DkimDNSTokenName${n}`, ({ name }: Identity) => `${dkimTokens(name)[n - 1]}._domainkey.${name}`],
    [`DkimDNSTokenValue${n}`, ({ name }: Identity) => `${dkimTokens(name)[n - 1]}.dkim.amazonses.com`],
  ]),
);

const dns = 'there is no DNS here: every record is taken as set';

/** Who may send mail, and what becomes known of it. */
export const ses: Readonly<Record<string, ResourceKind>> = {
  'AWS::SES::EmailIdentity': {
    nameProperty: 'EmailIdentity',
    arn: identityArn,
    attributes: dkimAttributes,
    modelled: ['EmailIdentity', 'ConfigurationSetAttributes.ConfigurationSetName'],
    withoutEffect: {
      DkimAttributes: dns,
      DkimSigningAttributes: dns,
      MailFromAttributes: dns,
      FeedbackAttributes: 'nobody reads the mails by which SES forwards bounces; there are events',
      Tags: because.tags,
    },
  },
  'AWS::SES::ConfigurationSet': {
    nameProperty: 'Name',
    maxNameLength: 64,
    arn: configurationSetArn,
    modelled: ['Name', 'SendingOptions.SendingEnabled', 'SuppressionOptions.SuppressedReasons'],
    withoutEffect: {
      'DeliveryOptions.TlsPolicy': because.network,
      ReputationOptions: 'there is no CloudWatch',
      VdmOptions: 'there is no dashboard',
      Tags: because.tags,
    },
  },
  'AWS::SES::ConfigurationSetEventDestination': {
    modelled: [
      'ConfigurationSetName',
      'EventDestination.Name',
      'EventDestination.Enabled',
      'EventDestination.MatchingEventTypes',
      'EventDestination.EventBridgeDestination.EventBusArn',
    ],
    withoutEffect: {},
  },
};
