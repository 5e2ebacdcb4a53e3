import type { ApiMention, ApiTold } from '../../client/desk.ts';
import { nameIn } from '../../client/words.ts';
import type { MentionState } from '../../core/desk/kept-mention.ts';
import type { DeskSource } from '../../core/desk/mention.ts';
import type { TemplateName } from '../../core/desk/template.ts';
import type { Look } from '../moments.ts';

/** How people call the places where customers are heard. */
export const SOURCE_LABEL: Readonly<Record<DeskSource, string>> = {
  x: 'X',
  bluesky: 'Bluesky',
  mastodon: 'Mastodon',
  mail: 'mail',
};

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

/** How a mention stands, for whoever looks. */
export function stateWords({ state, by, until, reason }: ApiMention, { names, reader }: Look): string {
  const who = by === undefined ? 'somebody' : by === reader ? 'you' : nameIn(names, by);
  const why = reason === undefined || reason === '' ? '' : `: ${reason}`;
  switch (state) {
    case 'new':
      return 'waits';
    case 'taken':
      return `${who} ${who === 'you' ? 'have' : 'has'} it${until === undefined ? '' : ` until ${until.slice(11, 16)} UTC`}`;
    case 'answered':
      return `answered by ${who}${why}`;
    case 'handed':
      return 'goes on in private';
    case 'left':
      return `left by ${who}${why}`;
    case 'expired':
      return `waits again${why}`;
  }
}

/** How mentions stand, where nobody in particular is meant. */
export const STATE_WORD: Readonly<Record<MentionState, string>> = {
  new: 'waits',
  taken: 'somebody has it',
  answered: 'answered',
  handed: 'goes on in private',
  left: 'left',
  expired: 'waits again: an answer did not go out',
};

/** What became of something that they were told. */
export const TOLD_STATE: Readonly<Record<ApiTold['state'], string>> = {
  claimed: 'is on its way',
  waiting: 'not sent yet; it is tried again',
  doubt: 'may be there; we look whether it is',
  sent: 'sent',
  'by-hand': 'said by hand',
  refused: 'was not taken',
  unsent: 'did not go out',
  unknown: 'nobody knows whether it arrived; it is not sent again',
};

/** `costs nothing`, or `$0.010`. */
export const money = (dollars: number): string => (dollars === 0 ? 'costs nothing' : `$${dollars.toFixed(3)}`);

/** How somebody is called there. */
export const handleOf = ({ from, source }: Pick<ApiMention, 'from' | 'source'>): string =>
  from === '' ? 'somebody' : source === 'mail' ? from : `@${from}`;

/**
 * Where somebody is found there, by the name that people see. Which post it was, nobody outside the API knows: on X the search
 * shows their latest.
 */
export function whereOf({ from, source }: Pick<ApiMention, 'from' | 'source'>): string | undefined {
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

/** `1 person`, `14 people`. */
export const people = (count: number): string => (count === 1 ? '1 person' : `${count} people`);

/** True of one for whom somebody still has to decide. */
export const waits = ({ state }: Pick<ApiMention, 'state'>): boolean => ['new', 'taken', 'expired'].includes(state);
