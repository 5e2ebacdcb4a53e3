import { invalid, Problem } from '../../contract/problem.ts';
import { ADDRESS_KINDS, type AddressKind, type HouseRole, type Person, signInKey } from '../../core/people/person.ts';
import type { RateLimits } from '../../ports/rate-limits.ts';
import { type AddressPorts, askOwner, forget } from './address.ts';

/** What is said of somebody: what is left out stays as it is, and null takes it away. */
export type PersonSaid = {
  name?: string | undefined;
  as?: readonly HouseRole[] | undefined;
  zone?: string | null | undefined;
  mail?: string | null | undefined;
  hook?: string | null | undefined;
};

/** Somebody as they are now, and which of their addresses has just been asked about. */
export type PersonPut = { person: Person; added: boolean; asked: readonly AddressKind[] };

/**
 * Adds somebody, or changes who is there already. Every address that is new has its owner asked first. Throws a `Problem`
 * where something is missing, or belongs to somebody else; then nothing has changed.
 */
export async function putPerson(
  ports: AddressPorts & { rateLimits: Pick<RateLimits, 'letIn'> },
  id: string,
  said: PersonSaid,
): Promise<PersonPut> {
  const [stored, { people }] = await Promise.all([ports.people.of(id), ports.people.read()]);
  const known = stored?.removedAt === undefined ? stored : undefined;
  const person = changed(id, known, said);
  check(person, known, said, people);

  const addresses: Person['addresses'] = { ...known?.addresses };
  const asked: AddressKind[] = [];
  for (const kind of ADDRESS_KINDS) {
    const to = said[kind];
    if (to === undefined || to === known?.addresses[kind]?.to) continue;
    await forget(ports, known?.addresses[kind]);
    delete (addresses as Partial<Person['addresses']>)[kind];
    if (to === null) continue;
    Object.assign(addresses, { [kind]: await askedOwner(ports, person, kind, to) });
    asked.push(kind);
  }
  // Before they are there again: whoever is in the directory must not be shut out.
  if (stored?.removedAt !== undefined) await ports.rateLimits.letIn(signInKey(id), ports.clock.now());
  const next = { ...person, addresses, version: (stored?.version ?? 0) + 1 };
  if (!(await ports.people.put(next, stored?.version ?? 0))) throw changedMeanwhile(id);
  return { person: next, added: known === undefined, asked };
}

/** Asks the owner of an address again: the link has expired, or the mail was lost. */
export async function askAgain(ports: AddressPorts, id: string, kind: AddressKind): Promise<PersonPut> {
  const known = await knownPerson(ports, id);
  const address = known.addresses[kind];
  if (address === undefined) throw invalid([{ field: 'kind', reason: `${id} has no ${kind}` }]);
  await forget(ports, address);
  const again = await askedOwner(ports, known, kind, address.to);
  const next = { ...known, addresses: { ...known.addresses, [kind]: again }, version: known.version + 1 };
  if (!(await ports.people.put(next, known.version))) throw changedMeanwhile(id);
  return { person: next, added: false, asked: [kind] };
}

/** Somebody who is in the directory; throws a `Problem` for everybody else. */
export async function knownPerson({ people }: Pick<AddressPorts, 'people'>, id: string): Promise<Person> {
  const known = await people.of(id);
  if (known !== undefined && known.removedAt === undefined) return known;
  throw noSuchPerson(id);
}

export const noSuchPerson = (id: string): Problem =>
  new Problem({
    type: 'no-such-person',
    title: 'Nobody of that id is in the directory',
    status: 404,
    detail: `"${id.slice(0, 40)}" is not among the people of the house; GET /v1/people lists them.`,
  });

function changed(id: string, known: Person | undefined, said: PersonSaid): Omit<Person, 'addresses' | 'version'> {
  const zone = said.zone === undefined ? known?.zone : (said.zone ?? undefined);
  return {
    id,
    name: said.name ?? known?.name ?? '',
    as: [...new Set(said.as ?? known?.as ?? [])],
    ...(zone === undefined ? {} : { zone }),
  };
}

function check(
  { name, as }: Pick<Person, 'name' | 'as'>,
  known: Person | undefined,
  said: PersonSaid,
  people: readonly Person[],
): void {
  if (name === '') throw invalid([{ field: 'name', reason: 'is missing: say how colleagues call them' }]);
  if (known === undefined && said.as === undefined)
    throw invalid([{ field: 'as', reason: 'is missing: say what they are, or [] for nothing yet' }]);
  if (as.includes('alarms') && as.length > 1)
    throw invalid([
      {
        field: 'as',
        reason:
          'holds alarms and something else: SNS brings one address either of them; add the mailbox for alarms by itself',
      },
    ]);
  const wasForAlarms = known?.as.includes('alarms') ?? false;
  if (
    known?.addresses.mail &&
    as.includes('alarms') !== wasForAlarms &&
    (said.mail === undefined || said.mail === known.addresses.mail.to)
  )
    throw invalid([
      {
        field: 'as',
        reason: 'a mail address is for alarms or for messages from the start: remove this one, and add it anew',
      },
    ]);
  const holder = people.find(
    ({ id, addresses }) => id !== known?.id && said.mail && sameMail(addresses.mail?.to, said.mail),
  );
  if (holder)
    throw invalid([{ field: 'mail', reason: `is the address of ${holder.id}: each message reaches one person` }]);
}

const sameMail = (one: string | undefined, other: string): boolean => one?.toLowerCase() === other.toLowerCase();

async function askedOwner(
  ports: AddressPorts,
  person: Pick<Person, 'id' | 'name' | 'as'>,
  kind: AddressKind,
  to: string,
) {
  try {
    return await askOwner(ports, person, kind, to);
  } catch (error) {
    if (error instanceof Problem) throw error;
    ports.warn(`the owner of a ${kind} of ${person.id} could not be asked`, error);
    throw invalid([
      {
        field: kind,
        reason:
          kind === 'mail'
            ? 'was not taken by SNS: perhaps the topic has a subscription of it already, which has to be ended first'
            : 'did not take the question whose it is: look whether the address is right and answers',
      },
    ]);
  }
}

export const changedMeanwhile = (id: string): Problem =>
  new Problem({
    type: 'person-changed',
    title: 'Somebody else has just changed this person',
    status: 409,
    detail: `Look at ${id} again; what you said was not kept.`,
  });
