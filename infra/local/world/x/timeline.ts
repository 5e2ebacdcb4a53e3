import { type Answer, json } from '../faulty/answer.ts';
import { type Account, accountOf } from './accounts.ts';
import { invalid, notFoundError } from './answers.ts';
import { htmlEscaped, wrapLinks } from './text.ts';

/** One post as the journal has it: the text as it was meant, links not yet wrapped. */
export type Post = {
  id: string;
  text: string;
  at: string;
  replyTo: string | null;
  /** Until then reads do not show it (a fault). ISO instant. */
  hiddenUntil?: string;
  /** Who said it; the account itself, if left out. */
  author?: Account;
  /** Whom it answers, if not the account itself. */
  replyToUser?: string;
  /** The names that X puts before the words of an answer, with a blank behind each. */
  prefix?: string;
  /** The post that it shows around its words. */
  quoted?: string;
  language?: string;
};

export type { Account };

/** `since_id`, `max_results`, ... as they stand in the query string. */
export type Query = Readonly<Record<string, string | undefined>>;

const known = {
  'tweet.fields':
    'article,attachments,author_id,card_uri,community_id,context_annotations,conversation_id,created_at,display_text_range,edit_controls,edit_history_tweet_ids,entities,geo,id,in_reply_to_user_id,lang,media_metadata,non_public_metrics,note_tweet,organic_metrics,possibly_sensitive,promoted_metrics,public_metrics,referenced_tweets,reply_settings,scopes,source,suggested_source_links,text,withheld'.split(
      ',',
    ),
  exclude: ['replies', 'retweets'],
};

const ignored = ['expansions', 'user.fields', 'media.fields', 'place.fields', 'poll.fields'];

export const listOf = (value: string | undefined): string[] =>
  value ? value.split(',').map((item) => item.trim()) : [];

/** A post as the API returns it: `id`, `text` and `edit_history_tweet_ids`, and the fields that were asked for. */
export function tweetObject(post: Post, account: Account, rootId: string, fields: readonly string[]): object {
  const { prefix = '', quoted, language = 'en', author = account } = post;
  const { text, links } = wrapLinks(post.id, prefix + post.text);
  const mentions = mentionsIn(text, account);
  const references = [
    ...(post.replyTo ? [{ type: 'replied_to', id: post.replyTo }] : []),
    ...(quoted ? [{ type: 'quoted', id: quoted }] : []),
  ];
  const all: Record<string, unknown> = {
    author_id: author.id,
    conversation_id: rootId,
    created_at: post.at,
    display_text_range: [[...prefix].length, [...text].length],
    entities:
      links.length + mentions.length > 0
        ? { ...(links.length > 0 && { urls: links }), ...(mentions.length > 0 && { mentions }) }
        : undefined,
    in_reply_to_user_id: post.replyTo ? (post.replyToUser ?? account.id) : undefined,
    lang: language,
    possibly_sensitive: false,
    public_metrics: {
      retweet_count: 0,
      reply_count: 0,
      like_count: 0,
      quote_count: 0,
      bookmark_count: 0,
      impression_count: 0,
    },
    referenced_tweets: references.length > 0 ? references : undefined,
    reply_settings: 'everyone',
  };
  const asked = fields.filter((field) => all[field] !== undefined).map((field) => [field, all[field]]);
  return { id: post.id, text: htmlEscaped(text), edit_history_tweet_ids: [post.id], ...Object.fromEntries(asked) };
}

/** Who is named in a text, by place in code points. */
function mentionsIn(text: string, us: Account) {
  return [...text.matchAll(/(?<![\w@])@(\w{1,15})/g)].map(({ 0: whole, 1: username = '', index }) => {
    const start = [...text.slice(0, index)].length;
    const { id } = username.toLowerCase() === us.username.toLowerCase() ? us : accountOf(username);
    return { start, end: start + whole.length, username, id };
  });
}

/** The message about the first parameter that X would refuse, if any. */
export function refusedParameter(query: Query, allowed: readonly string[]): Answer | undefined {
  for (const [name, value] of Object.entries(query)) {
    if (![...allowed, ...ignored, 'tweet.fields'].includes(name)) {
      const list = [...allowed, 'tweet.fields', ...ignored].join(',');
      return invalid({ [name]: [value] }, `The query parameter [${name}] is not one of [${list}]`);
    }
    const values = name in known ? known[name as keyof typeof known] : undefined;
    const wrong = values && listOf(value).find((item) => !values.includes(item));
    if (wrong) {
      return invalid(
        { [name]: [value] },
        `The \`${name}\` query parameter value [${wrong}] is not one of [${values.join(',')}]`,
      );
    }
  }
  return undefined;
}

const MENTION_PARAMETERS = ['since_id', 'until_id', 'start_time', 'end_time', 'max_results', 'pagination_token'];
const TIMELINE_PARAMETERS = [...MENTION_PARAMETERS, 'exclude'];

/** One page of somebody's posts, newest first. `posts` are those that reads may see, oldest first. */
export const timelinePage = (
  posts: readonly Post[],
  account: Account,
  rootOf: (post: Post) => string,
  query: Query,
): Answer => pageOf(posts, account, rootOf, query, TIMELINE_PARAMETERS);

/** One page of the posts in which we are named, of which X keeps the newest 800. */
export const mentionsPage = (
  posts: readonly Post[],
  account: Account,
  rootOf: (post: Post) => string,
  query: Query,
): Answer => pageOf(posts.slice(-800), account, rootOf, query, MENTION_PARAMETERS);

function pageOf(
  posts: readonly Post[],
  account: Account,
  rootOf: (post: Post) => string,
  query: Query,
  parameters: readonly string[],
): Answer {
  const refused = refusedParameter(query, parameters);
  if (refused) return refused;
  const size = Number(query.max_results ?? 10);
  if (!Number.isInteger(size) || size < 5 || size > 100) {
    const message = `The \`max_results\` query parameter value [${query.max_results}] is not between 5 and 100`;
    return invalid({ max_results: [query.max_results] }, message);
  }
  for (const name of ['since_id', 'until_id'] as const) {
    const value = query[name];
    if (value !== undefined && !/^\d{1,19}$/.test(value)) {
      return invalid({ [name]: [value] }, `The \`${name}\` query parameter value [${value}] is not valid`);
    }
  }
  for (const name of ['start_time', 'end_time'] as const) {
    const value = query[name];
    if (value !== undefined && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/.test(value)) {
      return invalid(
        { [name]: [value] },
        `The \`${name}\` query parameter value [${value}] is not a valid RFC3339 date-time`,
      );
    }
  }
  const before = query.pagination_token === undefined ? undefined : pageStart(query.pagination_token);
  if (before === 'invalid') {
    return invalid(
      { pagination_token: [query.pagination_token] },
      `The \`pagination_token\` query parameter value [${query.pagination_token}] is not valid`,
    );
  }

  const chosen = posts
    .filter(
      ({ id, at, replyTo }) =>
        (query.since_id === undefined || BigInt(id) > BigInt(query.since_id)) &&
        (query.until_id === undefined || BigInt(id) < BigInt(query.until_id)) &&
        (query.start_time === undefined || Date.parse(at) >= Date.parse(query.start_time)) &&
        (query.end_time === undefined || Date.parse(at) < Date.parse(query.end_time)) &&
        (before === undefined || BigInt(id) < before) &&
        !(replyTo && listOf(query.exclude).includes('replies')),
    )
    .toReversed();
  const page = chosen.slice(0, size);
  const first = page[0];
  const last = page.at(-1);
  if (!first || !last) return json(200, { meta: { result_count: 0 } });
  const next = chosen.length > size ? { next_token: pageToken(last.id) } : {};
  return json(200, {
    data: page.map((post) => tweetObject(post, account, rootOf(post), listOf(query['tweet.fields']))),
    ...includes(query, page, account),
    meta: { result_count: page.length, newest_id: first.id, oldest_id: last.id, ...next },
  });
}

/** Posts by id, in the order asked for, with an error row for each that is not there. */
export function lookedUp(
  ids: readonly string[],
  find: (id: string) => Post | undefined,
  account: Account,
  rootOf: (post: Post) => string,
  query: Query,
): Answer {
  const found = ids.flatMap((id) => find(id) ?? []);
  const missing = ids.filter((id) => !find(id));
  return json(200, {
    ...(found.length > 0 && {
      data: found.map((post) => tweetObject(post, account, rootOf(post), listOf(query['tweet.fields']))),
      ...includes(query, found, account),
    }),
    ...(missing.length > 0 && {
      errors: missing.map((id) => notFoundError('tweet', 'ids', id)),
    }),
  });
}

function includes(query: Query, posts: readonly Post[], account: Account): object {
  if (!listOf(query.expansions).includes('author_id')) return {};
  const authors = new Map(posts.map(({ author = account }) => [author.id, author]));
  return { includes: { users: [...authors.values()] } };
}

const pageToken = (id: string): string => Buffer.from(`before ${id}`).toString('base64url');

function pageStart(token: string): bigint | 'invalid' {
  const [, id] = /^before (\d{1,19})$/.exec(Buffer.from(token, 'base64url').toString()) ?? [];
  return id === undefined ? 'invalid' : BigInt(id);
}
