import { type ApprovalReason, isAlarmsQuestion } from './approval.ts';

/** By which way somebody came. `signed-in`: console or API with their own token; `client`: a program with a secret. */
export type Door = 'signed-in' | 'client' | 'event' | 'alarm' | 'link';

/** Whoever proposes or approves, as far as their door tells. */
export type Party = {
  door: Door;
  /** Who a token or a webhook stands for: the subject, the client, `event:<source>`, `intake:<source>`; '' for a link. */
  subject: string;
  /** What they are called there: a user name, a client, the `actor` of an event or '', the addressee of a link. */
  name: string;
  /** True if they may speak for themselves, and so may be who spoke through a machine that nobody owns. */
  speaks?: boolean;
};

/** What the house says about who is behind a door: whose each machine is, and who is called what by events. */
export type People = {
  machines: readonly { id: string; owner: string }[];
  actors: readonly { called: string; person: string }[];
};

export const NOBODY_NAMED: People = { machines: [], actors: [] };

/**
 * Why `approver` may not have said what `proposer` proposed, or undefined if they may: both are people, and two.
 * An event may name whom it likes and a secret may lie with anybody, so whoever owns the machine counts as its author;
 * of one that nobody is said to own, anybody who may speak themselves could be.
 */
export function whyNotApprovedBy(
  proposer: Party,
  approver: Party,
  { reason }: Pick<ApprovalReason, 'reason'>,
  people: People = NOBODY_NAMED,
): 'machine' | 'by-link' | 'same-person' | 'may-be-the-same' | undefined {
  // What an alarm asks is a question: whoever answers it speaks for themselves.
  if (isAlarmsQuestion({ reason })) return undefined;
  if (approver.door !== 'signed-in' && approver.door !== 'link') return 'machine';
  const restricted = reason === 'restricted';
  if (restricted && approver.door === 'link') return 'by-link';
  if (isSamePerson(proposer, approver, people)) return 'same-person';
  if (!restricted || !isOfNobody(proposer, people)) return undefined;
  const owns = people.machines.some(({ owner }) => nameOf(owner, people) === nameOf(approver.name, people));
  return owns || approver.speaks ? 'may-be-the-same' : undefined;
}

/** True if both are known to be one person, whatever door each came by. */
export function isSamePerson(one: Party, other: Party, people: People = NOBODY_NAMED): boolean {
  if (one.subject !== '' && one.subject === other.subject) return true;
  const others = namesBehind(other, people);
  return [...namesBehind(one, people)].some((name) => others.has(name));
}

/** A machine whose owner the house does not name. */
const isOfNobody = ({ door, subject, name }: Party, { machines }: People): boolean =>
  door !== 'signed-in' && door !== 'link' && !machines.some(({ id }) => isMachine(id, door, subject, name));

/** Everybody who may be behind `party`: who they say they are, and who owns the machine that says so. */
function namesBehind({ door, subject, name }: Party, people: People): ReadonlySet<string> {
  const owners = people.machines
    .filter(({ id }) => door !== 'signed-in' && door !== 'link' && isMachine(id, door, subject, name))
    .map(({ owner }) => owner);
  const itself = door === 'client' || door === 'alarm' || name === '' ? [] : [name];
  return new Set([...itself, ...owners].map((one) => nameOf(one, people)));
}

/** The house names a client by its id, and a source of events or alarms as they name themselves. */
function isMachine(id: string, door: Door, subject: string, name: string): boolean {
  const own = door === 'client' ? [subject, name] : [subject.replace(/^(event|intake):/, '')];
  return own.some((one) => folded(one) === folded(id));
}

/** `Ada ` and `ada` are one person, and so is whatever else events call her. */
function nameOf(called: string, { actors }: People): string {
  const known = actors.find((one) => folded(one.called) === folded(called));
  return folded(known?.person ?? called);
}

const folded = (name: string): string => name.normalize('NFKC').trim().toLowerCase();
