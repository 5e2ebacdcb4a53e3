import { html } from 'hono/html';
import type { ApiIncident } from '../../client/types.ts';
import { isOver } from '../../client/words.ts';
import type { Config } from '../../config/config-schema.ts';
import { COMPONENT_STATUSES } from '../../core/entry.ts';
import { choice, errorsAt, textArea, textField, tick } from '../fields.ts';
import type { Filled } from '../filled.ts';
import type { FormContextOf } from '../form-context.ts';
import type { Html } from '../layout.ts';
import { AFFECTED, COMPONENT, reader, type Submission } from '../submission.ts';

export const IMPACT_LABELS = [
  ['minor', 'minor'],
  ['major', 'major'],
  ['critical', 'critical'],
  ['none', 'none'],
] as const;

export const STATUS_LABELS = [
  ['investigating', 'cause not known'],
  ['identified', 'cause known'],
  ['monitoring', 'back, watching'],
] as const;

const STATE_LABELS: Record<(typeof COMPONENT_STATUSES)[number], string> = {
  operational: 'works',
  under_maintenance: 'under maintenance',
  degraded_performance: 'slow or flaky',
  partial_outage: 'partly down',
  major_outage: 'down',
};

const WHAT = 'What customers notice, and what you know. No cause before you are sure of it.';

export const isOutage = (incident: ApiIncident): boolean => incident.type !== 'maintenance';
export const isOpenOutage = (incident: ApiIncident): boolean => isOutage(incident) && !isOver(incident);

export const message = (filled: Filled, hint = WHAT, rows = 4): Html =>
  textArea(filled, { name: 'message', label: 'What customers read', hint, required: true, rows });

export const workaround = (filled: Filled): Html =>
  textArea(filled, { name: 'workaround', label: 'What customers can do meanwhile', rows: 2 });

export const happened = (filled: Filled): Html =>
  textField(filled, { name: 'happenedAt', label: 'When it happened, if not now', hint: 'like 14:05Z', max: 40 });

/** The body of an act whose form asks for a text and nothing else. */
export const statementOnly = (sent: Submission, context: FormContextOf) => {
  const read = reader(sent, context);
  const { message, override } = read.statement();
  return read.done({ message, override });
};

/** Words that an apology would quote. They are private until it goes out. */
export const ifLate = (filled: Filled): Html =>
  textField(filled, {
    name: 'ifLate',
    label: 'What an apology quotes, if it comes to that',
    hint: 'Instead of your last words. Private until then, and without a time.',
  });

/** One tap for each that is affected; how badly follows from the impact unless it is said apart. */
export const affectedFields = (
  filled: Filled,
  config: Config,
): Html => html`<fieldset class="choice"><legend>What is affected</legend>
${errorsAt(filled, 'components').map(({ reason }) => html`<span class="error">${reason}</span>`)}
<div class="chips">${config.components.map(({ id, name }) => tick(filled, `${AFFECTED}${id}`, name))}</div></fieldset>`;

export const stateFields = (filled: Filled, config: Config, ids: readonly string[], unsaid: string): Html =>
  html`<div class="states">${config.components
    .filter(({ id }) => ids.includes(id))
    .map(
      ({ id, name }) =>
        html`<div>${choice(filled, { name: `${COMPONENT}${id}`, label: name }, [['', unsaid], ...COMPONENT_STATUSES.map((status) => [status, STATE_LABELS[status]] as const)])}</div>`,
    )}</div>`;

export const stateNames = (config: Config): string[] => config.components.map(({ id }) => `${COMPONENT}${id}`);

/** What is seldom needed, folded away unless something stands in it. */
export const more = (filled: Filled, names: readonly string[], title: string, fields: Html): Html => {
  const used = names.some(
    (name) =>
      filled.values[name] || errorsAt(filled, name).length > 0 || filled.findings.some(({ field }) => field === name),
  );
  return html`<details${used ? html` open` : ''}><summary>${title}</summary>${fields}</details>`;
};
