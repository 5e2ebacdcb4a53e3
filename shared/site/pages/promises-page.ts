import { msBetween } from '../../core/instant.ts';
import type { PublicIncident } from '../../core/public-incident.ts';
import { isMissed, type Standing } from '../../core/standing.ts';
import type { SiteFile } from '../../ports/site-store.ts';
import { promiseWord, SOURCE_WORDS } from '../../wording/incident.ts';
import type { Voice } from '../../wording/sentences.ts';
import { LEDGER, siteTitle } from '../../wording/site.ts';
import { standingSentence } from '../../wording/standing.ts';
import { sayDuration, saysSeconds } from '../../wording/time.ts';
import type { SiteContext, SiteInput } from '../context.ts';
import { type Html, html, NOTHING, named, plain } from '../html.ts';
import { type Ledger, ledgerOf, type Score } from '../ledger.ts';
import { entryPath } from '../paths.ts';
import { type PromiseCounts, promiseLedger, type StandingRow, standingRows } from '../promise-rows.ts';
import { known, titleOf } from '../site-index-state.ts';
import { pageFile } from './layout.ts';
import { icon, time } from './parts.ts';
import { promiseChart } from './promise-chart.ts';

/** Rows on the page, and of these the ones to see at once; the document `promises.json` has all that the site index knows. */
const ROWS = 100;
const AT_ONCE = 20;

/** Do we keep our word? Every time given, counted by people's own, and listed. */
export function promisesPage(input: SiteInput): SiteFile {
  const rows = promiseLedger(known(input.siteIndex), input.now);
  const ledger = ledgerOf(input);
  return pageFile(input, {
    key: 'promises/index.html',
    path: '/promises',
    title: `${LEDGER.title} · ${siteTitle(plain(input.config.brand.name))}`,
    description: LEDGER.intro,
    say: LEDGER.title,
    main: html`<h1>${LEDGER.title}</h1><p>${LEDGER.intro}</p>
<p>${LEDGER.rule} <a href="#rule">${LEDGER.ruleLink}</a></p>
<div class="scores">${updates(input, ledger)}${score(LEDGER.etas, ledger.etas)}${ledger.reports.kept + ledger.reports.slipped + ledger.reports.open > 0 ? score(LEDGER.reports, ledger.reports) : NOTHING}</div>
${promiseChart(input, ledger)}${beside(input.voice, ledger)}
${rows.length === 0 ? html`<p>${LEDGER.none}</p>` : html`<h2>${LEDGER.newest}</h2>${table(input, rows.slice(0, AT_ONCE), true)}`}
${rows.length > AT_ONCE ? html`<details><summary>${LEDGER.earlier(Math.min(rows.length, ROWS) - AT_ONCE)}</summary>${table(input, rows.slice(AT_ONCE, ROWS), true)}</details>` : NOTHING}
<section id="rule"><h2>${LEDGER.ruleTitle}</h2><ul class="notes">${LEDGER.rules.map((one) => html`<li>${one}</li>`)}</ul></section>`,
  });
}

/** The first figure, by incident; how late the others were, and the worst of them by name. */
function updates({ voice, siteIndex }: SiteInput, { updates: by, nextUpdates }: Ledger): Html {
  const titles = new Map(known(siteIndex).map((incident) => [incident.id, titleOf(incident)]));
  const worst = by.worst.map(({ incident, seq, lateMs }) => {
    const title = titles.get(incident);
    return html`<li><a href="${entryPath(incident, seq)}">${title === undefined ? LEDGER.older : named(title)}</a>: ${LEDGER.lateBy(sayDuration(voice, lateMs))}</li>`;
  });
  return html`<section class="score"><h2>${LEDGER.updates}</h2><p class="big">${by.incidents === 0 ? LEDGER.noneDue : LEDGER.inTime(by.inTime, by.incidents)}</p>
<p>${LEDGER.tally(nextUpdates.kept, nextUpdates.slipped)}</p>
${by.lateMedianMs === null ? NOTHING : html`<p>${LEDGER.late(voice, by.lateSumMs, by.lateMedianMs)}</p><ul class="notes">${worst}</ul>`}
<p class="fine">${LEDGER.other(nextUpdates)}</p></section>`;
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
  const given = ({ kept, slipped, open }: PromiseCounts) => kept + slipped + open > 0;
  const sentences = [
    ledger.revisions > 0 && LEDGER.moved(ledger.revisions),
    ledger.relapses > 0 && LEDGER.fellBack(ledger.relapses),
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
  return html`<section><h2>${LEDGER.perIncident}</h2>${table(context, standingRows(incident, context.now).toReversed(), false)}</section>`;
}

/** What is settled well or badly is seen before it is read. */
function outcomeIcon(standing: Standing): Html {
  if (isMissed(standing)) return icon('major');
  return standing === 'kept' || standing === 'kept-late' ? icon('clear') : NOTHING;
}

/** Three columns, so that it fits a phone; each row may say which incident it belongs to. */
function table({ voice, now }: SiteContext, rows: readonly StandingRow[], whose: boolean): Html {
  const columns = [LEDGER.what, LEDGER.due, LEDGER.outcome];
  return html`<table><thead><tr>${columns.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead><tbody>${rows.map(
    ({
      row,
      standing,
      incident,
    }) => html`<tr class="${isMissed(standing) ? 'missed' : row.state}"><th scope="row"><a href="${entryPath(row.incident, row.seq)}">${promiseWord(row.promise, incident.type)}</a>
<span class="fine">${whose ? html`${named(titleOf(incident))}, ` : NOTHING}${LEDGER.givenBy} ${SOURCE_WORDS[row.source]}</span></th>
<td>${time(voice, row.at, saysSeconds(msBetween(row.madeAt, row.at)))}</td><td>${outcomeIcon(standing)}${standingSentence(voice, row, standing, now)}</td></tr>
`,
  )}</tbody></table>`;
}
