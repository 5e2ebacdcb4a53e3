import { type Answer, json, withHeaders } from '../faulty/answer.ts';
import { FarSide } from '../faulty/far-side.ts';
import { FaultBox } from '../faulty/fault-box.ts';
import { type Outcome, whole } from '../faulty/outcome.ts';
import type { Touched } from '../faulty/plans.ts';
import { type Journal, memoryJournal } from '../journal.ts';
import type { NetworkPost, NetworkRequest, ShownPost, SimulatedNetwork } from '../networks/network.ts';
import { INSTANCE, MASTODON_ACCOUNT, type MastodonAccount } from './account.ts';
import * as answers from './answers.ts';
import { instanceView, readAnswer, statusAsked } from './calls.ts';
import { type MastodonLasting, type MastodonStruck, mastodonFaults } from './faults.ts';
import { Requests } from './limit.ts';
import { MastodonPeople } from './mastodon-people.ts';
import { notificationsPage, policyAsked, policyView } from './notifications.ts';
import { type Status, Statuses, type StatusFact, statusView } from './statuses.ts';
import { measured, partsOf } from './text.ts';

const POLICY_PATH = '/api/v2/notifications/policy';
const INSTANCE_PATH = /^\/api\/v([12])\/instance$/;

/** An instance of Mastodon and one account on it. */
export class SimulatedMastodon implements SimulatedNetwork {
  readonly faults = new FaultBox<MastodonStruck, MastodonLasting>(mastodonFaults);
  readonly people: MastodonPeople;
  readonly #account: MastodonAccount;
  readonly #journal: Journal<StatusFact>;
  readonly #farSide: FarSide<MastodonStruck, MastodonLasting>;
  readonly #statuses = new Statuses();
  readonly #requests = new Requests();

  constructor(options: { journal?: Journal<StatusFact>; account?: Partial<MastodonAccount> } = {}) {
    this.#account = { ...MASTODON_ACCOUNT, ...options.account };
    this.#journal = options.journal ?? memoryJournal<StatusFact>();
    this.#farSide = new FarSide(mastodonFaults, this.faults, this.#account.id);
    for (const fact of this.#journal.past) this.#statuses.apply(fact);
    this.people = new MastodonPeople({
      ...{ account: () => this.#account, statuses: this.#statuses, faults: this.faults },
      record: (fact) => this.#record(fact),
    });
  }

  get account() {
    const { id, username, name } = this.#account;
    return { id, name, handle: `${username}@${new URL(INSTANCE).host}` };
  }

  answer(request: NetworkRequest, nowMs: number): Outcome {
    this.settle(nowMs);
    if (this.faults.condition('instance-gone', nowMs)) return whole(answers.gone());
    return this.#farSide.disturbed(touchedBy(request), nowMs, (atMs) => this.#called(request, atMs));
  }

  settle(nowMs: number): void {
    this.#farSide.settle(nowMs);
  }

  nextSettleMs(): number | undefined {
    return this.#farSide.nextSettleMs();
  }

  posts(): NetworkPost[] {
    return this.#statuses.all().map(({ id, text, at, replyTo }) => ({ id, text, at, replyTo }));
  }

  shown(nowMs: number): ShownPost[] {
    return [...this.#statuses.all(), ...this.#statuses.others(nowMs)]
      .filter(({ visibility }) => visibility !== 'direct')
      .toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1))
      .map(({ id, text, at, replyTo, author }) => ({
        ...{ id, text, at, replyTo, parts: partsOf(text), measured: measured(text) },
        ...(author && { by: { name: author.name, handle: author.acct } }),
      }));
  }

  writeByHand(text: string, replyTo: string | null, nowMs: number): NetworkPost | undefined {
    if (replyTo !== null && this.#statuses.get(replyTo) === undefined) return undefined;
    const id = this.#statuses.nextId(nowMs);
    const at = new Date(nowMs).toISOString();
    this.#record({ type: 'posted', id, text, at, replyTo, visibility: 'public', language: null });
    return { id, text, at, replyTo };
  }

  removeByHand(id: string, _nowMs: number): boolean {
    const found = this.#statuses.get(id);
    if (found === undefined || found.author) return false;
    this.#record({ type: 'deleted', id });
    return true;
  }

  #called(request: NetworkRequest, nowMs: number): Answer {
    const { isOver, headers } = this.#requests.spend(nowMs);
    return withHeaders(isOver ? answers.tooMany() : this.#judged(request, nowMs), headers);
  }

  #judged(request: NetworkRequest, nowMs: number): Answer {
    const { method, path, headers } = request;
    const version = INSTANCE_PATH.exec(path)?.[1];
    if (version !== undefined) return json(200, instanceView(version === '2' ? 2 : 1));
    if (this.faults.condition('token-revoked', nowMs)) return answers.revoked();
    if (headers.authorization !== `Bearer ${this.#account.accessToken}`) return answers.unauthorized();
    const calls = this.#calls(nowMs);
    if (method === 'GET' && path === '/api/v1/notifications') return notificationsPage(request, calls, nowMs);
    if (path === POLICY_PATH) return this.#policy(request);
    if (method === 'GET') return readAnswer(request, calls, nowMs) ?? answers.notFound();
    if (this.faults.condition('suspended', nowMs)) return answers.suspended();
    if (method === 'POST' && path === '/api/v1/statuses') return this.#posted(request, nowMs);
    const [, id] = /^\/api\/v1\/statuses\/(\d+)$/.exec(path) ?? [];
    const status = method === 'DELETE' && id !== undefined ? this.#statuses.get(id) : undefined;
    if (status === undefined || status.author) return answers.notFound();
    this.#record({ type: 'deleted', id: status.id });
    return json(200, { ...statusView(status, this.#account), text: status.text });
  }

  #calls = (nowMs: number) => ({
    ...{ account: this.#account, statuses: this.#statuses },
    isBlocked: this.faults.condition('author-blocks-us', nowMs) !== undefined,
  });

  #policy(request: NetworkRequest): Answer {
    if (request.method !== 'GET') {
      const policy = policyAsked(request);
      if ('status' in policy) return policy as Answer;
      this.#record({ type: 'policy', policy });
    }
    return policyView(this.#statuses.policy);
  }

  #posted(request: NetworkRequest, nowMs: number): Answer {
    const key = request.headers['idempotency-key'];
    const before = key === undefined ? undefined : this.#statuses.madeBy(key, nowMs);
    if (before !== undefined)
      return this.faults.use('500-on-repeat', nowMs) ? answers.broken() : json(200, statusView(before, this.#account));
    const asked: Status | Answer = statusAsked(request, this.#calls(nowMs), nowMs);
    if ('status' in asked) return asked;
    this.#record({ type: 'posted', ...asked });
    const parent = asked.replyTo === null ? undefined : this.#statuses.get(asked.replyTo);
    return json(200, statusView(asked, this.#account, parent));
  }

  #record(fact: StatusFact): void {
    this.#journal.append(fact);
    this.#statuses.apply(fact);
  }
}

function touchedBy({ method, path, body }: NetworkRequest): Touched {
  if (method === 'GET') return 'read';
  if (method !== 'POST' || path !== '/api/v1/statuses') return 'other';
  return /in_reply_to_id"?\s*[:=]\s*"?\d/.test(body) ? 'reply' : 'post';
}
