import type { Mail } from '../../ports/mailer.ts';
import type { MailWords } from '../../wording/mail/letter.ts';

/** Whom mails come from. */
export type Sender = { from: string; replyTo?: string | undefined };

/** A mail of these words to one address. */
export const addressed = ({ from, replyTo }: Sender, to: string, words: MailWords, tags: Mail['tags']): Mail => ({
  from,
  to,
  ...(replyTo === undefined ? {} : { replyTo }),
  ...words,
  tags,
});
