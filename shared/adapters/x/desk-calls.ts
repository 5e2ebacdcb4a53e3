import type { Billed } from '../../core/desk/bill.ts';
import type { Author } from '../../core/desk/mention.ts';
import { MINUTE_MS } from '../../core/instant.ts';
import type { Clock } from '../../ports/clock.ts';
import { charges } from './charged.ts';
import { type CallResult, guardedCall, type XServer, type XTokens } from './guarded-call.ts';
import type { MentionPost } from './heard.ts';

export type XDeskParts = {
  tokens: () => Promise<XTokens>;
  server: XServer;
  clock: Clock;
  /**
   * Whether X is asked what those are called whom we do not know yet. It charges $0.010 for each, ten times what their post
   * costs; without it a handle is the account's number, which leads to them too.
   */
  handles?: boolean;
};

/** How many posts or people X shows at a time to who asks for them by id. */
export const IDS_AT_MOST = 100;

/** X keeps 800 mentions and tells a hundred at a time. */
export const PAGES_AT_MOST = 9;

/** Messages are charged each, also ours, and X takes no `since`: a page is no longer than it has to be. */
export const MESSAGES_A_PAGE = 20;

/** X tells of messages fifteen times in a quarter of an hour: whoever looks more often is told nothing for the rest of it. */
export const MESSAGES_EVERY_MS = MINUTE_MS;

/** The calls of the desk to X, with what each is charged for and who was met in them, for as long as the function lives. */
export function xDeskCalls({ tokens, server, clock, handles = true }: XDeskParts) {
  let us: string | undefined;
  const now = () => clock.now();
  const charged = {
    mentions: charges(now),
    users: charges(now),
    posts: charges(now),
    messages: charges(now),
  };
  const handleOf = new Map<string, string>();

  const call = async (doing: Parameters<typeof guardedCall>[2]): Promise<CallResult> =>
    guardedCall(await tokens(), server, doing);

  async function read(path: string, query: Record<string, string | number>): Promise<Page | { failed: CallResult }> {
    const result = await call((client) => client.v2.get(path, query));
    const body = result.type === 'answered' && result.status === 200 ? (result.body as Page | undefined) : undefined;
    // Nothing to tell has a count of none, or says which ids are not there; anything else without data is an error in disguise.
    const isTold = body?.data !== undefined || body?.meta?.result_count === 0 || body?.errors?.every(isNotFound);
    return isTold && body ? body : { failed: result };
  }

  async function whoWeAre(): Promise<{ id: string; billed: Billed } | { failed: CallResult }> {
    if (us !== undefined) return { id: us, billed: {} };
    const result = await call((client) => client.v2.get('users/me'));
    const id = result.type === 'answered' && (result.body as { data?: { id?: unknown } } | undefined)?.data?.id;
    if (typeof id !== 'string') return { failed: result };
    us = id;
    return { id, billed: { 'user-read': charged.users([id]) } };
  }

  /** Takes note of what people are called whom another process has asked for. Who went by their number is asked for again. */
  function meet(people: readonly Author[]): void {
    for (const { theirs, handle } of people) if (handle !== theirs) handleOf.set(theirs, handle);
  }

  /**
   * Asks what these people are called. They are not asked for along with their posts, which would have X charge for whoever
   * is read again. Where it is not told, they go by their numbers.
   */
  async function learnHandles(ids: readonly string[]): Promise<Billed> {
    const wanted = handles ? [...new Set(ids)].filter((id) => !handleOf.has(id)) : [];
    let found = 0;
    for (let from = 0; from < wanted.length; from += IDS_AT_MOST) {
      const page = await read('users', { ids: wanted.slice(from, from + IDS_AT_MOST).join(',') });
      if ('failed' in page) break;
      const users = (page.data ?? []) as unknown as readonly { id: string; username: string }[];
      for (const { id, username } of users) handleOf.set(id, username);
      found += charged.users(users.map(({ id }) => id));
    }
    return { 'user-read': found };
  }

  return { call, read, whoWeAre, charged, meet, learnHandles, handleOf };
}

export type XDeskCalls = ReturnType<typeof xDeskCalls>;

export type Page = {
  data?: readonly MentionPost[];
  meta?: { result_count?: number; next_token?: string };
  errors?: readonly { resource_id?: string; type?: string }[];
};

/** A row that says that an id leads nowhere. */
export const isNotFound = ({ type }: { type?: string }): boolean => /resource-not-found/.test(type ?? '');

/** Two bills as one; nothing is on it that was not used. */
export const added = (one: Billed, other: Billed): Billed => {
  const sum: Record<string, number> = { ...one };
  for (const [unit, count] of Object.entries(other)) if (count > 0) sum[unit] = (sum[unit] ?? 0) + count;
  return sum;
};
