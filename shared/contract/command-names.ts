import type { IncidentCommandName } from './incident-command-names.ts';

/** Every command by the name that previews and drafts know it by. */
export const COMMANDS = [
  'open',
  'update',
  'resolve',
  'reopen',
  'correct',
  'postmortem',
  'retract',
  'merge',
  'redact',
  'schedule',
  'maintenance-update',
] as const;

export type CommandName = (typeof COMMANDS)[number];

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
