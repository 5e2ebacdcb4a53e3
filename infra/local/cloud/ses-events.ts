import { ACCOUNT } from './arn.ts';
import type { EventEntry } from './event-bus.ts';
import { addressIn, domainOf, identityArn } from './ses-calls.ts';
import { headersOf, type Sending } from './ses-mail.ts';

/** What SES tells of a mail, by the name that a configuration set chooses it by. */
export type SesEvent =
  | { readonly type: 'SEND' }
  | { readonly type: 'DELIVERY' }
  | { readonly type: 'REJECT' }
  | { readonly type: 'COMPLAINT' }
  | { readonly type: 'DELIVERY_DELAY' }
  | { readonly type: 'BOUNCE'; readonly permanent: boolean; readonly suppressed: boolean };

/** The names of an event: its detail-type on the bus, and in the detail its own and that of its part. */
const names: Readonly<Record<SesEvent['type'], readonly [detailType: string, eventType: string, part: string]>> = {
  SEND: ['Email Sent', 'Send', 'send'],
  DELIVERY: ['Email Delivered', 'Delivery', 'delivery'],
  REJECT: ['Email Rejected', 'Reject', 'reject'],
  COMPLAINT: ['Email Complaint Received', 'Complaint', 'complaint'],
  DELIVERY_DELAY: ['Email Delivery Delayed', 'DeliveryDelay', 'deliveryDelay'],
  BOUNCE: ['Email Bounced', 'Bounce', 'bounce'],
};

/**
 * One event about a mail, as SES puts it on the default bus. The whole address and all headers are in it, as on AWS:
 * whoever reads it has to leave them where they are.
 */
export function sesEvent(event: SesEvent, sending: Sending, identity: string, nowMs: number): EventEntry {
  const [DetailType, eventType, part] = names[event.type];
  const detail = { eventType, mail: mailOf(sending, identity), [part]: partOf(event, sending, nowMs) };
  return { Source: 'aws.ses', DetailType, Detail: JSON.stringify(detail), Time: nowMs / 1000 };
}

function mailOf(sending: Sending, identity: string) {
  const { id, at, from, to, subject, tags, configurationSet } = sending;
  const headers = headersOf(sending);
  const own = {
    'ses:operation': ['SendEmail'],
    'ses:source-ip': ['127.0.0.1'],
    'ses:from-domain': [domainOf(addressIn(from))],
    'ses:caller-identity': ['local'],
    ...(configurationSet === undefined ? {} : { 'ses:configuration-set': [configurationSet] }),
  };
  return {
    timestamp: at,
    source: from,
    sourceArn: identityArn(identity),
    sendingAccountId: ACCOUNT,
    messageId: id,
    destination: [to],
    headersTruncated: false,
    headers,
    commonHeaders: {
      from: [from],
      to: [to],
      subject,
      date: new Date(at).toUTCString(),
      messageId: id,
    },
    tags: { ...own, ...Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, [value]])) },
  };
}

function partOf(event: SesEvent, { id, at, to }: Sending, nowMs: number): object {
  const timestamp = new Date(nowMs).toISOString();
  const each = (more: object) => [{ emailAddress: addressIn(to), ...more }];
  switch (event.type) {
    case 'SEND':
      return {};
    case 'DELIVERY':
      return {
        timestamp,
        processingTimeMillis: Math.max(0, Math.round(nowMs - Date.parse(at))),
        recipients: [addressIn(to)],
        smtpResponse: '250 2.0.0 OK',
        reportingMTA: 'a8-21.smtp-out.amazonses.com',
      };
    case 'REJECT':
      return { reason: 'Bad content' };
    case 'COMPLAINT':
      return {
        complainedRecipients: each({}),
        timestamp,
        feedbackId: `${id}-complaint`,
        complaintSubType: null,
        complaintFeedbackType: 'abuse',
        userAgent: 'ExampleCorp Feedback Loop (V0.01)',
        arrivalDate: timestamp,
      };
    case 'DELIVERY_DELAY':
      return {
        timestamp,
        delayType: 'MailboxFull',
        expirationTime: new Date(Date.parse(at) + 14 * 3_600_000).toISOString(),
        delayedRecipients: each({ status: '4.2.2', diagnosticCode: 'smtp; 452 4.2.2 mailbox full' }),
      };
    case 'BOUNCE':
      return { ...bounceOf(event, each), timestamp, feedbackId: `${id}-bounce`, reportingMTA: 'dns; amazonses.com' };
  }
}

/** A suppressed address bounces for good without anybody having been asked, and it counts like any other bounce. */
function bounceOf(
  { permanent, suppressed }: { permanent: boolean; suppressed: boolean },
  each: (more: object) => object,
) {
  if (suppressed)
    return {
      bounceType: 'Permanent',
      bounceSubType: 'OnAccountSuppressionList',
      bouncedRecipients: each({
        action: 'failed',
        status: '5.1.1',
        diagnosticCode:
          'Amazon SES did not send the message to this address because it is on the suppression list for your account.',
      }),
    };
  return permanent
    ? {
        bounceType: 'Permanent',
        bounceSubType: 'General',
        bouncedRecipients: each({ action: 'failed', status: '5.1.1', diagnosticCode: 'smtp; 550 5.1.1 user unknown' }),
      }
    : {
        bounceType: 'Transient',
        bounceSubType: 'MailboxFull',
        bouncedRecipients: each({ action: 'failed', status: '4.2.2', diagnosticCode: 'smtp; 452 4.2.2 mailbox full' }),
      };
}
