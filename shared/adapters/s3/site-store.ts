import { HeadObjectCommand, PutObjectCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { instant } from '../../core/instant.ts';
import type { SiteFile, SiteStore, Version } from '../../ports/site-store.ts';
import { EDITION } from '../../site/edition.ts';
import { FRONT_PAGE } from '../../site/paths.ts';
import { replaces } from '../../site/version.ts';
import { HELD } from './held.ts';

/** What lies in the bucket under one key, as far as this process knows; `absent` if it looked and there was nothing. */
type Stored = { etag: string; version: Version; mark?: string } | 'absent' | 'held';

/**
 * Metadata that says with which config and code the whole site was last rendered. Only a rebuild that came to its end
 * sets it; every other write carries it on. Else an update that is published while pages are missing would hide that.
 */
const MARK = 'confighash';

/** Somebody else writing between our look and our put is rare; so often in a row means that something else is wrong. */
const MOST_ATTEMPTS = 10;

/**
 * The site's files as S3 objects, each write a compare-and-swap on the ETag. What this process wrote last is remembered,
 * so that in the steady state a file costs one request; when somebody else wrote meanwhile, S3 says so and we look again.
 */
export function s3SiteStore(options: { client: S3Client; bucket: string; configHash: string }): SiteStore {
  const { client, bucket, configHash } = options;
  const remembered = new Map<string, Stored>();
  // New code may look different or need another style hash, so it counts like a new config.
  const mark = `${configHash}-${EDITION}`;

  return {
    async put(file, version, expected) {
      for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
        // A remembered object can only have become newer since, so skipping needs no look.
        const stored = remembered.get(file.key) ?? expected ?? (await guess(file.key, version));
        // Put up by hand in an emergency: it stays until a person releases it.
        if (stored === 'held') return 'skipped';
        if (stored !== 'absent' && !replaces(version, stored.version)) return 'skipped';
        const written = await putIf(file, version, stored);
        if (written !== 'changed meanwhile') {
          remembered.set(file.key, written);
          return 'written';
        }
        const now = await look(file.key);
        if (now === 'held') return 'skipped';
        remembered.set(file.key, now);
      }
      throw new Error(`${file.key} was changed by others ${MOST_ATTEMPTS} times in a row`);
    },

    async front() {
      const { Metadata, LastModified } = (await headOf(FRONT_PAGE)) ?? {};
      const incident = Metadata?.[HELD];
      if (incident !== undefined) return { byHand: { incident, since: instant(LastModified?.getTime() ?? 0) } };
      return Metadata?.[MARK] === mark ? { renderedWith: configHash } : {};
    },
  };

  /** The files of a first entry are new; everything else most likely exists, and a look is cheaper than a failed put. */
  async function guess(key: string, version: Version): Promise<Stored> {
    return version.seq === 1 ? 'absent' : look(key);
  }

  async function look(key: string): Promise<Stored> {
    const head = await headOf(key);
    if (head?.ETag === undefined) return 'absent';
    if (head.Metadata?.[HELD] !== undefined) return 'held';
    const { [MARK]: found, ...metadata } = head.Metadata ?? {};
    return { etag: head.ETag, version: versionOf(metadata), ...(found === undefined ? {} : { mark: found }) };
  }

  async function headOf(key: string) {
    try {
      return await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
    } catch (error) {
      if (statusOf(error) === 404) return undefined;
      throw error;
    }
  }

  async function putIf(
    file: SiteFile,
    version: Version,
    stored: Exclude<Stored, 'held'>,
  ): Promise<Stored | 'changed meanwhile'> {
    const marked = version.complete ? mark : stored === 'absent' ? undefined : stored.mark;
    try {
      const answer = await client.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: file.key,
          Body: file.encoding === undefined ? file.body : Buffer.from(file.body, file.encoding),
          ContentType: file.contentType,
          ...(file.cacheControl === undefined ? {} : { CacheControl: file.cacheControl }),
          Metadata: { ...metadataOf(version), ...(marked === undefined ? {} : { [MARK]: marked }) },
          ...(stored === 'absent' ? { IfNoneMatch: '*' } : { IfMatch: stored.etag }),
        }),
      );
      if (answer.ETag === undefined) throw new Error(`S3 gave no ETag for ${file.key}`);
      return { etag: answer.ETag, version, ...(marked === undefined ? {} : { mark: marked }) };
    } catch (error) {
      // 412: it exists or changed. 409: somebody is writing it right now. 404: it was there and is gone.
      if ([404, 409, 412].includes(statusOf(error) ?? 0) && !isNoBucket(error)) return 'changed meanwhile';
      throw error;
    }
  }
}

const statusOf = (error: unknown): number | undefined =>
  error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;

const isNoBucket = (error: unknown): boolean => error instanceof S3ServiceException && error.name === 'NoSuchBucket';

function metadataOf(version: Version): Record<string, string> {
  return Object.fromEntries(
    Object.entries({ rev: version.rev, seq: version.seq, readat: version.readAt }).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)]],
    ),
  );
}

function versionOf(metadata: Record<string, string>): Version {
  const { rev, seq, readat } = metadata;
  return {
    ...(rev === undefined ? {} : { rev: Number(rev) }),
    ...(seq === undefined ? {} : { seq: Number(seq) }),
    ...(readat === undefined ? {} : { readAt: readat }),
  };
}
