import { CfnOutput, Duration, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { letStay } from './constructs/staying.ts';

/** Where the standby is, as both stacks name it: neither can ask the other, because each needs the other first. */
export type Standby = { bucketName: string; region: string };

/**
 * What has to lie in another region than the system: the standby of the status site, a bucket that S3 itself keeps as the
 * site's bucket was a moment ago. It may lag and never leads, since nobody but the replication may write to it.
 */
export class EdgeStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps & { standby: Standby }) {
    super(scope, id, { description: 'Candor: the standby of the status site', terminationProtection: true, ...props });
    const bucket = new Bucket(this, 'Standby', {
      bucketName: props.standby.bucketName,
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      ...keptVersions,
    });
    this.letCloudFrontRead(bucket as IBucket);
    // Without its policy nobody could read it, which is what it is for.
    letStay(this);
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'A copy of public pages, read by CloudFront alone; access logs would record customers and no secret.',
    });
    new CfnOutput(this, 'StandbyBucket', { value: bucket.bucketName });
  }

  /** The distribution is made after this bucket, so that its name is not known here: every one of this account may read. */
  private letCloudFrontRead(bucket: IBucket): void {
    const statement = {
      effect: Effect.ALLOW,
      principals: [new ServicePrincipal('cloudfront.amazonaws.com')],
      conditions: { ArnLike: { 'AWS:SourceArn': `arn:${this.partition}:cloudfront::${this.account}:distribution/*` } },
    };
    bucket.addToResourcePolicy(
      new PolicyStatement({ ...statement, actions: ['s3:GetObject'], resources: [bucket.arnForObjects('*')] }),
    );
    // Without it, what does not exist would be answered with 403 here and with 404 there.
    bucket.addToResourcePolicy(
      new PolicyStatement({ ...statement, actions: ['s3:ListBucket'], resources: [bucket.bucketArn] }),
    );
  }
}

/**
 * What was replaced is gone after a day, the least that S3 knows: it may hold what a redaction took out. Also of a bucket
 * that has no standby any more: what it kept versions of until then would stay for ever.
 */
export const onlyTheNewest = {
  lifecycleRules: [{ id: 'OnlyTheNewest', noncurrentVersionExpiration: Duration.days(1) }],
};

/** Replication wants versions. */
export const keptVersions = { versioned: true, ...onlyTheNewest };
