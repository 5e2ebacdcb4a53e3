import * as z from 'zod';
import { MACHINE_SCOPES } from '../core/machine.ts';
import { instant, list } from './answer-parts.ts';

export const machine = z.object({
  id: z.string().describe('The id of its client'),
  name: z.string(),
  owner: z.string().describe('What it proposes counts as theirs'),
  ownerIsHere: z
    .boolean()
    .exactOptional()
    .describe('False once its owner has left the directory; absent while nobody is in it'),
  scopes: list(z.enum(MACHINE_SCOPES)),
  addedAt: instant,
  addedBy: z.string(),
  state: z
    .enum(['ready', 'shut-out', 'gone'])
    .describe('shut-out: the gateway does not take its tokens. gone: the sign-in service has no such client'),
});

export const machineList = z.object({
  clients: list(machine),
  unrecorded: list(z.object({ id: z.string(), name: z.string() })).describe(
    'Clients of programs at the sign-in service that nothing else is known of; remove them by their id',
  ),
});

const secret = z.string().describe('Told this once, and kept by nobody but the sign-in service');
const signInUrl = z.string().describe('Where tokens are asked for, at /oauth2/token');

export const machineMade = z.object({ client: machine, secret, signInUrl });

export const machineRotated = z.object({ id: z.string(), name: z.string(), secret, signInUrl });

export const machineGone = z.object({ removed: z.object({ id: z.string(), name: z.string() }) });
