import { html } from 'hono/html';
import type { ApiIncident, MaintenanceUpdateCommand, ScheduleCommand } from '../../client/types.ts';
import { isOver } from '../../client/words.ts';
import type { MaintenanceStatus } from '../../core/entry.ts';
import { textField } from '../fields.ts';
import type { FormContext, FormContextOf } from '../form-context.ts';
import type { Html } from '../layout.ts';
import { isUtc, placeOf } from '../moments.ts';
import { reader } from '../submission.ts';
import { type Act, act } from './act.ts';
import * as parts from './parts.ts';

const when = ({ zone }: FormContext): string =>
  isUtc(zone)
    ? 'like 2026-11-23 02:00Z, or 3h from now'
    : `like 2026-11-23 02:00 as clocks in ${placeOf(zone)} show it, or with Z for UTC`;

const times = (...fields: Html[]): Html =>
  html`<div class="pair">${fields.map((field) => html`<div>${field}</div>`)}</div>`;

export const schedule = act({
  name: 'schedule',
  heading: 'Announce maintenance',
  button: 'Announce it',
  preview: 'schedule',
  shown: ['title', 'components', 'scheduledFor', 'scheduledUntil', 'message', 'workaround'],
  fits: () => true,
  fields: (filled, context) => html`
${textField(filled, { name: 'title', label: 'What is done, in one line', hint: 'like: Database upgrade', required: true })}
${parts.affectedFields(filled, context.config)}
${times(
  textField(filled, { name: 'scheduledFor', label: 'Begins', hint: when(context), required: true, max: 40 }),
  textField(filled, {
    name: 'scheduledUntil',
    label: 'Ends by',
    hint: 'A promise like any other.',
    required: true,
    max: 40,
  }),
)}
${parts.message(filled, 'What customers notice meanwhile, and what they can do before.')}
${parts.more(filled, ['workaround'], 'More: what customers can do meanwhile', parts.workaround(filled))}`,
  body: (sent, context) => {
    const read = reader(sent, context);
    return read.done({
      title: read.text('title') ?? '',
      components: read.components('minor').map(({ id }) => id),
      ...read.statement(),
      scheduledFor: read.time('scheduledFor'),
      scheduledUntil: read.time('scheduledUntil'),
    });
  },
  send: (client, _id, body: ScheduleCommand, call) => client.schedule(body, call),
});

const isMaintenance = (incident: ApiIncident): boolean => incident.type === 'maintenance';

type Step = Pick<Act, 'name' | 'heading' | 'button'> & {
  about?: string;
  to?: Exclude<MaintenanceStatus, 'scheduled'>;
  from: readonly MaintenanceStatus[];
  hint: string;
  ends?: boolean;
};

/** A step of announced work: one text, and for an extension the new end. */
const step = ({ to, from, hint, ends = false, ...rest }: Step): Act =>
  act<FormContextOf>({
    ...rest,
    preview: 'maintenance-update',
    shown: ['message', 'scheduledUntil'],
    fits: (incident) =>
      isMaintenance(incident) &&
      from.includes(incident.status as MaintenanceStatus) &&
      (!isOver(incident) || incident.confirmed === false),
    fields: (filled, context) =>
      html`${ends ? textField(filled, { name: 'scheduledUntil', label: 'Ends by', hint: when(context), required: true, max: 40 }) : ''}${parts.message(filled, hint)}`,
    body: (sent, context) => {
      const read = reader(sent, context);
      return read.done({
        ...read.statement(),
        status: to,
        ...(ends ? { scheduledUntil: read.time('scheduledUntil') } : {}),
      });
    },
    send: (client, id, body: MaintenanceUpdateCommand, call) => client.updateMaintenance(id, body, call),
  });

export const maintenanceSteps: readonly Act[] = [
  step({
    name: 'begin',
    heading: 'It begins',
    button: 'Say that it begins',
    to: 'in_progress',
    from: ['scheduled'],
    hint: 'What is being done now.',
  }),
  step({
    name: 'say',
    heading: 'Say how it goes',
    button: 'Post the update',
    from: ['scheduled', 'in_progress', 'verifying'],
    hint: 'What customers should know.',
  }),
  step({
    name: 'extend',
    heading: 'It takes longer',
    button: 'Move the end',
    from: ['scheduled', 'in_progress', 'verifying'],
    hint: 'Why it takes longer.',
    ends: true,
  }),
  step({
    name: 'verify',
    heading: 'Done, and being checked',
    button: 'Say that you are checking',
    to: 'verifying',
    from: ['in_progress'],
    hint: 'What is being checked.',
  }),
  step({
    name: 'complete',
    heading: 'It is done',
    button: 'Say that it is done',
    to: 'completed',
    from: ['in_progress', 'verifying', 'completed'],
    hint: 'What works again.',
  }),
  step({
    name: 'cancel',
    heading: 'It does not take place',
    button: 'Cancel it',
    to: 'cancelled',
    from: ['scheduled', 'in_progress'],
    hint: 'Why, and whether it comes later.',
  }),
];
