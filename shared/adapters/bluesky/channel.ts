import { digestOf } from '../../core/channel/digest.ts';
import { epochMs, type Instant } from '../../core/instant.ts';
import type { Clock } from '../../ports/clock.ts';
import type { FindOutcome, KeyedChannel, SayablePost, SayOutcome } from '../../ports/keyed-channel.ts';
import type { Versioned } from '../../ports/versioned.ts';
import { type Answered, type Ask, PAGES_AT_MOST, unheard } from '../networks/asking.ts';
import { closingIn, errorIn, reasonIn } from './answers.ts';
import { bearer, blueskyCalls } from './calls.ts';
import type { BlueskyCredentials, BlueskySession, SignedIn } from './session.ts';

export type BlueskyParts = {
  credentials: () => Promise<BlueskyCredentials>;
  sessions: Versioned<BlueskySession>;
  ask: Ask;
  clock: Clock;
  /** BCP 47, of what is posted. */
  language: string;
};

export const COLLECTION = 'app.bsky.feed.post';

/**
 * Our account on Bluesky. A post is a record whose name is its key, put there only if there is none of that name: the same
 * record again is answered as the first was, for ever, and another one is refused (`InvalidSwap`).
 */
export function blueskyChannel({ language, ...parts }: BlueskyParts): KeyedChannel {
  const { clock } = parts;
  const call = blueskyCalls(parts);

  const read = async (name: string, query: (as: SignedIn) => Record<string, string>) => {
    const answer = await call((as) => ({
      method: 'GET',
      url: `${as.base}/com.atproto.repo.${name}?${new URLSearchParams(query(as))}`,
      headers: bearer(as),
    }));
    if ('outcome' in answer) return { unreadable: answer.reason };
    if (answer.is !== 'answered') return { unreadable: answer.reason };
    return answer;
  };

  return {
    async say(post): Promise<SayOutcome> {
      const answer = await call((as) => ({
        method: 'POST',
        url: `${as.base}/com.atproto.repo.putRecord`,
        headers: bearer(as),
        body: {
          repo: as.session.did,
          collection: COLLECTION,
          rkey: post.key,
          swapRecord: null,
          record: recordOf(post, language),
        },
      }));
      if ('outcome' in answer) return answer;
      if (answer.is !== 'answered') return unheard(answer);
      return judged(answer, clock);
    },

    async find({ key, digest }): Promise<FindOutcome> {
      const answer = await read('getRecord', ({ session }) => ({
        repo: session.did,
        collection: COLLECTION,
        rkey: key,
      }));
      if ('unreadable' in answer) return answer;
      if (errorIn(answer) === 'RecordNotFound') return 'absent';
      const record = (answer.json ?? {}) as StoredRecord;
      if (answer.status !== 200 || record.uri === undefined) return { unreadable: reasonIn(answer) };
      return digestOf(record.value?.text ?? '') === digest ? { found: receiptOf(record) } : 'absent';
    },

    async standing(since) {
      const receipts = new Set<string>();
      let cursor: string | undefined;
      for (let pages = 0; pages < PAGES_AT_MOST; pages++) {
        const answer = await read('listRecords', ({ session }) => ({
          repo: session.did,
          collection: COLLECTION,
          limit: '100',
          ...(cursor === undefined ? {} : { cursor }),
        }));
        if ('unreadable' in answer) return answer;
        const page = (answer.json ?? {}) as { records?: StoredRecord[]; cursor?: string };
        if (answer.status !== 200 || !Array.isArray(page.records)) return { unreadable: reasonIn(answer) };
        for (const record of page.records) receipts.add(receiptOf(record));
        // Newest first, by names that are times. One that somebody made up ends nothing.
        const oldest = page.records.at(-1)?.value?.createdAt;
        if (page.cursor === undefined || page.records.length === 0 || isBefore(oldest, since)) return { receipts };
        cursor = page.cursor;
      }
      return { unreadable: 'its list of our records has no end' };
    },
  };
}

export type StoredRecord = { uri?: string; cid?: string; value?: { text?: string; createdAt?: string } };

const isBefore = (at: string | undefined, since: Instant): boolean => Date.parse(at ?? '') < epochMs(since);

/** An answer names the record and this very version of it, and whoever replies has to name both. */
export const receiptOf = ({ uri, cid }: StoredRecord): string => `${uri}#${cid}`;

const reference = (receipt: string) => {
  const [uri, cid] = receipt.split('#');
  return { uri, cid };
};

function recordOf({ text, createdAt, link, thread }: SayablePost, language: string): object {
  return {
    $type: COLLECTION,
    text,
    createdAt,
    langs: [language],
    ...(link === undefined
      ? {}
      : {
          facets: [
            {
              index: { byteStart: link.from, byteEnd: link.to },
              features: [{ $type: 'app.bsky.richtext.facet#link', uri: link.url }],
            },
          ],
        }),
    ...(thread === undefined ? {} : { reply: { root: reference(thread.root), parent: reference(thread.parent) } }),
  };
}

/** What an answer to `putRecord` means. Only a 200 with the record's name is success, and only a 4xx is a refusal. */
export function judged(answer: Answered, clock: Clock): SayOutcome {
  const { uri, cid } = (answer.json ?? {}) as StoredRecord;
  if (answer.status === 200 && typeof uri === 'string' && typeof cid === 'string')
    return { outcome: 'delivered', receipt: receiptOf({ uri, cid }) };
  const reason = reasonIn(answer);
  if (errorIn(answer) === 'InvalidSwap') return { outcome: 'conflict', reason };
  const closing = closingIn(answer, clock);
  if (closing !== undefined) return { outcome: 'closed', ...closing };
  if (answer.status === 404) return { outcome: 'closed', kind: 'gone', reason };
  // A refusal whose reason did not arrive may be one of the session.
  if (answer.status >= 400 && answer.status < 500 && answer.status !== 408 && errorIn(answer) !== '')
    return { outcome: 'refused', why: 'refused', reason };
  return { outcome: 'unknown', reason };
}
