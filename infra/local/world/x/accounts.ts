import { digestOf, handleFor } from '../people/people.ts';

export type Account = { id: string; name: string; username: string };

/** Somebody's account: the same for the same name, whoever asks; and for the handle that it has there. */
export function accountOf(name: string): Account {
  const username = handleFor(name, /\W/g, '_', 15);
  return { id: String(10n ** 18n + BigInt(`0x${digestOf(username).slice(0, 14)}`)), name, username };
}

/** Whether a text speaks to somebody by name. */
export const names = (text: string, { username }: Pick<Account, 'username'>): boolean =>
  new RegExp(`(^|[^\\w@])@${username}(?!\\w)`, 'i').test(text);
