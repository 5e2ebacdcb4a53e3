import { html } from 'hono/html';
import type { OpenCommand } from '../../client/types.ts';
import type { Impact } from '../../core/entry.ts';
import { cadenceMs } from '../../core/policy.ts';
import { chips, textField } from '../fields.ts';
import type { FormContext } from '../form-context.ts';
import { nextUpdateField, restoreField } from '../promise-field.ts';
import { reader } from '../submission.ts';
import { templateChips } from '../templates.ts';
import { act } from './act.ts';
import * as parts from './parts.ts';

/** The cadence, as soon as the impact says which. */
const usualMs = ({ policy }: FormContext, values: Readonly<Record<string, string>>): number | undefined =>
  values.impact
    ? cadenceMs(policy, values.impact as Impact, (values.status || 'investigating') as 'investigating')
    : undefined;

/** What it does: the words wait, and only that there is a problem is told. */
const RESTRICTED_BUTTON = 'Tell customers that there is a problem; my text waits for a second person';

export const open = act({
  name: 'open',
  heading: 'Report an incident',
  button: 'Tell customers',
  buttonFor: ({ handling }) => (handling === 'restricted' ? RESTRICTED_BUTTON : undefined),
  preview: 'open',
  shown: [
    'title',
    'impact',
    'components',
    'message',
    'nextUpdate',
    'status',
    'workaround',
    'restore',
    'happenedAt',
    'ifLate',
    'handling',
  ],
  fits: () => true,
  fields: (filled, context) => html`
${parts.affectedFields(filled, context.config)}
${chips(filled, { name: 'impact', label: 'How bad it is', required: true }, parts.IMPACT_LABELS)}
<p class="label">Words to start from</p>${templateChips(context, 'open', filled.values)}
${textField(filled, { name: 'title', label: 'What is wrong, in one line', hint: 'like: Logins fail', required: true })}
${parts.message(filled)}
${nextUpdateField(filled, context, usualMs(context, filled.values))}
${parts.more(
  filled,
  [
    'status',
    'workaround',
    'restore',
    'restoreAt',
    'happenedAt',
    'ifLate',
    'handling',
    ...parts.stateNames(context.config),
  ],
  'More: status, estimate, workaround, components apart',
  html`
${chips(filled, { name: 'status', label: 'How far we are' }, [['', 'cause not known'], ...parts.STATUS_LABELS.slice(1)])}
${restoreField(filled, context, 'no estimate yet', false, '')}
${chips(
  filled,
  {
    name: 'handling',
    label: 'Is it a breach, harm or a legal matter?',
    hint: 'Then nothing that you type goes out at once: title and text wait for a second person, and so does every later text. Customers read at once that there is a problem with what is affected, that we are working on it, how far we are and when we say more.',
  },
  [
    ['', 'no'],
    ['restricted', 'yes: restricted'],
  ],
)}
${parts.workaround(filled)}
${parts.ifLate(filled)}
${parts.happened(filled)}
<fieldset><legend>Components, each apart</legend>${parts.stateFields(
    filled,
    context.config,
    context.config.components.map(({ id }) => id),
    'by impact, if ticked above',
  )}</fieldset>`,
)}`,
  body: (sent, context) => {
    const read = reader(sent, context);
    return read.done({
      title: read.text('title') ?? '',
      impact: read.text('impact'),
      components: read.components(read.text('impact')),
      ...read.statement(),
      status: read.text('status'),
      handling: read.text('handling'),
      happenedAt: read.time('happenedAt'),
      ...read.nextUpdate(usualMs(context, sent.values)),
      restoreBy: read.promise('restore', 'restoreBy'),
    });
  },
  send: (client, _id, body: OpenCommand, call) => client.open(body, call),
});
