import * as z from 'zod';
import { IMPACTS } from '../core/entry.ts';
import { LEVELS, PERSONAL_CHANNELS, SUBSCRIBER_KINDS } from '../core/subscribers/subscriber.ts';
import { instant, list } from './answer-parts.ts';

const state = z.enum(['pending', 'confirmed', 'quarantined']);
const kind = z.enum(SUBSCRIBER_KINDS);
const channel = z.enum(PERSONAL_CHANNELS);

export const subscriber = z.object({
  channel,
  id: z.string().describe('Names them everywhere; their address cannot be told from it'),
  kind,
  address: z.string().describe('In full for administrators; for others the first letter and the domain'),
  state: state.describe('quarantined: what was sent came back, and nothing is sent until it is mended'),
  choice: z.object({
    components: list(z.string()).exactOptional(),
    incident: z.string().exactOptional(),
    level: z.enum(LEVELS),
    minImpact: z.enum(IMPACTS),
    maintenance: z.boolean(),
  }),
  zone: z.string().exactOptional(),
  owner: z.string().exactOptional().describe('Of a program: who is mailed when it is given up; shown as addresses are'),
  format: z.enum(['candor', 'statuspage']).exactOptional().describe('Of a program: how its body is made'),
  consent: z.object({
    at: instant,
    how: z.enum(['form', 'api', 'import']),
    words: z.string().describe('Of a form the version of its words; else where they agreed'),
    proof: z.string().exactOptional().describe('Shown to administrators'),
  }),
  confirmedAt: instant.exactOptional().describe('They are told of what is said from here on'),
  quarantined: z.object({ at: instant, reason: z.string() }).exactOptional(),
});

const next = z.string().exactOptional().describe('Where to go on, as `after`; absent at the end');

export const subscriberList = z.object({
  subscribers: list(subscriber).describe('May be empty with a `next`: many were looked at in vain'),
  next,
});

export const subscriberPut = z.object({ subscriber });

const counts = z.object({ pending: z.int(), confirmed: z.int(), quarantined: z.int() });

export const subscriberCount = z.object({
  kinds: z
    .object({
      mail: counts.exactOptional(),
      webhook: counts.exactOptional(),
      slack: counts.exactOptional(),
      teams: counts.exactOptional(),
      discord: counts.exactOptional(),
      push: counts.exactOptional(),
    })
    .describe('Of this part: add up the parts until there is no `next`'),
  next,
});

const gone = z.object({
  id: z.string(),
  why: z.enum(['left', 'complained', 'bounced', 'gone', 'erased']),
  at: instant,
});

export const subscriberFound = z.object({
  channel,
  id: z.string(),
  subscriber: subscriber.exactOptional(),
  gone: gone.exactOptional().describe('They left, and only they themselves can come back'),
});

export const subscriberGone = z.object({ gone });

export const subscribersImported = z.object({
  added: z.int(),
  known: z.int(),
  left: z.int(),
  refused: z.int(),
  later: z.int().describe('Nothing was done about so many for want of time: send them again'),
  rows: list(
    z.object({
      row: z.int().describe('Its place in the list that was sent, from 0'),
      is: z.enum(['added', 'known', 'left', 'refused', 'later']),
      id: z.string().exactOptional(),
      reason: z.string().exactOptional().describe('Why it was refused'),
    }),
  ),
});
