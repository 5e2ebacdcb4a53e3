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
  const real = open.filter(({ handling }) => handling !== 'drill');
  const ids = named.map(({ id }) => id);
  const about = real
    .filter((incident) => incident.components.some((id) => ids.includes(id)))
    .toSorted((a, b) => (a.openedAt < b.openedAt ? 1 : -1))[0];
  const found = { components: ids, trouble: trouble !== undefined };
  const says = [...named.map(({ as }) => as), ...(trouble === undefined ? [] : [trouble])].map((word) => `“${word}”`);
  const heard = says.length === 0 ? 'names no part of the service and no trouble' : `says ${says.join(' and ')}`;
  if (about !== undefined) {
    const on = named.find(({ id }) => about.components.includes(id));
    return { ...found, incident: about.id, why: `${heard}; an incident on ${on?.name} is open` };
  }
  const only = real.length === 1 ? real[0] : undefined;
  if (trouble !== undefined && named.length === 0 && only !== undefined)
    return { ...found, incident: only.id, why: `${heard}; this incident is the only one that is open` };
  if (trouble !== undefined && named.length === 0 && real.length > 1)
    return { ...found, why: `${heard}; which of ${real.length} open incidents it is about, nothing tells` };
  if (named.length > 0) return { ...found, why: `${heard}; no incident on that is open` };
  return { ...found, why: heard };
}
