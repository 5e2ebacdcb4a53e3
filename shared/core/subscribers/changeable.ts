import type { Subscriber, SubscriberKind } from './subscriber.ts';

/** What may be changed beside a choice, and of whom: a room has no clock of its own, and nobody whom we mail about it. */
const CHANGEABLE = { zone: ['mail', 'webhook'], owner: ['webhook'], format: ['webhook'] } as const satisfies Readonly<
  Record<string, readonly SubscriberKind[]>
>;

export type Changeable = keyof typeof CHANGEABLE;

/** Whether somebody of this kind can change it. */
export const isChangeable = (what: Changeable, { kind }: Pick<Subscriber, 'kind'>): boolean =>
  CHANGEABLE[what].some((one) => one === kind);
