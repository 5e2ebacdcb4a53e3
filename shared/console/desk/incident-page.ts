import { html } from 'hono/html';
import type { ApiDeskReport, ApiReportBack } from '../../client/desk.ts';
import { people } from '../../client/desk-words.ts';
import type { ApiIncident } from '../../client/types.ts';
import { span } from '../../client/words.ts';
import { promisedTime } from '../../wording/time.ts';
import { type Frame, type Html, page } from '../layout.ts';
import type { Look } from '../moments.ts';
import { path } from '../pages.ts';
import { PAGES } from '../paths.ts';
import { reportBackCard, reportBackList } from './report-back.ts';

export type DeskIncidentShown = {
  incident: ApiIncident;
  back: ApiReportBack;
  report: ApiDeskReport;
  look: Look;
  components: ReadonlyMap<string, string>;
  notice?: Html | undefined;
};

/** What the desk did in an incident: who was answered, who is told that it is over, and what it says for the report. */
export function deskIncidentPage(frame: Frame, shown: DeskIncidentShown): string {
  const { incident, back, look, notice } = shown;
  return page(
    frame,
    `The desk: ${incident.title}`,
    html`<p class="back"><a href="${path(incident)}">${incident.title}</a></p>
<h1>What the desk did</h1>
${notice ?? ''}
${reportBackCard(frame, back, look, false)}
${reportBackList(frame, back, look)}
${reportSection(shown)}
<p><a class="row" href="${PAGES.desk}?incident=${incident.id}">Everything that was said about it</a></p>`,
  );
}

function reportSection({ report, look, components }: DeskIncidentShown): Html {
  const { firstAnswer, complete } = report;
  const row = (name: string, value: Html | string) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`;
  return html`<h2>In numbers</h2>
${report.mentions === 0 ? html`<p>Nobody has said anything about it that we heard.</p>` : ''}
${complete ? '' : html`<p class="soft">Some of what this is counted from is gone after 30 days: each number is at least so high.</p>`}
<table><tbody>
${row('Spoke to us', people(report.people))}
${row('Were answered by a person', people(report.answered))}
${firstAnswer === undefined ? '' : html`${row('Half had the first answer within', span(firstAnswer.p50Ms))}${row('Nine of ten within', span(firstAnswer.p90Ms))}`}
${row('Were never answered', people(report.neverAnswered))}
${row('Were left on purpose', people(report.left))}
${row('Got the receipt of a message', people(report.receipts))}
${row('Were told that it is over', people(report.toldBack))}
${row('Were told what was corrected later', people(report.wrongWord))}
${row('Money', `$${report.dollars.toFixed(2)}`)}
</tbody></table>
${
  report.asked.length === 0
    ? ''
    : html`<h2>What they asked about</h2><ul class="plain">${report.asked.map(
        ({ component, people: many, before, saidAt }) =>
          html`<li class="card"><p><strong>${components.get(component) ?? component}</strong>: ${people(many)}</p><p class="soft">${saidAt === undefined ? 'Our page never named it.' : html`Our page named it at ${promisedTime(look.voice, saidAt, look.now)}; ${before === 0 ? 'nobody asked before that' : `${before} asked before that`}.`}</p></li>`,
      )}</ul>`
}`;
}
