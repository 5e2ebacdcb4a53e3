import * as z from 'zod';
import type { Journal } from './journal.ts';

export const messageKinds = ['reminder', 'page', 'mail'] as const;

/** A link is an address, or an address with the words to press. */
const linkSchema = z.union([z.string(), z.looseObject({ url: z.string(), label: z.string().optional() })]);

/** What somebody sends to a person on call. */
export const messageSchema = z.object({
  to: z.string().min(1),
  kind: z.enum(messageKinds),
  incident: z.string().min(1).nullish(),
  promise: z.string().min(1).optional(),
  text: z.string().min(1),
  links: z.array(linkSchema).default([]),
  /** The link at the end of a mail of SNS that ends it. */
  unsubscribe: z.string().optional(),
});

export type MessageSent = z.input<typeof messageSchema>;
export type InboxMessage = z.output<typeof messageSchema> & { id: string; at: string };

/** Everything that a commander would find on the phone: reminders, pages, mail. Kept on disk like the timeline. */
export class Inbox {
  readonly #journal: Journal<InboxMessage>;
  readonly #clockMs: () => number;
  readonly #messages: InboxMessage[];

  constructor(journal: Journal<InboxMessage>, clockMs: () => number) {
    this.#journal = journal;
    this.#clockMs = clockMs;
    this.#messages = [...journal.past];
  }

  /** Keeps a message; resolves once it is on disk. Throws zod's error, naming the field, for one that it cannot read. */
  async receive(sent: MessageSent): Promise<InboxMessage> {
    const { incident, ...message } = messageSchema.parse(sent);
    const kept = {
      id: String(this.#messages.length + 1),
      at: new Date(this.#clockMs()).toISOString(),
      incident: incident ?? null,
      ...message,
    };
    this.#messages.push(kept);
    this.#journal.append(kept);
    await this.#journal.stored();
    return kept;
  }

  /** Oldest first. */
  messages(): readonly InboxMessage[] {
    return this.#messages;
  }
}
