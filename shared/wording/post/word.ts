import type { Entry } from '../../core/entry.ts';
import { isUnconfirmed, type ReportedIncident } from '../../core/incident.ts';
import type { Instant } from '../../core/instant.ts';
import { delayedWord, kindWord, STATUS_WORDS } from '../incident.ts';
import { maintenanceWord } from '../maintenance.ts';
import type { Voice } from '../sentences.ts';
import { promisedTime } from '../time.ts';

/** One statement of an incident, as it is said at `now`. */
export type Statement = { incident: ReportedIncident; entry: Entry; now: Instant };

/** What a statement is, in front of its title. */
export function wordOf(voice: Voice, { entry, incident, now }: Statement): string {
  const isMachines =
    entry.status === 'investigating' && isUnconfirmed({ phase: 'open', entries: upTo(incident, entry) });
  switch (entry.kind) {
    case 'correction': {
      const wrong = incident.entries.find((one) => one.seq === entry.corrects);
      return wrong === undefined ? 'Correction' : `Correction of what we said at ${promisedTime(voice, wrong.at, now)}`;
    }
    case 'reopened':
      if (isMachines) return 'Reopened, not confirmed';
      return `Reopened, ${STATUS_WORDS[entry.status].toLowerCase()}`;
    case 'resolved':
      return 'Resolved';
    case 'postmortem':
      return 'Postmortem';
    case 'retracted':
      return 'Withdrawn';
    case 'merged':
      return 'Continued in another incident';
    case 'maintenance':
      return maintenanceWord(entry);
    case 'update':
    case 'opened':
      // The word of the phase would claim that somebody is looking.
      if (isMachines) return 'Not confirmed';
      return kindWord(entry) ?? STATUS_WORDS[entry.status];
    case 'apology':
      return delayedWord(entry.status);
    case 'redaction':
      return STATUS_WORDS[entry.status];
  }
}

const upTo = ({ entries }: ReportedIncident, { seq }: Entry) => entries.filter((one) => one.seq <= seq);
