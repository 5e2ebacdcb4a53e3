import type { Instant } from '../instant.ts';
import type { Subscriber, SubscriberKind } from './subscriber.ts';

export type SubscriberState = Subscriber['state'];

/** How many there are of each kind, by how they stand. A kind that nobody has is left out. */
export type Census = Readonly<Partial<Record<SubscriberKind, Readonly<Record<SubscriberState, number>>>>>;

const NONE: Readonly<Record<SubscriberState, number>> = { pending: 0, confirmed: 0, quarantined: 0 };

/** True of one who counts at `now`: a sign-up that was not confirmed in time is gone, also while the table still holds it. */
export const isPresent = ({ state, pendingUntil }: Subscriber, now: Instant): boolean =>
  state !== 'pending' || pendingUntil === undefined || pendingUntil > now;

/** The census with one more in it. */
export function counting(census: Census, { kind, state }: Pick<Subscriber, 'kind' | 'state'>): Census {
  const before = census[kind] ?? NONE;
  return { ...census, [kind]: { ...before, [state]: before[state] + 1 } };
}

/** Two counts of different people as one. */
export function addedUp(a: Census, b: Census): Census {
  const kinds = [...new Set([...Object.keys(a), ...Object.keys(b)])] as SubscriberKind[];
  const sum = (kind: SubscriberKind) => {
    const [x, y] = [a[kind] ?? NONE, b[kind] ?? NONE];
    return {
      pending: x.pending + y.pending,
      confirmed: x.confirmed + y.confirmed,
      quarantined: x.quarantined + y.quarantined,
    };
  };
  return Object.fromEntries(kinds.map((kind) => [kind, sum(kind)]));
}
