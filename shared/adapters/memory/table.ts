import type { Delivery } from '../../core/delivery.ts';
import type { Instant } from '../../core/instant.ts';
import type { PublicIncident } from '../../core/public-incident.ts';
import type { Control } from '../../ports/control.ts';
import type { StoredEntry } from '../../ports/incident-log.ts';
import type { ReminderState } from '../../ports/reminders.ts';
import type { MonthPages, RebuildPoint } from '../../ports/site-index.ts';
import type { StoredSum, Waiting } from '../dynamodb/day-state.ts';
import type { Pointer } from '../dynamodb/site-index-protocol.ts';

/** What one incident has stored. */
export type Partition = {
  entries: Map<number, { entry: StoredEntry; watchAt: Instant | undefined }>;
  deliveries: Map<string, Map<number, Delivery>>;
  reminders: Map<string, ReminderState>;
};

/** What is stored of one day. */
export type MemoryDay = {
  upTo: number;
  shares: Map<string, Waiting>;
  sum: StoredSum | undefined;
  summed: Map<string, { version: number; share: Waiting }>;
};

/**
 * The one table, in memory. It outlives the adapters that are made over it, as a real one outlives the processes that
 * use it: what crashes is a worker, never the table.
 */
export type MemoryTable = {
  name: string;
  incidents: Map<string, Partition>;
  control: Control;
  siteIndex: {
    rev: number;
    open: Map<string, Pointer>;
    rows: Map<string, PublicIncident>;
    days: Map<string, MemoryDay>;
    months: Set<string>;
    pages: Map<string, MonthPages>;
    since: Instant | undefined;
    rebuildPoint: RebuildPoint | undefined;
  };
};

export const memoryTable = (name = 'candor'): MemoryTable => ({
  name,
  incidents: new Map(),
  control: { channels: {} },
  siteIndex: {
    rev: 0,
    open: new Map(),
    rows: new Map(),
    days: new Map(),
    months: new Set(),
    pages: new Map(),
    since: undefined,
    rebuildPoint: undefined,
  },
});

export function partitionOf(table: MemoryTable, incident: string): Partition {
  const found = table.incidents.get(incident);
  if (found) return found;
  const made: Partition = { entries: new Map(), deliveries: new Map(), reminders: new Map() };
  table.incidents.set(incident, made);
  return made;
}

/**
 * Passes on the way to the table and on the way back, like a request: others run in between, and what one call does to
 * the table it does at once.
 */
export async function atOnce<T>(step: () => T): Promise<T> {
  await undefined;
  const answer = step();
  await undefined;
  return answer;
}

/** A copy that nobody can change afterwards, neither the giver nor the taker. */
export function stored<T>(value: T): T {
  return frozen(structuredClone(value));
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) frozen(inner);
  }
  return value;
}
