import * as z from 'zod';
import { DESK_SOURCES } from '../core/desk/mention.ts';
import { TEMPLATE_NAMES } from '../core/desk/template.ts';
import { problemsOfTemplate } from '../wording/desk/own-words.ts';
import { hours, id } from './config-parts.ts';

/** Words of the house for one purpose; checked like every answer. */
const template = z
  .strictObject({
    name: z.enum(TEMPLATE_NAMES),
    component: id.optional().describe('Only for answers about this one'),
    region: z.string().trim().min(1).max(40).optional().describe('Only for desks that say they answer for it'),
    says: z
      .array(z.string().trim().min(1).max(300))
      .min(1)
      .max(12)
      .describe('Variants, taken in turn. May hold {components}, {next}, {lasted} and, in a receipt, {case}'),
  })
  .superRefine(({ name, says }, context) => {
    for (const [index, text] of says.entries())
      for (const reason of problemsOfTemplate(name, text))
        context.addIssue({ code: 'custom', path: ['says', index], message: reason });
  });

/** What a house decides about its mention desk. Which sources are read, is said by connecting them. */
export const desk = z
  .strictObject({
    sources: z
      .array(z.enum(DESK_SOURCES))
      .default([])
      .describe(
        'Where customers are heard: channels of this config, by their accounts, and "mail", by the webhook of your ticket system (ticketSystem). None: no desk is deployed. Nothing is heard before an administrator has connected it ("candor desk connect", which says the price)',
      ),
    query: z
      .string()
      .trim()
      .min(1)
      .max(512)
      .optional()
      .describe(
        'What is counted on X, as X searches: "acme (down OR broken)". Counting reads no post. Without it nothing is counted',
      ),
    dollarsPerMonth: z.number().positive().max(10_000).default(20),
    perIncident: z.number().positive().max(10_000).default(10),
    staffed: hours.optional().describe('When somebody reads what people write to us; said in every receipt'),
    region: z.string().trim().min(1).max(40).optional().describe('Which templates this desk answers with'),
    privacy: z
      .url({ protocol: /^https$/ })
      .max(100)
      .optional()
      .describe('What you do with what people write; stands in every receipt. X asks for it'),
    templates: z.array(template).max(100).default([]).describe('Yours replace ours of the same name'),
    replyTwice: z
      .boolean()
      .default(false)
      .describe(
        'Tell people on X in the thread that it is over. X allows programs one reply per interaction: this is against the letter of its rules',
      ),
    publicNumber: z
      .boolean()
      .default(false)
      .describe('Say on the page of a resolved incident how many people the desk has answered about it'),
    ticketSystem: z
      .url({ protocol: /^https$/ })
      .optional()
      .describe(
        'Where your ticket system takes cases and answers, as JSON; what somebody wrote is not in it (docs/ticket-systems.md)',
      ),
  })
  .prefault({})
  .describe('Where customers are heard and answered. Off until a source is connected');
