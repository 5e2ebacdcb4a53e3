import type { Instant } from '../../core/instant.ts';
import type { PublicIncident } from '../../core/public-incident.ts';
import { clockOf } from '../../core/standing.ts';
import { cutAtWord } from '../../wording/cut-at-word.ts';
import { STATUS_WORDS } from '../../wording/incident.ts';
import { MAINTENANCE } from '../../wording/maintenance.ts';
import type { Voice } from '../../wording/sentences.ts';
import { PAGE } from '../../wording/site.ts';
import { sayClock, sayDate } from '../../wording/time.ts';
import type { SiteContext } from '../context.ts';
import { type Html, html, NOTHING } from '../html.ts';
import { spokenText } from '../plain-text.ts';
import { type Shape, shapePath } from '../shapes.ts';
import { titleOf } from '../site-index-state.ts';
import type { Level } from '../verdict.ts';

/**
 * A time as every page shows it: clock, zone and date. The date is always there, because a file that is rendered today
 * may be read on any later day. A line may end before the date, so that what was painted stays when the date arrives.
 */
export const time = (voice: Voice, at: Instant, seconds = false): Html =>
  html`<time datetime="${at}">${sayClock(at, seconds).replaceAll(' ', '\u00a0')} <span class="date">${sayDate(voice, at)}</span></time>`;

/** Characters of a message that are read out at once; the page has all of it. */
const READ_OUT_AT_MOST = 200;

/** A picture that repeats what the words beside it say, so it is silent for screen readers. Sized for who has no style sheet. */
export const icon = (shape: Shape): Html =>
  html`<svg class="i ${shape}" width="18" height="18" viewBox="0 0 24 24" aria-hidden="true"><path d="${shapePath(shape)}"/></svg>`;

/**
 * What a page says first of all: how things are, in a shape and in words, as of when, and when anything was last said. The
 * script says in place of the former when it last looked.
 */
export const banner = (
  { voice, now }: SiteContext,
  level: Level,
  headline: string,
  detail: Html,
  lastWordAt: Instant | undefined,
): Html =>
  html`<section class="verdict ${level}">${icon(level)}<div><h1 dir="auto" data-stale="${PAGE.lastKnown}">${headline}</h1>
${detail}
<p class="fine"><span class="asof">${PAGE.asOf} ${time(voice, now)}</span>${lastWordAt === undefined ? NOTHING : html`${PAGE.lastWord} ${time(voice, lastWordAt)}`}</p></div></section>`;

/** How an incident ended, for lists. */
export function endWord(incident: PublicIncident): string {
  switch (incident.phase) {
    case 'open':
      return PAGE.openIncident;
    case 'resolved':
      return PAGE.resolved;
    case 'retracted':
      return PAGE.retracted;
    case 'merged':
      return PAGE.merged;
    case 'scheduled':
      return STATUS_WORDS.scheduled;
    case 'completed':
      return incident.confirmed ? MAINTENANCE.completed : MAINTENANCE.unconfirmed;
    case 'cancelled':
      return MAINTENANCE.cancelled;
  }
}

/** Phase of an incident as one word or two. */
export const phaseWord = (incident: PublicIncident): string =>
  incident.phase === 'open' || incident.phase === 'scheduled' ? STATUS_WORDS[incident.status] : endWord(incident);

/** Characters of a message that an unfurled link shows at most, with what is said before and after it. */
const SHARED_AT_MOST = 180;

/** The newest words of an incident for whoever reads them where a link was shared, on any later day. */
export function sharedWords({ voice, now }: SiteContext, incident: PublicIncident): string {
  const words = cutAtWord(spokenText(incident.entries.at(-1)?.message ?? ''), SHARED_AT_MOST);
  const clock = clockOf(incident, 'nextUpdateBy', now);
  const next =
    clock.is === 'running' && clock.standing === 'open' && incident.phase === 'open'
      ? ` ${PAGE.sharedNext(sayClock(clock.row.at), sayDate(voice, clock.row.at))}`
      : '';
  return `${PAGE.shared(sayClock(now), sayDate(voice, now))} ${phaseWord(incident)}. ${words}${next}`;
}

/** The newest statement of an incident in one line, to be read out. */
export const lastWordOf = (incident: PublicIncident): string =>
  `${phaseWord(incident)}: ${titleOf(incident)}. ${cutAtWord(spokenText(incident.entries.at(-1)?.message ?? ''), READ_OUT_AT_MOST)}`;
