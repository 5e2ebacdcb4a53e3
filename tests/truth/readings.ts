import type { PromiseRow } from '../../shared/core/incident.ts';
import type { Instant } from '../../shared/core/instant.ts';
import type { PublicIncident, PublicOutage } from '../../shared/core/public-incident.ts';
import { incidentObject } from '../../shared/site/api/statuspage.ts';
import { nextCalendar } from '../../shared/site/calendars.ts';
import type { SiteContext } from '../../shared/site/context.ts';
import { clocks } from '../../shared/site/pages/clocks.ts';
import { ledgerTable } from '../../shared/site/pages/promises-page.ts';
import { receiptOf } from '../../shared/site/receipt.ts';
import { supportLinesFile } from '../../shared/site/support-lines.ts';
import { siteOf, textOf } from '../site/support/site.ts';

/** What a text says of a promised time, in one word. */
export type Reading =
  | 'never given'
  | 'open'
  | 'late'
  | 'missed'
  | 'taken back'
  | 'kept'
  | 'back'
  | 'failed again'
  | 'moved'
  | 'closed before'
  | 'silent';

/** Sentences by what they say; the first that fits is what a reader takes home. */
type Sentences = readonly (readonly [RegExp, Reading])[];

const read = (text: string, sentences: Sentences): Reading =>
  sentences.find(([sentence]) => sentence.test(text))?.[1] ?? 'silent';

const ON_PAGE: Sentences = [
  [/said to be back since/, 'back'],
  [/We said .* and missed it/, 'missed'],
  [/We have missed the times that we gave/, 'missed'],
  [/We took back the time that we gave/, 'taken back'],
  [/It was back and fails again/, 'failed again'],
  [/No time given yet|No time has been promised/, 'never given'],
  [/late by/, 'late'],
  [/^(?:by|promised for) \d\d:\d\d/, 'open'],
];
const SAID: Sentences = [
  [/We said at .* that it should work again/, 'back'],
  [/We said that it would work again by .*, missed that/, 'missed'],
  [/We took back the time/, 'taken back'],
  [/It worked again and has failed since/, 'failed again'],
  [/We have given no time by which/, 'never given'],
  [/We expected it to work again/, 'late'],
  [/We expect it to work again/, 'open'],
];
const SAID_LAST: Sentences = [
  [/is late, so please look/, 'late'],
  [/We missed the time that we gave for our next update/, 'missed'],
  [/when our next update is due/, 'open'],
];
const IN_LEDGER: Sentences = [
  [/^Missed|counts as missed/, 'missed'],
  [/^Kept/, 'kept'],
  [/^Late by/, 'late'],
  [/^Open/, 'open'],
  [/^Taken back/, 'taken back'],
  [/^Moved/, 'moved'],
  [/^No longer needed/, 'closed before'],
];
const ON_RECEIPT: Sentences = [
  [/No time for restoring was given/, 'never given'],
  [/was taken back before it was due/, 'taken back'],
  [/was moved before it was due/, 'moved'],
  [/before the first time that we gave\.$/, 'kept'],
  [/was missed|after the first time that we gave|announced .* after it/, 'missed'],
];

const contextAt = (now: Instant): SiteContext => siteOf([], now);

/** The clock of this label on the incident's page. */
export function onPage(incident: PublicIncident, label: 'Next update' | 'Expected back', now: Instant): Reading {
  const page = String(clocks(contextAt(now), incident));
  const clock = new RegExp(`<dt>${label} </dt>([\\s\\S]*?)</dd>`).exec(page)?.[1];
  return clock === undefined ? 'silent' : read(textOf(clock), ON_PAGE);
}

/** The second and the third of the sentences for those who speak with customers. */
export function said(incident: PublicIncident, now: Instant): { restore: Reading; next: Reading } {
  const [, second = '', third = ''] = supportLinesFile(contextAt(now), incident).body.split('\n');
  return { restore: read(second, SAID), next: read(third, SAID_LAST) };
}

/** What the ledger of the incident's page says became of each of its promises, oldest first. */
export const inLedger = (incident: PublicIncident, now: Instant): Reading[] =>
  [...String(ledgerTable(contextAt(now), incident)).matchAll(/<\/td><td>(.*?)<\/td><\/tr>/g)]
    .map(([, outcome = '']) => read(textOf(outcome), IN_LEDGER))
    .toReversed();

/** How the line about the first restore time reads under an incident that is over. */
export function onReceipt(incident: PublicIncident, now: Instant): Reading {
  const lines = receiptOf(contextAt(now).voice, incident);
  return lines === undefined ? 'silent' : read(lines.at(-1)?.text ?? '', ON_RECEIPT);
}

/** The fields of the documents that clients read. */
export function inDocuments(incident: PublicIncident, now: Instant) {
  const { next_update_by, restore_by, promises, incident_updates, status } = incidentObject(
    contextAt(now),
    incident,
    [],
  );
  return { next: next_update_by, restore: restore_by, promises, lastUpdate: incident_updates[0]?.status, status };
}

/** True if the calendar still expects the next update. */
export const inCalendar = (incident: PublicOutage, now: Instant): boolean => {
  const { body } = nextCalendar(contextAt(now), incident);
  return body.includes('BEGIN:VEVENT') && !body.includes('STATUS:CANCELLED');
};

/** What the chain bears out of one promise, read here from its row alone. */
export function trueOf(row: PromiseRow, now: Instant): Reading {
  const isPast = row.settledAt !== undefined && row.settledAt > row.at;
  switch (row.state) {
    case 'open':
      return row.at <= now ? 'late' : 'open';
    case 'slipped':
      return 'missed';
    case 'kept':
      return 'kept';
    case 'revised':
      return isPast ? 'missed' : 'moved';
    case 'withdrawn':
      return isPast ? 'missed' : 'taken back';
  }
}
