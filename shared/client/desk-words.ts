import type { MentionState } from '../core/desk/kept-mention.ts';
import type { DeskSource } from '../core/desk/mention.ts';
import type { ApiMention, ApiTold } from './desk.ts';
import type { Called } from './words.ts';

/** How people call the places where customers are heard. */
export const SOURCE_LABEL: Readonly<Record<DeskSource, string>> = {
  x: 'X',
  bluesky: 'Bluesky',
  mastodon: 'Mastodon',
  mail: 'mail',
};

/** How a mention stands. `called`: how whoever looks calls somebody, "you" for themselves. */
export function stateIn({ state, by, until, reason }: ApiMention, called: Called): string {
  const who = by === undefined ? 'somebody' : called(by);
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

/** `1 person`, `14 people`. */
export const people = (count: number): string => (count === 1 ? '1 person' : `${count} people`);

/** True of one for whom somebody still has to decide. */
export const waits = ({ state }: Pick<ApiMention, 'state'>): boolean => ['new', 'taken', 'expired'].includes(state);
