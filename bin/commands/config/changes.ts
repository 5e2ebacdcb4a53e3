import { isDeepStrictEqual } from 'node:util';
import type { Config } from '../../../shared/config/config-schema.ts';
import { stackName } from '../../../shared/config/stages.ts';
import { labelOf } from '../../../shared/core/channel/shipped.ts';
import { KEYED_CHANNELS } from '../../../shared/core/keyed/shipped.ts';
import { X } from '../../../shared/core/x/facts.ts';

/** What a changed place of the config does. `loud`: customers lose something, or a link that is out leads nowhere. */
export type Effect = { place: string; says: string; loud: boolean };

/** What of a config is compared: all of it, or what a deployed site tells of the one it was made with. */
export type Compared = Partial<Config> & Pick<Config, 'components' | 'groups' | 'brand'>;

/** What customers and the house will notice when `after` is deployed where `before` was. */
export function effectsOf(before: Compared, after: Compared): Effect[] {
  return [
    ...ofBrand(before, after),
    ...ofComponents(before, after),
    ...ofGroups(before, after),
    ...ofChannels(before, after),
    ...ofStages(before, after),
    ...ofContacts(before, after),
    ...ofRest(before, after),
  ];
}

const quiet = (place: string, says: string): Effect => ({ place, says, loud: false });
const loud = (place: string, says: string): Effect => ({ place, says, loud: true });

function ofBrand({ brand: before }: Compared, { brand: after }: Compared): Effect[] {
  if (before.name === after.name) return [];
  return [
    loud(
      'brand.name',
      `every page, feed and mail says “${after.name}” in the place of “${before.name}”, also those of the past`,
    ),
  ];
}

function ofComponents({ components: before }: Compared, { components: after }: Compared): Effect[] {
  const were = new Map(before.map((one) => [one.id, one]));
  const are = new Map(after.map((one) => [one.id, one]));
  const gone = before.filter(({ id }) => !are.has(id));
  const added = after.filter(({ id }) => !were.has(id));
  const renamed = after.flatMap((one) => {
    const was = were.get(one.id);
    return was === undefined || was.name === one.name ? [] : [{ was: was.name, one }];
  });
  const moved = after.filter((one) => were.has(one.id) && were.get(one.id)?.group !== one.group);
  return [
    ...gone.map(({ id, name }) => goneEffect(id, name, added)),
    ...added.map(({ id, name }) => quiet(`components.${id}`, `“${name}” appears on the front page`)),
    ...renamed.map(({ was, one }) =>
      quiet(
        `components.${one.id}`,
        `“${was}” is called “${one.name}” on every page, also of past incidents; its history stays its own`,
      ),
    ),
    ...moved.map(({ id, name, group }) =>
      quiet(
        `components.${id}`,
        `“${name}” stands ${group === undefined ? 'in no group' : `in the group “${group}”`} on the front page`,
      ),
    ),
  ];
}

/** The history stays in the log: what goes is its place on the page, and its name. */
function goneEffect(id: string, name: string, added: readonly { id: string; name: string }[]): Effect {
  const again = added.find((one) => one.name === name);
  const place = `components.${id}`;
  if (again !== undefined)
    return loud(
      place,
      `“${name}” has another id, “${again.id}”: what happened until now stays under “${id}”, and “${again.id}” begins without a past. Keep the id “${id}” if it is the same part`,
    );
  return loud(
    place,
    `“${name}” leaves the front page with its bars. Its incidents stay at their addresses, in history, ledger and feeds, where it is called “${id}” from then on. Nothing can be said about it any more: resolve what is open about it first, and take it out of the rules of monitors`,
  );
}

function ofGroups({ groups: before }: Compared, { groups: after }: Compared): Effect[] {
  const are = new Map(after.map((one) => [one.id, one.name]));
  return before.flatMap(({ id, name }) => {
    const now = are.get(id);
    if (now === undefined) return [quiet(`groups.${id}`, `the group “${name}” leaves the front page`)];
    return now === name ? [] : [quiet(`groups.${id}`, `the group “${name}” is called “${now}”`)];
  });
}

function ofChannels({ channels: before }: Compared, { channels: after }: Compared): Effect[] {
  if (before === undefined || after === undefined) return [];
  return [
    ...before
      .filter((name) => !after.includes(name))
      .map((name) =>
        loud(
          'channels',
          `nothing is told on ${labelOf(name)} any more, also not the end of what is open there; what stands there stays. Its tokens are kept by AWS`,
        ),
      ),
    ...after
      .filter((name) => !before.includes(name))
      .map((name) =>
        quiet(
          'channels',
          `${labelOf(name)} is built, and begins in shadow: nothing is public there before it is armed`,
        ),
      ),
  ];
}

function ofStages({ stages: before = {} }: Compared, { stages: after = {} }: Compared): Effect[] {
  return Object.entries(before).flatMap(([name, was]) => {
    const place = `stages.${name}`;
    const is = after[name];
    if (is === undefined)
      return [
        loud(
          place,
          `the stack ${stackName(name)} goes on as it is, and is deployed no more by this config; nothing is taken down`,
        ),
      ];
    const [site, domain] = [was.domain?.site, is.domain?.site];
    return [
      ...(was.region !== is.region && was.region !== undefined
        ? [
            loud(
              `${place}.region`,
              `a second, empty system would be made in ${is.region ?? 'the region of the shell'}; that in ${was.region} goes on, with all incidents. Move nothing this way`,
            ),
          ]
        : []),
      ...(was.standby !== undefined && is.standby !== was.standby
        ? [
            loud(
              `${place}.standby`,
              `no copy is kept in ${was.standby} any more; the bucket there stays, with old pages that no redaction reaches, until somebody empties it`,
            ),
          ]
        : []),
      ...(site !== undefined && site !== domain
        ? [
            loud(
              `${place}.domain.site`,
              `links in posts, feeds and mails that are out say ${site}, which then leads nowhere. Keep the name, or have it redirect for ever`,
            ),
          ]
        : []),
      ...(site === undefined && domain !== undefined
        ? [
            quiet(
              `${place}.domain.site`,
              `links say ${domain} from then on; CloudFront’s name goes on answering, so that older links stay good`,
            ),
          ]
        : []),
    ];
  });
}

function ofContacts({ contact: before }: Compared, { contact: after }: Compared): Effect[] {
  if (before === undefined || after === undefined || isDeepStrictEqual(before, after)) return [];
  return after.length === 0
    ? [loud('contact', 'the page shows no way to a human any more')]
    : [quiet('contact', `the page shows ${after.map(({ label }) => `“${label}”`).join(', ')}`)];
}

const followedFromNowOn = (label: string): string =>
  `posts follow it from the next one on; what stands on ${label} stays`;

/** Fields that only what comes next follows, and how. */
const FROM_NOW_ON = {
  cadence: 'the next statement is due by the new times; what is promised already stays promised',
  reminders: 'people are reminded so from the next promise on',
  duty: 'the weekly table counts from its next turn on',
  x: followedFromNowOn(X.label),
  ...Object.fromEntries(KEYED_CHANNELS.map(({ name, label }) => [name, followedFromNowOn(label)])),
  approval: 'what is proposed from now on waits by these rules; drafts that wait go on waiting',
  intake:
    'alarms are judged by these rules from now on; the secret of a new source is in GET /v1/intake, and a source that is gone answers 404 to its monitor',
  wording: 'what goes out by itself says it so from now on; what was said stays',
  apology: 'apologies are worded so from now on; those that are out stay',
  templates: 'the console offers these words',
  busyHours: 'whoever schedules maintenance into them is warned',
  desk: 'customers are heard and answered so from the next look on; a source that is new has to be connected',
  requests: 'programs are held to this from now on',
  signUp: 'every page is drawn anew, and forms are held to this from then on',
} as const satisfies Partial<Record<keyof Config, string>>;

function ofRest(before: Compared, after: Compared): Effect[] {
  const rest = Object.entries(FROM_NOW_ON).flatMap(([name, says]) => {
    const [was, is] = [before[name as keyof Config], after[name as keyof Config]];
    return was === undefined || isDeepStrictEqual(was, is) ? [] : [quiet(name, says)];
  });
  const { name: _was, ...looksBefore } = before.brand;
  const { name: _is, ...looks } = after.brand;
  // A site does not tell how its brand looks.
  if (before.channels === undefined || isDeepStrictEqual(looksBefore, looks)) return rest;
  return [quiet('brand', 'every page is drawn anew, with the look and the clock that it says'), ...rest];
}
