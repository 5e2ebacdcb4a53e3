import { lintReply } from '../../core/desk/reply-lint.ts';
import type { TemplateName } from '../../core/desk/template.ts';
import { weightAtMost } from '../sentence-overrides.ts';

/** What each purpose may hold in braces. */
const PLACES: Readonly<Record<TemplateName, readonly string[]>> = {
  'ack-known': ['components', 'next'],
  'ack-unknown': [],
  thanks: [],
  'to-private': [],
  receipt: ['case'],
  solved: ['components', 'lasted'],
  correction: ['components', 'next'],
};

/** As X counts at most: its own library would cost each function that reads the config 90 KB. */
const LONGEST_ON_X = 270;

/** As long as each gets, and what then stands there. */
const LONGEST: Readonly<Record<string, string>> = {
  components: 'Website, API and Background jobs',
  next: 'Next update by 31 Dec 2026, 23:50:00 UTC.',
  lasted: '2 days 23 h 59 min',
  case: 'K7QXF',
};

/**
 * What is wrong with words of a house for a purpose; empty if they may go out. They are held to what holds of every answer,
 * as if no cause were known and nothing were over, unless they are there to say that it is.
 */
export function problemsOfTemplate(name: TemplateName, text: string): string[] {
  const used = [...text.matchAll(/\{([^}]*)\}/g)].map(([, place]) => place ?? '');
  const known = PLACES[name];
  const filled = text.replaceAll(/\{(\w+)\}/g, (brace, place) => LONGEST[place] ?? brace);
  const times = ['31 Dec 2026, 23:50:00 UTC', '2 days 23 h 59 min'];
  const objections = lintReply(filled, { status: 'investigating', back: name === 'solved', times });
  return [
    ...used
      .filter((place) => !known.includes(place))
      .map((place) => `“${text}” names {${place}}, which nobody fills in here; ${mayHold(known)}`),
    ...(name === 'receipt' && !used.includes('case') ? [`“${text}” does not say {case}`] : []),
    ...objections.map(({ quote, reason }) => `“${text}” says “${quote}”: ${reason}`),
    ...(weightAtMost(filled) <= LONGEST_ON_X ? [] : [`“${text}” does not fit into an answer on X`]),
  ];
}

const mayHold = (places: readonly string[]): string =>
  places.length === 0 ? 'it may hold no place' : `it may hold ${places.map((place) => `{${place}}`).join(', ')}`;
