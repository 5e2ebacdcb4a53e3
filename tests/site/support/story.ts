import { chained } from '../../../shared/core/chain.ts';
import type { Draft, Entry } from '../../../shared/core/entry.ts';
import { evolve } from '../../../shared/core/evolve.ts';
import { type Incident, type ReportedIncident, unreported } from '../../../shared/core/incident.ts';
import type { Instant } from '../../../shared/core/instant.ts';
import { type PublicIncident, publicIncident } from '../../../shared/core/public-incident.ts';

/** What a test says of an entry; the rest is carried on from the entry before. */
export type Said = Partial<Omit<Draft, 'content' | 'private'>> & {
  message?: string;
  title?: string;
  workaround?: string;
  sources?: Draft['private']['sources'];
  handling?: Draft['private']['handling'];
};

/** `14:30` on the day of the stories, or a whole instant. */
export const at = (clock: string): Instant =>
  clock.includes('T') ? clock : `2026-11-22T${clock.length === 5 ? `${clock}:00` : clock}.000Z`;

/** A chain of entries, each at its time: `story('abc', ['14:00', {...}], ['14:10', {...}])`. */
export function entriesOf(id: string, ...said: readonly [string, Said][]): Entry[] {
  const entries: Entry[] = [];
  let incident: Incident = unreported(id);
  for (const [clock, words] of said) {
    const entry = chained(draft(incident, words), {
      incident: id,
      head: incident.phase === 'unreported' ? undefined : incident.head,
      now: at(clock),
      salts: { content: 'a'.repeat(32), private: 'b'.repeat(32) },
    });
    entries.push(entry);
    incident = evolve(incident, entry);
  }
  return entries;
}

export function story(id: string, ...said: readonly [string, Said][]): PublicIncident {
  const incident = entriesOf(id, ...said).reduce<Incident>(evolve, unreported(id));
  return publicIncident(incident as ReportedIncident);
}

function draft(incident: Incident, words: Said): Draft {
  const { message = 'Some requests fail.', title, workaround, sources, handling, ...facts } = words;
  const before = incident.phase === 'unreported' ? undefined : incident;
  const opens = before === undefined;
  return {
    kind: opens ? 'opened' : 'update',
    automated: false,
    status: before?.status ?? 'investigating',
    impact: before?.impact ?? 'major',
    promises: {},
    settles: [],
    ...facts,
    content: {
      ...(opens ? { title: title ?? 'Requests to the API fail' } : title === undefined ? {} : { title }),
      message,
      ...(workaround === undefined ? {} : { workaround }),
    },
    private: { ...(sources === undefined ? {} : { sources }), ...(handling === undefined ? {} : { handling }) },
  };
}
