import type { Versioned } from '../ports/versioned.ts';

/** Changes one value, whoever else does too; `undefined` leaves it as it is. */
export async function changeVersioned<T>(
  record: Versioned<T>,
  change: (state: T | undefined) => T | undefined,
): Promise<void> {
  for (;;) {
    const { state, version } = await record.read();
    const next = change(state);
    if (next === undefined || (await record.swap(version, next))) return;
  }
}
