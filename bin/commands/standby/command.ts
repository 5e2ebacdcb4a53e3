import type { S3Client } from '@aws-sdk/client-s3';
import type { Command } from 'commander';
import { MINUTE_MS } from '../../../shared/core/instant.ts';
import { STAGE_OPTION, type StageFlags, type StageOnAws, stageOnAws } from '../aws/stage.ts';
import { CONFIG_OPTION } from '../config/file.ts';
import { type Asked, bucketsOf, inBucket, whereItLies } from '../emergency/buckets.ts';
import { print, type Session, sessionOf } from '../session.ts';
import { EXIT, type Surroundings, UsageError } from '../surroundings.ts';
import { type Difference, difference, type Listed } from './compare.ts';

/** S3 promises most objects within 15 minutes, with Replication Time Control (AWS's docs); we have it without. */
const LATE_AFTER_MS = 15 * MINUTE_MS;
/** So many are named. */
const NAMED = 10;

const EXAMPLE = '\nExample:\n  $ candor standby check --stage prod';

/** `candor standby`: whether the copy of the page in another region is one. */
export function addStandby(program: Command, surroundings: Surroundings, ended: (code: number) => void): void {
  const standby = program
    .command('standby')
    .description('the copy of the page in another region')
    .addHelpText('after', EXAMPLE);
  standby
    .command('check')
    .option(...STAGE_OPTION)
    .option(...CONFIG_OPTION)
    .description('hold every object of the standby against the page, and see that old versions expire in both')
    .addHelpText('after', EXAMPLE)
    .action(async (flags: StageFlags, command: Command) => {
      ended(await check(sessionOf(command, surroundings), stageOnAws(surroundings, flags)));
    });
}

type Looked = { objects: Listed[]; expires: boolean | undefined };

async function check(session: Session, on: StageOnAws): Promise<number> {
  const { surroundings } = session;
  const buckets = bucketsOf(surroundings, await whereItLies(surroundings, on));
  const [page, standby] = await Promise.all(buckets.map((at) => inBucket(at, lookAt)));
  if (page === undefined || standby === undefined)
    throw new UsageError(
      `the stage "${on.name}" has no standby: write stages.${on.name}.standby into the config and deploy`,
    );
  const silent = [page, standby].filter((one) => 'why' in one);
  if (!('answer' in page) || !('answer' in standby)) return unknown(session, silent);
  const found = difference(page.answer.objects, standby.answer.objects, surroundings.now());
  const kept = [page, standby].filter(({ answer }) => answer.expires === false).map(({ at }) => at.bucket);
  const late = found.behind.filter(({ sinceMs }) => sinceMs > LATE_AFTER_MS);
  const wrong = late.length > 0 || kept.length > 0;
  print(session, { ...found, late: late.length, oldVersionsStayIn: kept, sound: !wrong }, () =>
    textOf(found, late.length, kept, standby.at.bucket),
  );
  return wrong ? EXIT.refused : EXIT.ok;
}

async function lookAt({ client, bucket }: { client: S3Client; bucket: string }): Promise<Looked> {
  const { GetBucketLifecycleConfigurationCommand, paginateListObjectsV2 } = await import('@aws-sdk/client-s3');
  const objects: Listed[] = [];
  for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket: bucket }))
    for (const { Key = '', ETag = '', LastModified } of Contents)
      objects.push({ key: Key, tag: ETag, at: LastModified?.getTime() ?? 0 });
  const expires = await client.send(new GetBucketLifecycleConfigurationCommand({ Bucket: bucket })).then(
    ({ Rules = [] }) =>
      Rules.some((rule) => rule.Status === 'Enabled' && rule.NoncurrentVersionExpiration !== undefined),
    (error: Error) => (error.name === 'NoSuchLifecycleConfiguration' ? false : undefined),
  );
  return { objects, expires };
}

function unknown(session: Session, silent: readonly Asked<Looked>[]): number {
  const why = silent.flatMap((one) =>
    'why' in one ? [`${one.at.bucket} in ${one.at.region} does not answer: ${one.why}`] : [],
  );
  if (session.json) session.surroundings.out(JSON.stringify({ sound: 'unknown', why }, null, 2));
  else session.surroundings.err(why.join('\n'));
  return EXIT.refused;
}

function textOf({ same, behind, others }: Difference, late: number, kept: readonly string[], standby: string): string {
  const named = behind
    .slice(0, NAMED)
    .map(({ key, is, sinceMs }) => `  ${key}: ${is} for ${Math.round(sinceMs / MINUTE_MS)} min`);
  return [
    `${same} objects are the same in ${standby}; ${behind.length} are not yet, ${late} of them for more than 15 minutes.`,
    ...named,
    ...(behind.length > NAMED ? [`  … and ${behind.length - NAMED} more`] : []),
    ...(late === 0
      ? []
      : ['What was there before the standby, or while replication was broken, is copied by: candor rebuild']),
    ...(others.length === 0
      ? []
      : [
          `${others.length} are there and not on the page (nothing of Candor deletes there): ${others.slice(0, NAMED).join(', ')}`,
        ]),
    ...kept.map(
      (bucket) =>
        `Old versions stay in ${bucket}, also of texts that were redacted: deploy once more, or give it the rule by hand.`,
    ),
  ].join('\n');
}
