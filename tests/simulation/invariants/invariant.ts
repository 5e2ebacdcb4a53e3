import type { MemoryTable } from '../../../shared/adapters/memory/table.ts';
import type { Instant } from '../../../shared/core/instant.ts';
import type { XAccountState } from '../../../shared/core/x/account.ts';
import type { Change, Chronicle } from '../chronicle.ts';
import type { Channels } from '../use-cases.ts';

/** Looks at one change when everything before it is already in the chronicle. Returns what is wrong, or nothing. */
export type ChangeInvariant = (change: Change, chronicle: Chronicle) => string | undefined;

/** What is there to look at when a run is over and all has been calm for long enough. */
export type Outcome = {
  chronicle: Chronicle;
  table: MemoryTable;
  account: XAccountState;
  channels: Channels;
  now: Instant;
};

export type FinalInvariant = (outcome: Outcome) => string | undefined;
