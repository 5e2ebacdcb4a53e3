import type { PromiseRow } from '../../core/incident.ts';
import { type Instant, msBetween } from '../../core/instant.ts';
import type { PublicIncident } from '../../core/public-incident.ts';
import type { SiteFile } from '../../ports/site-store.ts';
import { outcomeSentence, promiseWord, SOURCE_WORDS } from '../../wording/incident.ts';
import type { Voice } from '../../wording/sentences.ts';
import { LEDGER, siteTitle } from '../../wording/site.ts';
import { saysSeconds } from '../../wording/time.ts';
import type { SiteContext, SiteInput } from '../context.ts';
import { type Html, html, NOTHING, named, plain } from '../html.ts';
import { type Ledger, ledgerOf, type Score } from '../ledger.ts';
import { entryPath } from '../paths.ts';
import { type PromiseCounts, promiseLedger } from '../promise-rows.ts';
import { isLate, known, titleOf } from '../site-index-state.ts';
import { pageFile } from './layout.ts';
import { icon, time } from './parts.ts';
import { promiseChart } from './promise-chart.ts';

/** Rows on the page, and of these the ones to see at once; the document `promises.json` has all that the site index knows. */
const ROWS = 100;
const AT_ONCE = 20;

/** Do we keep our word? Every time given, counted by people's own, and listed. */
export function promisesPage(input: SiteInput): SiteFile {
  const incidents = known(input.siteIndex);
  const rows = promiseLedger(incidents);
  const ledger = ledgerOf(input);
  return pageFile(input, {
    key: 'promises/index.html',
    path: '/promises',
    title: `${LEDGER.title} · ${siteTitle(plain(input.config.brand.name))}`,
    description: LEDGER.intro,
    say: LEDGER.title,
    main: html`<h1>${LEDGER.title}</h1><p>${LEDGER.intro}</p>
<div class="scores">${score(LEDGER.updates, ledger.nextUpdates)}${score(LEDGER.etas, ledger.etas)}${ledger.reports.kept + ledger.reports.slipped + ledger.reports.open > 0 ? score(LEDGER.reports, ledger.reports) : NOTHING}</div>
${promiseChart(input, ledger)}${beside(input.voice, ledger)}
${rows.length === 0 ? html`<p>${LEDGER.none}</p>` : html`<h2>${LEDGER.newest}</h2>${table(input, rows.slice(0, AT_ONCE), incidents, true)}`}
${rows.length > AT_ONCE ? html`<details><summary>${LEDGER.earlier(Math.min(rows.length, ROWS) - AT_ONCE)}</summary>${table(input, rows.slice(AT_ONCE, ROWS), incidents, true)}</details>` : NOTHING}`,
  });
}

function score(label: string, counts: Score): Html {
  const tally = LEDGER.tally(counts.kept, counts.slipped);
  const [first, second] = counts.keptPercent === null ? [tally, LEDGER.few] : [LEDGER.share(counts.keptPercent), tally];
  return html`<section class="score"><h2>${label}</h2><p class="big">${first}</p>
<p>${second}</p>
<p class="fine">${LEDGER.other(counts)}</p></section>`;
}

/** What does not count as our word, and what the medians say of how well we know ourselves. */
function beside(voice: Voice, ledger: Ledger): Html {
  const { medianPromisedMs: promised, medianActualMs: actual, medianPaddingMs: padding } = ledger;
  const given = ({ kept, slipped, open, revised, withdrawn }: PromiseCounts) =>
    kept + slipped + open + revised + withdrawn > 0;
  const sentences = [
    LEDGER.moved(ledger.revisions, ledger.relapses),
    promised !== null && actual !== null && LEDGER.medians(voice, promised, actual),
    padding !== null && LEDGER.padding(voice, padding),
    given(ledger.byMachine) && LEDGER.apart(LEDGER.byMachine, ledger.byMachine),
    given(ledger.byPipeline) && LEDGER.apart(LEDGER.byPipeline, ledger.byPipeline),
    ledger.retractedIncidents > 0 && LEDGER.retracted(ledger.retractedIncidents, ledger.retractedPromises),
    ledger.mergedPromises > 0 && LEDGER.merged(ledger.mergedIncidents, ledger.mergedPromises),
    LEDGER.scope(voice, ledger.since),
  ];
  return html`<ul class="notes">${sentences.filter((one) => one !== false).map((one) => html`<li>${one}</li>`)}</ul>`;
}

/** The ledger of one incident, newest first; nothing if it never gave a time. */
export function ledgerTable(context: SiteContext, incident: PublicIncident): Html {
  if (incident.promises.length === 0) return NOTHING;
  return html`<section><h2>${LEDGER.perIncident}</h2>${table(context, incident.promises.toReversed(), [incident], false)}</section>`;
}

/** What is settled well or badly is seen before it is read. */
function outcomeIcon(row: PromiseRow, now: Instant): Html {
  if (row.state === 'kept') return icon('clear');
  return row.state === 'slipped' || isLate(row, now) ? icon('major') : NOTHING;
}

/** Three columns, so that it fits a phone; each row may say which of `incidents` it belongs to. */
function table(
  { voice, now }: SiteContext,
  rows: readonly PromiseRow[],
  incidents: readonly PublicIncident[],
  whose: boolean,
): Html {
  const byId = new Map(incidents.map((incident) => [incident.id, incident]));
  const titleFor = (id: string) => {
    const incident = byId.get(id);
    return incident ? titleOf(incident) : id;
  };
  const columns = [LEDGER.what, LEDGER.due, LEDGER.outcome];
  return html`<table><thead><tr>${columns.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead><tbody>${rows.map(
    (
      row,
    ) => html`<tr class="${isLate(row, now) ? 'late' : row.state}"><th scope="row"><a href="${entryPath(row.incident, row.seq)}">${promiseWord(row.promise, byId.get(row.incident)?.type)}</a>
<span class="fine">${whose ? html`${named(titleFor(row.incident))}, ` : NOTHING}${LEDGER.givenBy} ${SOURCE_WORDS[row.source]}</span></th>
<td>${time(voice, row.at, saysSeconds(msBetween(row.madeAt, row.at)))}</td><td>${outcomeIcon(row, now)}${outcomeSentence(voice, row, now)}</td></tr>
`,
  )}</tbody></table>`;
}
