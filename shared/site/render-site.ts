import type { ChannelTold } from '../core/channel/standing.ts';
import { isUnfinished, type PublicIncident } from '../core/public-incident.ts';
import type { SiteFile } from '../ports/site-store.ts';
import { componentsDocument, incidentDocuments, maintenanceDocuments, summaryDocument } from './api/documents.ts';
import { componentRows, incidentDocument, incidentObject, maintenanceObject } from './api/statuspage.ts';
import { maintenanceCalendar, nextCalendar } from './calendars.ts';
import { ALL_CHANGED, type Changed } from './changed.ts';
import type { SiteContext, SiteInput } from './context.ts';
import { atomFile, otherFeeds } from './feeds/feeds.ts';
import { canFollow } from './follow/panel.ts';
import { followScriptFile } from './follow/script.ts';
import { plainJson } from './html.ts';
import { iconFiles } from './icons.ts';
import { ledgerOf } from './ledger.ts';
import { isMaintenance } from './maintenances.ts';
import { historyPage } from './pages/history-page.ts';
import { incidentPage } from './pages/incident-page.ts';
import { indexPage } from './pages/index-page.ts';
import { maintenancePage } from './pages/maintenance-page.ts';
import { notFoundPage } from './pages/not-found-page.ts';
import { promisesPage } from './pages/promises-page.ts';
import { proofPage } from './pages/proof-page.ts';
import { FRESH, JSON_TYPE, logPath } from './paths.ts';
import { countPromises, promiseLedger, promiseRow } from './promise-rows.ts';
import { proofScriptFile } from './proof-script.ts';
import { scriptFile } from './script.ts';
import { currentComponents, known } from './site-index-state.ts';
import { accountFiles, badge, robots } from './small-files.ts';
import { supportLinesFile } from './support-lines.ts';

/** Makes one or more files when it is called, so that each can be on its way before the next is made. */
export type Rendering = () => SiteFile | readonly SiteFile[];

/** What every statement changes and most people and clients ask for first, after the incident's own page. */
export const renderFirst = (input: SiteInput): Rendering[] => [
  () => indexPage(input),
  () => summaryDocument(input),
  () => atomFile(input),
];

/** What every statement changes besides, and what `changed` says. */
export const renderBehind = (input: SiteInput, changed: Changed): Rendering[] => [
  () => incidentDocuments(input),
  () => otherFeeds(input),
  // Its days count how long what is open has lasted.
  () => historyPage(input),
  ...(changed.promises ? [() => promisesPage(input), () => promisesDocument(input)] : []),
  ...(changed.states ? [() => componentsDocument(input), () => badge(input)] : []),
  // They tell of the components that the work concerns, too.
  ...(changed.works || (changed.states && known(input.siteIndex).some(isMaintenance))
    ? [() => maintenanceDocuments(input), () => maintenanceCalendar(input)]
    : []),
];

/** All that tells of more than one incident. */
const renderShared = (input: SiteInput): SiteFile[] =>
  [...renderFirst(input), ...renderBehind(input, ALL_CHANGED)].flatMap((render) => render());

/** What only a new config or new code changes. */
export const renderFixed = (input: SiteInput): SiteFile[] => [
  scriptFile(),
  proofScriptFile(),
  ...(canFollow(input.config) ? [followScriptFile()] : []),
  notFoundPage(input),
  proofPage(input),
  robots(),
  ...accountFiles(input),
  ...iconFiles(input.config.brand.accent),
];

/** The whole site but the incidents' own files. */
export const renderSite = (input: SiteInput): SiteFile[] => [...renderFixed(input), ...renderShared(input)];

type IncidentInput = SiteContext & {
  incident: PublicIncident;
  channels?: readonly ChannelTold[];
  /** People whom the desk has answered, where that is said. */
  answered?: number;
};

/** All of one incident's own files. `channels`: what those were told that are live. */
export const renderIncident = (input: IncidentInput): SiteFile[] => [
  renderIncidentPage(input),
  ...renderIncidentDocuments(input),
];

/** Its page. */
export const renderIncidentPage = (input: IncidentInput): SiteFile =>
  input.incident.type === 'maintenance'
    ? maintenancePage(input, input.incident, input.channels)
    : incidentPage(input, input.incident, input);

/** Its log, its document, and what can be said of it in a line or put into a calendar. */
export function renderIncidentDocuments(input: IncidentInput): SiteFile[] {
  const { incident, config } = input;
  const rows = componentRows(config, currentComponents(config, isUnfinished(incident) ? [incident] : [], [incident]));
  const document = incidentDocument(
    incident.type === 'maintenance' ? maintenanceObject(input, incident, rows) : incidentObject(input, incident, rows),
  );
  return [
    supportLinesFile(input, incident),
    nextCalendar(input, incident),
    ...(incident.imported ? [] : [chainFile(incident)]),
    {
      key: `incidents/${incident.id}.json`,
      body: plainJson(document),
      contentType: JSON_TYPE,
      cacheControl: FRESH,
    },
  ];
}

/** The chain, as anybody can check it. */
const chainFile = (incident: PublicIncident): SiteFile => ({
  key: logPath(incident.id).slice(1),
  body: incident.entries.map((line) => `${JSON.stringify(line)}\n`).join(''),
  contentType: 'application/jsonl; charset=utf-8',
  cacheControl: FRESH,
});

/** The newest promises one by one, and what became of all that were given in the last 90 days. */
function promisesDocument(input: SiteInput): SiteFile {
  const { siteIndex, now, rev } = input;
  const rows = promiseLedger(known(siteIndex), now);
  const body = {
    promises: rows.map(({ row, standing }) => promiseRow(row, standing)),
    counts: countPromises(
      rows.map(({ row }) => row),
      now,
    ),
    ledger: ledgerOf(input),
    rev,
  };
  return { key: 'promises.json', body: JSON.stringify(body), contentType: JSON_TYPE, cacheControl: FRESH };
}
