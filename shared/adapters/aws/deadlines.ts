import { SECOND_MS } from '../../core/instant.ts';

/** How long one request may take, and how often it is made, before its caller is told that nobody answered. */
export type Deadline = { attempts: number; withinMs: number };

/**
 * A service that does not answer must be given up before whoever waits for us gives up on us: the functions end after
 * the times in infra/candor-stack.ts, and tests/infra/stack/deadlines.test.ts holds both against each other. Left to
 * itself an AWS client waits for ever, also on a socket that died while its function was frozen.
 */
export const DEADLINES = {
  /** Our puts recognise themselves, so that a repeated one is safe. */
  table: { attempts: 2, withinMs: 3.5 * SECOND_MS },
  /** What is told here is written down already; nobody who has been heard should wait for it. */
  nudges: { attempts: 2, withinMs: 2 * SECOND_MS },
  bucket: { attempts: 2, withinMs: 5 * SECOND_MS },
  topic: { attempts: 2, withinMs: 3.5 * SECOND_MS },
  secrets: { attempts: 2, withinMs: 3 * SECOND_MS },
  /** Asked once: a client or a secret that was made, and whose answer was lost, must not be made twice. */
  signIn: { attempts: 1, withinMs: 3 * SECOND_MS },
  gateway: { attempts: 1, withinMs: 3 * SECOND_MS },
  /** Asked once: whoever waits for it is SNS, which sends its message again. */
  snsItself: { attempts: 1, withinMs: 3 * SECOND_MS },
  /** Asked once: SES cannot tell a repeated mail from another one. */
  mail: { attempts: 1, withinMs: 5 * SECOND_MS },
  /** A sender waits for it, and sends all of it again where it fails. */
  alarmQueue: { attempts: 2, withinMs: 2 * SECOND_MS },
} as const satisfies Record<string, Deadline>;

const CONNECTED_WITHIN_MS = 1 * SECOND_MS;

/** How much slower than AWS its services are here: 1 but where one machine plays all of them (`CANDOR_PATIENCE`). */
const patience = (): number => Math.max(1, Number(process.env.CANDOR_PATIENCE) || 1);

/** How long one answer is waited for. */
export const answerWithinMs = ({ withinMs }: Pick<Deadline, 'withinMs'>): number => withinMs * patience();

/** The longest that the SDK waits between two attempts as few as ours (its base is 100 ms; 500 where it is throttled). */
const BETWEEN_MS = 1 * SECOND_MS;

/** When the last attempt has failed at the latest. */
export const longestMs = ({ attempts, withinMs }: Deadline): number =>
  attempts * withinMs + (attempts - 1) * BETWEEN_MS;

/** A connection for each request. */
const anew = { keepAlive: false } as const;

/**
 * The settings of a client that keeps its deadline. `requestTimeout` by itself only logs: the SDK throws if it is told
 * to, and a socket that went silent in the middle of an answer counts as well. A connection is kept for the next request,
 * which may find that it died while the function was frozen, and tries again over another; who asks once keeps none.
 */
export function within({ attempts, withinMs }: Deadline) {
  const ms = answerWithinMs({ withinMs });
  return {
    maxAttempts: attempts,
    requestHandler: {
      connectionTimeout: Math.min(CONNECTED_WITHIN_MS * patience(), ms),
      requestTimeout: ms,
      throwOnRequestTimeout: true,
      socketTimeout: ms,
      ...(attempts === 1 ? { httpAgent: anew, httpsAgent: anew } : {}),
    },
  };
}
