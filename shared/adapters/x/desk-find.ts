import { comparable } from '../../core/channel/digest.ts';
import type { Billed } from '../../core/desk/bill.ts';
import type { Author } from '../../core/desk/mention.ts';
import { epochMs, type Instant } from '../../core/instant.ts';
import { idAt } from '../../core/x/find.ts';
import { unreadable } from './desk-answers.ts';
import { added, MESSAGES_A_PAGE, PAGES_AT_MOST, type XDeskCalls } from './desk-calls.ts';
import type { DmEvent } from './dm-events.ts';
import type { CallResult } from './guarded-call.ts';
import { asSent } from './own-post.ts';

type Me = { id: string; billed: Billed };

type Found = { billed: Billed } & ({ found: string } | { absent: true } | { unreadable: string });

/** Our post with these words below that one, if there is one. */
export async function findAnswer(
  { read, charged }: XDeskCalls,
  parent: string,
  text: string,
  since: Instant,
  me: Me,
): Promise<Found> {
  let billed = me.billed;
  let token: string | undefined;
  for (let pages = 0; pages < PAGES_AT_MOST; pages++) {
    const page = await read(`users/${me.id}/tweets`, {
      since_id: idAt(since),
      max_results: 100,
      'tweet.fields': 'created_at,referenced_tweets,entities,note_tweet',
      ...(token !== undefined && { pagination_token: token }),
    });
    if ('failed' in page) return { unreadable: whyNot(page.failed, since), billed };
    const { data = [], meta } = page;
    // Our own posts are charged as our mentions are.
    billed = added(billed, { 'mention-read': charged.mentions(data.map(({ id }) => `own ${id}`)) });
    const found = data.map(asSent).find((post) => post.replyTo === parent && bare(post.text) === bare(text));
    if (found !== undefined) return { found: found.id, billed };
    token = meta?.next_token;
    if (token === undefined) return { absent: true, billed };
  }
  return { unreadable: 'its list of our posts has no end', billed };
}

/** Our message with these words to that person, if there is one. */
export async function findMessage(
  { read, charged }: XDeskCalls,
  to: Author,
  text: string,
  since: Instant,
  me: Me,
): Promise<Found> {
  const page = await read(`dm_conversations/with/${to.theirs}/dm_events`, {
    event_types: 'MessageCreate',
    'dm_event.fields': 'created_at,sender_id,text',
    max_results: MESSAGES_A_PAGE,
  });
  if ('failed' in page) return { unreadable: whyNot(page.failed, since), billed: me.billed };
  const events = (page.data ?? []) as unknown as readonly DmEvent[];
  const billed = added(me.billed, { 'message-read': charged.messages(events.map(({ id }) => id)) });
  const isIt = (event: DmEvent) =>
    event.sender_id === me.id &&
    Date.parse(event.created_at ?? '') >= epochMs(since) &&
    comparable(event.text ?? '') === comparable(text);
  const found = events.find(isIt);
  return found === undefined ? { absent: true, billed } : { found: found.id, billed };
}

const whyNot = (failed: CallResult, since: Instant): string => unreadable(failed, epochMs(since)).unreadable;

/** A text without the names that X puts before an answer. */
const bare = (text: string): string => comparable(text.replace(/^(@\w{1,15}\s+)+/, ''));
