import { type KeyedAccount, NEW_KEYED_ACCOUNT } from '../../core/keyed/account.ts';
import type { Versioned } from '../../ports/versioned.ts';

/** Reads and changes the account until the change holds; undefined from `change` leaves it as it is. */
export async function changeAccount(
  account: Versioned<KeyedAccount>,
  change: (state: KeyedAccount) => KeyedAccount | undefined,
): Promise<KeyedAccount | undefined> {
  for (;;) {
    const { state = NEW_KEYED_ACCOUNT, version } = await account.read();
    const next = change(state);
    if (next === undefined) return undefined;
    if (await account.swap(version, next)) return next;
  }
}

/**
 * A person who arms a channel has mended what only a person can mend: it is tried at once. A limit's end is known, so that
 * it is waited for all the same.
 */
export async function tryAgain(account: Versioned<KeyedAccount>): Promise<void> {
  await changeAccount(account, ({ gate, ...open }) => (gate === undefined || gate.kind === 'rate' ? undefined : open));
}
