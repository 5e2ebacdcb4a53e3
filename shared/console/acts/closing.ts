import { html } from 'hono/html';
import type {
  ApiIncident,
  PostmortemCommand,
  ReopenCommand,
  ResolveCommand,
  UpdateCommand,
} from '../../client/types.ts';
import type { OutageStatus } from '../../core/entry.ts';
import { cadenceMs } from '../../core/policy.ts';
import { chips } from '../fields.ts';
import type { Filled } from '../filled.ts';
import type { FormContextOf } from '../form-context.ts';
import { type Html, hidden } from '../layout.ts';
import { movedReportField, nextUpdateField, reportField } from '../promise-field.ts';
import { reader } from '../submission.ts';
import { act } from './act.ts';
import * as parts from './parts.ts';

export const resolve = act<FormContextOf>({
  name: 'resolve',
  heading: 'It is over',
  button: 'Say that it is over',
  templates: 'resolve',
  preview: 'resolve',
  shown: ['message', 'report', 'happenedAt'],
  fits: parts.isOpenOutage,
  fields: (filled, context) => html`
${parts.message(filled, 'How long it lasted, who was affected, and what you know about their data: also that you do not know yet.', 5)}
${reportField(filled, context)}
${tellBox(filled, context)}
${parts.more(filled, ['happenedAt'], 'More: when it ended', parts.happened(filled))}`,
  body: (sent, context) => {
    const read = reader(sent, context);
    const reportBy = read.promise('report', 'reportBy');
    return read.done({ ...read.statement(), happenedAt: read.time('happenedAt'), reportBy });
  },
  send: (client, id, body: ResolveCommand, call) => client.resolve(id, body, call),
});

/** The box that has those told who were answered at the desk. Nobody ticks it but whoever resolves. */
const tellBox = ({ form, values }: Filled, { answered }: FormContextOf): Html | '' =>
  answered === undefined
    ? ''
    : html`${hidden('answered', answered)}<p class="label" id="${form}-answered">${answered}</p><label class="check"><input type="checkbox" name="tell" value="yes" aria-describedby="${form}-answered"${values.tell === 'yes' ? html` checked` : ''}> Tell them that it is over, once it has stayed so for 10 minutes</label>`;

const statusAfter = (values: Readonly<Record<string, string>>) => (values.status || 'investigating') as OutageStatus;

export const reopen = act<FormContextOf>({
  name: 'reopen',
  heading: 'It is not over after all',
  button: 'Say that it is not over',
  templates: 'reopen',
  preview: 'reopen',
  shown: ['message', 'status', 'nextUpdate'],
  fits: (incident) => parts.isOutage(incident) && (incident.phase === 'resolved' || incident.phase === 'merged'),
  fields: (filled, context) => html`
${parts.message(filled)}
${chips(filled, { name: 'status', label: 'How far we are' }, parts.STATUS_LABELS)}
${nextUpdateField(filled, context, cadenceMs(context.policy, context.incident.impact, statusAfter(filled.values)))}`,
  body: (sent, context) => {
    const read = reader(sent, context);
    const usualMs = cadenceMs(context.policy, context.incident.impact, statusAfter(sent.values));
    return read.done({
      ...read.statement(),
      status: read.text('status'),
      ...read.nextUpdate(usualMs),
    });
  },
  send: (client, id, body: ReopenCommand, call) => client.reopen(id, body, call),
});

const owesReport = ({ promises }: ApiIncident): boolean =>
  promises.some((row) => row.promise === 'reportBy' && row.state === 'open');

/** The report comes later, sooner or not at all; what it is about stays over, or open. */
export const moveReport = act<FormContextOf>({
  name: 'move-report',
  heading: 'Move the report',
  about: 'Said before it is due, it counts as moved or taken back; afterwards as late.',
  button: 'Say so',
  preview: 'update',
  shown: ['message', 'report'],
  fits: (incident) => parts.isOutage(incident) && owesReport(incident),
  fields: (filled, context) =>
    html`${parts.message(filled, 'Why it takes longer, or why there will be none.')}${movedReportField(filled, context)}`,
  body: (sent, context) => {
    const read = reader(sent, context);
    const reportBy = read.promise('report', 'reportBy');
    if (reportBy === undefined) read.missing('reportBy', 'choose when it follows, or that there will be none');
    const { message, override } = read.statement();
    return read.done({ message, reportBy, override });
  },
  send: (client, id, body: UpdateCommand, call) => client.update(id, body, call),
});

export const postmortem = act<FormContextOf>({
  name: 'postmortem',
  heading: 'Publish the report',
  about: 'How it came about, and what changes. It keeps the promise of a report, if there is one.',
  button: 'Publish the report',
  preview: 'postmortem',
  shown: ['message'],
  fits: (incident) => incident.phase === 'resolved' || (parts.isOpenOutage(incident) && owesReport(incident)),
  fields: (filled) => parts.message(filled, 'What happened, from when to when, why, and what you change by when.', 12),
  body: parts.statementOnly,
  send: (client, id, body: PostmortemCommand, call) => client.postmortem(id, body, call),
});
