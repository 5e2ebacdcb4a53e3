import { listed, siteTitle } from '../site.ts';
import { type Block, named, words } from './blocks.ts';
import type { Following } from './view.ts';

/** `follow API and Website on Example Cloud status`: what somebody asked for, inside a sentence. */
export function follow(brand: string, { components, incident }: Following): string {
  const what =
    incident === undefined
      ? components === undefined
        ? 'everything'
        : listed(components.map(named))
      : title(incident);
  return `follow ${what} on ${named(siteTitle(brand))}`;
}

const title = (incident: { title: string }): string => `“${named(incident.title)}”`;

/** Which statements they get. */
export const get = ({ level }: Pick<Following, 'level'>): string =>
  level === 'all' ? 'get every update by mail' : 'get a mail when something begins and when it is over';

/** Why somebody gets a mail, and how it ends. It stands at the end of every mail to a subscriber. */
export const whyYou = (
  brand: string,
  reader: Following,
  addresses: { unsubscribe: string; change: string },
): Block[] => [
  { is: 'line' },
  words(`You ${follow(brand, reader)} and ${get(reader)}.`, 'fine'),
  { is: 'link', words: 'Stop these mails', href: addresses.unsubscribe, tone: 'fine' },
  { is: 'link', words: 'Change what you get', href: addresses.change, tone: 'fine' },
];
