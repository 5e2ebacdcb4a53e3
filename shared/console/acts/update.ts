import { html } from 'hono/html';
import type { UpdateCommand } from '../../client/types.ts';
import type { Impact, OutageStatus } from '../../core/entry.ts';
import { cadenceMs } from '../../core/policy.ts';
import { adviceSlot } from '../advice-picture.ts';
import { chips } from '../fields.ts';
import type { FormContextOf } from '../form-context.ts';
import { nextUpdateField, restoreField } from '../promise-field.ts';
import { reader } from '../submission.ts';
import { act } from './act.ts';
import * as parts from './parts.ts';

const usualMs = ({ policy, incident }: FormContextOf, values: Readonly<Record<string, string>>): number =>
  cadenceMs(policy, (values.impact || incident.impact) as Impact, (values.status || incident.status) as OutageStatus);

/** What is affected now, and with `all` everything else. */
const components = ({ config, incident }: FormContextOf, affected: boolean): string[] =>
  config.components
    .map(({ id }) => id)
    .filter((id) => incident.components.some((one) => one.id === id && one.status !== 'operational') === affected);

export const update = act<FormContextOf>({
  name: 'update',
  heading: 'Post an update',
  button: 'Post the update',
  templates: 'update',
  preview: 'update',
  shown: [
    'message',
    'status',
    'nextUpdate',
    'restore',
    'components',
    'impact',
    'workaround',
    'happenedAt',
    'ifLate',
    'at',
  ],
  fits: parts.isOpenOutage,
  fields: (filled, context) => {
    const { incident } = context;
    const others = parts.STATUS_LABELS.filter(([status]) => status !== incident.status);
    const still = parts.STATUS_LABELS.find(([status]) => status === incident.status)?.[1] ?? incident.status;
    const estimate = incident.promises.some((row) => row.promise === 'restoreBy' && row.state === 'open');
    return html`
${parts.message(filled)}
${chips(filled, { name: 'status', label: 'How far we are' }, [['', `still: ${still}`], ...others])}
${nextUpdateField(filled, context, usualMs(context, filled.values))}
${parts.more(
  filled,
  ['restore', 'restoreAt', 'restoreBy'],
  estimate ? 'When it is back: as said before' : 'When it is back: no estimate yet',
  restoreField(filled, context, estimate ? 'as said before' : 'no estimate yet', estimate, adviceSlot(filled, context)),
)}
${parts.more(
  filled,
  ['impact', 'workaround', 'happenedAt', 'ifLate', 'components', ...parts.stateNames(context.config)],
  'More: components, impact, workaround',
  html`
<fieldset><legend>What has changed</legend>${parts.stateFields(filled, context.config, [...components(context, true), ...components(context, false)], 'as before')}</fieldset>
${chips(filled, { name: 'impact', label: 'How bad it is' }, [['', `still ${incident.impact}`], ...parts.IMPACT_LABELS.filter(([impact]) => impact !== incident.impact)])}
${parts.workaround(filled)}
${parts.ifLate(filled)}
${parts.happened(filled)}`,
)}`;
  },
  body: (sent, context) => {
    const read = reader(sent, context);
    const impact = read.text('impact');
    const states = read.components(impact);
    return read.done({
      ...read.statement(),
      status: read.text('status'),
      impact,
      components: states.length > 0 ? states : undefined,
      happenedAt: read.time('happenedAt'),
      ...read.nextUpdate(usualMs(context, sent.values)),
      restoreBy: read.promise('restore', 'restoreBy'),
    });
  },
  send: (client, id, body: UpdateCommand, call) => client.update(id, body, call),
  keep: (client, id, body: UpdateCommand, at, call) =>
    client.keep(id, { body, ...(at === undefined ? {} : { at }) }, call),
});

/** The time to be back no longer holds: its own short form, because it is said in a hurry. */
export const withdrawEta = act<FormContextOf>({
  name: 'withdraw-eta',
  heading: 'Withdraw the estimate',
  about:
    'The time that was given no longer holds, and you do not know a better one. Said in time it counts as withdrawn.',
  button: 'Withdraw it',
  templates: 'withdraw-eta',
  preview: 'update',
  shown: ['message', 'nextUpdate'],
  fits: (incident) =>
    parts.isOpenOutage(incident) &&
    incident.promises.some((row) => row.promise === 'restoreBy' && row.state === 'open'),
  fields: (filled, context) =>
    html`${parts.message(filled, 'Why it takes longer, as far as you know.')}${nextUpdateField(filled, context, usualMs(context, filled.values))}`,
  body: (sent, context) => {
    const read = reader(sent, context);
    return read.done({ ...read.statement(), ...read.nextUpdate(usualMs(context, sent.values)), restoreBy: null });
  },
  send: (client, id, body: UpdateCommand, call) => client.update(id, body, call),
});
