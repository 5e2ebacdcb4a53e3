import { describe, expect, it } from 'vitest';
import type { Machine } from '../../shared/core/machine.ts';
import type { MachineClients, MachineDoor } from '../../shared/ports/machines.ts';
import { TEN_O_CLOCK } from '../support/entries.ts';
import type { MakeStores } from './stores.ts';

const at = TEN_O_CLOCK;
const ci: Machine = {
  id: 'a1',
  name: 'ci',
  owner: 'ada',
  scopes: ['read', 'write'],
  addedAt: at,
  addedBy: 'root',
};

/** What the records of programs must do, wherever they are kept. */
export function machinesContract(make: MakeStores) {
  describe('the programs of the house', () => {
    it('are kept by the ids of their clients, also once they were removed', async () => {
      const { machines, people } = await make();
      expect(await machines.read()).toEqual([]);
      const bot: Machine = { ...ci, id: 'b2', name: 'bot', scopes: ['read'] };
      for (const one of [bot, ci]) await machines.put(one);
      expect(await machines.read()).toEqual([ci, bot]);
      await machines.put({ ...ci, removedAt: at });
      expect(await machines.read()).toEqual([{ ...ci, removedAt: at }, bot]);
      expect(await people.read()).toEqual({ people: [], said: [] });
    });
  });
}

/** A sign-in service, and a way to ask it for a token. */
export type MakeClients = () => Promise<{
  clients: MachineClients;
  /** The scopes of a token that it gives for this secret; undefined where it gives none. */
  granted: (id: string, secret: string) => Promise<string | undefined>;
}>;

/** What the clients of programs must do, wherever they are made. */
export function machineClientsContract(make: MakeClients) {
  describe('the client of a program', () => {
    it('gets tokens with the scopes that it was made with, by its own secret, until it is ended', async () => {
      const { clients, granted } = await make();
      const { id, secret } = await clients.make('ci', ['read', 'write']);
      const other = await clients.make('bot', ['read']);
      expect(await granted(id, secret)).toBe('candor/read candor/write');
      expect(await granted(other.id, other.secret)).toBe('candor/read');
      expect(await granted(id, other.secret)).toBeUndefined();
      expect(await clients.list()).toEqual([
        { id, name: 'ci' },
        { id: other.id, name: 'bot' },
      ]);
      await clients.end(id);
      await clients.end(id);
      expect(await granted(id, secret)).toBeUndefined();
      expect(await clients.list()).toEqual([{ id: other.id, name: 'bot' }]);
      expect(await clients.renew(id, false)).toBeUndefined();
    });

    it('has a secret and the one before it, or with "alone" the new one only', async () => {
      const { clients, granted } = await make();
      const made = await clients.make('ci', ['read']);
      const secrets = [made.secret];
      const good = async () => Promise.all(secrets.map(async (one) => (await granted(made.id, one)) !== undefined));
      for (const _time of [1, 2]) secrets.push((await clients.renew(made.id, false))?.secret ?? '');
      expect(await good()).toEqual([false, true, true]);
      secrets.push((await clients.renew(made.id, true))?.secret ?? '');
      expect(await good()).toEqual([false, false, false, true]);
    });
  });
}

/** What the gateway's list of those whom it lets in must do. */
export function machineDoorContract(make: () => Promise<MachineDoor>) {
  describe('the door of the gateway', () => {
    it('lets in whom it is told to and leaves everybody else as they are', async () => {
      const door = await make();
      const before = [...(await door.letIn())];
      await door.change(['a1', 'b2'], []);
      expect(await door.letIn()).toEqual(new Set([...before, 'a1', 'b2']));
      await door.change(['b2'], ['a1', 'nobody']);
      expect(await door.letIn()).toEqual(new Set([...before, 'b2']));
    });
  });
}
