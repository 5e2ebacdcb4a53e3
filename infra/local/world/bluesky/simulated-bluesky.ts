import { type Answer, json, withHeaders } from '../faulty/answer.ts';
import { FarSide } from '../faulty/far-side.ts';
import { FaultBox } from '../faulty/fault-box.ts';
import { type Outcome, whole } from '../faulty/outcome.ts';
import type { Touched } from '../faulty/plans.ts';
import { type Journal, memoryJournal } from '../journal.ts';
import type { NetworkPost, NetworkRequest, ShownPost, SimulatedNetwork } from '../networks/network.ts';
import { BLUESKY_ACCOUNT, type BlueskyAccount } from './account.ts';
import { invalid, XrpcError } from './answers.ts';
import { BlueskyPeople } from './bluesky-people.ts';
import { type BlueskyLasting, type BlueskyStruck, blueskyFaults } from './faults.ts';
import { feedMethods } from './feed-methods.ts';
import { Limit, spendAll } from './limits.ts';
import type { Method } from './method.ts';
import { methodsOf } from './methods.ts';
import { Others, type OthersFact, refOf } from './others.ts';
import type { PostRecord, StrongRef } from './post-record.ts';
import { Repo, type RepoFact } from './repo.ts';
import { type SessionFact, Sessions } from './sessions.ts';
import { linkOf, measured, partsOf } from './shown.ts';

/** What the journal holds. */
export type BlueskyFact = RepoFact | SessionFact | OthersFact | { type: 'handle'; handle: string; at: string };

/** Numbers that the server chooses. The defaults are those of bsky.social. */
export type BlueskyRules = {
  signInsPer5Min: number;
  /** By the documents 300; those who were refused there saw 100. */
  signInsPerDay: number;
  writePointsPerHour: number;
  writePointsPerDay: number;
  requestsPer5Min: number;
};

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const DEFAULT_RULES: BlueskyRules = {
  signInsPer5Min: 30,
  signInsPerDay: 100,
  writePointsPerHour: 5_000,
  writePointsPerDay: 35_000,
  requestsPer5Min: 3_000,
};

const POST = 'app.bsky.feed.post';

/** A PDS and one account on it. */
export class SimulatedBluesky implements SimulatedNetwork {
  readonly faults = new FaultBox<BlueskyStruck, BlueskyLasting>(blueskyFaults);
  readonly people: BlueskyPeople;
  readonly #others = new Others();
  readonly #account: BlueskyAccount;
  readonly #journal: Journal<BlueskyFact>;
  readonly #farSide: FarSide<BlueskyStruck, BlueskyLasting>;
  readonly #sessions: Sessions;
  readonly #repo: Repo;
  readonly #methods: Readonly<Record<string, Method>>;
  readonly #limits: { all: Limit; signIn: Limit[]; write: Limit[] };

  constructor(
    options: { journal?: Journal<BlueskyFact>; account?: Partial<BlueskyAccount>; rules?: Partial<BlueskyRules> } = {},
  ) {
    this.#account = { ...BLUESKY_ACCOUNT, ...options.account };
    this.#journal = options.journal ?? memoryJournal<BlueskyFact>();
    this.#farSide = new FarSide(blueskyFaults, this.faults, this.#account.did);
    const record = (fact: BlueskyFact) => this.#record(fact);
    this.#sessions = new Sessions(this.#account.did, record);
    this.#repo = new Repo(this.#account.did, record);
    this.#methods = {
      ...methodsOf(this.#account, this.#sessions, this.#repo, this.faults, record),
      ...feedMethods(this.#account, this.#sessions, this.#repo, this.#others, this.faults),
    };
    this.people = new BlueskyPeople({
      ...{ account: this.#account, others: this.#others, faults: this.faults, record },
      ours: (uri) => this.#standing(uri),
      nextKey: (nowMs) => this.#repo.nextKey(nowMs),
    });
    const rules = { ...DEFAULT_RULES, ...options.rules };
    this.#limits = {
      all: new Limit(rules.requestsPer5Min, 5 * MINUTE_MS),
      signIn: [new Limit(rules.signInsPerDay, DAY_MS), new Limit(rules.signInsPer5Min, 5 * MINUTE_MS)],
      write: [new Limit(rules.writePointsPerHour, 60 * MINUTE_MS), new Limit(rules.writePointsPerDay, DAY_MS)],
    };
    for (const fact of this.#journal.past) this.#apply(fact);
  }

  get account() {
    const { did, handle, name } = this.#account;
    return { id: did, handle, name };
  }

  answer(request: NetworkRequest, nowMs: number): Outcome {
    this.settle(nowMs);
    const nsid = request.path.replace(/^\/xrpc\//, '');
    const method = this.#methods[nsid];
    if (!method) return whole(unknownMethod(request, nsid).answer);
    const fault = this.faults.strike(touchedBy(method, request), nowMs);
    if (fault?.fault === 'session-lost') this.#sessions.loseAll(nowMs);
    const effect = (atMs: number) => this.#called(method, request, atMs);
    return fault ? this.#farSide.struck(fault, nowMs, effect) : whole(effect(nowMs));
  }

  settle(nowMs: number): void {
    this.#farSide.settle(nowMs);
  }

  nextSettleMs(): number | undefined {
    return this.#farSide.nextSettleMs();
  }

  posts(): NetworkPost[] {
    return this.#read().map(({ uri, record, at }) => {
      const link = linkOf(record);
      const common = { id: uri, text: record.text, at, replyTo: record.reply?.parent.uri ?? null };
      return { ...common, ...(link !== undefined && { link }) };
    });
  }

  shown(nowMs: number): ShownPost[] {
    const theirs = this.#others.all().filter((post) => !this.#others.isGone(post, nowMs));
    const shown = theirs.map(({ actor, ...post }) => ({
      ...{ ...post, by: { name: actor.displayName, handle: actor.handle } },
    }));
    const all: (Pick<ShownPost, 'at' | 'by'> & { uri: string; record: PostRecord })[] = [...this.#read(), ...shown];
    // Keys rise within a millisecond too.
    const placeOf = ({ at, uri }: { at: string; uri: string }) => `${at} ${keyIn(uri)}`;
    return all
      .toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1))
      .map(({ uri, record, at, by }) => ({
        ...{ id: uri, text: record.text, at, replyTo: record.reply?.parent.uri ?? null },
        ...{ parts: partsOf(record), measured: measured(record.text) },
        ...(by && { by }),
      }));
  }

  writeByHand(text: string, replyTo: string | null, nowMs: number): NetworkPost | undefined {
    const parent = replyTo === null ? undefined : (this.#standing(replyTo) ?? this.#theirs(replyTo, nowMs));
    if (replyTo !== null && !parent) return undefined;
    const createdAt = new Date(nowMs).toISOString();
    const root = parent && ((parent.value as Partial<PostRecord>).reply?.root ?? refTo(parent));
    const record = {
      ...{ $type: POST, text, createdAt },
      ...(parent && root && { reply: { root, parent: refTo(parent) } }),
    };
    const rkey = this.#repo.nextKey(nowMs);
    this.#repo.put(POST, rkey, record, nowMs);
    return { id: this.#repo.uri(POST, rkey), text, at: createdAt, replyTo };
  }

  removeByHand(id: string, nowMs: number): boolean {
    if (!this.#standing(id)) return false;
    this.#repo.delete(POST, keyIn(id), nowMs);
    return true;
  }

  #called({ kind, points, run }: Method, request: NetworkRequest, nowMs: number): Answer {
    try {
      const call = run(request, nowMs);
      const spent: [Limit, number][] = [[this.#limits.all, 1]];
      if (kind === 'sign-in') spent.push(...this.#limits.signIn.map((limit): [Limit, number] => [limit, 1]));
      if (points) spent.push(...this.#limits.write.map((limit): [Limit, number] => [limit, points]));
      const headers = spendAll(spent, nowMs);
      if ('status' in headers) return headers as Answer;
      return withHeaders(answered(call), headers as Record<string, string>);
    } catch (error) {
      if (error instanceof XrpcError) return error.answer;
      throw error;
    }
  }

  #theirs(uri: string, nowMs: number) {
    const post = this.#others.get(uri, nowMs);
    return post && { ...refOf(post), value: post.record as Record<string, unknown> };
  }

  #standing(uri: string) {
    return uri === this.#repo.uri(POST, keyIn(uri)) ? this.#repo.get(POST, keyIn(uri)) : undefined;
  }

  /** As the feed has them: by the earlier of when they say that they were written and when they came. */
  #read() {
    const posts = this.#repo.kept(POST).map(({ uri, value, at }) => {
      const record = value as PostRecord;
      const said = new Date(Date.parse(record.createdAt)).toISOString();
      return { uri, record, at: said < at ? said : at };
    });
    return posts.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  }

  #record(fact: BlueskyFact): void {
    this.#journal.append(fact);
    this.#apply(fact);
  }

  #apply(fact: BlueskyFact): void {
    if (fact.type === 'handle') this.#account.handle = fact.handle;
    else if (fact.type === 'said' || fact.type === 'taken-back') this.#others.apply(fact);
    else if (fact.type === 'put' || fact.type === 'deleted') this.#repo.apply(fact);
    else this.#sessions.apply(fact);
  }
}

const refTo = ({ uri, cid }: StrongRef): StrongRef => ({ uri, cid });

const keyIn = (uri: string): string => uri.split('/').at(-1) ?? '';

/** What is refused by what the handler looked at still spends points and bears the headers of them. */
function answered(call: () => unknown): Answer {
  try {
    return json(200, call() ?? {});
  } catch (error) {
    if (error instanceof XrpcError) return error.answer;
    throw error;
  }
}

function touchedBy({ kind }: Method, { body }: NetworkRequest): Touched {
  return kind === 'post' && /"reply"\s*:/.test(body) ? 'reply' : kind;
}

function unknownMethod({ path }: NetworkRequest, nsid: string): XrpcError {
  const isPath = path.startsWith('/xrpc/') && /^[a-z][\w-]*(\.[\w-]+){2,}$/i.test(nsid);
  return invalid(isPath ? `No service configured for ${nsid}` : 'invalid xrpc path');
}
