import * as z from 'zod';
import { CASE_NOTE_LENGTH, CASE_STATES, type CaseState } from '../core/desk/case.ts';
import { text } from './schemas.ts';

/** What a ticket system may send of one message, in characters (docs/rules.md, Limits of bodies). */
const MESSAGE_LENGTH = 20_000;

const PLACEHOLDER = /\{\{|#\{|<%/;

/** A name that the ticket system gives; a placeholder that nobody has filled in would make all tickets one. */
const name = (most: number) =>
  text(most).refine(
    (value) => !PLACEHOLDER.test(value),
    'is a placeholder that your ticket system has not filled in; check its spelling there',
  );

/** By whom a message may be said to be, as ticket systems call them. */
const CUSTOMERS = ['customer', 'end-user', 'contact', 'requester', 'incoming'] as const;
const HOUSE = ['agent', 'admin', 'system', 'bot', 'outgoing'] as const;

const by = z
  .string()
  .trim()
  .toLowerCase()
  .transform((value) => value.replaceAll(/[\s_]+/g, '-'))
  .pipe(z.enum([...CUSTOMERS, ...HOUSE]))
  .transform((value) => (HOUSE.some((one) => one === value) ? 'house' : 'customer'));

/** What a customer wrote. */
export const ticketMessageBody = z.strictObject({
  ticket: name(128).describe('Your ticket, by its id: answers name it'),
  from: name(320).describe('Who wrote, by your id for them; an address works too, and is then kept for a week'),
  text: z
    .string()
    .max(MESSAGE_LENGTH)
    .refine((value) => value.trim() !== '', 'is empty')
    .describe('What they wrote, as plain text. It is matched and not kept'),
  subject: z.string().max(500).optional(),
  message: name(128).optional().describe('The message, by its id in your system: the same one twice is one'),
  at: z.iso
    .datetime({ offset: true, error: 'must be an ISO 8601 instant with a zone, as 2026-11-22T10:00:00Z' })
    .optional()
    .describe('When it was written; when it came, if it is not said'),
  language: z
    .string()
    .regex(/^[a-z]{2,3}(-[a-z0-9]{1,8})*$/i, 'must be a language tag, as en or de-AT')
    .max(35)
    .optional(),
  by: by
    .optional()
    .describe(
      `Who wrote, if your system tells of all messages: ${CUSTOMERS.join(', ')} is a customer’s; ${HOUSE.join(', ')} is left out as ours`,
    ),
});

/** How ticket systems call what we call otherwise. */
const SAME_STATE: Readonly<Record<string, CaseState>> = {
  new: 'open',
  'in-progress': 'open',
  hold: 'open',
  'on-hold': 'open',
  pending: 'waiting-for-customer',
  waiting: 'waiting-for-customer',
  resolved: 'solved',
  closed: 'solved',
};

const state = z
  .string()
  .trim()
  .toLowerCase()
  .transform((value) => value.replaceAll(/[\s_]+/g, '-'))
  .transform((value) => SAME_STATE[value] ?? value)
  .pipe(z.enum(CASE_STATES));

/** How support says that a case stands. */
export const ticketStateBody = z
  .strictObject({
    case: text(5).optional().describe('The case, as it was handed over'),
    ticket: name(128).optional().describe('Or your ticket: for a week after its message'),
    state: state.describe(
      `${CASE_STATES.join(', ')}; ${Object.keys(SAME_STATE).join(', ')} are taken for what they mean`,
    ),
    note: text(CASE_NOTE_LENGTH).optional().describe('For whoever answers; nothing that the customer wrote'),
  })
  .refine((body) => body.case !== undefined || body.ticket !== undefined, {
    path: ['case'],
    message: 'names neither a case nor a ticket',
  });

export type TicketMessage = z.output<typeof ticketMessageBody>;
export type TicketState = z.output<typeof ticketStateBody>;
