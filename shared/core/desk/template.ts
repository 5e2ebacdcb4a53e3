import type { Instant } from '../instant.ts';

/** What an answer is for. Names are for ever: configs replace our words by them. */
export const TEMPLATE_NAMES = [
  'ack-known',
  'ack-unknown',
  'thanks',
  'to-private',
  'receipt',
  'solved',
  'correction',
] as const;
export type TemplateName = (typeof TEMPLATE_NAMES)[number];

/** Templates that people answer with. The others go out by themselves. */
export const PEOPLES_TEMPLATES = [
  'ack-known',
  'ack-unknown',
  'thanks',
  'to-private',
  'solved',
  'correction',
] as const satisfies readonly TemplateName[];

/** Words of our own for a purpose, for one component or region alone if it is named. */
export type OwnWords = {
  name: TemplateName;
  component?: string | undefined;
  region?: string | undefined;
  says: readonly string[];
};

/**
 * Words that somebody of the desk proposed. Nobody answers with them before a second person has approved them;
 * `retired`: they were, and are not any more.
 */
export type DeskTemplate = OwnWords & {
  id: string;
  state: 'proposed' | 'approved' | 'dropped' | 'retired';
  proposedBy: string;
  /** Names the proposer for ever, so that nobody approves their own words. */
  subject: string;
  proposedAt: Instant;
  decidedBy?: string;
  decidedAt?: Instant;
  version: number;
};

/**
 * The words to choose from for a purpose: those for the component, or else the region, or else for everybody; approved ones
 * of the desk beside those of the config, and ours where the house has none.
 */
export function wordsFor(
  name: TemplateName,
  { component, region }: { component?: string | undefined; region?: string | undefined },
  own: readonly OwnWords[],
  ours: readonly string[],
): readonly string[] {
  const named = own.filter((one) => one.name === name);
  const ofComponent = named.filter((one) => one.component !== undefined && one.component === component);
  const ofRegion = named.filter(
    (one) => one.region !== undefined && one.region === region && one.component === undefined,
  );
  const ofAll = named.filter((one) => one.component === undefined && one.region === undefined);
  const chosen = [ofComponent, ofRegion, ofAll].find((some) => some.length > 0);
  return chosen === undefined ? ours : chosen.flatMap(({ says }) => says);
}
