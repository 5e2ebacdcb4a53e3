import type { Mailboxes } from '../mail/mailboxes.ts';

/** Where customers write to the house. */
export const SUPPORT_ADDRESS = 'support@example.com';

/** A mail to the house, as whoever fetches the mailbox hands it on. `at`: ISO instant. */
export type SupportMail = { id: string; from: string; subject: string; text: string; at: string };

/** Calls the webhook that the house has given its ticket system; answers with the status of the answer. */
export type TellHouse = (mail: SupportMail) => Promise<{ status: number }>;

/** A customer writes to the house: the mail lies in its mailbox, and its ticket system tells the house if it knows where. */
export async function writeToSupport(
  mailboxes: Mailboxes,
  tell: TellHouse | undefined,
  { from, subject, text }: Pick<SupportMail, 'from' | 'subject' | 'text'>,
): Promise<SupportMail & { told: number | null }> {
  const address = from.includes('@') ? from : `${from}@example.net`;
  await mailboxes.receive({ to: SUPPORT_ADDRESS, from: address, subject, text, html: '', headers: [] });
  const { id, at } = mailboxes.mails({ to: SUPPORT_ADDRESS }).at(-1)!;
  const mail = { id, from: address, subject, text, at };
  const told = await tell?.(mail).catch(() => ({ status: 0 }));
  return { ...mail, told: told?.status ?? null };
}
