import { digestOf } from '../people/people.ts';

export type Account = { id: string; name: string; username: string };

/** Somebody's account: the same number for the same name, whoever asks. */
export const accountOf = (username: string): Account => ({
  id: String(10n ** 18n + BigInt(`0x${digestOf(username).slice(0, 14)}`)),
  name: username,
  username,
});

/** Whether a text speaks to somebody by name. */
export const names = (text: string, { username }: Pick<Account, 'username'>): boolean =>
  new RegExp(`(^|[^\\w@])@${username}(?!\\w)`, 'i').test(text);
