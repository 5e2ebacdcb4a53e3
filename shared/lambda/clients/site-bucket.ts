import { S3Client } from '@aws-sdk/client-s3';
import { DEADLINES, within } from '../../adapters/aws/deadlines.ts';
import { s3SiteStore } from '../../adapters/s3/site-store.ts';

export const siteBucket = (at: { bucket: string; configHash: string }) =>
  s3SiteStore({ client: new S3Client(within(DEADLINES.bucket)), ...at });
