import { type Answer, htmlPage } from './answer.ts';
import type { Arrival } from './outcome.ts';

/** What a request is, as far as faults choose by it. A `reply` is below our own post, an `answer` below somebody else's. */
export type Touched = 'post' | 'reply' | 'answer' | 'message' | 'read' | 'sign-in' | 'other';

/** A fault that is in force. `times` counts down; `until` is an ISO instant. */
export type ActiveFault<Name extends string = string> = {
  id: number;
  fault: Name;
  on: 'post' | 'read' | 'all';
  times?: number;
  until?: string;
  ms?: number;
  limit?: number;
  resetMs?: number;
};

/** What a fault makes of one request: is it carried out, what is said instead, and how much of that arrives? */
export type Plan = {
  says: string;
  effect: boolean;
  answer?: (fault: ActiveFault, nowMs: number, accountId: string) => Answer;
  arrives?: Arrival;
  /** The only requests that it can hit. */
  only?: Touched;
};

export const refusal = (says: string, answer: Plan['answer'] & {}): Plan => ({ says, effect: false, answer });

/** Faults of the way there and back, which any service has that is asked over HTTP. `who` is what it is called. */
export const waysToLose = (who: string, made = 201) =>
  ({
    'lost-request': { says: `the connection dies before ${who} acts`, effect: false, arrives: 'nothing' },
    'lost-response': { says: `${who} acts, then the connection dies`, effect: true, arrives: 'nothing' },
    slow: { says: `${who} acts late (12 s, or the delay), when the client has given up`, effect: true },
    silent: { says: `${who} does nothing and never answers`, effect: false, arrives: 'never' },
    dribble: {
      says: `${who} acts, and its answer trickles in (over 12 s, or the delay)`,
      effect: true,
      arrives: 'dribbling',
    },
    'truncated-body': { says: `${who} acts, half of its answer arrives`, effect: true, arrives: 'half' },
    'headers-only': {
      says: `${who} acts, the connection dies after the status line`,
      effect: true,
      arrives: 'head',
    },
    'empty-body': { says: `${who} acts and answers ${made} without a body`, effect: true, arrives: 'empty' },
    'broken-json': {
      says: `${who} acts and answers ${made} with unreadable JSON`,
      effect: true,
      answer: () => ({ status: made, headers: {}, body: '{"data":{"id":' }),
    },
    'gzip-truncated': {
      says: `${who} acts, half of a compressed answer arrives`,
      effect: true,
      arrives: 'half gzip',
    },
    'gzip-garbage': { says: `${who} acts, its answer is not the gzip it claims`, effect: true, arrives: 'mangled' },
  }) satisfies Record<string, Plan>;

/** Answers of something between the client and the service. `unavailable` is how the service itself says 503. */
export const waysToRefuse = (page: string, unavailable: () => Answer) =>
  ({
    redirect: refusal('302 to a page', () => ({
      status: 302,
      headers: { location: page, 'content-type': 'text/plain' },
      body: `Found. Redirecting to ${page}`,
    })),
    '503-without-effect': refusal('503, nothing was posted', unavailable),
    '503-with-effect': { says: '503, though it was posted', effect: true, answer: unavailable },
    'html-503': refusal('503 as a web page, nothing was posted', () => htmlPage(503, 'Service Unavailable')),
  }) satisfies Record<string, Plan>;
