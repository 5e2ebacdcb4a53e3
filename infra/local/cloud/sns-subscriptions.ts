import { randomBytes, randomUUID } from 'node:crypto';
import type { Clock } from './clock.ts';
import { readJsonFile, writeJsonFile } from './durable-file.ts';
import { type Attributes, type Filter, filterIn, lets } from './sns-filter.ts';

/** A subscription that somebody has asked for. */
export interface Subscription {
  readonly arn: string;
  readonly topicArn: string;
  readonly protocol: string;
  readonly endpoint: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly filter?: Filter | undefined;
  /** What was put in the place of the filter, and from when on it holds. */
  readonly changed?: { readonly filter: Filter | undefined; readonly holdsAtMs: number };
  readonly token: string;
  readonly tokenUntilMs: number;
  readonly confirmed?: { readonly authenticated: boolean };
}

/** AWS: changes to a filter policy "require up to 15 minutes to fully take effect". */
const CHANGED_HOLDS_AFTER_MS = 15 * 60_000;

/** AWS: tokens are good for two days. */
const TOKEN_LIVES_MS = 2 * 86_400_000;

/** SNS says no, with its code. */
export class SnsRefusal extends Error {
  readonly code: 'InvalidParameter' | 'NotFound' | 'AuthorizationError';

  constructor(code: SnsRefusal['code'], message: string) {
    super(message);
    this.code = code;
  }
}

const invalid = (message: string) => new SnsRefusal('InvalidParameter', `Invalid parameter: ${message}`);

/** The subscriptions of all topics, on disk. As unkind as SNS: what is confirmed by a visit, a visit ends. */
export function createSubscriptions(file: string, clock: Clock) {
  const all = new Map(readJsonFile<Subscription[]>(file, []).map((one) => [one.arn, one]));
  const keep = (one: Subscription): Subscription => {
    all.set(one.arn, one);
    writeJsonFile(file, [...all.values()]);
    return one;
  };
  const withToken = (one: Omit<Subscription, 'token' | 'tokenUntilMs'>): Subscription =>
    keep({ ...one, token: randomBytes(64).toString('hex'), tokenUntilMs: clock.nowMs() + TOKEN_LIVES_MS });

  function remove(arn: string): void {
    all.delete(arn);
    writeJsonFile(file, [...all.values()]);
  }

  function pendingBy(token: string): Subscription {
    const found = [...all.values()].find((one) => one.token === token);
    if (!found || found.tokenUntilMs <= clock.nowMs()) throw invalid('Token');
    // What SNS answers here is written down nowhere: it is taken as a no.
    if (found.confirmed) throw invalid('Subscription already confirmed');
    return found;
  }

  return {
    /** As asked for, pending, with a token that its owner is to be sent; the same again if it is asked for again. */
    subscribe(topicArn: string, protocol: string, endpoint: string, attributes: Record<string, string>): Subscription {
      let filter: Filter | undefined;
      try {
        filter = filterIn(attributes);
      } catch (error) {
        throw invalid((error as Error).message);
      }
      const there = [...all.values()].find(
        (one) => one.topicArn === topicArn && one.protocol === protocol && one.endpoint === endpoint,
      );
      if (there && JSON.stringify(there.attributes) !== JSON.stringify(attributes))
        throw invalid('Attributes Reason: Subscription already exists with different attributes');
      if (there) return there.confirmed ? there : withToken(there);
      return withToken({ arn: `${topicArn}:${randomUUID()}`, topicArn, protocol, endpoint, attributes, filter });
    },

    confirm(token: string, authenticated: boolean): Subscription {
      return keep({ ...pendingBy(token), confirmed: { authenticated } });
    },

    /** By a call with credentials; `byVisit`: by the link at the end of a mail, which needs none. */
    end(arn: string, { byVisit = false } = {}): void {
      const there = all.get(arn);
      if (!there) {
        if (byVisit) throw new SnsRefusal('NotFound', 'Subscription does not exist');
        return;
      }
      if (!there.confirmed) throw invalid('SubscriptionArn Reason: a pending subscription cannot be ended');
      if (byVisit && there.confirmed.authenticated)
        throw new SnsRefusal('AuthorizationError', 'Your subscription could not be removed because of an error.');
      remove(arn);
    },

    /** A policy that is changed goes on as it was for a quarter of an hour. */
    change(arn: string, attributes: Record<string, string>): void {
      const there = all.get(arn);
      if (!there) throw new SnsRefusal('NotFound', 'Subscription does not exist');
      const next = { ...there.attributes, ...attributes };
      const changed = { filter: filterIn(next), holdsAtMs: clock.nowMs() + CHANGED_HOLDS_AFTER_MS };
      keep({ ...there, filter: filterNow(there, clock), attributes: next, changed });
    },

    of: (topicArn: string): readonly Subscription[] => [...all.values()].filter((one) => one.topicArn === topicArn),

    /** Everybody who is sent this message. */
    receivers(topicArn: string, message: string, attributes: Attributes): readonly Subscription[] {
      return this.of(topicArn).filter((one) => one.confirmed && lets(filterNow(one, clock), message, attributes));
    },
  };
}

export type Subscriptions = ReturnType<typeof createSubscriptions>;

const filterNow = ({ filter, changed }: Subscription, clock: Clock): Filter | undefined =>
  changed !== undefined && changed.holdsAtMs <= clock.nowMs() ? changed.filter : filter;
