import type { PromiseName } from '../../core/entry.ts';
import type { PromiseRow } from '../../core/incident.ts';
import { msBetween } from '../../core/instant.ts';
import type { PublicIncident } from '../../core/public-incident.ts';
import { CLOCKS } from '../../wording/site.ts';
import { sayDuration, sayLateness, saysSeconds } from '../../wording/time.ts';
import type { SiteContext } from '../context.ts';
import { type Html, html, NOTHING } from '../html.ts';
import { isLate } from '../site-index-state.ts';
import { time } from './parts.ts';

/**
 * Both clocks of an incident, each with its time, its lateness, or the reason why there is none. The due instants are in
 * the markup, so that the page's script counts on even when nothing behind it runs any more.
 */
export function clocks(context: SiteContext, incident: PublicIncident): Html {
  const open = incident.phase === 'open';
  const report = openRow(incident, 'reportBy');
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

export const openRow = (incident: PublicIncident, name: PromiseName): PromiseRow | undefined =>
  incident.promises.findLast((row) => row.promise === name && row.state === 'open');

function nextUpdate(context: SiteContext, incident: PublicIncident): Html {
  const row = openRow(incident, 'nextUpdateBy');
  if (row) return due(context, row, CLOCKS.nextUpdatePromised);
  const withdrawal = incident.entries.findLast((line) => line.promises.nextUpdateBy === null);
  if (!withdrawal) return html`<dd>${CLOCKS.nonePromised} ${CLOCKS.noneYet}</dd>`;
  if (!withdrawal.automated) return html`<dd>${CLOCKS.nonePromised} ${CLOCKS.noneByPerson}</dd>`;
  const spoken = incident.entries.findLast((line) => !line.automated)?.at ?? incident.openedAt;
  return html`<dd>${CLOCKS.nonePromised} ${CLOCKS.noneBecauseMissed}
<b class="late">${CLOCKS.silence} <span data-since="${spoken}">${sayDuration(context.voice, msBetween(spoken, context.now))}</span></b></dd>`;
}

function restore(context: SiteContext, incident: PublicIncident): Html {
  const row = openRow(incident, 'restoreBy');
  if (row) return due(context, row, CLOCKS.restorePromised);
  if (incident.status === 'monitoring') {
    const turned = incident.entries.findLast(
      (line, index) => line.status === 'monitoring' && incident.entries[index - 1]?.status !== 'monitoring',
    );
    if (turned) return html`<dd>${CLOCKS.saidBack} ${time(context.voice, turned.at)}</dd>`;
  }
  const given = incident.promises.some((one) => one.promise === 'restoreBy');
  return html`<dd>${given ? CLOCKS.restoreWithdrawn : CLOCKS.noRestore}</dd>`;
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
