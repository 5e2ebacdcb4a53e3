import type { ApiMention } from '../../client/desk.ts';
import { stateIn } from '../../client/desk-words.ts';
import { nameIn } from '../../client/words.ts';
import type { TemplateName } from '../../core/desk/template.ts';
import type { Look } from '../moments.ts';

/** What an answer is for, in a few words. */
export const TEMPLATE_LABEL: Readonly<Record<TemplateName, string>> = {
  'ack-known': 'We know, and work on it',
  'ack-unknown': 'We did not know; we look',
  thanks: 'Thank them',
  'to-private': 'Ask them to write to us',
  receipt: 'Their message is here',
  solved: 'It is over',
  correction: 'It is not over after all',
};

/** How a mention stands, for whoever looks at the console. */
export const stateWords = (mention: ApiMention, { names, reader }: Look): string =>
  stateIn(mention, (actor) => (actor === reader ? 'you' : nameIn(names, actor)));

/** Where their post is seen; else where they are found, by the name that people see: on X the search shows their latest. */
export function whereOf({ from, source, link }: Pick<ApiMention, 'from' | 'source' | 'link'>): string | undefined {
  if (link !== undefined) return link;
  const [, user = from, server] = /^([^@]+)@([\w.-]+)$/.exec(from) ?? [];
  if (from === '') return undefined;
  switch (source) {
    case 'x':
      return `https://x.com/search?q=${encodeURIComponent(`from:${from}`)}&f=live`;
    case 'bluesky':
      return `https://bsky.app/profile/${encodeURIComponent(from)}`;
    case 'mastodon':
      return server === undefined ? undefined : `https://${server}/@${encodeURIComponent(user)}`;
    case 'mail':
      return server === undefined ? undefined : `mailto:${encodeURIComponent(user)}@${server}`;
  }
}
