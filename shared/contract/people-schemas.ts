import * as z from 'zod';
import { isHookOfHouse } from '../core/hooks/address.ts';
import { ADDRESS_KINDS, DUTIES, HOUSE_ROLES } from '../core/people/person.ts';
import { isZone } from '../core/wall-time.ts';
import { moment, text } from './schemas.ts';

/** A name that can stand in addresses, and in a filter of SNS. */
export const personId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,39}$/, 'must be lower-case letters, digits, dots, hyphens or underscores, at most 40');

export const personBody = z.strictObject({
  name: text(80).optional().describe('How colleagues call them; needed for somebody new'),
  as: z
    .array(z.enum(HOUSE_ROLES))
    .max(HOUSE_ROLES.length)
    .optional()
    .describe(
      'What they may be on duty for; needed for somebody new. alarms: a mailbox for the alarms of the stack alone',
    ),
  mail: z
    .email('must be a mail address')
    .max(200)
    .nullable()
    .optional()
    .describe('Its owner is asked first; null takes it out'),
  hook: z
    .string()
    .max(1000)
    .refine(isHookOfHouse, 'must be an https address of a host on the public web, by its name')
    .nullable()
    .optional()
    .describe('A webhook that they alone read, as Slack’s; its owner is asked first; null takes it out'),
  zone: z
    .string()
    .refine(isZone, 'must be an IANA time zone like Europe/Berlin')
    .nullable()
    .optional()
    .describe('Messages to them say times on this clock too; null takes it out'),
});

export const askBody = z.strictObject({ kind: z.enum(ADDRESS_KINDS).describe('Which address’s owner is asked again') });

export const dutyBody = z.strictObject({
  people: z
    .array(text(80))
    .max(50)
    .describe('Who is on duty from now on, by id or name; none takes back what was said'),
  as: z.array(z.enum(DUTIES)).min(1).optional().describe('For what; everything that they may be, if not said'),
  until: moment.optional().describe('Until when; else until the weekly table next turns, or somebody says otherwise'),
});
