import type { PromiseName } from '../../core/entry.ts';
import type { PromiseRow } from '../../core/incident.ts';
import { msBetween } from '../../core/instant.ts';
import type { PublicIncident } from '../../core/public-incident.ts';
import { clockOf, isLate, isMissed } from '../../core/standing.ts';
import { CLOCKS } from '../../wording/site.ts';
import { promisedTime, sayDuration, sayLateness, saysSeconds } from '../../wording/time.ts';
import type { SiteContext } from '../context.ts';
import { type Html, html, NOTHING } from '../html.ts';
import { firstSentence } from '../plain-text.ts';
import { time } from './parts.ts';

/**
 * Both clocks of an incident, each with its time, its lateness, or the reason why there is none. The due instants are in
 * the markup, so that the page's script counts on even when nothing behind it runs any more.
 */
export function clocks(context: SiteContext, incident: PublicIncident): Html {
  const open = incident.phase === 'open';
  const report = runningRow(context, incident, 'reportBy');
  if (!open && !report) return NOTHING;
  return html`<dl class="clocks">
${
  open
    ? html`<div class="clock"><dt>${CLOCKS.nextUpdate} </dt>${nextUpdate(context, incident)}</div>
<div class="clock"><dt>${CLOCKS.restore} </dt>${restore(context, incident)}</div>`
    : NOTHING
}
${report ? html`<div class="clock"><dt>${CLOCKS.report} </dt>${due(context, report, CLOCKS.reportPromised)}</div>` : NOTHING}
</dl>
${open ? html`<noscript><p class="fine">${CLOCKS.ifPassed}</p></noscript>` : NOTHING}`;
}

/** The time of this kind that binds, if one does. */
export function runningRow({ now }: SiteContext, incident: PublicIncident, name: PromiseName): PromiseRow | undefined {
  const clock = clockOf(incident, name, now);
  return clock.is === 'running' ? clock.row : undefined;
}

function nextUpdate(context: SiteContext, incident: PublicIncident): Html {
  const clock = clockOf(incident, 'nextUpdateBy', context.now);
  switch (clock.is) {
    case 'running':
      return due(context, clock.row, CLOCKS.nextUpdatePromised);
    case 'unknown':
      return html`<dd>${CLOCKS.notKnown}</dd>`;
    case 'never':
    case 'back':
      return html`<dd>${CLOCKS.nonePromised} ${CLOCKS.noneYet}</dd>`;
    case 'declined':
      return html`<dd>${CLOCKS.nonePromised} ${why(clock.by.seq, incident)}</dd>`;
    case 'closed':
      if (clock.by?.kind === 'apology') return unheard(context, incident);
      return html`<dd>${CLOCKS.nonePromised} ${clock.by?.promises.nextUpdateBy === null ? why(clock.by.seq, incident) : NOTHING}</dd>`;
  }
}

/** What a person said when they took the time back, or promised none; nothing where that text was removed. */
function why(seq: number, incident: PublicIncident): Html {
  const words = firstSentence(incident.entries.find((line) => line.seq === seq)?.message ?? '');
  return words === '' ? NOTHING : html`${CLOCKS.noneByPerson(words)}`;
}

function unheard({ voice, now }: SiteContext, incident: PublicIncident): Html {
  const spoken = incident.entries.findLast((line) => !line.automated)?.at ?? incident.openedAt;
  return html`<dd>${CLOCKS.nonePromised} ${CLOCKS.noneBecauseMissed}
<b class="late">${CLOCKS.silence} <span data-since="${spoken}">${sayDuration(voice, msBetween(spoken, now))}</span></b></dd>`;
}

function restore(context: SiteContext, incident: PublicIncident): Html {
  const { voice, now } = context;
  const clock = clockOf(incident, 'restoreBy', now);
  switch (clock.is) {
    case 'running':
      return due(context, clock.row, CLOCKS.restorePromised);
    case 'unknown':
      return html`<dd>${CLOCKS.notKnown}</dd>`;
    case 'back':
      return html`<dd>${CLOCKS.saidBack} ${time(voice, clock.since)}</dd>`;
    case 'never':
    case 'declined':
      return html`<dd>${CLOCKS.noRestore}</dd>`;
    case 'closed': {
      const given = promisedTime(voice, clock.row.at, now, msBetween(clock.row.madeAt, clock.row.at));
      if (isMissed(clock.standing)) return html`<dd><b class="late">${CLOCKS.restoreMissed(given)}</b></dd>`;
      const isKept = clock.standing === 'kept' || clock.standing === 'kept-late';
      return html`<dd>${isKept ? CLOCKS.fellBack : CLOCKS.restoreTakenBack(given)}</dd>`;
    }
  }
}

/** A promised time with its lateness, in a form in which the page's script counts on. */
export function due({ voice, now }: SiteContext, row: PromiseRow, promised: string): Html {
  const spanMs = msBetween(row.madeAt, row.at);
  const fine = saysSeconds(spanMs);
  const late = isLate(row, now);
  return html`<dd data-due="${row.at}"${fine ? html` data-fine` : NOTHING}>${promised} ${time(voice, row.at, fine)}
<b class="late"${late ? NOTHING : html` hidden`}>${CLOCKS.lateBy} ${sayLateness(voice, row.at, now, spanMs)}</b>
<span class="zone"></span></dd>`;
}
