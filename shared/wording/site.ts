import type { LogLine } from '../core/chain.ts';
import type { Impact } from '../core/entry.ts';
import { kindWord, REDACTED, STATUS_WORDS } from './incident.ts';
import { maintenanceWord } from './maintenance.ts';
import { happenedSentences, promiseSentences } from './promise-lines.ts';
import type { Voice } from './sentences.ts';
import { sayDate, sayDuration } from './time.ts';

// What the status site says around the words of people. Nothing here claims more than the log knows.

export const siteTitle = (brand: string): string => `${brand} status`;

export const feedDescription = (brand: string): string =>
  `Every statement about incidents of ${brand}, as it was made. One entry per update.`;

export const feedTitle = (title: string, line: Pick<LogLine, 'kind' | 'status' | 'automated'>): string =>
  `${line.kind === 'maintenance' ? maintenanceWord(line) : (kindWord(line) ?? STATUS_WORDS[line.status])}: ${title}`;

export const nextUpdateTitle = (title: string): string => `Next update: ${title}`;

export const workaroundParagraph = (workaround: string): string => `What you can do now: ${workaround}`;

/** All words of an entry as plain text, in the order in which page and feeds say them. */
export const entryWords = (voice: Voice, line: LogLine): string =>
  [
    line.message ?? REDACTED,
    line.workaround ? workaroundParagraph(line.workaround) : '',
    [...happenedSentences(voice, line), ...promiseSentences(voice, line)].join(' '),
  ]
    .filter(Boolean)
    .join('\n\n');

/** How many names a headline carries before it only counts. */
const NAMES_IN_HEADLINE = 3;

/** `API, Webhooks, Databases and 2 more`. */
export function listed(names: readonly string[]): string {
  if (names.length > NAMES_IN_HEADLINE + 1) {
    return `${names.slice(0, NAMES_IN_HEADLINE).join(', ')} and ${names.length - NAMES_IN_HEADLINE} more`;
  }
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

export const VERDICT = {
  clear: 'No known problems',
  watching: 'A repair is in place; we are watching it',
  byImpact: {
    none: 'An incident is open; no impact is known',
    minor: 'Minor incident',
    major: 'Major incident',
    critical: 'Critical incident',
  } satisfies Record<Impact, string>,
  about: (what: string, names: readonly string[], also: readonly string[] = []) =>
    `${names.length === 0 ? what : `${what}: ${listed(names)}`}${also.length === 0 ? '' : `. Also affected: ${listed(also)}`}`,
  titled: (title: string, others: number) =>
    others === 0 ? title : `${title}, and ${others} more ${others === 1 ? 'incident' : 'incidents'}`,
  clearDetail: (brand: string) => `Nobody at ${brand} has reported a problem that is still open.`,
  openDetail: (count: number) => (count === 1 ? 'One incident is open.' : `${count} incidents are open.`),
  tellUs: 'Does something fail for you all the same? Then we may not know of it yet.',
};

export const CLOCKS = {
  nextUpdate: 'Next update',
  nextUpdatePromised: 'promised for',
  restore: 'Expected back',
  restorePromised: 'by',
  report: 'Report',
  reportPromised: 'promised for',
  lateBy: 'late by',
  nonePromised: 'None promised.',
  noneBecauseMissed: 'We have missed the times that we gave, and give no further one until a person can keep it.',
  noneByPerson: (words: string) => `We said then: “${words}”`,
  noneYet: 'No time has been promised.',
  notKnown: 'What the other page promised is not known here.',
  silence: 'No word from a person for',
  noRestore: 'No time given yet.',
  restoreMissed: (time: string) => `We said ${time} and missed it; no new time yet.`,
  restoreTakenBack: (time: string) => `We took back the time that we gave, ${time}; no new one yet.`,
  fellBack: 'It was back and fails again; no new time yet.',
  saidBack: 'said to be back since',
  ifPassed: 'If a time above has passed and nothing newer stands here, we are late.',
};

export const FROZEN =
  'Automated messages are paused at the moment: a missed time is shown here, but no apology goes out by itself.';

export const PAGE = {
  status: 'Status',
  history: 'History',
  promises: 'Promises',
  proof: 'Proof',
  skip: 'Skip to the status',
  asOf: 'As of',
  lastKnown: 'Last known:',
  lastWord: 'Last word',
  shared: (clock: string, date: string) => `As of ${clock}, ${date}:`,
  sharedNext: (clock: string, date: string) => `Next update by ${clock}, ${date}.`,
  began: 'Started',
  firstWord: 'we first posted at',
  later: 'later',
  ended: 'Ended',
  continuesIn: 'Continues in:',
  anotherIncident: 'another incident',
  goesOnThere: 'Go on reading there',
  saidThere: 'What was said there',
  lasted: 'Lasted',
  runningFor: 'Running for',
  affected: 'Affected',
  workaround: 'What you can do now',
  timeline: 'What we have said, newest first',
  components: 'Components',
  others: 'Other components',
  recent: 'Recently closed',
  noRecent: 'Nothing has been reported yet. When something is, its whole story will stand here.',
  allHistory: 'All incidents',
  byPerson: 'by a person',
  automated: 'automated',
  happened: 'happened at',
  backdated: 'told later than it happened',
  posted: 'posted',
  correctedLater: 'Corrected at',
  corrects: 'Corrects what we said at',
  was: 'was',
  openIncident: 'Open incident',
  retracted: 'Opened in error',
  merged: 'Merged',
  resolved: 'Resolved',
  historyTitle: 'History',
  historyNote:
    'The newest incidents, and every month before them. Nothing here is edited afterwards; corrections stand beside what they correct.',
  earlier: 'Earlier months',
  reported: (incidents: number) => (incidents === 1 ? 'One incident.' : `${incidents} incidents.`),
  noneInMonth: 'No incident was reported in this month.',
  monthPage: (number: number) => `Page ${number}`,
  older: 'Older ones of this month',
  newer: 'Newer ones of this month',
  back: 'Back to the status',
  notFound: 'There is no such page',
  notFoundDetail: 'The address may have been cut off in a message. The present status is on the front page.',
  stillStuck: 'Still stuck?',
  receipt: 'How we did',
  feeds: 'Follow',
  noScript: 'This page does not refresh itself without JavaScript.',
};

/** The way to a human at the end of an incident, and what a mail from there carries. */
export const STUCK = {
  about: (title: string) => `About: ${title}`,
  affects: (names: readonly string[]) => `Affects: ${names.join(', ')}`,
  clock: 'My clock: ',
  say: 'Do you speak with our customers?',
  sayLink: 'Three sentences to read to them',
};

export const LEDGER = {
  title: 'Promises',
  intro: 'Every time that we gave the public, and what became of it. The log decides; nobody edits this.',
  perIncident: 'The times that we gave',
  none: 'No time has been promised yet.',
  newest: 'The newest ones',
  earlier: (count: number) => `${count} earlier ones`,
  due: 'Promised for',
  what: 'What',
  outcome: 'What became of it',
  givenBy: 'given by',
  updates: 'Incidents in which every promised update came in time',
  etas: 'Restore times (the first of each incident)',
  inTime: (inTime: number, incidents: number) => `${inTime} of ${incidents}`,
  noneDue: 'none to judge yet',
  late: (voice: Voice, sumMs: number, medianMs: number) =>
    `Late by ${sayDuration(voice, sumMs)} in sum, by ${sayDuration(voice, medianMs)} in the median; the worst:`,
  lateBy: (duration: string) => `${duration} late`,
  older: 'an older incident',
  rule: 'An incident counts as kept if each update that it promised came by its time, however many those were. Of restore times the first of each incident counts, and moving it makes it no better.',
  ruleLink: 'The rule at length',
  ruleTitle: 'How this is counted',
  rules: [
    'A time is kept by a person who speaks by then, or is not more than a tenth of the promised span later: a second at least, two minutes at most.',
    'What a person says long before the time is due keeps it as well, and adds nothing: it is one incident either way.',
    'A restore time is kept by the first statement that it works again. One that is moved or taken back before it was due counts neither way.',
    'Minutes late run until a person speaks; an automated apology does not stop them.',
    'Times given by monitors or in automated apologies, incidents opened in error, and times that went on in another incident count apart.',
  ],
  tally: (kept: number, slipped: number) => `${kept} kept, ${slipped} missed`,
  share: (percent: number) => `${percent} % kept`,
  few: 'fewer than five: no percentage yet',
  other: (counts: { open: number; late: number; revised: number; withdrawn: number }) =>
    [
      counts.open > 0 && `${counts.open} open${counts.late > 0 ? ` (${counts.late} late)` : ''}`,
      counts.revised > 0 && `${counts.revised} revised before due`,
      counts.withdrawn > 0 && `${counts.withdrawn} withdrawn`,
    ]
      .filter(Boolean)
      .join(', '),
  reports: 'Reports',
  scope: (voice: Voice, since: string) =>
    `Counted over the last 90 days, by the day on which a time was given; our records begin on ${sayDate(voice, since)}.`,
  apart: (who: string, counts: { kept: number; slipped: number; open: number }) =>
    `${who}, counted apart: ${counts.kept} kept, ${counts.slipped} missed, ${counts.open} open.`,
  byMachine: 'Times given by monitors',
  byPipeline: 'Times given in automated apologies',
  retracted: (incidents: number, promises: number) =>
    `Not counted: ${incidents} ${incidents === 1 ? 'incident' : 'incidents'} opened in error, with ${promises} ${promises === 1 ? 'time' : 'times'} that we gave there.`,
  merged: (incidents: number, promises: number) =>
    `Not counted: ${promises} ${promises === 1 ? 'time' : 'times'} taken back where ${incidents} ${incidents === 1 ? 'incident' : 'incidents'} went on in another.`,
  moved: (revisions: number) => `Restore times that we moved before they were due: ${revisions}.`,
  fellBack: (relapses: number) => `Times that a service failed again after it was said to be back: ${relapses}.`,
  medians: (voice: Voice, promisedMs: number, actualMs: number) =>
    `First restore times promised ${sayDuration(voice, promisedMs)} and it took ${sayDuration(voice, actualMs)} (medians).`,
  padding: (voice: Voice, ms: number) => `Those that we kept had ${sayDuration(voice, ms)} to spare (median).`,
  chartLegend:
    'Each column is a day in UTC, today on the right. Kept promises stand on the line, missed ones hang below it.',
  chart: (days: readonly { kept: number; slipped: number }[]) =>
    `The last 90 days: ${days.reduce((sum, day) => sum + day.kept, 0)} kept and ${days.reduce((sum, day) => sum + day.slipped, 0)} missed, on ${days.length} ${days.length === 1 ? 'day' : 'days'}`,
  byDay: 'Day by day',
  dayLine: (voice: Voice, day: string, kept: number, slipped: number) =>
    `${sayDate(voice, day)}: ${kept} kept, ${slipped} missed`,
};

/** Sentences that the page's script fills in; `{}` is the duration. */
export const LIVE = {
  left: 'in {}',
  late: 'late by {}',
  checked: 'Checked {} ago',
  stale: 'This page is {} old and could not be refreshed: the state is unknown.',
  zone: '{} where you are',
  titleLate: 'late {}',
  unknown: 'state unknown',
  updated: 'New on this page: ',
  fresh: 'new since your last look',
  back: 'back',
};

/** For `badge.svg`: short words, the same verdict. */
export const BADGE = {
  clear: 'no known problems',
  watching: 'watching a repair',
  maintenance: 'maintenance',
  open: (n: number) => `${n} open`,
};
