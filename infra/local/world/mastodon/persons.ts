import { digestOf, handleFor } from '../people/people.ts';
import { INSTANCE, type MastodonAccount } from './account.ts';

/** Somebody on another instance. `acct`: how they are called from ours. */
export type Person = { id: string; username: string; acct: string; name: string };

/** Where people are who are nowhere registered. */
const ELSEWHERE = 'mastodon.example.net';

/** The same account for the same name, whoever asks. */
export function personOf(name: string): Person {
  const username = handleFor(name, /\W/g, '_', 30);
  const id = String(10n ** 17n + BigInt(`0x${digestOf(username).slice(0, 13)}`));
  return { id, username, acct: `${username}@${ELSEWHERE}`, name };
}

export const personUrl = ({ acct }: Person): string => {
  const [name, host] = acct.split('@');
  return `https://${host}/@${name}`;
};

/** Whether a text speaks to the account by name. */
export const speaksTo = (text: string, account: MastodonAccount): boolean =>
  mentionsIn(text, account).some(({ id }) => id === account.id);

/** Who is named in a text, as the API tells it. */
export function mentionsIn(text: string, account: MastodonAccount) {
  const ours = new URL(INSTANCE).host;
  const named = [...text.matchAll(/(?<![\w@])@([a-z0-9_]+)(?:@([a-z0-9.-]*[a-z0-9]))?/gi)];
  return named.flatMap(([, username = '', host = ours]) => {
    if (host !== ours) {
      const person = personOf(username);
      const { id, acct } = person;
      return host === ELSEWHERE ? [{ id, username, acct, url: personUrl(person) }] : [];
    }
    if (username.toLowerCase() !== account.username.toLowerCase()) return [];
    return [{ id: account.id, username: account.username, acct: account.username, url: `${INSTANCE}/@${username}` }];
  });
}
