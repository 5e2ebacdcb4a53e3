import type { Config } from '../../config/config-schema.ts';
import type { LogLine } from '../../core/chain.ts';
import { msBetween } from '../../core/instant.ts';
import type { PublicIncident } from '../../core/public-incident.ts';
import { IMPORTED } from '../../wording/imported.ts';
import { COMPONENT_WORDS, kindWord, STATUS_WORDS } from '../../wording/incident.ts';
import { maintenanceWord } from '../../wording/maintenance.ts';
import { latenessSentences, promiseSentences } from '../../wording/promise-lines.ts';
import type { Voice } from '../../wording/sentences.ts';
import { PAGE } from '../../wording/site.ts';
import { promisedTime, sayDuration } from '../../wording/time.ts';
import { statusBefore } from '../api/statuspage.ts';
import type { SiteContext } from '../context.ts';
import { type Html, html, NOTHING, named, raw } from '../html.ts';
import { messageHtml, renderMarkdown } from '../markdown.ts';
import { entryPath, incidentPath } from '../paths.ts';
import { nameIn, workaroundOf } from '../site-index-state.ts';
import { time } from './parts.ts';

/**
 * Everything that was said about an incident, newest first: text, time, who, what was promised, and how late it came.
 * Only an incident's own page has the anchors that links to an entry point at.
 */
export const timeline = (context: SiteContext, incident: PublicIncident, anchored: boolean): Html =>
  html`<ol class="timeline" reversed>${incident.entries.toReversed().map((line) => entry(context, incident, line, anchored))}</ol>`;

function entry({ config, voice }: SiteContext, incident: PublicIncident, line: LogLine, anchored: boolean): Html {
  const kind = line.kind === 'maintenance' ? maintenanceWord(line) : kindWord(line);
  const showsStatus = kind !== undefined && line.kind !== 'apology' && line.kind !== 'maintenance';
  const promised = promiseSentences(voice, line).join(' ');
  return html`<li class="entry ${line.kind}"${anchored ? html` id="entry-${line.seq}"` : NOTHING}>
<p class="head"><b class="phase">${kind ?? STATUS_WORDS[line.status]}</b>${showsStatus ? html` <span class="fine">${STATUS_WORDS[line.status]}</span>` : NOTHING}
<a class="when" href="${entryPath(incident.id, line.seq)}">${time(voice, line.at)}</a> <span class="fine">${speaker(incident, line, config)}</span></p>
${happened(voice, line)}${points(voice, incident, line)}
<div class="said" dir="auto">${raw(messageHtml(line))}</div>
${elsewhere(line)}${workaround(incident, line)}
${changes(incident, line, config)}${promised ? html`<p class="promised">${promised}</p>` : NOTHING}${lateness(voice, incident, line)}
</li>
`;
}

/** Whose words they are. Names stay in the house; a role, where the config publishes one. */
function speaker({ imported }: PublicIncident, { automated }: LogLine, { brand }: Config): string {
  if (imported) return IMPORTED.entry;
  return automated ? PAGE.automated : (brand.spokenBy ?? PAGE.byPerson);
}

/** The workaround that still stands is above the timeline of an open incident, and is not said twice. */
function workaround(incident: PublicIncident, line: LogLine): Html {
  if (!line.workaround) return NOTHING;
  if (incident.phase === 'open' && line.workaround === workaroundOf(incident)) return NOTHING;
  return html`<div class="workaround"><p class="fine">${PAGE.workaround}</p><div dir="auto">${raw(renderMarkdown(line.workaround))}</div></div>`;
}

function happened(voice: Voice, line: LogLine): Html {
  if (line.happenedAt === undefined || line.happenedAt === line.at) return NOTHING;
  if (line.kind === 'opened' && line.happenedAt < line.at) {
    return html`<p class="fine backdated">${PAGE.began} ${time(voice, line.happenedAt)}; ${PAGE.posted} ${sayDuration(voice, msBetween(line.happenedAt, line.at))} ${PAGE.later}</p>`;
  }
  return html`<p class="fine backdated">${PAGE.happened} ${time(voice, line.happenedAt)}, ${PAGE.backdated}</p>`;
}

/** The other incident of a merge. */
function elsewhere({ into, takes, releases }: LogLine): Html {
  const [id, words] = into === undefined ? [takes ?? releases, PAGE.saidThere] : [into, PAGE.goesOnThere];
  return id === undefined ? NOTHING : html`<p><a href="${incidentPath(id)}">${words}</a></p>\n`;
}

/** A correction points at what it corrects, and what was corrected points at its correction. */
function points(voice: Voice, incident: PublicIncident, line: LogLine): Html {
  const corrections = incident.entries.filter((one) => one.kind === 'correction' && one.corrects === line.seq);
  const corrected = line.kind === 'correction' && incident.entries.find((one) => one.seq === line.corrects);
  const link = (one: LogLine) =>
    html`<a href="${entryPath(incident.id, one.seq)}">${promisedTime(voice, one.at, line.at)}</a>`;
  return html`${corrected ? html`<p class="fine">${PAGE.corrects} ${link(corrected)}</p>` : NOTHING}${
    corrections.length === 0
      ? NOTHING
      : html`<p class="corrected">${PAGE.correctedLater} ${corrections.map((one, index) => html`${index > 0 ? ', ' : ''}${link(one)}`)}</p>`
  }`;
}

function changes(incident: PublicIncident, line: LogLine, config: Config): Html {
  const changed = (line.components ?? []).flatMap(({ id, status }) => {
    const before = statusBefore(incident, line.seq, id);
    return before === status ? [] : [{ name: nameIn(incident, config, id), before, status }];
  });
  if (changed.length === 0) return NOTHING;
  return html`<ul class="changes">${changed.map(
    ({ name, before, status }) =>
      html`<li>${named(name)}: <b>${COMPONENT_WORDS[status].toLowerCase()}</b><span class="fine"> ${PAGE.was} ${COMPONENT_WORDS[before].toLowerCase()}</span></li>`,
  )}</ul>`;
}

/** An apology speaks of its lateness itself; every other entry that answers a promise too late says so in a derived line. */
function lateness(voice: Voice, incident: PublicIncident, line: LogLine): Html {
  if (line.automated) return NOTHING;
  const sentences = latenessSentences(voice, incident.promises, line);
  return sentences.length === 0 ? NOTHING : html`<p class="lateness">${sentences.join(' ')}</p>`;
}
