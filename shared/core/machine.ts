import type { Instant } from './instant.ts';

/** What a program may be allowed; each is a scope of its tokens (`candor/read`). The least of them first. */
export const MACHINE_SCOPES = ['read', 'write', 'approve', 'admin'] as const;
export type MachineScope = (typeof MACHINE_SCOPES)[number];

/** As many may there be at once: the gateway knows 50 clients at most, and some of them are the stack's own. */
export const MOST_MACHINES = 40;

/** A program with a client of its own. */
export type Machine = {
  /** The id of its client, which stands in its tokens and so beside what it says. */
  id: string;
  name: string;
  /** Whose it is: by their id in the directory, or as the house calls them while nobody is in it. */
  owner: string;
  scopes: readonly MachineScope[];
  addedAt: Instant;
  addedBy: string;
  /** One that was removed stays known, so that what it proposed stays its owner's. */
  removedAt?: Instant;
};

/** Those that may come in. */
export const standing = (machines: readonly Machine[]): Machine[] =>
  machines.filter(({ removedAt }) => removedAt === undefined);

/** The one that `called` means: by its name, else by its id. */
export const machineCalled = (machines: readonly Machine[], called: string): Machine | undefined =>
  machines.find(({ name }) => name === called) ?? machines.find(({ id }) => id === called);
