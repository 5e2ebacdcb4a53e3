import * as z from 'zod';
import { MAIL_GATES, MAIL_TROUBLES, type MailGateName, type MailTroubleName } from '../../cloud/ses-trouble.ts';

export type MailFaultName = MailTroubleName | MailGateName;

/** Every fault with one line on what it does, in the order in which they are offered. */
const says: Readonly<Record<MailFaultName, string>> = {
  throttled: '429, the rate is exceeded; nothing was sent',
  'lost-request': 'the connection dies before SES acts',
  '500-without-effect': '500, nothing was sent',
  '500-with-effect': '500, though it was sent',
  'lost-response': 'SES sends, then the connection dies',
  'broken-body': 'SES sends, half of its answer arrives',
  silent: 'SES sends, and never answers',
  'events-late': 'what SES tells of the mail comes late (after 240 s, or the delay)',
  'events-lost': 'SES tells nothing of the mail',
  'events-doubled': 'SES tells everything of the mail twice',
  bounce: 'the mail bounces for good, and its address is suppressed',
  'soft-bounce': 'the mailbox is full: the mail bounces this time',
  complaint: 'the mail arrives and is reported as spam; its address is suppressed',
  'delivery-delay': 'the mail is late, and SES says so',
  reject: 'SES accepts the mail, and then finds something bad in it',
  sandbox: 'the account may send to verified addresses only',
  paused: 'sending is switched off for the account',
  suspended: 'AWS has suspended the account',
  quota: 'the quota of the day is used up',
  unverified: 'the identity of the sender is not verified any more',
};

export const mailFaultDescriptions = Object.entries(says).map(([fault, text]) => ({
  fault: fault as MailFaultName,
  says: text,
}));

const names = [...MAIL_TROUBLES, ...MAIL_GATES] as const;

/** The short names that people type first. */
const otherNames: Readonly<Record<string, MailFaultName>> = {
  '429': 'throttled',
  '500': '500-without-effect',
  reset: 'lost-response',
};

const positive = z.number().int().min(1);

/**
 * The body of `POST /sim/faults` with `channel: "mail"`. `times` counts the mails that are hit, `forMs` is a span from
 * now; with neither, a fault hits one mail, and a state of the account stays until it is ended. `ms`: how late, for what
 * comes late.
 */
export const mailFaultSchema = z.strictObject({
  channel: z.literal('mail'),
  fault: z.preprocess(
    (name) => otherNames[String(name)] ?? name,
    z.enum(names, { error: `must be one of ${names.join(', ')}` }),
  ),
  times: positive.optional(),
  forMs: positive.optional(),
  ms: positive.optional(),
});

export type MailFaultRequest = Omit<z.output<typeof mailFaultSchema>, 'channel'>;

/** A fault that is in force. `times` counts down; `until` is an ISO instant. */
export type ActiveMailFault = {
  id: string;
  channel: 'mail';
  fault: MailFaultName;
  times?: number;
  until?: string;
  ms?: number;
};

const isGate = (name: MailFaultName): name is MailGateName => (MAIL_GATES as readonly string[]).includes(name);

/** The faults of mail in force, as SES asks for them. In memory only: a restarted world behaves well again. */
export class MailFaults {
  readonly #clockMs: () => number;
  #active: ActiveMailFault[] = [];
  #lastId = 0;

  constructor(clockMs: () => number) {
    this.#clockMs = clockMs;
  }

  inject({ fault, times, forMs, ms }: MailFaultRequest): ActiveMailFault {
    const once = times === undefined && forMs === undefined && !isGate(fault);
    this.#lastId += 1;
    const active: ActiveMailFault = {
      id: `m${this.#lastId}`,
      channel: 'mail',
      fault,
      ...(times !== undefined || once ? { times: times ?? 1 } : {}),
      ...(forMs !== undefined ? { until: new Date(this.#clockMs() + forMs).toISOString() } : {}),
      ...(ms !== undefined ? { ms } : {}),
    };
    this.#active.push(active);
    return active;
  }

  /** Those still in force, oldest first. */
  active(): readonly ActiveMailFault[] {
    const now = new Date(this.#clockMs()).toISOString();
    this.#active = this.#active.filter(({ until, times }) => (until === undefined || now < until) && times !== 0);
    return this.#active;
  }

  clear(): void {
    this.#active = [];
  }

  /** Ends one fault; false if it is not in force. */
  end(id: string): boolean {
    const before = this.#active.length;
    this.#active = this.#active.filter((fault) => fault.id !== id);
    return this.#active.length < before;
  }

  strikes(name: MailTroubleName): { ms?: number } | undefined {
    return this.#take(name);
  }

  stands(name: MailGateName, by: 'mail' | 'look'): boolean {
    return by === 'mail' ? this.#take(name) !== undefined : this.active().some(({ fault }) => fault === name);
  }

  #take(name: MailFaultName): ActiveMailFault | undefined {
    const found = this.active().find(({ fault }) => fault === name);
    if (found?.times !== undefined) found.times -= 1;
    return found;
  }
}
