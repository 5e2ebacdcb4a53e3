import type { Config } from '../../config/config-schema.ts';
import type { ChannelTold } from '../../core/channel/standing.ts';
import type { PublicIncident, PublicOutage } from '../../core/public-incident.ts';
import type { SiteFile } from '../../ports/site-store.ts';
import { IMPORTED } from '../../wording/imported.ts';
import { CHECK, PROOF } from '../../wording/proof.ts';
import { answeredPeople } from '../../wording/receipt.ts';
import type { Voice } from '../../wording/sentences.ts';
import { PAGE, siteTitle } from '../../wording/site.ts';
import type { SiteContext } from '../context.ts';
import { followingFrom } from '../follow/panel.ts';
import { type Html, html, NOTHING, plain } from '../html.ts';
import { incidentPath, logPath, PROOF_PATH } from '../paths.ts';
import { PROOF_SCRIPT_KEY } from '../proof-script.ts';
import { receiptOf } from '../receipt.ts';
import { currentComponents, titleOf } from '../site-index-state.ts';
import { type Level, verdictOf } from '../verdict.ts';
import { deliveryNotice } from './delivery-notice.ts';
import { incidentFacts, incidentSummary } from './incident-summary.ts';
import { pageFile } from './layout.ts';
import { banner, icon, lastWordOf, phaseWord, sharedWords } from './parts.ts';
import { ledgerTable } from './promises-page.ts';
import { stillStuck } from './still-stuck.ts';
import { timeline } from './timeline.ts';

/** One incident: its facts, everything that was said, the times that were given, and how to check the log. */
export function incidentPage(
  context: SiteContext,
  incident: PublicOutage,
  { channels, answered = 0 }: { channels?: readonly ChannelTold[]; answered?: number },
): SiteFile {
  const { config, now } = context;
  const title = titleOf(incident);
  const level = levelOf(incident, config);
  const phase = phaseWord(incident);
  return pageFile(context, {
    key: `incidents/${incident.id}/index.html`,
    path: incidentPath(incident.id),
    title: `${phase}: ${title} · ${siteTitle(plain(config.brand.name))}`,
    description: sharedWords(context, incident),
    say: lastWordOf(incident),
    news: incident.head.at,
    follow: followingFrom(incident),
    level,
    main: html`<article class="incident">${banner(context, level, title, incidentFacts(context, incident), incident.head.at)}
${incidentSummary(context, incident, 'h1')}
${deliveryNotice(incident, channels, now)}${importedNotice(incident)}
<h2 class="quiet">${PAGE.timeline}</h2>
${timeline(context, incident, true)}</article>
${receipt(context.voice, incident, answered)}${ledgerTable(context, incident)}
${stillStuck(context, incident)}
${proof(incident)}`,
  });
}

/** What was merged goes on elsewhere: it is neither bad nor good by itself. */
function levelOf(incident: PublicOutage, config: Config): Level {
  if (incident.phase === 'open') return verdictOf([incident], currentComponents(config, [incident])).level;
  return incident.phase === 'merged' ? 'watching' : 'clear';
}

/** How a reader checks that nothing was changed. */
export function proof(incident: PublicIncident): Html {
  if (incident.imported) return NOTHING;
  const { seq, hash } = incident.head;
  const sentences = Object.entries(CHECK).map(([name, sentence]) => html` data-${name}="${sentence}"`);
  return html`<section class="proof"><h2>${PROOF.title}</h2><p>${PROOF.text} <code>${PROOF.head(seq, hash)}</code></p>
<p><button hidden data-check="/${PROOF_SCRIPT_KEY}" data-log="${logPath(incident.id)}" data-seq="${seq}" data-head="${hash}"${sentences}>${PROOF.button}</button></p>
<p><a href="${PROOF_PATH}">${PROOF.how}</a> · <a href="${logPath(incident.id)}">${PROOF.log}</a></p></section>`;
}

/** Whose words a reader has before them, where they are not ours. */
export const importedNotice = ({ imported }: PublicIncident): Html =>
  imported
    ? html`<p class="notice imported">${imported.removed ? IMPORTED.removed(imported.from) : IMPORTED.notice(imported.from)}</p>`
    : NOTHING;

function receipt(voice: Voice, incident: PublicIncident, answered: number): Html {
  const lines = incident.imported ? undefined : receiptOf(voice, incident);
  if (lines === undefined) return NOTHING;
  return html`<section class="receipt"><h2>${PAGE.receipt}</h2><ul>${lines.map(
    ({ text, good }) => html`<li>${good === undefined ? NOTHING : icon(good ? 'clear' : 'major')} ${text}</li>`,
  )}${answered === 0 ? NOTHING : html`<li>${answeredPeople(answered)}</li>`}</ul></section>`;
}
