import { html } from 'hono/html';
import type { ApiIncident, Finding } from '../client/types.ts';
import { isOver } from '../client/words.ts';
import type { Config } from '../config-schema.ts';
import { COMPONENT_STATUSES, IMPACTS } from '../core/entry.ts';
import { cadenceMs, type Policy } from '../core/policy.ts';
import { choice, errorsAt, errorsElsewhere, type Filled, promiseField, textArea, textField } from './fields.ts';
import { type Html, hidden } from './layout.ts';
import { COMPONENT } from './submission.ts';

/** What a form needs besides what was typed. */
export type FormFrame = {
  csrf: string;
  /** One logical command: pressing twice says it once. */
  key: string;
  /** Said above the form: a conflict, a server that did not answer. */
  notice?: Html | undefined;
  /** What the rules ask about the text; each can be overridden by a tick. */
  findings?: readonly Finding[];
};

const NEXT = [
  ['10m', 'in 10 minutes'],
  ['15m', 'in 15 minutes'],
  ['30m', 'in 30 minutes'],
  ['1h', 'in 1 hour'],
  ['2h', 'in 2 hours'],
  ['4h', 'in 4 hours'],
  ['none', 'none: my message says why'],
] as const;

const RESTORE = [
  ['30m', 'within 30 minutes'],
  ['1h', 'within 1 hour'],
  ['2h', 'within 2 hours'],
  ['4h', 'within 4 hours'],
  ['8h', 'within 8 hours'],
] as const;

const STATUS_LABELS = [
  ['investigating', 'investigating: cause not known yet'],
  ['identified', 'identified: the cause is known'],
  ['monitoring', 'monitoring: back, we are watching'],
] as const;

const STATE_LABELS: Record<(typeof COMPONENT_STATUSES)[number], string> = {
  operational: 'works',
  under_maintenance: 'under maintenance',
  degraded_performance: 'slow or flaky',
  partial_outage: 'partly down',
  major_outage: 'down',
};

const WHAT = 'Write what customers notice and what you know. No cause before you are sure of it.';

/** Everything that every form has: its target, its guards, what stands against it, its fields and its button. */
function form(
  filled: Filled,
  frame: FormFrame,
  action: string,
  shown: readonly string[],
  fields: Html,
  button: string,
): Html {
  const elsewhere = errorsElsewhere(filled, shown);
  return html`<form method="post" action="${action}#${filled.form}" id="${filled.form}">
${hidden('csrf', frame.csrf)}${hidden('key', frame.key)}
${frame.notice ?? ''}
${elsewhere.length === 0 ? '' : html`<div class="alert" role="alert">${elsewhere.map(({ field, reason }) => html`<p>${field}: ${reason}</p>`)}</div>`}
${fields}
${findingsBlock(filled.form, frame.findings ?? [])}
<button>${button}</button>
</form>`;
}

function findingsBlock(formId: string, findings: readonly Finding[]): Html | '' {
  if (findings.length === 0) return '';
  return html`<fieldset class="alert" role="alert"><legend>Before it goes out</legend>
${findings.map(
  (
    finding,
    index,
  ) => html`<p>${finding.quote ? html`“${finding.quote}”: ` : ''}${finding.reason}${finding.suggestion ? html` <span class="soft">${finding.suggestion}</span>` : ''}</p>
${
  finding.level === 'ask'
    ? html`<label class="check" for="${formId}-override-${index}"><input type="checkbox" id="${formId}-override-${index}" name="override" value="${finding.rule}"> I have read this and say it anyway</label>`
    : ''
}`,
)}
</fieldset>`;
}

const componentFields = (filled: Filled, config: Config, unsaid: string): Html => html`
${errorsAt(filled, 'components').map(({ reason }) => html`<span class="error">${reason}</span>`)}
<div class="states">${config.components.map(
  ({ id, name }) =>
    html`<div>${choice(filled, { name: `${COMPONENT}${id}`, label: name }, [['', unsaid], ...COMPONENT_STATUSES.map((status) => [status, STATE_LABELS[status]] as const)])}</div>`,
)}</div>`;

const more = (filled: Filled, names: readonly string[], title: string, fields: Html): Html => {
  const used = names.some((name) => filled.values[name] || errorsAt(filled, name).length > 0);
  return html`<details${used ? html` open` : ''}><summary>${title}</summary>${fields}</details>`;
};

const workaround = (filled: Filled) =>
  textArea(filled, { name: 'workaround', label: 'What customers can do meanwhile' });
const happened = (filled: Filled) =>
  textField(filled, { name: 'happenedAt', label: 'When it happened, if not now', hint: 'like 14:05Z', max: 40 });

export function openForm(filled: Filled, frame: FormFrame, config: Config): Html {
  const fields = html`
${textField(filled, { name: 'title', label: 'What is wrong, in one line', hint: 'like: Logins fail', required: true })}
${choice(filled, { name: 'impact', label: 'How bad it is', required: true }, [['', 'choose'], ...IMPACTS.map((impact) => [impact, impact] as const)])}
${textArea(filled, { name: 'message', label: 'What customers read', hint: WHAT, required: true })}
<fieldset><legend>What is affected</legend>${componentFields(filled, config, 'not affected')}</fieldset>
${promiseField(filled, { name: 'nextUpdate', label: 'The next update comes', hint: 'A promise: we remind you before.' }, [['', 'by the cadence of impact and status'], ...NEXT])}
${more(
  filled,
  ['status', 'workaround', 'restore', 'restoreAt', 'happenedAt'],
  'More: status, estimate, workaround',
  html`
${choice(filled, { name: 'status', label: 'How far we are' }, [['', 'investigating'], ...STATUS_LABELS.slice(1)])}
${workaround(filled)}
${promiseField(filled, { name: 'restore', label: 'It is restored', hint: 'No estimate yet is an honest answer.' }, [['', 'no estimate yet'], ...RESTORE])}
${happened(filled)}`,
)}`;
  const shown = [
    'title',
    'impact',
    'components',
    'message',
    'nextUpdate',
    'status',
    'workaround',
    'restore',
    'happenedAt',
  ];
  return form(filled, frame, '/console/incidents', shown, fields, 'Tell customers');
}

export function updateForm(
  filled: Filled,
  frame: FormFrame,
  incident: ApiIncident,
  config: Config,
  policy: Policy,
): Html {
  const minutes = Math.round(cadenceMs(policy, incident.impact, incident.status) / 60_000);
  const statuses = STATUS_LABELS.filter(([status]) => status !== incident.status);
  const fields = html`
${hidden('etag', filled.values.etag ?? '')}
${textArea(filled, { name: 'message', label: 'What customers read', hint: WHAT, required: true })}
${choice(filled, { name: 'status', label: 'How far we are' }, [['', `still ${incident.status}`], ...statuses])}
${promiseField(filled, { name: 'nextUpdate', label: 'The next update comes', hint: 'A promise: we remind you before.' }, [['', `by the cadence, now ${minutes} minutes`], ...NEXT])}
${promiseField(filled, { name: 'restore', label: 'It is restored', hint: 'The first estimate is the one that is scored.' }, [['', 'as said before'], ...RESTORE, ['none', 'withdraw the estimate']])}
${more(
  filled,
  ['impact', 'workaround', 'happenedAt', 'components', ...config.components.map(({ id }) => `${COMPONENT}${id}`)],
  'More: components, impact, workaround',
  html`
<fieldset><legend>What has changed</legend>${componentFields(filled, config, 'as before')}</fieldset>
${choice(filled, { name: 'impact', label: 'How bad it is' }, [['', `still ${incident.impact}`], ...IMPACTS.filter((impact) => impact !== incident.impact).map((impact) => [impact, impact] as const)])}
${workaround(filled)}
${happened(filled)}`,
)}`;
  const shown = ['message', 'status', 'nextUpdate', 'restore', 'components', 'impact', 'workaround', 'happenedAt'];
  return form(filled, frame, `${path(incident)}/updates`, shown, fields, 'Post the update');
}

export function resolveForm(filled: Filled, frame: FormFrame, incident: ApiIncident): Html {
  const fields = html`
${hidden('etag', filled.values.etag ?? '')}
${textArea(filled, {
  name: 'message',
  label: 'What customers read',
  hint: 'How long it lasted, who was affected, and what you know about their data: also that you do not know yet.',
  required: true,
})}
${promiseField(filled, { name: 'report', label: 'A report follows', hint: 'Only if you will write one.' }, [
  ['', 'nothing is promised'],
  ['1d', 'within 1 day'],
  ['3d', 'within 3 days'],
  ['7d', 'within 7 days'],
])}`;
  return form(filled, frame, `${path(incident)}/resolve`, ['message', 'report'], fields, 'Say that it is over');
}

export function reopenForm(filled: Filled, frame: FormFrame, incident: ApiIncident): Html {
  const fields = html`
${textArea(filled, { name: 'message', label: 'What customers read', hint: WHAT, required: true })}
${choice(filled, { name: 'status', label: 'How far we are' }, STATUS_LABELS)}
${promiseField(filled, { name: 'nextUpdate', label: 'The next update comes' }, [['', 'by the cadence'], ...NEXT])}`;
  return form(
    filled,
    frame,
    `${path(incident)}/reopen`,
    ['message', 'status', 'nextUpdate'],
    fields,
    'Say that it is not over',
  );
}

export function correctionForm(filled: Filled, frame: FormFrame, incident: ApiIncident, seq: number): Html {
  const fields = html`
${hidden('corrects', String(seq))}
${textArea(filled, { name: 'message', label: `What was wrong in entry ${seq}, and what is true`, hint: 'The old text stays and points here.', required: true })}`;
  return form(filled, frame, `${path(incident)}/corrections`, ['message'], fields, 'Publish the correction');
}

/** Freezing asks no question: it must work in a second. */
export function freezeForm(csrf: string, frozen: boolean): Html {
  return html`<form method="post" action="/console/freeze">${hidden('csrf', csrf)}${hidden('frozen', String(!frozen))}
<button class="quiet">${frozen ? 'Release: the pipeline may speak again' : 'Freeze: nothing goes out by itself'}</button></form>`;
}

export const path = (incident: Pick<ApiIncident, 'id'>): string => `/console/incidents/${incident.id}`;

/** The form that an incident needs most, by its state. */
export const mainForm = (incident: ApiIncident): 'update' | 'reopen' => (isOver(incident) ? 'reopen' : 'update');
