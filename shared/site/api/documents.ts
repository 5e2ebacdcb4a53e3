import type { SiteFile } from '../../ports/site-store.ts';
import { currentComponents, isOpen, known, lastWordAt } from '../board-state.ts';
import type { SiteInput } from '../context.ts';
import { FRESH, JSON_TYPE } from '../paths.ts';
import { rollUp } from './roll-up.ts';
import { componentRows, incidentObject, pageObject } from './statuspage.ts';

/** `incidents.json` holds this many, as the vendor's does. */
const NEWEST = 50;

/** The documents of `/api/v2` that change with an update. */
export function apiDocuments(input: SiteInput): SiteFile[] {
  const { board, config, now } = input;
  const everything = known(board);
  const page = pageObject(input, lastWordAt(everything, now));
  const current = currentComponents(config, board.open, everything);
  const components = componentRows(config, current);
  const incidents = everything.map((incident) => incidentObject(input, incident, components));
  const unresolved = incidents.filter((_, index) => isOpen(everything[index]!));
  const status = rollUp(
    current.map((component) => component.status),
    board.open,
  );
  return [
    document('summary', { page, components, incidents: unresolved, scheduled_maintenances: [], status }),
    document('status', { page, status }),
    document('components', { page, components }),
    document('incidents', { page, incidents: incidents.slice(0, NEWEST) }),
    document('incidents/unresolved', { page, incidents: unresolved }),
  ];
}

/** The documents of `/api/v2` about maintenance: none is scheduled, which is an empty list. */
export function maintenanceDocuments(input: SiteInput): SiteFile[] {
  const page = pageObject(input, lastWordAt(known(input.board), input.now));
  return ['scheduled-maintenances', 'scheduled-maintenances/upcoming', 'scheduled-maintenances/active'].map((name) =>
    document(name, { page, scheduled_maintenances: [] }),
  );
}

const document = (name: string, value: object): SiteFile => ({
  key: `api/v2/${name}.json`,
  body: JSON.stringify(value),
  contentType: JSON_TYPE,
  cacheControl: FRESH,
});
