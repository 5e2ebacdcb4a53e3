import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { profilesFile } from '../profile.ts';
import { type Surroundings, UsageError } from '../surroundings.ts';

/*
 * Where the page of each stage lies, as this machine was told when it was deployed: in an emergency CloudFormation of that
 * region may be as dead as all else, and nobody knows the names of buckets by heart.
 */
const bucket = z.strictObject({ region: z.string().min(1), bucket: z.string().min(3) });
const place = z.strictObject({ siteUrl: z.url(), site: bucket, standby: bucket.optional() });
const places = z.record(z.string(), place);

export type Place = z.output<typeof place>;

const fileOf = (surroundings: Surroundings) => path.join(path.dirname(profilesFile(surroundings)), 'places.json');

/** Where the page of a stage lies, if this machine knows. */
export const placeOf = (surroundings: Surroundings, stage: string): Place | undefined => placesIn(surroundings)[stage];

function placesIn(surroundings: Surroundings): z.output<typeof places> {
  const file = fileOf(surroundings);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return {};
  }
  try {
    return places.parse(JSON.parse(text));
  } catch {
    throw new UsageError(`${file} cannot be read; delete it, and "candor deploy" writes it again`);
  }
}

/** Where a deployed stage has its page, by the outputs of its stack; undefined of one from before they were there. */
export function placeFrom(outputs: Readonly<Record<string, string>>, region: string): Place | undefined {
  const { SiteUrl, SiteBucketName, StandbyBucketName, StandbyRegion } = outputs;
  if (SiteUrl === undefined || SiteBucketName === undefined) return undefined;
  return {
    siteUrl: SiteUrl,
    site: { region, bucket: SiteBucketName },
    ...(StandbyBucketName && StandbyRegion ? { standby: { region: StandbyRegion, bucket: StandbyBucketName } } : {}),
  };
}

/** Keeps where the page of a stage lies. Nothing in it is secret. */
export function keepPlace(surroundings: Surroundings, stage: string, kept: Place | undefined): void {
  if (kept === undefined) return;
  const file = fileOf(surroundings);
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(`${file}.new`, `${JSON.stringify({ ...placesIn(surroundings), [stage]: kept }, null, 2)}\n`);
  renameSync(`${file}.new`, file);
}
