import type { Machine } from '../../core/machine.ts';
import type { MachineClients, MachineDoor, MachineRecords } from '../../ports/machines.ts';
import { atOnce, stored } from './table.ts';

/** The programs of the house in memory, as the table keeps them. */
export function memoryMachines(machines = new Map<string, Machine>()): MachineRecords {
  return {
    read: () => atOnce(() => [...machines.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1))),
    put: (machine) => atOnce(() => void machines.set(machine.id, stored(machine))),
  };
}

/** The clients of a sign-in service in memory; `secrets` are those that it takes, the newest first. */
export function memoryMachineClients() {
  const clients = new Map<string, { name: string; scopes: readonly string[]; secrets: string[] }>();
  let made = 0;
  const port: MachineClients = {
    make: (name, scopes) =>
      atOnce(() => {
        const id = `client${++made}`;
        const secret = `secret-${++made}`;
        clients.set(id, { name, scopes, secrets: [secret] });
        return { id, secret };
      }),
    renew: (id, alone) =>
      atOnce(() => {
        const client = clients.get(id);
        if (client === undefined) return undefined;
        const secret = `secret-${++made}`;
        client.secrets = alone ? [secret] : [secret, ...client.secrets.slice(0, 1)];
        return { id, secret };
      }),
    end: (id) => atOnce(() => void clients.delete(id)),
    list: () => atOnce(() => [...clients].map(([id, { name }]) => ({ id, name }))),
  };
  return { ...port, clients };
}

/** A gateway in memory that lets in `clients`. */
export function memoryMachineDoor(clients = new Set<string>()): MachineDoor {
  return {
    letIn: () => atOnce(() => new Set(clients)),
    change: (these, those) =>
      atOnce(() => {
        for (const id of these) clients.add(id);
        for (const id of those) clients.delete(id);
      }),
  };
}
