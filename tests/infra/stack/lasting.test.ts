import { describe, expect, it } from 'vitest';
import { NETWORKS } from './support/called.ts';
import { replacedFor } from './support/cfn-schema.ts';
import { type Resource, spoken, synthesise, type Template } from './support/synthesised.ts';
import { configOf, KEEPING, type Variant, variants } from './support/variants.ts';

/**
 * What holds data, or is known to others by a name that CloudFormation makes: the log, the pages, the accounts, the
 * address of the site, the API and the bus, the subscriptions, the keys. Another logical id is another resource, and so
 * is a change of what is named here: the old one goes, or stays behind with all that it holds.
 */
const LASTING: Record<string, { is: string; whenGone: 'RetainExceptOnCreate' | 'Delete' | undefined; as: object }> = {
  IncidentsTable7D5FD327: {
    is: 'AWS::DynamoDB::GlobalTable',
    whenGone: 'RetainExceptOnCreate',
    as: {
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    },
  },
  SiteBucket978D4AEB: { is: 'AWS::S3::Bucket', whenGone: 'RetainExceptOnCreate', as: {} },
  SiteDistribution390DED28: { is: 'AWS::CloudFront::Distribution', whenGone: 'RetainExceptOnCreate', as: {} },
  // Cognito refuses a change of these, whatever the schema says of it.
  SignInPoolFD298EFA: {
    is: 'AWS::Cognito::UserPool',
    whenGone: 'RetainExceptOnCreate',
    as: { AliasAttributes: ['email'], UsernameConfiguration: { CaseSensitive: false } },
  },
  SignInPoolMachineBB64AF41: {
    is: 'AWS::Cognito::UserPoolClient',
    whenGone: undefined,
    as: { GenerateSecret: true, UserPoolId: '<SignInPool>' },
  },
  OpsApiCCBF4D61: { is: 'AWS::ApiGatewayV2::Api', whenGone: undefined, as: { ProtocolType: 'HTTP' } },
  PeopleTopic78050798: { is: 'AWS::SNS::Topic', whenGone: undefined, as: {} },
  LinkKeyA6C2E162: { is: 'AWS::SecretsManager::Secret', whenGone: 'Delete', as: {} },
  // What every monitor was told is made of it.
  IntakeKey5E052356: { is: 'AWS::SecretsManager::Secret', whenGone: 'RetainExceptOnCreate', as: {} },
  // Made anew, the one would void every link that a subscriber was mailed, the other only be handed out again.
  FollowKey93E5860B: { is: 'AWS::SecretsManager::Secret', whenGone: 'RetainExceptOnCreate', as: {} },
  FollowOriginKey046A7FF3: { is: 'AWS::SecretsManager::Secret', whenGone: 'Delete', as: {} },
  XTokens7D08438B: { is: 'AWS::SecretsManager::Secret', whenGone: 'RetainExceptOnCreate', as: {} },
};

/** Beside what the schema knows. */
const OF_THE_POOL = ['AliasAttributes', 'Schema', 'UsernameAttributes', 'UsernameConfiguration'];

const system = (variant: Variant): Template => {
  const config = configOf(variant);
  const stage = Object.keys(config.stages ?? { default: {} }).at(-1)!;
  return synthesise(stage === 'default' ? 'Candor' : `Candor-${stage}`, { config, stage });
};

const lastingOf = ({ Type, Properties, DeletionPolicy }: Resource) => {
  const lasting = [...replacedFor(Type), ...(Type === 'AWS::Cognito::UserPool' ? OF_THE_POOL : [])];
  const as = Object.entries(Properties).filter(([name]) => lasting.includes(name));
  return { is: Type, whenGone: DeletionPolicy, as: spoken(Object.fromEntries(as)) };
};

describe.each(variants.filter((variant) => variant !== KEEPING))('a system %s', (variant) => {
  it('keeps what holds data and what is known by name, through every deployment', () => {
    const { Resources } = system(variant);
    const found = Object.keys(LASTING).map((id) => [id, Resources[id] && lastingOf(Resources[id])]);
    expect(Object.fromEntries(found)).toEqual(LASTING);
  });

  it('has no other of their kind, which would be empty', () => {
    const kinds = new Set(Object.values(LASTING).map(({ is }) => is));
    const others = Object.entries(system(variant).Resources).filter(
      ([id, { Type }]) => kinds.has(Type) && !(id in LASTING),
    );
    // The console's client holds nothing: who is signed in signs in again.
    // What opens an account on a network a person can make anew there.
    const accounts = new RegExp(`^(${NETWORKS.join('|')})Account`);
    expect(others.map(([id]) => id).filter((id) => !accounts.test(id))).toEqual(['SignInPoolConsole0B7CBC7B']);
  });
});
