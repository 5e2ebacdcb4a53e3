import { type Answer, json } from '../faulty/answer.ts';
import { invalid } from './answers.ts';
import { wantedBy } from './query.ts';
import type { Account, Post, Query } from './timeline.ts';

const SPANS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

/** How long a query may be for who pays by use. */
const QUERY_AT_MOST = 512;
const DAYS_BACK = 7;

/** What is said in the last half minute is not counted yet; that X has this for counts as it has for search is our guess. */
const COUNTED_AFTER_MS = 30_000;

const PARAMETERS = ['query', 'granularity', 'start_time', 'end_time', 'since_id', 'until_id', 'search_count.fields'];

/** `GET /2/tweets/counts/recent`: how many posts match, for each minute, hour or day. Nobody's words are in it. */
export function countsAnswer(posts: readonly Post[], account: Account, query: Query, nowMs: number): Answer {
  const strange = Object.keys(query).find((name) => !PARAMETERS.includes(name));
  if (strange !== undefined)
    return invalid({ [strange]: [query[strange]] }, `The query parameter [${strange}] is not one of [${PARAMETERS}]`);
  const { query: words = '', granularity = 'hour' } = query;
  if (words === '') return invalid({ query: [] }, 'The `query` query parameter can not be empty');
  if (words.length > QUERY_AT_MOST)
    return invalid({ query: [words] }, `The \`query\` query parameter is longer than ${QUERY_AT_MOST} characters`);
  if (!(granularity in SPANS)) {
    const message = `The \`granularity\` query parameter value [${granularity}] is not one of [minute,hour,day]`;
    return invalid({ granularity: [granularity] }, message);
  }
  const wanted = wantedBy(words);
  if (typeof wanted !== 'function')
    return invalid({ query: [words] }, `There were errors processing your request: ${wanted.wrong}`);
  const from = timeIn(query.start_time, nowMs - DAYS_BACK * SPANS.day);
  const to = timeIn(query.end_time, nowMs - COUNTED_AFTER_MS);
  const early = nowMs - DAYS_BACK * SPANS.day - SPANS.minute;
  if (from === undefined || from < early || to === undefined || to <= from || to > nowMs) {
    const named = from === undefined || from < early ? 'start_time' : 'end_time';
    return invalid({ [named]: [query[named]] }, `Invalid '${named}':'${query[named]}'.`);
  }

  const spanMs = SPANS[granularity as keyof typeof SPANS];
  const counts = new Map<number, number>();
  for (const post of posts) {
    const { at, text, prefix = '', author = account, language = 'en' } = post;
    const atMs = Date.parse(at);
    if (atMs < from || atMs >= to) continue;
    if (!wanted({ text: prefix + text, username: author.username, language })) continue;
    const begin = Math.floor(atMs / spanMs) * spanMs;
    counts.set(begin, (counts.get(begin) ?? 0) + 1);
  }
  const data = [];
  for (let begin = Math.floor(from / spanMs) * spanMs; begin < to; begin += spanMs) {
    const [start, end] = [Math.max(from, begin), Math.min(to, begin + spanMs)].map((ms) => new Date(ms).toISOString());
    data.push({ end, start, tweet_count: counts.get(begin) ?? 0 });
  }
  const total = data.reduce((sum, { tweet_count }) => sum + tweet_count, 0);
  return json(200, { data, meta: { total_tweet_count: total } });
}

function timeIn(given: string | undefined, otherwise: number): number | undefined {
  if (given === undefined) return otherwise;
  const ms = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/.test(given) ? Date.parse(given) : Number.NaN;
  return Number.isNaN(ms) ? undefined : ms;
}
