import { type AwsSettings, awsSettings } from '../aws/settings.ts';
import type { StageOnAws } from '../aws/stage.ts';
import { AwsRefused, troubleOf } from '../aws/trouble.ts';
import type { Surroundings } from '../surroundings.ts';
import { keepPlace, type Place, placeFrom, placeOf } from './places.ts';

/** One of the two buckets of a page, and how it is spoken to. */
export type PageBucket = { is: 'page' | 'standby'; region: string; bucket: string; settings: AwsSettings };

/** Where the page of a stage lies: as this machine knows it, else as its stack says. Throws `AwsRefused` if neither tells. */
export async function whereItLies(surroundings: Surroundings, on: StageOnAws): Promise<Place> {
  const known = placeOf(surroundings, on.name);
  if (known !== undefined) return known;
  const found = placeFrom((await on.stack())?.outputs ?? {}, on.region);
  if (found === undefined)
    throw new AwsRefused({
      kind: 'not-there',
      says: `Nobody here knows where the page of "${on.name}" lies: this machine did not deploy it, and its stack does not say. Name the buckets: --bucket NAME --site URL.`,
    });
  keepPlace(surroundings, on.name, found);
  return found;
}

/** The buckets of a page, the first one first. */
export function bucketsOf({ env, home }: Surroundings, { site, standby }: Place): PageBucket[] {
  const one = (is: PageBucket['is'], { region, bucket }: Place['site']): PageBucket => ({
    is,
    region,
    bucket,
    settings: awsSettings(env, region, home),
  });
  return [one('page', site), ...(standby === undefined ? [] : [one('standby', standby)])];
}

/** What came of a bucket: what it answered, or why it did not. */
export type Asked<T> = { at: PageBucket; answer: T } | { at: PageBucket; why: string };

/** Asks a bucket by the client that its region needs. A refusal is a value: there may be another to ask. */
export async function inBucket<T>(
  at: PageBucket,
  act: (s3: { client: import('@aws-sdk/client-s3').S3Client; bucket: string }) => Promise<T>,
): Promise<Asked<T>> {
  const { S3Client } = await import('@aws-sdk/client-s3');
  // Elsewhere than on AWS no bucket is a name of a host.
  const client = new S3Client({ ...at.settings, forcePathStyle: at.settings.endpoint !== undefined });
  try {
    return { at, answer: await act({ client, bucket: at.bucket }) };
  } catch (error) {
    return { at, why: troubleOf(error, at.region).says };
  } finally {
    client.destroy();
  }
}
