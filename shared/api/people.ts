import type * as z from 'zod';
import { type AddressPorts, addressUrl } from '../app/people/address.ts';
import { masked } from '../app/people/confirm-address.ts';
import { askAgain, knownPerson, noSuchPerson, type PersonPut, putPerson } from '../app/people/directory.ts';
import { type HousePorts, reached } from '../app/people/house-now.ts';
import { type LeavePorts, leave } from '../app/people/leave.ts';
import { type DutyPorts, sayOnDuty } from '../app/people/say-on-duty.ts';
import { tryReminders } from '../app/people/try-reminders.ts';
import { parseMoment } from '../contract/moment.ts';
import { parseBody } from '../contract/parse.ts';
import type * as answers from '../contract/people-answers.ts';
import { askBody, dutyBody, personBody, personId } from '../contract/people-schemas.ts';
import { invalid } from '../contract/problem.ts';
import { standing } from '../core/machine.ts';
import { onDuty } from '../core/people/duty.ts';
import { ADDRESS_KINDS, DUTIES, isCalled, type Person } from '../core/people/person.ts';
import type { AuditLog } from '../ports/audit-log.ts';
import type { MachineRecords } from '../ports/machines.ts';
import type { RateLimits } from '../ports/rate-limits.ts';
import { type Caller, may } from './caller.ts';
import { reachedView } from './reached-view.ts';

export type PeoplePorts = AddressPorts & DutyPorts & HousePorts & LeavePorts & { rateLimits: RateLimits };

type HouseListPorts = PeoplePorts & { machines: MachineRecords };

/** Everybody who is in the house, who is on duty, and whether somebody would be reached. */
export async function listHouse(ports: HouseListPorts, caller: Caller): Promise<z.output<typeof answers.house>> {
  const [{ people, said }, reach, programs] = await Promise.all([
    ports.people.read(),
    reached(ports),
    ports.machines.read(),
  ]);
  const rota = { people, said, table: ports.policy.duty ?? [] };
  const now = ports.clock.now();
  return {
    people: people.map((one) => personView(one, caller)),
    duty: DUTIES.map((as) => {
      const { people: onIt, because } = onDuty(as, now, rota);
      const last = because === 'said' ? said.find((one) => one.as === as) : undefined;
      const until = last?.until === undefined ? {} : { until: last.until };
      return {
        as,
        people: onIt.map(({ id }) => id),
        because,
        ...(last === undefined ? {} : { by: last.by, since: last.at, ...until }),
      };
    }),
    ...(programs.length === 0 ? {} : { programs: programs.map(({ id, name }) => ({ id, name })) }),
    reached: reachedView(reach),
  };
}

export const showPerson = async (ports: PeoplePorts, id: string, caller: Caller) => ({
  person: personView(await knownPerson(ports, idOf(id)), caller),
});

/** What nobody can be called is nobody. */
function idOf(id: string): string {
  if (!personId.safeParse(id).success) throw noSuchPerson(id);
  return id;
}

/** Adds or changes somebody. The status, and the answer. */
export async function putSomebody(ports: PeoplePorts, id: string, body: unknown, caller: Caller) {
  const known = personId.safeParse(id);
  if (!known.success) throw invalid([{ field: 'id', reason: known.error.issues[0]?.message ?? 'is no id' }]);
  const put = await putPerson(ports, id, parseBody(personBody, body));
  return { status: put.added ? 201 : 200, body: await putView(ports, put, caller) };
}

export const askOwnerAgain = async (ports: PeoplePorts, id: string, body: unknown, caller: Caller) =>
  putView(ports, await askAgain(ports, idOf(id), parseBody(askBody, body).kind), caller);

export async function removeSomebody(
  ports: PeoplePorts & { machines: MachineRecords },
  id: string,
): Promise<z.output<typeof answers.personGone>> {
  const { person, incidents, drafts } = await leave(ports, idOf(id));
  // Nothing of their programs ends by itself: whoever removes them is told what goes on without an owner.
  const theirs = standing(await ports.machines.read()).filter(({ owner }) => owner === person.id);
  const removed = { removed: person.id, ...(theirs.length === 0 ? {} : { clients: theirs.map(({ name }) => name) }) };
  if (incidents.length === 0 && drafts.length === 0) return removed;
  const asked = ({ to }: (typeof drafts)[number]) => (to === undefined ? {} : { to: to.id });
  return {
    ...removed,
    left: {
      incidents: incidents.map((one) => ({ id: one.id, title: one.title, ...asked(one) })),
      drafts: drafts.map((one) => ({ id: one.id, ...asked(one) })),
    },
  };
}

/** The newest 100 acts, each with how colleagues call whoever or whatever did it, if the house knows them. */
export async function listActs({
  auditLog,
  people,
  machines,
}: { auditLog: AuditLog } & Pick<HouseListPorts, 'people' | 'machines'>) {
  const [acts, house, programs] = await Promise.all([auditLog.newest(100), people.read(), machines.read()]);
  return acts.map((one) => {
    const person = house.people.find((somebody) => isCalled(somebody, one.by));
    const { name } = person ?? programs.find(({ id }) => id === one.by) ?? {};
    return name === undefined ? one : { ...one, name };
  });
}

/** Sends everybody on duty a message to see that it arrives, and answers with who can be reached where. */
export async function tryEverybody(ports: PeoplePorts): Promise<z.output<typeof answers.remindersTried>> {
  const [tried, reach] = [await tryReminders(ports), await reached(ports)];
  return {
    tried: tried.map(({ person: { id, name }, as, sent, failed, unconfirmed }) => ({
      id,
      name,
      as: [...as],
      sent: [...sent],
      failed: [...failed],
      unconfirmed: [...unconfirmed],
    })),
    reached: reachedView(reach),
  };
}

/** Ends every token of whoever asks that was issued until now, in this browser and wherever else. */
export async function endSession(
  { rateLimits, clock }: Pick<PeoplePorts, 'rateLimits' | 'clock'>,
  { countedAs }: Caller,
): Promise<z.output<typeof answers.sessionEnded>> {
  const endedAt = clock.now();
  await rateLimits.endTokens(countedAs, endedAt);
  return { endedAt };
}

/** Says who is on duty, and answers with the house as it is then. */
export async function changeDuty(ports: HouseListPorts, body: unknown, caller: Caller) {
  const { people, as, until } = parseBody(dutyBody, body);
  const end = until === undefined ? undefined : parseMoment('until', until, ports.clock.now());
  await sayOnDuty(ports, { people, as, until: end }, caller.actor);
  return listHouse(ports, caller);
}

async function putView(
  ports: PeoplePorts,
  { person, asked }: PersonPut,
  caller: Caller,
): Promise<z.output<typeof answers.personPut>> {
  const ask = await Promise.all(
    asked.map(async (kind) => {
      const address = person.addresses[kind];
      // Whoever reads a webhook has the link there, and nobody else may have it: it alone confirms.
      return kind === 'hook' || address === undefined
        ? { kind }
        : { kind, url: await addressUrl(ports, person.id, kind, address) };
    }),
  );
  return { person: personView(person, caller), ask };
}

function personView({ id, name, as, zone, addresses }: Person, caller: Caller): z.output<typeof answers.person> {
  const there = ADDRESS_KINDS.flatMap((kind) => {
    const address = addresses[kind];
    if (address === undefined) return [];
    const to = may(caller, 'administer') ? { to: masked(kind, address.to) } : {};
    return [{ kind, confirmed: address.confirmedAt !== undefined, ...to }];
  });
  return { id, name, as, ...(zone === undefined ? {} : { zone }), addresses: there };
}
