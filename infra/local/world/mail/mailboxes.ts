import type { Journal } from '../journal.ts';

/** A mail as it came, by whoever carried it. */
export type MailSent = {
  to: string;
  from: string;
  subject: string;
  text: string;
  html: string;
  headers: readonly { name: string; value: string }[];
  /** The text/calendar part, if it has one. */
  calendar?: string;
};

export type Mail = MailSent & { id: string; at: string };

/** The mailboxes of everybody outside. Kept on disk like the timeline. */
export class Mailboxes {
  readonly #journal: Journal<Mail>;
  readonly #clockMs: () => number;
  readonly #mails: Mail[];
  readonly #messageIds: Set<string>;

  constructor(journal: Journal<Mail>, clockMs: () => number) {
    this.#journal = journal;
    this.#clockMs = clockMs;
    this.#mails = [...journal.past];
    this.#messageIds = new Set(this.#mails.flatMap((mail) => headerOf(mail, 'Message-ID') ?? []));
  }

  /** Keeps a mail, once also where whoever carries it brings it twice; resolves once it is on disk. */
  async receive({ to, from, subject, text, html, headers, calendar }: MailSent): Promise<void> {
    const messageId = headerOf({ headers }, 'Message-ID');
    if (messageId !== undefined && this.#messageIds.has(messageId)) return this.#journal.stored();
    if (messageId !== undefined) this.#messageIds.add(messageId);
    const kept: Mail = {
      id: String(this.#mails.length + 1),
      at: new Date(this.#clockMs()).toISOString(),
      ...{ to, from, subject, text, html, headers },
      ...(calendar === undefined ? {} : { calendar }),
    };
    this.#mails.push(kept);
    this.#journal.append(kept);
    await this.#journal.stored();
  }

  /** Oldest first; those to one address, or those that came after the one with this id, if that is asked. */
  mails({ to, after }: { to?: string | undefined; after?: string | undefined } = {}): readonly Mail[] {
    const newer = after === undefined ? this.#mails : this.#mails.slice(Number(after));
    return to === undefined ? newer : newer.filter((mail) => mail.to.toLowerCase() === to.toLowerCase());
  }

  mail(id: string): Mail | undefined {
    return this.#mails.find((mail) => mail.id === id);
  }
}

export const headerOf = ({ headers }: Pick<Mail, 'headers'>, wanted: string): string | undefined =>
  headers.find(({ name }) => name.toLowerCase() === wanted.toLowerCase())?.value;
