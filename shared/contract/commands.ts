import type { CommandName } from './command-names.ts';
import { type CommandParser, incidentParsers, openParser } from './incident-commands.ts';
import { maintenanceUpdateParser, scheduleParser } from './maintenance-schemas.ts';

/** What each command is read by. */
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
} satisfies Record<CommandName, CommandParser>;
