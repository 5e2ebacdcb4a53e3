import * as z from 'zod';
import { CASE_NOTE_LENGTH, CASE_STATES } from '../core/desk/case.ts';
import { PEOPLES_TEMPLATES, TEMPLATE_NAMES } from '../core/desk/template.ts';
import { text } from './schemas.ts';

/** Longer than what any source takes. */
const ANSWER_LENGTH = 2_000;

export const deskAnswerBody = z
  .strictObject({
    template: z
      .enum(PEOPLES_TEMPLATES)
      .optional()
      .describe('What it is for; alone, its words as they are at this moment'),
    text: text(ANSWER_LENGTH).optional().describe('The words that were read, or edited; takes If-Match'),
  })
  .refine(
    ({ template, text: words }) => template !== undefined || words !== undefined,
    'names neither a template nor a text',
  );

export const deskSourceBody = z.strictObject({
  connected: z.boolean().describe('Whether it is heard: reading costs what docs/desk.md says'),
});

export const reportBackBody = z.strictObject({ incident: text(128) });

export const caseNoteBody = z
  .strictObject({
    state: z.enum(CASE_STATES).optional(),
    text: text(CASE_NOTE_LENGTH).optional().describe('For whoever answers; nothing that the customer wrote'),
  })
  .refine(({ state, text: words }) => state !== undefined || words !== undefined, 'says neither a state nor a text');

export const deskTemplateBody = z.strictObject({
  name: z.enum(TEMPLATE_NAMES),
  component: text(40).optional().describe('Only for answers about this one'),
  region: text(40).optional().describe('Only for desks that answer for it'),
  says: z.array(text(300)).min(1).max(12).describe('Variants, taken in turn'),
});
