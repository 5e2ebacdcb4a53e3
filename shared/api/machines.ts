import type * as z from 'zod';
import {
  addMachine,
  type MachineNow,
  type MachinePorts,
  machinesNow,
  removeMachine,
  rotateMachine,
} from '../app/machines.ts';
import type * as answers from '../contract/machine-answers.ts';
import { machineBody, rotateBody } from '../contract/machine-schemas.ts';
import { parseBody } from '../contract/parse.ts';
import { MACHINE_SCOPES } from '../core/machine.ts';
import type { Caller } from './caller.ts';

export type MachineApiPorts = MachinePorts & {
  /** Where tokens are asked for, without a slash at the end. */
  signInUrl: string;
};

/** Every program, whose it is, and whether it can sign in. */
export async function listMachines(ports: MachineApiPorts): Promise<z.output<typeof answers.machineList>> {
  const { machines, unrecorded } = await machinesNow(ports);
  return { clients: machines.map(view), unrecorded: [...unrecorded] };
}

/** Makes a client with the least scopes that were asked for, and tells its secret once. */
export async function makeMachine(
  ports: MachineApiPorts,
  body: unknown,
  caller: Caller,
): Promise<z.output<typeof answers.machineMade>> {
  const { name, owner, scopes = ['read'] } = parseBody(machineBody, body);
  const wanted = { name, owner, scopes: MACHINE_SCOPES.filter((scope) => scopes.includes(scope)) };
  const { machine, secret } = await addMachine(ports, wanted, caller.actor);
  return { client: view(machine), secret, signInUrl: ports.signInUrl };
}

export async function renewMachine(
  ports: MachineApiPorts,
  called: string,
  body: unknown,
): Promise<z.output<typeof answers.machineRotated>> {
  const { endOld = false } = parseBody(rotateBody, body);
  return { ...(await rotateMachine(ports, called, endOld)), signInUrl: ports.signInUrl };
}

export const endMachine = async (
  ports: MachineApiPorts,
  called: string,
): Promise<z.output<typeof answers.machineGone>> => ({ removed: await removeMachine(ports, called) });

const view = ({ removedAt: _gone, scopes, ...machine }: MachineNow) => ({ ...machine, scopes: [...scopes] });
