import type { FaultBox } from '../faulty/fault-box.ts';
import { type Message, type People, type Said, type Spoken, troubled } from '../people/people.ts';
import type { BlueskyAccount } from './account.ts';
import type { BlueskyLasting, BlueskyStruck } from './faults.ts';
import { actorOf, type Others, type OthersFact, type OthersPost, refOf } from './others.ts';
import type { PostRecord, StrongRef } from './post-record.ts';

type Parts = {
  account: BlueskyAccount;
  others: Others;
  faults: FaultBox<BlueskyStruck, BlueskyLasting>;
  /** A post of ours that stands. */
  ours: (uri: string) => (StrongRef & { value: Record<string, unknown> }) | undefined;
  nextKey: (nowMs: number) => string;
  record: (fact: OthersFact) => void;
};

const POST = 'app.bsky.feed.post';

/** Everybody else on the network, as far as they have to do with us. They write no messages: our app password reads none. */
export class BlueskyPeople implements People {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  say(
    { from, text, replyTo, quote, language = 'en', toUs = true }: Spoken,
    nowMs: number,
  ): Said | { unknown: 'replyTo' | 'quote' } {
    const { account, faults, nextKey, record } = this.#parts;
    const parent = replyTo === undefined ? undefined : this.#standing(replyTo, nowMs);
    if (replyTo !== undefined && !parent) return { unknown: 'replyTo' };
    const quoted = quote === undefined ? undefined : this.#standing(quote, nowMs);
    if (quote !== undefined && !quoted) return { unknown: 'quote' };
    const isHeard = parent?.isOurs || quoted?.isOurs || namesUs(text, account);
    const words = toUs && !isHeard ? `@${account.handle} ${text}` : text;
    const actor = actorOf(from);
    const at = new Date(nowMs).toISOString();
    const facets = facetsOf(words, account);
    const post: OthersPost = {
      uri: `at://${actor.did}/${POST}/${nextKey(nowMs)}`,
      actor,
      record: {
        ...{ $type: POST, text: words, createdAt: at, langs: [language] },
        ...(facets.length > 0 && { facets }),
        ...(parent && { reply: { root: parent.root, parent: parent.ref } }),
        ...(quoted && { embed: { $type: 'app.bsky.embed.record', record: quoted.ref } }),
      },
      at,
      ...(parent?.isOurs && ({ reason: 'reply', reasonSubject: parent.ref.uri } as const)),
      ...(!parent?.isOurs && quoted?.isOurs && ({ reason: 'quote', reasonSubject: quoted.ref.uri } as const)),
      ...(!parent?.isOurs && !quoted?.isOurs && facets.length > 0 && ({ reason: 'mention' } as const)),
      ...troubled(faults, nowMs),
    };
    record({ type: 'said', ...post });
    return saidOf(post, false);
  }

  takeBack(id: string, nowMs: number): boolean {
    if (!this.#parts.others.get(id, nowMs)) return false;
    this.#parts.record({ type: 'taken-back', uri: id, at: new Date(nowMs).toISOString() });
    return true;
  }

  said(nowMs: number): Said[] {
    const { others } = this.#parts;
    return others.all().map((post) => saidOf(post, others.isGone(post, nowMs)));
  }

  messages = (): Message[] => [];

  /** A post that can be spoken below, with the beginning of its thread. */
  #standing(uri: string, nowMs: number): { ref: StrongRef; root: StrongRef; isOurs: boolean } | undefined {
    const mine = this.#parts.ours(uri);
    const theirs = this.#parts.others.get(uri, nowMs);
    if (!mine && !theirs) return undefined;
    const ref = mine ? { uri: mine.uri, cid: mine.cid } : refOf(theirs!);
    const { reply } = (mine?.value ?? theirs!.record) as Partial<PostRecord>;
    return { ref, root: reply?.root ?? ref, isOurs: mine !== undefined };
  }
}

const placeOf = (text: string, { handle }: BlueskyAccount): number => text.toLowerCase().indexOf(`@${handle}`);

const namesUs = (text: string, account: BlueskyAccount): boolean => placeOf(text, account) >= 0;

function facetsOf(text: string, account: BlueskyAccount): NonNullable<PostRecord['facets']> {
  const place = placeOf(text, account);
  if (place < 0) return [];
  const byteStart = Buffer.byteLength(text.slice(0, place));
  const index = { byteStart, byteEnd: byteStart + Buffer.byteLength(`@${account.handle}`) };
  return [{ index, features: [{ $type: 'app.bsky.richtext.facet#mention', did: account.did }] }];
}

const saidOf = ({ uri, actor, record, at }: OthersPost, gone: boolean): Said => ({
  ...{ id: uri, from: actor.displayName, text: record.text, at, replyTo: record.reply?.parent.uri ?? null, gone },
});
