import {
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { SiteFile } from '../../ports/site-store.ts';
import { type Emergency, type EmergencyContext, emergencyFiles, type FeedsBefore } from '../../site/emergency.ts';
import { HELD } from './held.ts';

/** Where it is kept what was said by hand, for the log. */
const NOTE = 'emergency.json';
const FEEDS = ['history.atom', 'history.rss', 'history.json'] as const;

export type Noted = Emergency & { released?: true };

type Bucket = { client: S3Client; bucket: string };

/** What was put up by hand in this bucket; undefined if nothing was, or it was released. Throws if the bucket does not answer. */
export async function emergencyIn(at: Bucket): Promise<Emergency | undefined> {
  const text = await read(at, NOTE);
  const noted = text === undefined ? undefined : (JSON.parse(text) as Noted);
  return noted === undefined || noted.released ? undefined : noted;
}

/** Puts it up, the note first, so that whatever comes between it is not forgotten. Throws if the bucket does not take it. */
export async function putUp(at: Bucket, context: EmergencyContext, emergency: Emergency): Promise<string[]> {
  const feeds = await Promise.all(FEEDS.map(async (key) => [key, await read(at, key)] as const));
  const before = Object.fromEntries(feeds.filter(([, text]) => text !== undefined)) as FeedsBefore;
  const files = emergencyFiles(context, emergency, before);
  await note(at, emergency);
  for (const file of files) await put(at, file, { [HELD]: emergency.id });
  return files.map(({ key }) => key);
}

/** Has publishers write over it again. Doing it twice is harmless. */
export async function letGo(at: Bucket, context: EmergencyContext, emergency: Emergency): Promise<void> {
  for (const { key } of emergencyFiles(context, emergency, {})) {
    const stored = await held(at, key);
    if (stored !== undefined) await put(at, stored, {});
  }
  await note(at, { ...emergency, released: true });
}

const note = (at: Bucket, noted: Noted) =>
  put(at, { key: NOTE, body: `${JSON.stringify(noted)}\n`, contentType: 'application/json; charset=utf-8' }, {});

async function put({ client, bucket }: Bucket, file: SiteFile, Metadata: Record<string, string>): Promise<void> {
  await client.send(
    new PutObjectCommand({
      Bucket: bucket,
      Key: file.key,
      Body: file.body,
      ContentType: file.contentType,
      ...(file.cacheControl === undefined ? {} : { CacheControl: file.cacheControl }),
      Metadata,
    }),
  );
}

/** A file that is held; undefined if it is not, or not any more. */
async function held({ client, bucket }: Bucket, key: string): Promise<SiteFile | undefined> {
  const head = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key })).catch(unlessMissing);
  if (head?.Metadata?.[HELD] === undefined) return undefined;
  const body = (await read({ client, bucket }, key)) ?? '';
  const { ContentType: contentType = 'text/html', CacheControl: cacheControl } = head;
  return { key, body, contentType, ...(cacheControl === undefined ? {} : { cacheControl }) };
}

async function read({ client, bucket }: Bucket, key: string): Promise<string | undefined> {
  const found = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key })).catch(unlessMissing);
  return found?.Body?.transformToString();
}

function unlessMissing(error: unknown): undefined {
  if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404 && error.name !== 'NoSuchBucket')
    return undefined;
  throw error;
}
