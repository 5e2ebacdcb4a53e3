import { SimulatedX, type XFact } from '../../infra/local/world/x/simulated-x.ts';
import { classify } from '../../shared/adapters/x/classify.ts';
import { asSent, type TimelinePost } from '../../shared/adapters/x/own-post.ts';
import { epochMs } from '../../shared/core/instant.ts';
import type { XAccount } from '../../shared/ports/x-account.ts';
import type { PostOutcome, XChannel } from '../../shared/ports/x-channel.ts';
import { type Chronicle, type Claimed, note } from './chronicle.ts';
import type { Witness } from './observed.ts';
import type { VirtualTime } from './virtual-time.ts';
import type { Worker } from './worker.ts';

/** How long our client waits for X. */
const DEADLINE_MS = 8_000;

/** The world's X under virtual time; whatever appears on its timeline is written down with what it was claimed for. */
export class WatchedX {
  readonly x: SimulatedX;
  readonly #claims = new Map<string, { claimed: Claimed | undefined; knewOfFreeze: boolean }>();
  readonly #time: VirtualTime;
  readonly #account: XAccount;

  constructor(time: VirtualTime, account: XAccount, chronicle: Chronicle) {
    this.#time = time;
    this.#account = account;
    const append = (fact: XFact) => {
      if (fact.type !== 'post') return;
      const { id, text, at, replyTo } = fact;
      const { claimed, knewOfFreeze = false } = this.#claims.get(text) ?? {};
      note(chronicle, { type: 'posted', post: { id, text, at, replyTo }, claimed, knewOfFreeze });
    };
    this.x = new SimulatedX({ journal: { past: [], append, stored: async () => {}, close: async () => {} } });
  }

  /** The channel as one worker has it. An answer that never comes costs the whole deadline. */
  channelOf(worker: Worker, witness: Witness): XChannel {
    return {
      post: async (text, replyTo) => {
        const body = { text, ...(replyTo === undefined ? {} : { reply: { in_reply_to_tweet_id: replyTo } }) };
        const outcome = await worker.call('x.post', async () => {
          const { attempt } = (await this.#account.read()).state;
          const claimed = attempt?.text === text ? attempt : undefined;
          this.#claims.set(text, { claimed, knewOfFreeze: witness.knewOfFreeze });
          return this.x.post(body, this.#time.nowMs);
        });
        const answer = await this.#answerTo(worker, outcome);
        if (answer === undefined) return { outcome: 'unknown', reason: 'X did not answer' } satisfies PostOutcome;
        return classify({ ...answer, body: answer.body }, epochMs(worker.clock.now()));
      },
      ownPosts: async (sinceId) => {
        const query = {
          since_id: sinceId,
          max_results: '100',
          'tweet.fields': 'created_at,referenced_tweets,entities',
        };
        const outcome = await worker.call('x.ownPosts', async () =>
          this.x.timeline(this.x.account.id, query, this.#time.nowMs),
        );
        const answer = await this.#answerTo(worker, outcome);
        if (answer?.status !== 200) return { unreadable: 'X does not let us read' };
        const { data = [], meta } = answer.body as { data?: TimelinePost[]; meta?: object };
        return meta === undefined ? { unreadable: 'an error in disguise' } : { posts: data.map(asSent) };
      },
    };
  }

  async #answerTo(worker: Worker, outcome: ReturnType<SimulatedX['post']>) {
    if (outcome.type === 'answered') {
      if (outcome.arrives === 'whole') return outcome.answer;
      await worker.wait(DEADLINE_MS);
      return undefined;
    }
    // X goes on working, whether or not anybody still waits for it.
    this.#time.at(outcome.atMs, () => this.x.settle(this.#time.nowMs));
    const waitMs = outcome.atMs - this.#time.nowMs;
    await worker.wait(Math.min(waitMs, DEADLINE_MS));
    const late = waitMs <= DEADLINE_MS ? outcome.result() : undefined;
    return late?.type === 'answered' && late.arrives === 'whole' ? late.answer : undefined;
  }
}
