import { describe, expect, it } from 'vitest';
import { ofType, spoken, synthesise, theOnly } from './support/synthesised.ts';

const withStandby = { standbyRegion: 'eu-central-1' };
const edge = synthesise('Candor-Edge', withStandby);
const system = synthesise('Candor', withStandby);
const NAME = 'candor-standby-<AWS::AccountId>-eu-central-1';

const bucket = spoken(theOnly(system, 'AWS::S3::Bucket').Properties) as Record<string, unknown>;
const { DistributionConfig: distribution } = spoken(theOnly(system, 'AWS::CloudFront::Distribution').Properties) as {
  // biome-ignore lint/suspicious/noExplicitAny: the shape of a resource's properties is CloudFormation's, not ours.
  DistributionConfig: any;
};

describe('the standby of the site', () => {
  it('is not there unless the operator names a region for it', () => {
    const without = synthesise();
    expect(theOnly(without, 'AWS::S3::Bucket').Properties).not.toHaveProperty('VersioningConfiguration');
    expect(theOnly(without, 'AWS::CloudFront::Distribution').Properties.DistributionConfig).not.toHaveProperty(
      'OriginGroups',
    );
  });

  it('is asked when S3 is in trouble, and never because something is not there or may not be read', () => {
    const [group] = distribution.OriginGroups.Items;
    expect(distribution.DefaultCacheBehavior.TargetOriginId).toBe(group.Id);
    expect(group.FailoverCriteria.StatusCodes.Items).toEqual([500, 502, 503, 504]);
    const origin = (id: string) => distribution.Origins.find(({ Id }: { Id: string }) => Id === id);
    const [first, second] = group.Members.Items.map(({ OriginId }: { OriginId: string }) => origin(OriginId));
    expect(first).toMatchObject({ DomainName: '<SiteBucket.RegionalDomainName>', ConnectionAttempts: 1 });
    expect(second.DomainName).toBe(`${NAME}.s3.eu-central-1.amazonaws.com`);
    expect([first, second].map(({ OriginAccessControlId }) => OriginAccessControlId)).not.toContain(undefined);
  });

  it('gets every object of the site from S3 itself, and nothing else may write it', () => {
    expect(bucket).toMatchObject({
      VersioningConfiguration: { Status: 'Enabled' },
      ReplicationConfiguration: {
        Rules: [{ Status: 'Enabled', Destination: { Bucket: `arn:<AWS::Partition>:s3:::${NAME}` } }],
      },
    });
    const policies = ofType(system, 'AWS::IAM::Policy').map(([, { Properties }]) => spoken(Properties) as object);
    const writers = policies.filter((policy) => JSON.stringify(policy).includes(NAME));
    expect(writers).toMatchObject([{ Roles: ['<SiteBucketReplicationRole>'] }]);
    const allowed = theOnly(edge, 'AWS::S3::BucketPolicy').Properties.PolicyDocument.Statement.filter(
      ({ Effect }: { Effect: string }) => Effect === 'Allow',
    );
    expect(spoken(allowed)).toMatchObject(
      ['s3:GetObject', 's3:ListBucket'].map((Action) => ({
        Action,
        Principal: { Service: 'cloudfront.amazonaws.com' },
        // As AWS's examples have it: the account alone would let in whatever CloudFront does for it.
        Condition: { ArnLike: { 'AWS:SourceArn': 'arn:aws:cloudfront::<AWS::AccountId>:distribution/*' } },
      })),
    );
  });

  it('keeps what was replaced for a day, here, there, and where there is none any more: a redaction may have replaced it', () => {
    const given = theOnly(synthesise(), 'AWS::S3::Bucket').Properties;
    for (const one of [bucket, spoken(theOnly(edge, 'AWS::S3::Bucket').Properties), given])
      expect(one).toMatchObject({
        LifecycleConfiguration: { Rules: [{ Status: 'Enabled', NoncurrentVersionExpiration: { NoncurrentDays: 1 } }] },
      });
  });

  it('is private, and stays when its stack goes', () => {
    const [[, standby] = []] = ofType(edge, 'AWS::S3::Bucket');
    expect(standby).toMatchObject({
      DeletionPolicy: 'RetainExceptOnCreate',
      Properties: {
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
      },
    });
    expect(spoken(standby!.Properties.BucketName)).toBe(NAME);
  });
});
