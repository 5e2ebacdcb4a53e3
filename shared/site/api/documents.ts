import type { PublicMaintenance } from '../../core/public-incident.ts';
import type { SiteFile } from '../../ports/site-store.ts';
import type { SiteInput } from '../context.ts';
import { plainJson } from '../html.ts';
import { activeMaintenances, isMaintenance, isOutage, openOutages, unconfirmedMaintenances } from '../maintenances.ts';
import { FRESH, JSON_TYPE } from '../paths.ts';
import { currentComponents, known, lastWordAt } from '../site-index-state.ts';
import { rollUp } from './roll-up.ts';
import { componentRows, incidentObject, maintenanceObject, pageObject } from './statuspage.ts';

/** `incidents.json` holds this many, as the vendor's does. */
const NEWEST = 50;

/** `summary.json`, which clients ask for most. What is cancelled is in no document: the vendor has no word for it. */
export function summaryDocument(input: SiteInput): SiteFile {
  const { page, components, status } = pageStatus(input);
  return document('summary', {
    page,
    components,
    incidents: openOutages(input.siteIndex).map((incident) => incidentObject(input, incident, components)),
    scheduled_maintenances: maintenancesIn(input, 'scheduled', 'open').map((one) =>
      maintenanceObject(input, one, components),
    ),
    status,
  });
}

/** Each component with its state. */
export function componentsDocument(input: SiteInput): SiteFile {
  const { page, components } = pageStatus(input);
  return document('components', { page, components });
}

/** When the page last said anything and how all is, and lists of incidents. */
export function incidentDocuments(input: SiteInput): SiteFile[] {
  const { page, components, status, everything } = pageStatus(input);
  const incidents = everything.filter(isOutage).map((incident) => ({
    isOpen: incident.phase === 'open',
    object: incidentObject(input, incident, components),
  }));
  const objects = (list: typeof incidents) => list.map(({ object }) => object);
  return [
    document('status', { page, status }),
    document('incidents', { page, incidents: objects(incidents.slice(0, NEWEST)) }),
    document('incidents/unresolved', { page, incidents: objects(incidents.filter(({ isOpen }) => isOpen)) }),
  ];
}

/** Lists of maintenances. */
export function maintenanceDocuments(input: SiteInput): SiteFile[] {
  const { page, components, everything } = pageStatus(input);
  const inPhase = (...phases: readonly Phase[]) =>
    maintenancesIn(input, ...phases).map((one) => maintenanceObject(input, one, components));
  return [
    document('scheduled-maintenances', {
      page,
      scheduled_maintenances: everything
        .filter(isMaintenance)
        .filter(({ phase }) => phase !== 'cancelled')
        .slice(0, NEWEST)
        .map((one) => maintenanceObject(input, one, components)),
    }),
    document('scheduled-maintenances/upcoming', { page, scheduled_maintenances: inPhase('scheduled') }),
    document('scheduled-maintenances/active', { page, scheduled_maintenances: inPhase('open') }),
  ];
}

/** How the page as a whole stands, its components, and what they are made from: every document says it first. */
export function pageStatus(input: SiteInput) {
  const { siteIndex, config, now } = input;
  const everything = known(siteIndex);
  const current = currentComponents(config, siteIndex.open, everything);
  const status = rollUp(
    current.map((component) => component.status),
    openOutages(siteIndex),
    [...activeMaintenances(siteIndex), ...unconfirmedMaintenances(siteIndex)],
  );
  return {
    everything,
    components: componentRows(config, current),
    page: pageObject(input, lastWordAt(everything, now)),
    status,
  };
}

type Phase = PublicMaintenance['phase'];

const maintenancesIn = ({ siteIndex }: SiteInput, ...phases: readonly Phase[]): PublicMaintenance[] =>
  known(siteIndex)
    .filter(isMaintenance)
    .filter(({ phase }) => phases.includes(phase));

const document = (name: string, value: object): SiteFile => ({
  key: `api/v2/${name}.json`,
  body: plainJson(value),
  contentType: JSON_TYPE,
  cacheControl: FRESH,
});
