import { comparable } from '../../core/channel/digest.ts';
import type { Author, Heard } from '../../core/desk/mention.ts';
import { epochMs, type Instant, MINUTE_MS, plus } from '../../core/instant.ts';
import type { AnswerOutcome, OutgoingAnswer, ReadDeskSource, Reading } from '../../ports/desk-source.ts';
import { type Answered, closingOf, PAGES_AT_MOST, queryOf, unheard } from '../networks/asking.ts';
import { answeredOn } from '../networks/desk-answers.ts';
import { mastodonAccount, reasonIn, receiptOf, type Status } from './account.ts';
import { judged, type MastodonParts } from './channel.ts';
import { type Notification, statusHeard } from './heard.ts';
import { textIn } from './text-in.ts';

/** The most that a page of notifications holds. */
const PAGE = 80;

/** How many statuses an instance shows at a time to who asks for them by id. */
const IDS_AT_MOST = 20;

const STREAM_POSTS = 5;

/** Our clock and the server's may differ. */
const CLOCK_SKEW_MS = MINUTE_MS;

/**
 * What is said to our account on Mastodon, and our answers. What its policy filters, as it does for strangers who write
 * privately, is asked for too. A message is a status with `visibility: direct`: whoever runs either of the two instances can read
 * it. Who has blocked us is not told from who has deleted what they said: both are `gone`.
 */
export function mastodonDeskSource(parts: MastodonParts): ReadDeskSource {
  const { clock, language } = parts;
  const { call, read, ownId, statuses } = mastodonAccount(parts);

  /** Newest first, in pages that a Link header joins. */
  async function words(since: Instant, direct: boolean): Promise<readonly Heard[] | Failed> {
    const us = await ownId();
    if (us === undefined) return { unreadable: 'Mastodon does not say who we are' };
    const heard: Heard[] = [];
    let before: string | undefined;
    for (let pages = 0; pages < PAGES_AT_MOST; pages++) {
      const query = queryOf([
        ['types[]', 'mention'],
        ['types[]', 'quote'],
        ['include_filtered', 'true'],
        ['limit', String(PAGE)],
        ...(before === undefined ? [] : [['max_id', before] as const]),
      ]);
      const answer = await call(`v1/notifications?${query}`);
      if (answer.is !== 'answered') return { unreadable: answer.reason };
      if (answer.status !== 200 || !Array.isArray(answer.json)) return failed(answer);
      const page = answer.json as readonly Notification[];
      const fresh = page.filter(({ created_at }) => Date.parse(created_at) >= epochMs(since));
      heard.push(
        ...fresh.flatMap(({ status }) => (status && status.account?.id !== us ? statusHeard(status, us) : [])),
      );
      before = nextIn(answer);
      if (before === undefined || fresh.length < page.length) break;
    }
    return heard.filter((one) => one.direct === direct);
  }

  function failed(answer: Answered): Failed {
    const reset = Date.parse(String(answer.headers['x-ratelimit-reset'] ?? ''));
    const resetAt = Number.isFinite(reset) ? new Date(reset).toISOString() : undefined;
    const until = closingOf(answer, reasonIn(answer), resetAt, epochMs(clock.now()))?.until;
    return { unreadable: reasonIn(answer), ...(until !== undefined && { until }) };
  }

  async function goneOf(ids: readonly string[]): Promise<string[]> {
    const gone: string[] = [];
    for (let from = 0; from < ids.length; from += IDS_AT_MOST) {
      const asked = ids.slice(from, from + IDS_AT_MOST);
      const answer = await read(`v1/statuses?${queryOf(asked.map((id) => ['id[]', id] as const))}`);
      if ('unreadable' in answer || !Array.isArray(answer.json)) return gone;
      const standing = new Set((answer.json as readonly Status[]).map(({ id }) => id));
      gone.push(...asked.filter((id) => !standing.has(id)));
    }
    return gone;
  }

  async function put(key: string, status: object, isAnswer: boolean): Promise<AnswerOutcome> {
    const body = { language, ...status };
    const answer = await call('v1/statuses', { method: 'POST', headers: { 'idempotency-key': key }, body });
    return answeredOn(answer.is === 'answered' ? judged(answer, isAnswer, clock) : unheard(answer));
  }

  return {
    source: 'mastodon',

    async since(since, known): Promise<Reading> {
      const heard = await words(since, false);
      if ('unreadable' in heard) return { ...heard, billed: {} };
      const told = new Set(heard.map(({ theirs }) => theirs));
      return { heard, gone: await goneOf(known.filter((id) => !told.has(id))), billed: {} };
    },

    async messagesSince(since): Promise<Reading> {
      const heard = await words(since, true);
      return 'unreadable' in heard ? { ...heard, billed: {} } : { heard, gone: [], billed: {} };
    },

    async answer({ key, text, to }) {
      const visibility = to.direct ? 'direct' : to.thread === 'private' ? 'private' : 'unlisted';
      return put(key, { status: named(to.author, text), in_reply_to_id: to.theirs, visibility }, true);
    },

    async message(to, { key, text }) {
      return put(key, { status: named(to, text), visibility: 'direct' }, false);
    },

    async find({ text, at, to }) {
      const all = await statuses(plus(at, -CLOCK_SKEW_MS));
      if ('unreadable' in all) return { unreadable: all.unreadable, billed: {} };
      const found = all.find((status) => answers(status, to) && bare(textIn(status.content)) === bare(text));
      return found === undefined ? { absent: true, billed: {} } : { found: receiptOf(found), billed: {} };
    },

    async stream(author): Promise<Reading> {
      const answer = await read(`v1/accounts/${author.theirs}/statuses?limit=${STREAM_POSTS}`);
      if ('unreadable' in answer) return { unreadable: answer.unreadable, billed: {} };
      if (!Array.isArray(answer.json)) return { unreadable: reasonIn(answer), billed: {} };
      const us = (await ownId()) ?? '';
      return { heard: (answer.json as readonly Status[]).map((one) => statusHeard(one, us)), gone: [], billed: {} };
    },
  };
}

type Failed = { unreadable: string; until?: Instant };

/** Somebody is only told of what names them. */
const named = ({ handle }: Author, text: string): string => `@${handle} ${text}`;

const bare = (text: string): string => comparable(text.replace(/^(@[\w.@-]+\s+)+/, ''));

/** Below what it answers; a message that answers nothing names whom it is for. */
const answers = ({ in_reply_to_id, visibility, mentions = [] }: Status, to: OutgoingAnswer['to']): boolean =>
  in_reply_to_id === to.theirs ||
  (to.direct && visibility === 'direct' && mentions.some(({ id }) => id === to.author.theirs));

/** Where the next page begins, by the Link header. */
function nextIn({ headers }: Answered): string | undefined {
  const [, next] = /<([^>]*)>;\s*rel="next"/.exec(String(headers.link ?? '')) ?? [];
  return next === undefined ? undefined : (new URL(next).searchParams.get('max_id') ?? undefined);
}
