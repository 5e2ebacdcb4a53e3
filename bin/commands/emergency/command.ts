import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { emergencyIn, letGo, putUp } from '../../../shared/adapters/s3/emergency.ts';
import { spoken } from '../../../shared/config/voice.ts';
import { incidentIdFor } from '../../../shared/contract/identity.ts';
import { COMPONENT_STATUSES, type ComponentState } from '../../../shared/core/entry.ts';
import { instant } from '../../../shared/core/instant.ts';
import { EMERGENCY } from '../../../shared/wording/emergency.ts';
import { STAGE_OPTION, type StageFlags, type StageOnAws, stageOnAws } from '../aws/stage.ts';
import { CONFIG_OPTION } from '../config/file.ts';
import { print, type Session, sessionOf } from '../session.ts';
import { EXIT, type Surroundings, UsageError } from '../surroundings.ts';
import { isYes } from '../yes.ts';
import { bucketsOf, inBucket, type PageBucket, whereItLies } from './buckets.ts';
import { onThisMachine } from './on-this-machine.ts';
import type { Place } from './places.ts';

type Emergency = Parameters<typeof putUp>[2];
type Flags = StageFlags & {
  title?: string;
  component: readonly string[];
  release?: boolean;
  yes?: boolean;
  bucket?: string;
  site?: string;
  standby?: string;
  place?: Place | undefined;
};

const HELP = `
For when everything of ours is down: with your own credentials for AWS and nothing else it puts up one page that says your
words, as the newest item of the feeds too, and as critical in status.json, summary.json and the badge. Where the bucket
does not answer, it is put up at the standby, which CloudFront shows when the first does not answer it either.

Candor, once it runs again, leaves it as it is until you release it. Then it enters the log, as an open incident that says
when it happened; go on from there. Another text while it stands is put above the first.

Examples:
  $ candor emergency "Everything is down since 14:00 UTC. We work on it; next word here at 15:00 UTC." --stage prod
  $ candor emergency --release --stage prod`;

const TEXT_AT_MOST = 5_000;

/** `candor emergency`: one honest page by hand, and its way into the log afterwards. */
export function addEmergency(program: Command, surroundings: Surroundings, ended: (code: number) => void): void {
  program
    .command('emergency')
    .argument('[text]', 'what customers read')
    .option('--title <title>', `of the page and the incident; "${EMERGENCY.title}" if not said`)
    .option('-c, --component <id=status>', 'what is affected, may be repeated; everything, if not said', gathered, [])
    .option('--release', 'have Candor take the page over again, and bring what was said into the log')
    .option('--yes', 'do not ask')
    .option(...STAGE_OPTION)
    .option(...CONFIG_OPTION)
    .option('--bucket <name>', 'where the page lies, if neither this machine nor the stack knows')
    .option('--standby <region/bucket>', 'where its standby lies, with --bucket')
    .option('--site <url>', 'the address of the page, with --bucket')
    .description('put up one page by hand when everything of ours is down, with your own credentials for AWS')
    .addHelpText('after', HELP)
    .action(async (text: string | undefined, flags: Flags, command: Command) => {
      const here = flags.stage === undefined && flags.bucket === undefined ? onThisMachine(surroundings) : undefined;
      const own = here ? { ...surroundings, env: { ...surroundings.env, ...here.env } } : surroundings;
      const session = sessionOf(command, own);
      const on = stageOnAws(own, flags);
      // Whoever has stages means one of them, and no trial beside them.
      const place = Object.keys(on.config.stages ?? {}).length === 0 ? here?.place : undefined;
      ended(
        await (flags.release ? release(session, on, { ...flags, place }) : say(session, on, text, { ...flags, place })),
      );
    });
}

const gathered = (one: string, before: readonly string[]): readonly string[] => [...before, one];

async function pageOf({ surroundings }: Session, on: StageOnAws, { bucket, site, standby, place: given }: Flags) {
  if ((bucket === undefined) !== (site === undefined))
    throw new UsageError(
      '--bucket and --site belong together: the bucket of the page, and the address that customers know',
    );
  const place =
    bucket !== undefined && site !== undefined
      ? { siteUrl: site.replace(/\/+$/, ''), site: { region: on.region, bucket }, ...standbyFrom(standby) }
      : (given ?? (await whereItLies(surroundings, on)));
  const context = { config: on.config, voice: spoken, siteUrl: place.siteUrl };
  return { context, siteUrl: place.siteUrl, buckets: bucketsOf(surroundings, place) };
}

function standbyFrom(given: string | undefined): Pick<Place, 'standby'> {
  if (given === undefined) return {};
  const [region = '', bucket = ''] = given.split('/');
  if (region === '' || bucket === '')
    throw new UsageError(`--standby ${given}: write REGION/BUCKET, like eu-central-1/my-standby`);
  return { standby: { region, bucket } };
}

async function say(session: Session, on: StageOnAws, text: string | undefined, flags: Flags): Promise<number> {
  const { surroundings } = session;
  const words = text?.trim() ?? '';
  if (words === '' || words.length > TEXT_AT_MOST)
    throw new UsageError(
      words === ''
        ? 'what do customers read? candor emergency "TEXT"'
        : `the text has ${words.length} letters; a page takes ${TEXT_AT_MOST}`,
    );
  const components = componentsFrom(on, flags.component);
  const { context, siteUrl, buckets } = await pageOf(session, on, flags);
  surroundings.err(
    [
      `At ${siteUrl}, in the place of the front page:`,
      `  ${flags.title ?? EMERGENCY.title}`,
      ...words.split('\n').map((line) => `  ${line}`),
      `Affected: ${components.map(({ id, status }) => `${id} ${status}`).join(', ')}. Critical in documents, badge and feeds.`,
    ].join('\n'),
  );
  if (!flags.yes && !isYes(await surroundings.ask('Put this up? [y/N]')))
    return said(session, { putUp: false }, 'Nothing was changed.');
  const refused: string[] = [];
  for (const at of buckets) {
    const came = await inBucket(at, async (s3) => {
      const before = await emergencyIn(s3);
      const emergency =
        before === undefined
          ? begun(session, surroundings, words, components, flags.title)
          : saidMore(before, words, surroundings);
      return { emergency, keys: await putUp(s3, context, emergency) };
    });
    if ('answer' in came) return putUpAt(session, at, siteUrl, came.answer.emergency, refused, on);
    refused.push(`${at.bucket} in ${at.region} does not take it: ${came.why}`);
    surroundings.err(refused.at(-1)!);
  }
  if (session.json) surroundings.out(JSON.stringify({ putUp: false, why: refused }, null, 2));
  else surroundings.err('It is nowhere. Say it where you can: on X by hand, in a mail to your customers.');
  return EXIT.refused;
}

/** The id that the incident gets in the log, as long as the same program brings it there. */
function begun(
  session: Session,
  { now }: Surroundings,
  text: string,
  components: readonly ComponentState[],
  title: string = EMERGENCY.title,
): Emergency {
  const key = `emergency-${randomUUID()}`;
  let subject = 'by hand';
  try {
    subject = session.profile().clientId;
  } catch {
    // Whoever has no profile for it puts it up all the same.
  }
  return { id: incidentIdFor(subject, key), key, title, components, said: [{ at: instant(now()), text }] };
}

const saidMore = (before: Emergency, text: string, { now }: Surroundings): Emergency =>
  before.said.at(-1)?.text === text ? before : { ...before, said: [...before.said, { at: instant(now()), text }] };

function putUpAt(
  session: Session,
  at: PageBucket,
  siteUrl: string,
  { id, said: all }: Emergency,
  refused: readonly string[],
  on: StageOnAws,
): number {
  return said(session, { putUp: true, at: at.is, bucket: at.bucket, id, refused }, () =>
    [
      at.is === 'page'
        ? `It is up: ${siteUrl}, within about six seconds.`
        : `It is up at the standby, ${at.bucket}. ${siteUrl} shows it as long as the first bucket answers CloudFront with errors or not at all. Once that answers again, run the same command again: until then it shows what it had.`,
      ...(all.length > 1 ? [`It is the text number ${all.length}; the earlier ones stand below it.`] : []),
      `Candor leaves it as it is until: candor emergency --release --stage ${on.name}`,
    ].join('\n'),
  );
}

function componentsFrom({ config }: StageOnAws, given: readonly string[]): ComponentState[] {
  if (given.length === 0) return config.components.map(({ id }) => ({ id, status: 'major_outage' }));
  return given.map((one) => {
    const [id = '', status = 'major_outage'] = one.split('=');
    const known = COMPONENT_STATUSES.find((word) => word === status);
    if (known === undefined || !config.components.some((component) => component.id === id))
      throw new UsageError(
        `--component ${one}: write ID=STATUS, with an id of the config (${config.components.map((component) => component.id).join(', ')}) and one of ${COMPONENT_STATUSES.join(', ')}`,
      );
    return { id, status: known };
  });
}

/** First into the log, then the page: whatever ends it in between, running it again comes to the same. */
async function release(session: Session, on: StageOnAws, flags: Flags): Promise<number> {
  const { surroundings } = session;
  const { context, buckets } = await pageOf(session, on, flags);
  const found = await Promise.all(buckets.map((at) => inBucket(at, (s3) => emergencyIn(s3))));
  const silent = found.filter((one) => 'why' in one);
  const up = found.flatMap((one) => ('answer' in one && one.answer ? [{ at: one.at, emergency: one.answer }] : []));
  const [first] = up;
  if (first === undefined)
    return silent.length === 0
      ? said(session, { released: false }, 'Nothing that was put up by hand stands there.')
      : refusedBecause(session, silent.map(({ at, why }) => `${at.bucket} does not say: ${why}`).join('\n'));
  const longest = up.map(({ emergency }) => emergency).toSorted((a, b) => b.said.length - a.said.length)[0]!;
  surroundings.err(
    `It enters the log as an open incident, "${longest.title}", that says when it happened, and goes to every channel that is armed:\n${longest.said.map(({ at, text }) => `  ${at}  ${text}`).join('\n')}`,
  );
  if (!flags.yes && !isYes(await surroundings.ask('Release the page, and say this? [y/N]')))
    return said(session, { released: false }, 'Nothing was changed.');
  const { incident } = await intoTheLog(session, longest);
  for (const { at, emergency } of up) {
    const came = await inBucket(at, (s3) => letGo(s3, context, emergency));
    if ('why' in came)
      return refusedBecause(
        session,
        `${at.bucket} does not let go of it: ${came.why}\nIt is in the log as ${incident}; run the same command again.`,
      );
  }
  await session.client().rebuild();
  return said(
    session,
    { released: true, incident },
    () =>
      `Released, and in the log as the open incident ${incident}. The pages are rendered again within a minute. Go on: candor update ${incident} --message "…"`,
  );
}

async function intoTheLog(session: Session, { said: all, title, components, key }: Emergency) {
  const client = session.client();
  const [first, ...more] = all;
  const { incident } = await client.open(
    { title, impact: 'critical', components, message: first!.text, happenedAt: first!.at },
    { key },
  );
  for (const [index, { at, text }] of more.entries())
    await client.update(incident.id, { message: text, happenedAt: at }, { key: `${key}-${index + 2}` });
  return { incident: incident.id };
}

function said(session: Session, document: object, text: string | (() => string)): number {
  print(session, document, () => (typeof text === 'string' ? text : text()));
  return EXIT.ok;
}

function refusedBecause(session: Session, why: string): number {
  if (session.json) session.surroundings.out(JSON.stringify({ released: false, why }, null, 2));
  else session.surroundings.err(why);
  return EXIT.refused;
}
