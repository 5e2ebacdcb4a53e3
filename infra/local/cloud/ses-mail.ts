import { randomBytes } from 'node:crypto';
import { addressIn, domainOf, recipientsOf, type SendEmailBody } from './ses-calls.ts';

/** A mail that SES would take, as it was asked to send it. */
export type Sending = {
  /** The name that SES gives it, which is part of its Message-ID. */
  readonly id: string;
  readonly at: string;
  readonly from: string;
  readonly to: string;
  readonly replyTo: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly attachments: readonly { readonly name: string; readonly type: string; readonly content: string }[];
  readonly tags: Readonly<Record<string, string>>;
  readonly configurationSet: string | undefined;
};

/** What is in a mailbox: the mail as one of its readers has it. */
export type DeliveredMail = {
  readonly to: string;
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  /** The text/calendar part, if it has one. */
  readonly calendar?: string;
};

/** SES says no, as it says it: error code, status and words. */
export class SesRefusal extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

const bad = (message: string): SesRefusal => new SesRefusal('BadRequestException', message);

/** AWS's limits: names and values of tags, and of headers that the sender adds. */
const TAG = /^[A-Za-z0-9_-]{1,256}$/;
const HEADER_NAME = /^[!-9;-~]{1,126}$/;
const HEADER_VALUE = /^[ -~]{1,995}$/;

/** What SES writes itself, and lets nobody else write. */
const OWN_HEADERS = /^(from|to|cc|bcc|subject|reply-to|sender|return-path|date|message-id|mime-version|content-.*)$/i;

/** Reads the body of `SendEmail`. Throws `SesRefusal` on what SES would not take, in words like its own. */
export function sendingOf(body: SendEmailBody, nowMs: number): Sending {
  const simple = body.Content?.Simple;
  if (!simple) throw bad('Only Simple content is modelled here.');
  const [to, ...others] = recipientsOf(body);
  if (to === undefined) throw bad('Recipients list is empty.');
  if (others.length > 0) throw bad('Only one recipient is modelled here.');
  const from = body.FromEmailAddress ?? '';
  for (const address of [from, to, ...(body.ReplyToAddresses ?? [])]) checkAddress(address);
  const [text, html] = [simple.Body?.Text?.Data ?? '', simple.Body?.Html?.Data ?? ''];
  if (!simple.Subject?.Data) throw bad('Subject is missing.');
  if (text === '' && html === '') throw bad('Body is empty.');
  const headers = simple.Headers ?? [];
  for (const header of headers) checkHeader(header);
  const tags = body.EmailTags ?? [];
  for (const { Name, Value } of tags)
    if (!TAG.test(Name) || !TAG.test(Value)) throw bad('Email tag is not valid: letters, digits, _ and - only.');
  return {
    id: `0100${Math.trunc(nowMs).toString(16)}-${randomBytes(16).toString('hex')}-000000`,
    at: new Date(nowMs).toISOString(),
    from,
    to,
    replyTo: body.ReplyToAddresses ?? [],
    subject: simple.Subject.Data,
    text,
    html,
    headers: headers.map(({ Name: name, Value: value }) => ({ name, value })),
    attachments: (simple.Attachments ?? []).map(({ FileName, ContentType, RawContent }) => ({
      name: FileName,
      type: ContentType ?? 'application/octet-stream',
      content: Buffer.from(RawContent, 'base64').toString('utf8'),
    })),
    tags: Object.fromEntries(tags.map(({ Name, Value }) => [Name, Value])),
    configurationSet: body.ConfigurationSetName,
  };
}

/** SES takes ASCII only: a name with other letters has to be an encoded word. */
function checkAddress(text: string): void {
  const address = addressIn(text);
  if (/[^\x20-\x7e]/.test(text)) throw bad('Non-ASCII characters in an address.');
  if (!address.includes('@')) throw bad("Missing final '@domain'");
  const local = address.slice(0, address.lastIndexOf('@'));
  if (local === '' || /[\s@]/.test(local)) throw bad('Local address contains control or whitespace');
  if (!/^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/.test(domainOf(address)))
    throw bad('Domain contains illegal character');
}

function checkHeader({ Name, Value }: { readonly Name: string; readonly Value: string }): void {
  if (!HEADER_NAME.test(Name) || !HEADER_VALUE.test(Value) || Name.length + Value.length > 996)
    throw bad('Header is not valid: printable ASCII, 126 characters for its name, 996 with its value.');
  if (OWN_HEADERS.test(Name)) throw bad(`Header ${Name} cannot be set.`);
}

/** Every header that readers get, with those that SES writes. */
export const headersOf = ({ id, at, from, to, replyTo, subject, headers }: Sending) => [
  { name: 'From', value: from },
  ...(replyTo.length > 0 ? [{ name: 'Reply-To', value: replyTo.join(', ') }] : []),
  { name: 'To', value: to },
  { name: 'Subject', value: subject },
  { name: 'Message-ID', value: `<${id}@email.amazonses.com>` },
  { name: 'Date', value: new Date(at).toUTCString() },
  { name: 'MIME-Version', value: '1.0' },
  ...headers,
];

/** The mail as its receiver finds it. */
export function delivered(sending: Sending): DeliveredMail {
  const { to, from, subject, text, html, attachments } = sending;
  const calendar = attachments.find(({ type }) => type.startsWith('text/calendar'))?.content;
  return {
    to: addressIn(to),
    from,
    subject,
    text,
    html,
    headers: headersOf(sending),
    ...(calendar === undefined ? {} : { calendar }),
  };
}
