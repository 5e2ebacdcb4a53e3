import { invalid, Problem } from '../contract/problem.ts';
import { type Machine, type MachineScope, MOST_MACHINES, machineCalled, standing } from '../core/machine.ts';
import { personCalled } from '../core/people/person.ts';
import type { Policy } from '../core/policy.ts';
import { NOBODY_NAMED, type Party, type People } from '../core/second-person.ts';
import type { Clock } from '../ports/clock.ts';
import type { MachineClient, MachineClients, MachineDoor, MachineRecords, MachineSecret } from '../ports/machines.ts';
import type { PeopleRecords } from '../ports/people.ts';

export type MachinePorts = {
  machines: MachineRecords;
  machineClients: MachineClients;
  machineDoor: MachineDoor;
  people: PeopleRecords;
  clock: Clock;
};

/** What is asked for a new program. */
export type MachineWanted = { name: string; owner: string; scopes: readonly MachineScope[] };

/**
 * How a program stands: `ready`; `shut-out` where it gets tokens that the gateway does not take; `gone` where the sign-in
 * service has no such client any more.
 */
export type MachineState = 'ready' | 'shut-out' | 'gone';

/** A program as it stands now. `ownerIsHere`: undefined while nobody is in the directory. */
export type MachineNow = Machine & { state: MachineState; ownerIsHere?: boolean };

/** Every program, and the clients of programs that nobody here has recorded: made halfway, or by hand. */
export type MachinesNow = { machines: readonly MachineNow[]; unrecorded: readonly MachineClient[] };

/** What there is, as the table, the sign-in service and the gateway have it. */
export async function machinesNow(ports: MachinePorts): Promise<MachinesNow> {
  const [known, { people }, clients, letIn] = await Promise.all([
    ports.machines.read(),
    ports.people.read(),
    ports.machineClients.list(),
    ports.machineDoor.letIn(),
  ]);
  const there = new Set(clients.map(({ id }) => id));
  const machines = standing(known).map((machine) => ({
    ...machine,
    state: there.has(machine.id) ? (letIn.has(machine.id) ? 'ready' : 'shut-out') : 'gone',
    ...(people.length === 0 ? {} : { ownerIsHere: people.some(({ id }) => id === machine.owner) }),
  }));
  const recorded = new Set(machines.map(({ id }) => id));
  return {
    machines: machines.toSorted((a, b) => (a.name < b.name ? -1 : 1)) as MachineNow[],
    unrecorded: clients.filter(({ id }) => !recorded.has(id)),
  };
}

/**
 * Makes a client for a program. Whose it is comes first: its owner is somebody of the directory, once anybody is in it.
 * Throws a `Problem` where something is wrong; then nothing has changed.
 */
export async function addMachine(
  ports: MachinePorts,
  { name, owner, scopes }: MachineWanted,
  by: string,
): Promise<{ machine: MachineNow; secret: string }> {
  const [known, { people }] = await Promise.all([ports.machines.read(), ports.people.read()]);
  const now = standing(known);
  const ownedBy = people.length === 0 ? owner : personCalled(people, owner)?.id;
  if (ownedBy === undefined) {
    const there = people.map(({ id }) => id).join(', ');
    throw invalid([{ field: 'owner', reason: `"${owner.slice(0, 40)}" is not in the directory, which has ${there}` }]);
  }
  if (now.some((one) => one.name === name))
    throw new Problem({
      type: 'client-exists',
      title: 'There is a program of that name',
      status: 409,
      detail: `"${name}" has a client already. Nothing was changed; rotate its secret, remove it, or choose another name.`,
    });
  if (now.length >= MOST_MACHINES)
    throw invalid([{ field: 'name', reason: `is one too many: there may be ${MOST_MACHINES}; remove one first` }]);

  const { id, secret } = await ports.machineClients.make(name, scopes);
  const machine: Machine = { id, name, owner: ownedBy, scopes, addedAt: ports.clock.now(), addedBy: by };
  // Before it is let in, so that nothing it says is ever of nobody.
  await ports.machines.put(machine);
  await ports.machineDoor.change([...now.map((one) => one.id), id], []);
  return { machine: { ...machine, state: 'ready', ...(people.length === 0 ? {} : { ownerIsHere: true }) }, secret };
}

/** A new secret for a program; the one before it stays good until the next, or ends at once with `alone`. */
export async function rotateMachine(
  ports: MachinePorts,
  called: string,
  alone: boolean,
): Promise<MachineSecret & { name: string }> {
  const now = standing(await ports.machines.read());
  const machine = machineCalled(now, called);
  if (machine === undefined) throw noSuchMachine(called);
  const renewed = await ports.machineClients.renew(machine.id, alone);
  if (renewed === undefined) throw noSuchMachine(called);
  await ports.machineDoor.change(
    now.map(({ id }) => id),
    [],
  );
  return { ...renewed, name: machine.name };
}

/** Ends a program: the gateway takes no token of it any more, and it gets none. */
export async function removeMachine(ports: MachinePorts, called: string): Promise<MachineClient> {
  const now = standing(await ports.machines.read());
  const machine = machineCalled(now, called);
  const there = machine ?? (await ports.machineClients.list()).find(({ id }) => id === called);
  if (there === undefined) throw noSuchMachine(called);
  await ports.machineDoor.change(
    now.map(({ id }) => id).filter((id) => id !== there.id),
    [there.id],
  );
  await ports.machineClients.end(there.id);
  if (machine !== undefined) await ports.machines.put({ ...machine, removedAt: ports.clock.now() });
  return { id: there.id, name: there.name };
}

const noSuchMachine = (called: string): Problem =>
  new Problem({
    type: 'no-such-client',
    title: 'There is no such program',
    status: 404,
    detail: `"${called.slice(0, 80)}" has no client; GET /v1/clients lists them.`,
  });

/**
 * Who is behind which door when something of `proposer` is judged: what the config says, and whose each program is. The
 * table is asked only where a program or an event may have proposed it.
 */
export async function whoIsBehind(
  { machines, policy }: { machines: MachineRecords; policy: Pick<Policy, 'people'> },
  proposer: Party,
): Promise<People> {
  const named = policy.people ?? NOBODY_NAMED;
  if (proposer.door === 'signed-in' || proposer.door === 'link') return named;
  const owned = (await machines.read()).map(({ id, owner }) => ({ id, owner }));
  return { ...named, machines: [...named.machines, ...owned] };
}
