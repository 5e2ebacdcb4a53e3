import * as z from 'zod';
import { instant } from '../core/instant.ts';
import type { MailEvent } from '../core/subscribers/mail-event.ts';

/** A tag of a mail, as SES gives it back: a list of one. */
const tag = z.tuple([z.string()], z.string()).transform(([value]) => value);

const tags = z.object({
  subscriber: tag,
  incident: tag.optional(),
  seq: tag.transform(Number).pipe(z.int().positive()).optional(),
  attempt: tag.optional(),
});

const at = z.iso.datetime({ offset: true }).transform((text) => instant(Date.parse(text)));

/** An event of SES on the default bus: `detail` of "Email Sent", "Email Bounced" and the like. */
const event = z.object({
  time: at,
  detail: z.object({
    eventType: z.string(),
    mail: z.object({ tags }),
    bounce: z.object({ bounceType: z.string() }).optional(),
  }),
});

/**
 * What an event of SES says of one of our mails; undefined if it says nothing that we act on: a delivery, a mailbox that is
 * full for now, or a mail that we did not tag. Of the addresses that it holds nothing is read.
 */
export function mailEventOf(body: unknown): MailEvent | undefined {
  const read = event.safeParse(body);
  if (!read.success) return undefined;
  const { time, detail } = read.data;
  const type = typeOf(detail);
  if (type === undefined) return undefined;
  const { subscriber, incident, seq, attempt } = detail.mail.tags;
  const isUpdate = incident !== undefined && seq !== undefined && attempt !== undefined;
  return { type, at: time, subscriber, ...(isUpdate ? { of: { incident, seq, attempt } } : {}) };
}

function typeOf({ eventType, bounce }: z.output<typeof event>['detail']): MailEvent['type'] | undefined {
  switch (eventType) {
    case 'Send':
      return 'sent';
    case 'Reject':
    case 'Rendering Failure':
      return 'rejected';
    case 'Complaint':
      return 'complained';
    case 'Bounce':
      // One that is full, or too busy, may take the next.
      return bounce?.bounceType === 'Permanent' ? 'bounced' : undefined;
    default:
      return undefined;
  }
}
