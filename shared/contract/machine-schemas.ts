import * as z from 'zod';
import { MACHINE_SCOPES } from '../core/machine.ts';
import { text } from './schemas.ts';

export const machineBody = z.strictObject({
  name: z
    .string()
    .regex(
      /^[a-z0-9][a-z0-9._-]{0,39}$/,
      'must be lower-case letters, digits, dots, hyphens or underscores, at most 40',
    )
    .describe('What the program is called, like ci'),
  owner: text(80).describe('Whose it is, by id or name; what it proposes counts as theirs'),
  scopes: z
    .array(z.enum(MACHINE_SCOPES))
    .min(1, 'must name one at least')
    .max(MACHINE_SCOPES.length)
    .optional()
    .describe('What its tokens allow; read alone, if not said'),
});

export const rotateBody = z.strictObject({
  endOld: z.boolean().optional().describe('True: the secret before it ends at once; else with the next rotation'),
});
