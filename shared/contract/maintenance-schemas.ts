import type * as z from 'zod';
import { type BusyHours, firstBusyMinute } from '../core/busy-hours.ts';
import type { Command } from '../core/command.ts';
import type { ReportedIncident } from '../core/incident.ts';
import type { Instant } from '../core/instant.ts';
import { busyHoursFinding } from '../wording/maintenance.ts';
import type { Voice } from '../wording/sentences.ts';
import { promisedTime } from '../wording/time.ts';
import type { CommandParser, ParserPorts } from './incident-commands.ts';
import { parseMoment } from './moment.ts';
import { checkComponents, parseBody } from './parse.ts';
import { invalid } from './problem.ts';
import { maintenanceUpdateBody, scheduleBody } from './schemas.ts';

/** `POST /v1/maintenances` */
export const scheduleParser: CommandParser = (raw, now, ports) => {
  const body = parseBody(scheduleBody, raw);
  checkIds(body.components, ports);
  const { title, components, message, workaround } = body;
  const command: Command = {
    type: 'ScheduleMaintenance',
    title,
    components,
    message,
    ...(workaround === undefined ? {} : { workaround }),
    scheduledFor: parseMoment('scheduledFor', body.scheduledFor, now),
    scheduledUntil: parseMoment('scheduledUntil', body.scheduledUntil, now),
  };
  return { command, overrides: body.override ?? [] };
};

/** `POST /v1/maintenances/{id}/updates` */
export const maintenanceUpdateParser: CommandParser = (raw, now, ports) => {
  const body = parseBody(maintenanceUpdateBody, raw);
  checkEndSaysNothingElse(body);
  checkIds(body.components, ports);
  const { title, components, status, message, workaround, nextUpdateBy } = body;
  const command: Command = {
    type: 'UpdateMaintenance',
    ...(title === undefined ? {} : { title }),
    ...(components === undefined ? {} : { components }),
    message,
    ...(status === undefined ? {} : { status }),
    ...(workaround === undefined ? {} : { workaround }),
    ...moment('scheduledFor', body.scheduledFor, now),
    ...moment('scheduledUntil', body.scheduledUntil, now),
    ...(nextUpdateBy === null ? { nextUpdateBy } : moment('nextUpdateBy', nextUpdateBy, now)),
  };
  return { command, overrides: body.override ?? [] };
};

const checkIds = (ids: readonly string[] = [], { components }: Pick<ParserPorts, 'components'>): void =>
  checkComponents(
    ids.map((id) => ({ id, status: 'under_maintenance' })),
    components,
  );

const moment = <Field extends string>(field: Field, value: string | undefined, now: Instant) =>
  (value === undefined ? {} : { [field]: parseMoment(field, value, now) }) as { [K in Field]?: Instant };

function checkEndSaysNothingElse(body: z.output<typeof maintenanceUpdateBody>): void {
  if (body.status !== 'completed' && body.status !== 'cancelled') return;
  const fields = ['components', 'scheduledFor', 'scheduledUntil', 'nextUpdateBy'] as const;
  const given = fields.filter((name) => body[name] != null);
  if (given.length === 0) return;
  throw invalid(given.map((field) => ({ field, reason: 'cannot be given for a maintenance that ends with this' })));
}

/** What the house has to say against a schedule. It warns and never refuses: some work cannot wait. */
export function maintenanceFindings(voice: Voice, incident: ReportedIncident, busyHours: BusyHours | undefined) {
  const entry = incident.entries.at(-1);
  const schedules = entry?.scheduledFor !== undefined || entry?.scheduledUntil !== undefined;
  if (incident.type !== 'maintenance' || busyHours === undefined || !schedules) return [];
  const { scheduledFor, scheduledUntil } = incident;
  if (firstBusyMinute(scheduledFor, scheduledUntil, busyHours) === undefined) return [];
  const quote = `${promisedTime(voice, scheduledFor, entry.at)} to ${promisedTime(voice, scheduledUntil, entry.at)}`;
  return [busyHoursFinding(quote, busyHours)];
}
