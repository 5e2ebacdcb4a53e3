import type { SiteFile } from '../../ports/site-store.ts';
import { currentComponents, known, lastWordAt } from '../board-state.ts';
import type { SiteInput } from '../context.ts';
import { plainJson } from '../html.ts';
import { activeMaintenances, isMaintenance, isOutage, openOutages, unconfirmedMaintenances } from '../maintenances.ts';
import { FRESH, JSON_TYPE } from '../paths.ts';
import { rollUp } from './roll-up.ts';
import { componentRows, incidentObject, maintenanceObject, pageObject } from './statuspage.ts';

/** `incidents.json` holds this many, as the vendor's does. */
const NEWEST = 50;

/** The documents of `/api/v2`. What is cancelled is in none of them: the vendor has no word for it. */
export function apiDocuments(input: SiteInput): SiteFile[] {
  const { board, config, now } = input;
  const everything = known(board);
  const page = pageObject(input, lastWordAt(everything, now));
  const current = currentComponents(config, board.open, everything);
  const components = componentRows(config, current);
  const outages = everything.filter(isOutage);
  const incidents = outages.map((incident) => incidentObject(input, incident, components));
  const unresolved = incidents.filter((_, index) => outages[index]!.phase === 'open');
  const work = everything.filter(isMaintenance).filter((one) => one.phase !== 'cancelled');
  const maintenances = work.map((maintenance) => maintenanceObject(input, maintenance, components));
  const inPhase = (...phases: readonly string[]) =>
    maintenances.filter((_, index) => phases.includes(work[index]!.phase));
  const status = rollUp(
    current.map((component) => component.status),
    openOutages(board),
    [...activeMaintenances(board), ...unconfirmedMaintenances(board)],
  );
  return [
    document('summary', {
      page,
      components,
      incidents: unresolved,
      scheduled_maintenances: inPhase('scheduled', 'open'),
      status,
    }),
    document('status', { page, status }),
    document('components', { page, components }),
    document('incidents', { page, incidents: incidents.slice(0, NEWEST) }),
    document('incidents/unresolved', { page, incidents: unresolved }),
    document('scheduled-maintenances', { page, scheduled_maintenances: maintenances.slice(0, NEWEST) }),
    document('scheduled-maintenances/upcoming', { page, scheduled_maintenances: inPhase('scheduled') }),
    document('scheduled-maintenances/active', { page, scheduled_maintenances: inPhase('open') }),
  ];
}

const document = (name: string, value: object): SiteFile => ({
  key: `api/v2/${name}.json`,
  body: plainJson(value),
  contentType: JSON_TYPE,
  cacheControl: FRESH,
});
