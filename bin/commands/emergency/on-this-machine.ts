import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import type { Surroundings } from '../surroundings.ts';
import type { Place } from './places.ts';

/** What `npm start` writes beside its data, for its own user alone: how its AWS is spoken to, and where the page lies. */
const file = z.object({
  endpoint: z.url(),
  region: z.string(),
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
  sessionToken: z.string(),
  siteUrl: z.url(),
  bucket: z.string(),
});

/** The page of `npm start` with the credentials for it; undefined where the shell has credentials of AWS, or nothing runs here. */
export function onThisMachine({
  env,
  directory,
}: Surroundings): { env: Record<string, string>; place: Place } | undefined {
  if (env.AWS_ACCESS_KEY_ID || env.AWS_PROFILE) return undefined;
  try {
    const text = readFileSync(path.resolve(directory, env.CANDOR_DATA || '.candor', 'aws.json'), 'utf8');
    const { endpoint, region, accessKeyId, secretAccessKey, sessionToken, siteUrl, bucket } = file.parse(
      JSON.parse(text),
    );
    return {
      env: {
        AWS_ENDPOINT_URL: endpoint,
        AWS_REGION: region,
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        AWS_SESSION_TOKEN: sessionToken,
      },
      place: { siteUrl, site: { region, bucket } },
    };
  } catch {
    return undefined;
  }
}
