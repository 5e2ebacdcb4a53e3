import { type Answer, json, withHeaders } from '../faulty/answer.ts';
import type { Outcome } from '../faulty/outcome.ts';
import type { Touched } from '../faulty/plans.ts';
import type { Account } from './accounts.ts';
import * as answers from './answers.ts';
import type { Bill } from './bill.ts';
import { checkMessageBody, conversationOf } from './messages.ts';
import type { DirectMessage, Others, OthersFact } from './others.ts';
import { Quota, quotaHeaders } from './quota.ts';
import { HOUR_MS, QUARTER_MS, type XRules } from './rules.ts';

type Parts = {
  account: Account;
  rules: XRules;
  others: Others;
  bill: Bill;
  nextId: (nowMs: number) => string;
  record: (fact: OthersFact) => void;
  /** What comes of a call that would have `effect`. */
  acted: (touched: Touched, nowMs: number, effect: (atMs: number) => Answer) => Outcome;
};

/** What we write to people on X where nobody else reads it. */
export class XSends {
  readonly #parts: Parts;
  readonly #messages15 = new Quota(QUARTER_MS);
  readonly #messages24 = new Quota(24 * HOUR_MS);

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** `POST /2/dm_conversations/with/{participantId}/messages`: only to who has written first. */
  send(participantId: string, body: unknown, nowMs: number): Outcome {
    return this.#parts.acted('message', nowMs, (atMs) => {
      const states = () => ({
        short: this.#messages15.state(this.#parts.rules.messagesPer15Min, atMs),
        long: this.#messages24.state(this.#parts.rules.messagesPer24Hours, atMs),
      });
      const headers = () => ({
        ...quotaHeaders('x-rate-limit', states().short),
        ...quotaHeaders('x-user-limit-24hour', states().long),
      });
      if (states().short.remaining === 0 || states().long.remaining === 0) return answers.tooMany(headers());
      this.#messages15.count(atMs);
      this.#messages24.count(atMs);
      return withHeaders(this.#sent(participantId, body, atMs), headers());
    });
  }

  #sent(participantId: string, body: unknown, nowMs: number): Answer {
    const text = checkMessageBody(body);
    if (typeof text !== 'string') return text;
    const known = this.#parts.others.messages().find((message) => message.with.id === participantId);
    if (known === undefined || !this.#parts.others.wroteFirst(participantId)) return answers.messagesClosed();
    const message: DirectMessage = {
      ...{ id: this.#parts.nextId(nowMs), with: known.with, by: 'us', text, at: new Date(nowMs).toISOString() },
    };
    this.#parts.record({ type: 'message', ...message });
    this.#parts.bill.charge('message-sent', [message.id], nowMs);
    const conversation = conversationOf(this.#parts.account, participantId);
    return json(201, { data: { dm_conversation_id: conversation, dm_event_id: message.id } });
  }
}
