import { createHmac } from 'node:crypto';
import * as z from 'zod';
import { headerOf, type Mailboxes } from '../mail/mailboxes.ts';

/** Where customers write to the house. */
export const SUPPORT_ADDRESS = 'support@example.com';

/** Where the house's ticket system takes what the house tells it. */
const AT = { host: 'support.example.com', path: '/candor' };

/** Whose mails the cases are that the house hands over. */
const HOUSE = 'candor@support.example.com';

/** A mail to the house, as its ticket system hands it on. `at`: ISO instant. */
export type SupportMail = { id: string; ticket: string; from: string; subject: string; text: string; at: string };

/** Calls the webhook that the house has given its ticket system; answers with the status of the answer. */
export type TellHouse = (mail: SupportMail) => Promise<{ status: number }>;

/** What the ticket system knows of the house: how it is told, and the secret that it signs with. */
export type HouseKnown = { tell: TellHouse; secret?: () => Promise<string> };

/** A customer writes to the house: the mail lies in its mailbox, and its ticket system tells the house if it knows where. */
export async function writeToSupport(
  mailboxes: Mailboxes,
  tell: TellHouse | undefined,
  { from, subject, text }: Pick<SupportMail, 'from' | 'subject' | 'text'>,
): Promise<SupportMail & { told: number | null }> {
  const address = from.includes('@') ? from : `${from}@example.net`;
  await mailboxes.receive({ to: SUPPORT_ADDRESS, from: address, subject, text, html: '', headers: [] });
  const mine = mailboxes.mails({ to: SUPPORT_ADDRESS }).filter((one) => one.from === address);
  const { id, at } = mine.at(-1)!;
  const mail = { id, ticket: ticketOf(mine[0]!), from: address, subject, text, at };
  const told = await tell?.(mail).catch(() => ({ status: 0 }));
  return { ...mail, told: told?.status ?? null };
}

/** Everything that somebody writes is one ticket, called after the first of it. */
const ticketOf = ({ id }: { id: string }): string => `T${id}`;

/** True of a call to the ticket system. */
export const isForSupport = (host: string | undefined, path: string): boolean =>
  host?.replace(/:\d+$/, '') === AT.host && path === AT.path;

const toldSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('candor.reply'), id: z.string(), ticket: z.string(), text: z.string() }),
  z.object({
    type: z.literal('candor.case'),
    case: z.string(),
    ticket: z.string().optional(),
    says: z.array(z.string()),
  }),
]);

/**
 * What the house tells its ticket system: an answer goes to whoever wrote, a case lies in the mailbox of support. The same
 * `key` again is the same. Answers as a ticket system does, with its own name for what it took.
 */
export async function takeFromHouse(
  mailboxes: Mailboxes,
  secret: string | undefined,
  { body, key, signature }: { body: string; key: string | undefined; signature: string | undefined },
): Promise<{ status: number; body: string }> {
  const expected = secret && `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
  if (expected !== undefined && signature !== expected)
    return { status: 401, body: '{"error":"not signed by the house"}' };
  const told = toldSchema.safeParse(jsonIn(body));
  if (!told.success) return { status: 422, body: JSON.stringify({ error: told.error.issues[0]?.message }) };
  const mail = told.data.type === 'candor.case' ? caseMail(told.data) : replyMail(mailboxes, told.data);
  if (mail === undefined) return { status: 410, body: '{"error":"there is no such ticket"}' };
  const name = `<${key ?? told.data.type}@${AT.host}>`;
  await mailboxes.receive({ ...mail, html: '', headers: [{ name: 'Message-ID', value: name }] });
  const kept = mailboxes.mails({ to: mail.to }).find((one) => headerOf(one, 'Message-ID') === name);
  return { status: 201, body: JSON.stringify({ id: kept?.id }) };
}

const caseMail = ({ case: name, ticket, says }: { case: string; ticket?: string | undefined; says: string[] }) => ({
  to: SUPPORT_ADDRESS,
  from: HOUSE,
  subject: `Case ${name}${ticket === undefined ? '' : ` in ticket ${ticket}`}`,
  text: says.join('\n'),
});

function replyMail(mailboxes: Mailboxes, { ticket, text }: { ticket: string; text: string }) {
  const first = mailboxes.mails({ to: SUPPORT_ADDRESS }).find((one) => one.from !== HOUSE && ticketOf(one) === ticket);
  return first && { to: first.from, from: SUPPORT_ADDRESS, subject: `Re: ${first.subject}`, text };
}

/** What customers and support have written to each other, oldest first. */
export const supportMessages = (mailboxes: Mailboxes) =>
  mailboxes.mails().flatMap(({ id, to, from, text, at }) => {
    const common = { source: 'mail', id };
    if (from === SUPPORT_ADDRESS) return [{ ...common, with: to, by: 'us', text, at }];
    return to === SUPPORT_ADDRESS && from !== HOUSE ? [{ ...common, with: from, by: 'them', text, at }] : [];
  });

function jsonIn(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
