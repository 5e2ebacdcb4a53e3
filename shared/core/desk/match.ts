import type { Handling } from '../entry.ts';
import { troubleIn, wordsOf } from './lexicon.ts';

/** A part of the service, with all that people call it. */
export type Named = { id: string; name: string; alsoCalled?: readonly string[] | undefined };

/** An open incident, as far as matching looks at it. */
export type OpenIncident = { id: string; handling: Handling; components: readonly string[]; openedAt: string };

/** What a mention is about, and why we think so, in words that a person reads. */
export type Match = {
  /** Ids of the components that it names. */
  components: readonly string[];
  /** It says that something does not work. */
  trouble: boolean;
  /** The open incident that it is about; absent where nothing tells. */
  incident?: string;
  why: string;
};

/**
 * What somebody's words are about: the components that they name, whether they complain, and the open incident on one of
 * those. A complaint that names nothing is about the one open incident, if there is exactly one. Drills are nobody's
 * business outside and never matched. `language`: BCP 47, if it is known. No model: rules on words, each of which is said.
 */
export function match(
  text: string,
  {
    components,
    open,
    language,
  }: { components: readonly Named[]; open: readonly OpenIncident[]; language?: string | undefined },
): Match {
  const said = ` ${wordsOf(text)} `;
  const named = components.flatMap((one) => {
    const as = [one.name, ...(one.alsoCalled ?? [])].find((name) => said.includes(` ${wordsOf(name)} `));
    return as === undefined ? [] : [{ ...one, as }];
  });
  const trouble = troubleIn(text, language);
  const ids = named.map(({ id }) => id);
  const says = [...named.map(({ as }) => as), ...(trouble === undefined ? [] : [trouble])].map((word) => `“${word}”`);
  const heard = says.length === 0 ? 'names no part of the service and no trouble' : `says ${says.join(' and ')}`;
  const found = { components: ids, trouble: trouble !== undefined };
  const about = incidentFor(found, open);
  const on = named.find(({ id }) => id === about.on)?.name;
  return {
    ...found,
    ...(about.incident === undefined ? {} : { incident: about.incident }),
    why: [heard, ...because(about, on, found)].join('; '),
  };
}

/** The open incident that something is about, by what it names and whether it complains; and the component that tells. */
export function incidentFor(
  { components, trouble }: Pick<Match, 'components' | 'trouble'>,
  open: readonly OpenIncident[],
): { incident?: string; on?: string; open: number } {
  const real = open.filter(({ handling }) => handling !== 'drill');
  const about = real
    .filter((incident) => incident.components.some((id) => components.includes(id)))
    .toSorted((a, b) => (a.openedAt < b.openedAt ? 1 : -1))[0];
  if (about !== undefined) {
    const on = components.find((id) => about.components.includes(id))!;
    return { incident: about.id, on, open: real.length };
  }
  const only = real.length === 1 ? real[0] : undefined;
  const isAbout = trouble && components.length === 0 && only !== undefined;
  return { ...(isAbout ? { incident: only.id } : {}), open: real.length };
}

function because(
  { incident, open }: ReturnType<typeof incidentFor>,
  on: string | undefined,
  { components, trouble }: Pick<Match, 'components' | 'trouble'>,
): string[] {
  if (on !== undefined) return [`an incident on ${on} is open`];
  if (incident !== undefined) return ['this incident is the only one that is open'];
  if (components.length > 0) return ['no incident on that is open'];
  return trouble && open > 1 ? [`which of ${open} open incidents it is about, nothing tells`] : [];
}
