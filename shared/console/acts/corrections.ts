import { html } from 'hono/html';
import type { ApiIncident, CorrectCommand, MergeCommand, RedactCommand, RetractCommand } from '../../client/types.ts';
import type { Instant } from '../../core/instant.ts';
import { LONGEST_NOTE, type RedactionReason } from '../../core/redaction.ts';
import { REMOVAL_LEAVES, REMOVAL_REACHES } from '../../wording/redaction.ts';
import type { Voice } from '../../wording/sentences.ts';
import { promisedTime } from '../../wording/time.ts';
import { chips, choice, textArea, textField } from '../fields.ts';
import type { FormContextOf } from '../form-context.ts';
import { type Html, hidden } from '../layout.ts';
import { reader } from '../submission.ts';
import { act } from './act.ts';
import * as parts from './parts.ts';

const aboutEntry = ({ incident, seq, now, voice }: FormContextOf): Html => {
  const entry = incident.entries.find((one) => one.seq === seq);
  return entry === undefined
    ? html`<p class="error">There is no such entry.</p>`
    : html`<blockquote><p class="soft">entry ${entry.seq}, ${entry.kind}, ${promisedTime(voice, entry.at, now)}</p><p class="text">${entry.message ?? 'Its text was removed before.'}</p></blockquote>`;
};

export const correct = act<FormContextOf>({
  name: 'correct',
  heading: 'Correct what was said',
  about: 'The old text stays, and points to this one. No clock changes.',
  button: 'Publish the correction',
  preview: 'correct',
  shown: ['message', 'happenedAt'],
  fits: () => true,
  fields: (filled, context) => html`${aboutEntry(context)}${hidden('seq', String(context.seq ?? ''))}
${parts.message(filled, 'What was wrong, and what is true.')}
${parts.more(filled, ['happenedAt'], 'More: when it happened', parts.happened(filled))}`,
  body: (sent, context) => {
    const read = reader(sent, context);
    const { message, override } = read.statement();
    return read.done({ message, override, happenedAt: read.time('happenedAt'), corrects: Number(sent.values.seq) });
  },
  send: (client, id, body: CorrectCommand, call) => client.correct(id, body, call),
});

const REASON_LABELS: readonly (readonly [RedactionReason, string])[] = [
  ['personal-data', 'personal data'],
  ['secret', 'a secret'],
  ['legal', 'legal reasons'],
  ['other', 'another reason'],
];

export const redact = act<FormContextOf>({
  name: 'redact',
  heading: 'Remove a text',
  about: 'Only for what must not stay in public, like a name or a secret. For a mistake, correct it instead.',
  button: 'Remove the text for good',
  preview: 'redact',
  confirm: (context) => html`<p><strong>This will be gone</strong>, and nobody can bring it back:</p>
${aboutEntry(context)}
<p>${REMOVAL_REACHES}</p>
<p>${REMOVAL_LEAVES}</p>`,
  shown: ['reason', 'note'],
  fits: () => true,
  fields: (filled, context) => html`${aboutEntry(context)}${hidden('seq', String(context.seq ?? ''))}
${chips(filled, { name: 'reason', label: 'Why it is removed', hint: 'Customers read one sentence of ours for it.', required: true }, REASON_LABELS)}
${context.incident.handling === 'restricted' ? '' : textField(filled, { name: 'note', label: 'What else customers read', hint: 'Or nothing. Do not repeat what is to be gone.', max: LONGEST_NOTE })}`,
  body: (sent, context) => {
    const read = reader(sent, context);
    return read.done({
      seq: Number(sent.values.seq),
      reason: read.text('reason') ?? '',
      note: read.text('note'),
      override: read.statement().override,
    });
  },
  send: (client, id, body: RedactCommand, call) => client.redact(id, body, call),
});

export const retract = act<FormContextOf>({
  name: 'retract',
  heading: 'It was opened in error',
  about: 'For a false alarm. Everything that was promised is withdrawn; what was said stays to be read.',
  button: 'Retract the incident',
  templates: 'retract',
  preview: 'retract',
  confirm: ({ incident }) =>
    html`<p><strong>This ends “${incident.title}”.</strong> It cannot be reopened; a new incident would have to be opened. Customers read this:</p>`,
  shown: ['message'],
  fits: parts.isOpenOutage,
  fields: (filled) => parts.message(filled, 'Why it was no incident.'),
  body: parts.statementOnly,
  send: (client, id, body: RetractCommand, call) => client.retract(id, body, call),
});

const isMerged = (incident: ApiIncident): boolean => incident.phase === 'merged';

/** Two incidents may have one title: the other one is chosen by what tells them apart at 3 a.m. */
const named = ({ id, title, impact, openedAt }: ApiIncident, now: Instant, voice: Voice): string =>
  `${title} (${impact}, since ${promisedTime(voice, openedAt, now)}, ${id})`;

export const merge = act<FormContextOf>({
  name: 'merge',
  heading: 'It is part of another incident',
  about: 'Readers are sent on to the other one. What was promised here is withdrawn.',
  button: 'Merge them',
  preview: 'merge',
  confirm: ({ incident }) =>
    html`<p><strong>This ends “${incident.title}”</strong> and sends its readers on; the other incident says so too. If that turns out to be wrong, merge it into another one, or reopen it. Customers read this:</p>`,
  shown: ['into', 'message'],
  fits: (incident) => parts.isOpenOutage(incident) || isMerged(incident),
  fields: (filled, { others, now, voice }) =>
    others.length === 0
      ? html`<p>Nothing else is open that it could be part of.</p>`
      : html`${choice(
          filled,
          { name: 'into', label: 'It goes on in', required: true },
          others.map((other) => [other.id, named(other, now, voice)] as const),
        )}
${textArea(filled, { name: 'message', label: 'What customers read', hint: 'Left empty, it says where it goes on.', rows: 2 })}`,
  body: (sent, context) => {
    const read = reader(sent, context);
    return read.done({
      ...(isMerged(context.incident) ? { redirect: true } : {}),
      into: read.text('into') ?? '',
      message: read.text('message'),
      override: read.statement().override,
    });
  },
  send: (client, id, body: MergeCommand, call) => client.merge(id, body, call),
});
