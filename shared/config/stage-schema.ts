import * as z from 'zod';
import { KEYED_CHANNELS, type KeyedChannelName } from '../core/keyed/shipped.ts';

// Where a system stands on AWS, and under which names. Read by the stack (infra/stacks.ts) and by the command line.

/** The stage whose stack is called `Candor` alone, as it was before there were stages. */
export const FIRST_STAGE = 'default';

/** The longest name of a stage: with it, account and region the name of the standby's bucket has the 63 letters of S3. */
const STAGE_LETTERS = 20;

/** Names of ours, which a stage of that name would take: `Candor-Edge`, `Candor-Certificate`. */
const TAKEN = ['edge', 'certificate'];

/**
 * Why a stage cannot be called `name`; undefined if it can. The name is part of the domain of the sign-in, where Cognito
 * refuses the words of its own house, of a bucket, and of a log group, where a leading underscore is not ours to use.
 */
export function wrongStageName(name: string): string | undefined {
  if (name.length > STAGE_LETTERS)
    return `"${name}" is longer than ${STAGE_LETTERS} letters, which a bucket’s name allows`;
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name))
    return `"${name}" is no name of a stage: lower-case letters, digits and single hyphens, beginning with a letter, as in "prod"`;
  const word = ['aws', 'amazon', 'cognito'].find((reserved) => name.includes(reserved));
  if (word) return `"${name}" holds "${word}", which Cognito refuses in the name of a sign-in page`;
  if (TAKEN.includes(name)) return `"${name}" is what a stack of the first stage is called; take another name`;
  return undefined;
}

const region = z
  .string()
  .regex(/^[a-z]{2}(-[a-z]+){1,2}-\d$/, 'a region of AWS like eu-west-1')
  .describe('A region of AWS');

const hostname = z
  .string()
  .max(253)
  .regex(
    /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/,
    'a name like status.example.com: lower case, without https:// and without a path',
  );

const certificateIn = (where: string) =>
  z
    .string()
    .regex(
      where === 'us-east-1'
        ? /^arn:aws:acm:us-east-1:\d{12}:certificate\/[0-9a-f-]+$/
        : /^arn:aws:acm:[a-z0-9-]+:\d{12}:certificate\/[0-9a-f-]+$/,
      `the ARN of a certificate in ${where}, like arn:aws:acm:us-east-1:111122223333:certificate/…`,
    );

const domain = z
  .strictObject({
    site: hostname.describe('Of the status page: status.example.com'),
    ops: hostname.optional().describe('Of the console and the API: ops.example.com'),
    signIn: hostname
      .optional()
      .describe(
        'Of the sign-in pages: sign-in.example.com. Cognito asks that the name above it (example.com) has an A record',
      ),
    zone: z
      .strictObject({
        id: z.string().regex(/^Z[A-Z0-9]{1,31}$/, 'the id of a hosted zone, like Z0123456789ABCDEFGHIJ'),
        name: hostname.describe('What the zone is of: example.com'),
      })
      .optional()
      .describe(
        'The public zone in Route 53, of the same account, where the records are made. Without it they are printed, to be made where the domain is kept',
      ),
    certificate: certificateIn('us-east-1')
      .optional()
      .describe('An issued one in us-east-1 for site and signIn. Without it one is asked for'),
    opsCertificate: certificateIn('the region of the stage')
      .optional()
      .describe('An issued one in the region of the stage, for ops. Without it one is asked for'),
  })
  .superRefine((value, context) => {
    const { zone, site, ops, signIn } = value;
    const names = { site, ops, signIn };
    const used = new Map<string, string>();
    for (const [field, name] of Object.entries(names)) {
      if (name === undefined) continue;
      const other = used.get(name);
      if (other)
        context.addIssue({
          code: 'custom',
          path: [field],
          message: `"${name}" is what ${other} is called; take another name`,
        });
      used.set(name, field);
      if (zone && name !== zone.name && !name.endsWith(`.${zone.name}`))
        context.addIssue({
          code: 'custom',
          path: [field],
          message: `"${name}" is not in the zone ${zone.name}; name one that is, or leave out the zone and make the record by hand`,
        });
    }
    if (value.opsCertificate && ops === undefined)
      context.addIssue({
        code: 'custom',
        path: ['opsCertificate'],
        message: 'is for a name that is missing: add ops, or take this out',
      });
  });

const arnOf = (what: RegExp, like: string) => z.string().regex(what, like);

const bucketName = z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'the name of a bucket of S3');

const secret = arnOf(
  /^arn:aws:secretsmanager:[a-z0-9-]+:\d{12}:secret:\S+-[A-Za-z0-9]{6}$/,
  'the whole ARN of a secret, with the six letters at its end, like arn:aws:secretsmanager:eu-west-1:111122223333:secret:…-AbCdEf',
);

/** One for each network whose account is kept as a secret. */
const ofNetworks = Object.fromEntries(
  KEYED_CHANNELS.map(({ name, label }) => [name, secret.optional().describe(`The account on ${label}`)]),
) as Record<KeyedChannelName, z.ZodOptional<typeof secret>>;

/** What is there already, of a stack that was destroyed or a table that was restored. */
const kept = z.strictObject({
  table: z
    .string()
    .regex(/^[A-Za-z0-9_.-]{3,255}$/, 'the name of a table of DynamoDB, in the region of the stage')
    .optional()
    .describe('A table with everything that was said: one that a stack has left, or one that was restored'),
  site: z
    .strictObject({
      bucket: bucketName.describe('What it serves'),
      distribution: z
        .string()
        .regex(/^E[A-Z0-9]{5,20}$/, 'the id of a distribution, like E1ABCDEFGHIJKL')
        .describe('Its id'),
      host: hostname.describe('The name that CloudFront made up for it: d111111abcdef8.cloudfront.net'),
    })
    .optional()
    .describe(
      'The page with its address. Its distribution stays as it is: deployments write the pages and leave it alone',
    ),
  standby: bucketName.optional().describe('The bucket that is the standby, in the region of standby'),
  keys: z
    .strictObject({
      subscribers: secret.optional().describe('By which subscribers are known, and their links are signed'),
      intake: secret.optional().describe('Of which the secrets of monitors are made'),
      x: secret.optional().describe('The tokens of X'),
      ...ofNetworks,
    })
    .optional()
    .describe('The secrets that belong to that table'),
});

const stage = z
  .strictObject({
    region: region.optional().describe('Where the system stands; without it, where the credentials point'),
    standby: region
      .optional()
      .describe('Where a copy of the site stands, which is shown when S3 does not answer in the first region'),
    kept: kept
      .optional()
      .describe(
        'What is taken up instead of being made: "candor destroy" prints what to write here, "candor restore" writes it',
      ),
    domain: domain.optional().describe('Names of your own. CloudFront’s, API Gateway’s and Cognito’s stay beside them'),
  })
  .superRefine(({ region, standby, domain, kept }, context) => {
    if (kept?.standby !== undefined && standby === undefined)
      context.addIssue({
        code: 'custom',
        path: ['kept', 'standby'],
        message: 'is a bucket without a region: say in standby where it is',
      });
    const elsewhere = Object.entries(kept?.keys ?? {}).find(
      ([, arn]) => region !== undefined && arn?.split(':')[3] !== region,
    );
    if (elsewhere)
      context.addIssue({
        code: 'custom',
        path: ['kept', 'keys', elsewhere[0]],
        message: `is a secret of ${elsewhere[1]?.split(':')[3]}, and the stage stands in ${region}; functions read none of another region`,
      });
    if (standby !== undefined && standby === region)
      context.addIssue({
        code: 'custom',
        path: ['standby'],
        message: `is the region of the stage; a copy in ${region} would fall with it`,
      });
    const certificate = domain?.opsCertificate;
    if (certificate === undefined) return;
    const where = certificate.split(':')[3];
    if (region !== where)
      context.addIssue({
        code: 'custom',
        path: ['domain', 'opsCertificate'],
        message: `is a certificate of ${where}, and the stage stands in ${region ?? 'no region that is named'}; API Gateway takes one of its own region only`,
      });
  });

export type Stage = z.output<typeof stage>;
export type Kept = z.output<typeof kept>;
export type Domain = z.output<typeof domain>;

/** By the name of each stage; `default` is the one whose stack is called `Candor` alone. */
export const stages = z
  .record(z.string(), stage)
  .superRefine((all, context) => {
    for (const name of Object.keys(all)) {
      const message = wrongStageName(name);
      if (message) context.addIssue({ code: 'custom', path: [name], message });
    }
  })
  .optional()
  .describe(
    'The systems that are deployed from this config, each by its name, as in {"prod": {"region": "eu-west-1"}}: a stage is the stack Candor-prod, and "default" the stack Candor',
  );
