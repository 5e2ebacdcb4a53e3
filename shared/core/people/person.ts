import type { Instant } from '../instant.ts';

/** What people can be on duty for. */
export const DUTIES = ['commander', 'deputy', 'approver', 'escalation', 'desk'] as const;
export type Duty = (typeof DUTIES)[number];

/** Those that an outage cannot do without: who is reminded, who is told next, who is paged when nobody answers. */
export const PAGED_DUTIES = ['commander', 'deputy', 'escalation'] as const satisfies readonly Duty[];

/**
 * What somebody is in the house. `alarms` is no duty: a mailbox that gets the alarms of the stack from SNS itself, also
 * while none of our functions runs.
 */
export const HOUSE_ROLES = [...DUTIES, 'alarms'] as const;
export type HouseRole = (typeof HOUSE_ROLES)[number];

export const ADDRESS_KINDS = ['mail', 'hook'] as const;
export type AddressKind = (typeof ADDRESS_KINDS)[number];

/** Where somebody can be reached. Nothing is sent there before its owner has confirmed it. */
export type Address = {
  /** The mail address, or the address of the webhook, which is a secret. */
  to: string;
  /** Names the question that its owner was asked last; only a link about this one confirms. */
  asked: string;
  confirmedAt?: Instant;
  /** The subscription of the topic that brings mail there. */
  subscription?: string;
};

/** Somebody of the house. `id` is the name that they sign in with; it names them in links, acts and handovers. */
export type Person = {
  id: string;
  name: string;
  as: readonly HouseRole[];
  /** IANA name: messages to them say times on that clock, beside UTC. */
  zone?: string;
  addresses: Readonly<Partial<Record<AddressKind, Address>>>;
  /** Counts up with every change. */
  version: number;
  /** Whoever was taken out keeps an item that says so, without addresses. */
  removedAt?: Instant;
};

export const isDuty = (role: HouseRole): role is Duty => role !== 'alarms';

/** The duties of somebody. */
export const dutiesOf = ({ as }: Pick<Person, 'as'>): Duty[] => as.filter(isDuty);

/** The person that `called` means: by id, else by name, without case; undefined if nobody or more than one is. */
export function personCalled<One extends Pick<Person, 'id' | 'name'>>(
  people: readonly One[],
  called: string,
): One | undefined {
  const wanted = folded(called);
  const byId = people.find(({ id }) => folded(id) === wanted);
  const byName = people.filter(({ name }) => folded(name) === wanted);
  return byId ?? (byName.length === 1 ? byName[0] : undefined);
}

/** True if `called` means this person: their id or name, also where it says that they came by a link. */
export const isCalled = ({ id, name }: Pick<Person, 'id' | 'name'>, called: string): boolean =>
  [id, name].some((one) => folded(one) === folded(called.replace(/ \(by link\)$/, '')));

/** Names whoever signs in as `id` among all that send requests; sign-in knows no case (`infra/constructs/sign-in.ts`). */
export const signInKey = (id: string): string => `person:${folded(id)}`;

const folded = (name: string): string => name.normalize('NFKC').trim().toLowerCase();
