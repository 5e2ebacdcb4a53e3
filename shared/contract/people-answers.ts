import * as z from 'zod';
import { ADDRESS_KINDS, DUTIES, HOUSE_ROLES } from '../core/people/person.ts';
import { instant, list } from './answer-parts.ts';

const address = z.object({
  kind: z.enum(ADDRESS_KINDS),
  confirmed: z.boolean(),
  to: z.string().exactOptional().describe('As much of it as tells it from others; administrators alone read it'),
});

export const person = z.object({
  id: z.string(),
  name: z.string(),
  as: list(z.enum(HOUSE_ROLES)),
  zone: z.string().exactOptional(),
  addresses: list(address),
});

/** Whether somebody would be reached. `armed`: the pipeline apologises by itself; null where nobody has looked yet. */
export const reached = z.object({
  armed: z.boolean().nullable(),
  why: z.string().exactOptional().describe('Why not, as half a sentence'),
  readAlong: z.string().exactOptional().describe('That somebody outside the directory may get what is for others'),
});

export const duty = z.object({
  as: z.enum(DUTIES),
  people: list(z.string()),
  because: z.enum(['said', 'table', 'everybody']),
  by: z.string().exactOptional(),
  since: instant.exactOptional(),
  until: instant.exactOptional(),
});

export const house = z.object({
  people: list(person),
  duty: list(duty),
  programs: list(z.object({ id: z.string(), name: z.string() }))
    .exactOptional()
    .describe('How the programs are called whose ids stand beside what they said, also those that were removed'),
  reached,
});

export const personPut = z.object({
  person,
  ask: list(z.object({ kind: z.enum(ADDRESS_KINDS), url: z.string().exactOptional() })).describe(
    'Addresses whose owners have been asked; of mail the page on which the owner confirms it: pass it on',
  ),
});

const kinds = list(z.enum(ADDRESS_KINDS));

export const remindersTried = z.object({
  tried: list(
    z.object({
      id: z.string(),
      name: z.string(),
      as: list(z.enum(DUTIES)),
      sent: kinds.describe('Taken by SNS or the webhook; whether it arrives only they can tell'),
      failed: kinds,
      unconfirmed: kinds.describe('Nothing went there: its owner has not confirmed it'),
    }),
  ).describe('Everybody who is on duty for something'),
  reached,
});

const to = z.string().exactOptional().describe('Who is asked to take it; absent where nobody could be asked');

export const personGone = z.object({
  removed: z.string(),
  clients: list(z.string()).exactOptional().describe('Programs that were theirs: they go on, and are nobody’s'),
  left: z
    .object({
      incidents: list(z.object({ id: z.string(), title: z.string(), to })),
      drafts: list(z.object({ id: z.string(), to })).describe('Their texts that wait for a second person'),
    })
    .exactOptional()
    .describe('What they had, if anything'),
});

export const sessionEnded = z.object({ endedAt: instant });
