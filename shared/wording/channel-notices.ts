import type { ChannelStanding } from '../core/channel/standing.ts';
import { capital } from './capital.ts';

/** A channel by what people call it, and how it stands. One may stand in several ways, to several incidents. */
export type NoticedChannel = { label: string; standing: ChannelStanding };

type Trouble = Exclude<ChannelStanding, 'has' | 'quiet'>;

/** What is said of those channels that are not as they should be, the gravest first. */
const TROUBLES: Readonly<Record<Trouble, (labels: readonly string[]) => string>> = {
  rejected: (labels) => `${listed(labels)} did not accept an update of this incident`,
  unknown: (labels) => `we do not know whether an update reached ${labels.join(' or ')}`,
  delayed: (labels) =>
    `the ${labels.length === 1 ? 'post' : 'posts'} to ${listed(labels)} ${labels.length === 1 ? 'is' : 'are'} delayed`,
  removed: (labels) =>
    `${labels.length === 1 ? 'a post' : 'posts'} of this incident ${labels.length === 1 ? 'was' : 'were'} taken down on ${listed(labels)}`,
};

/**
 * One sentence on how the public channels stand that are not as they should be, and which of the others have the newest
 * word, as this page has. Undefined where nothing is to be said.
 */
export function channelsNotice(channels: readonly NoticedChannel[]): string | undefined {
  const labelsOf = (one: ChannelStanding) => [
    ...new Set(channels.flatMap(({ label, standing }) => (standing === one ? [label] : []))),
  ];
  const troubles = (Object.keys(TROUBLES) as Trouble[])
    .map((trouble) => ({ trouble, labels: labelsOf(trouble) }))
    .filter(({ labels }) => labels.length > 0);
  if (troubles.length === 0) return undefined;
  const said = inOneBreath(troubles.map(({ trouble, labels }) => TROUBLES[trouble](labels)));
  return `${capital(said)}; ${whoHasIt(labelsOf('has'), troubles)}.`;
}

/** Each by its name: one that is only counted would not be known to have it. */
const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

const inOneBreath = (clauses: readonly string[]): string =>
  clauses.length < 2 ? clauses.join('') : `${clauses.slice(0, -1).join(', ')}, and ${clauses.at(-1)}`;

/** Where only older words are missing, nothing newer is waited for. */
function whoHasIt(others: readonly string[], troubles: readonly { trouble: Trouble }[]): string {
  if (others.length > 0) return `${listed([...others, 'this page'])} have the newest word`;
  return troubles.every(({ trouble }) => trouble === 'removed')
    ? 'this page has all that we said'
    : 'this page has the newest word';
}
