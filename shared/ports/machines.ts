import type { Machine, MachineScope } from '../core/machine.ts';

/** Which programs there are and whose each is. No secret stands here. */
export interface MachineRecords {
  /** Every one that there ever was, also those that were removed, by the ids of their clients; strongly consistent. */
  read(): Promise<readonly Machine[]>;
  /** Keeps what is known of one. */
  put(machine: Machine): Promise<void>;
}

/** A client at the sign-in service, and what it is called there. */
export type MachineClient = { id: string; name: string };

/** What a program proves itself with. `secret` is told once and kept by nobody but the sign-in service. */
export type MachineSecret = { id: string; secret: string };

/** The clients of programs at the sign-in service. */
export interface MachineClients {
  /** Makes a client that gets tokens with these scopes, by its secret and in no other way. */
  make(name: string, scopes: readonly MachineScope[]): Promise<MachineSecret>;
  /**
   * A further secret; of those that there were the newest stays good beside it, or none with `alone`. Undefined if there
   * is no such client.
   */
  renew(id: string, alone: boolean): Promise<MachineSecret | undefined>;
  /** Ends a client: it gets no token any more. One that is gone is no error. */
  end(id: string): Promise<void>;
  /** Those of programs that there are, whoever made them; the stack's own are not among them. */
  list(): Promise<readonly MachineClient[]>;
}

/** Whose tokens the gateway lets in. */
export interface MachineDoor {
  /** The ids of all clients that it lets in. */
  letIn(): Promise<ReadonlySet<string>>;
  /** Lets in `these` and no longer `those`; everybody else stays as they are. */
  change(these: readonly string[], those: readonly string[]): Promise<void>;
}
