import * as z from 'zod';
import { IMPACTS } from '../core/entry.ts';
import { LEVELS, SUBSCRIBER_KINDS } from '../core/subscribers/subscriber.ts';
import { isZone } from '../core/wall-time.ts';
import { text } from './schemas.ts';

/** So many are taken in one call (docs/rules.md, Lists of subscribers). */
export const IMPORTED_AT_ONCE = 1_000;

const kind = z.enum(SUBSCRIBER_KINDS);

/** The longest that a webhook of a room has; mail addresses end at 254. */
const address = z.string().min(1, 'is empty').max(2_000).describe('Where they are told');

const choice = z.strictObject({
  components: z
    .array(text(80))
    .min(1, 'must name one at least; left out, it is all')
    .max(200)
    .optional()
    .describe('Only incidents that ever named one of these; all, if not said'),
  incident: text(128).optional().describe('This one alone'),
  level: z.enum(LEVELS).optional().describe('all, if not said; ends: openings and resolutions only'),
  minImpact: z.enum(IMPACTS).optional().describe('Outages of this impact or above; none, if not said'),
  maintenance: z.boolean().optional().describe('Announced work too; true, if not said'),
});

const consent = z
  .strictObject({
    at: z.iso
      .datetime({ offset: true, error: 'is not an instant with a zone, like 2025-03-02T10:00:00Z' })
      .describe('When they agreed'),
    source: text(200).describe('Where they agreed, as it can be shown to them: status.example.com on Statuspage'),
    proof: text(500).optional().describe('What shows it: a ticket, a contract'),
  })
  .describe('That they agreed, which the caller vouches for');

export const subscriberBody = z.strictObject({
  kind,
  address,
  choice: choice.optional().describe('Everything, if not said'),
  zone: z.string().refine(isZone, 'must be an IANA time zone like Europe/Berlin').optional(),
  consent,
});

export const importSubscribersBody = z.strictObject({
  subscribers: z
    .array(z.unknown())
    .min(1)
    .max(IMPORTED_AT_ONCE)
    .describe('Each as POST /v1/subscribers takes one; what is wrong with one is said of it alone'),
});

export const findSubscriberBody = z.strictObject({ kind: kind.optional().describe('mail, if not said'), address });

export const GONE_BECAUSE = ['erased', 'left'] as const;
