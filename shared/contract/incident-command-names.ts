/** The commands on an existing incident, by the last part of their path: `POST /v1/incidents/{id}/<name>`. */
export const INCIDENT_COMMANDS = [
  'updates',
  'resolve',
  'reopen',
  'corrections',
  'postmortem',
  'retract',
  'merge',
  'redactions',
] as const;

export type IncidentCommandName = (typeof INCIDENT_COMMANDS)[number];

export const isIncidentCommand = (name: string): name is IncidentCommandName =>
  (INCIDENT_COMMANDS as readonly string[]).includes(name);
