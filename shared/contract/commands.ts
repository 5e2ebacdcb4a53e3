import { type CommandParser, type IncidentCommandName, incidentParsers, openParser } from './incident-commands.ts';
import { maintenanceUpdateParser, scheduleParser } from './maintenance-schemas.ts';

/** Every command by the name that previews and drafts know it by. */
export const commandParsers = {
  open: openParser,
  update: incidentParsers.updates,
  resolve: incidentParsers.resolve,
  reopen: incidentParsers.reopen,
  correct: incidentParsers.corrections,
  postmortem: incidentParsers.postmortem,
  retract: incidentParsers.retract,
  merge: incidentParsers.merge,
  redact: incidentParsers.redactions,
  schedule: scheduleParser,
  'maintenance-update': maintenanceUpdateParser,
} satisfies Record<string, CommandParser>;

export type CommandName = keyof typeof commandParsers;

/** These begin a chain; all others need to know which one they are for. */
export const begins = (name: CommandName): boolean => name === 'open' || name === 'schedule';

/** The command that the last part of a path names: `POST /v1/incidents/{id}/<part>`. */
export const commandOfPath: Readonly<Record<IncidentCommandName, CommandName>> = {
  updates: 'update',
  resolve: 'resolve',
  reopen: 'reopen',
  corrections: 'correct',
  postmortem: 'postmortem',
  retract: 'retract',
  merge: 'merge',
  redactions: 'redact',
};
