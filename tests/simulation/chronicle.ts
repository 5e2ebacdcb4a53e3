import type { ChannelName, Delivery } from '../../shared/core/delivery.ts';
import { replayed } from '../../shared/core/evolve.ts';
import type { Incident } from '../../shared/core/incident.ts';
import { type Instant, MINUTE_MS } from '../../shared/core/instant.ts';
import type { Policy } from '../../shared/core/policy.ts';
import type { StoredEntry } from '../../shared/ports/incident-log.ts';
import type { ReminderMessage } from '../../shared/ports/reminders.ts';
import type { SiteFile, Version } from '../../shared/ports/site-store.ts';

/** What a post was claimed for, as the account's record had it when the post left. */
export type Claimed = {
  incident: string;
  seq: number;
  covers: readonly { incident: string; seq: number }[];
  text: string;
};

export type Post = { id: string; text: string; at: Instant; replyTo: string | null };

/** One thing that really happened, whatever the worker that did it learned of it. */
export type Change =
  | {
      type: 'entry';
      entry: StoredEntry;
      watchAt: Instant | undefined;
      knewOfFreeze: boolean;
      heldUntil: Instant | undefined;
    }
  | { type: 'acknowledged'; keyHash: string; entry: StoredEntry }
  | { type: 'redacted'; incident: string; seq: number }
  | {
      type: 'delivery';
      incident: string;
      channel: ChannelName;
      seq: number;
      delivery: Delivery;
      before: Delivery | undefined;
    }
  | { type: 'posted'; post: Post; claimed: Claimed | undefined; knewOfFreeze: boolean }
  | { type: 'file'; file: SiteFile; version: Version; before: { file: SiteFile; version: Version } | undefined }
  | { type: 'reminder'; message: ReminderMessage; key: string | undefined; entriesAtClaim: number }
  | { type: 'frozen' | 'released'; at: Instant }
  | { type: 'look asked for'; incident: string; atMs: number }
  | { type: 'kept'; draft: string; keyHash: string; seenSeq: number; publishAt: Instant }
  | { type: 'kept ended'; draft: string; as: string };

/**
 * What an observer who sees everything has written down. Kept apart from the table on purpose: what is in the table can
 * be compared with it.
 */
export type Chronicle = {
  policy: Policy;
  /** True if somebody has confirmed that reminders arrive. */
  armed: boolean;
  /** Every entry that was ever appended, per incident, in that order. */
  chains: Map<string, StoredEntry[]>;
  acknowledged: Map<string, StoredEntry>;
  redacted: Set<string>;
  deliveries: Map<string, Delivery>;
  posts: { post: Post; claimed: Claimed | undefined }[];
  files: Map<string, { file: SiteFile; version: Version }>;
  reminders: { message: ReminderMessage; key: string | undefined }[];
  /** When looks were asked for, per incident, in virtual ms; those of the last minutes. */
  looks: Map<string, number[]>;
  /** Every text that was kept, and what came of it. */
  kept: Map<string, { keyHash: string; seenSeq: number; publishAt: Instant; ended?: string }>;
  frozen: boolean;
  everFrozen: boolean;
  /** Changes that no invariant has looked at yet. */
  fresh: Change[];
};

export const newChronicle = (policy: Policy, armed: boolean): Chronicle => ({
  policy,
  armed,
  chains: new Map(),
  acknowledged: new Map(),
  redacted: new Set(),
  deliveries: new Map(),
  posts: [],
  files: new Map(),
  reminders: [],
  looks: new Map(),
  kept: new Map(),
  frozen: false,
  everFrozen: false,
  fresh: [],
});

/** Writes down what happened. */
export function note(chronicle: Chronicle, change: Change): void {
  chronicle.fresh.push(change);
  switch (change.type) {
    case 'entry': {
      const chain = chronicle.chains.get(change.entry.incident) ?? [];
      chronicle.chains.set(change.entry.incident, [...chain, change.entry]);
      return;
    }
    case 'acknowledged':
      chronicle.acknowledged.set(change.keyHash, change.entry);
      return;
    case 'redacted':
      chronicle.redacted.add(`${change.incident}#${change.seq}`);
      return;
    case 'delivery':
      chronicle.deliveries.set(deliveryName(change), change.delivery);
      return;
    case 'posted':
      chronicle.posts.push(change);
      return;
    case 'file':
      chronicle.files.set(change.file.key, change);
      return;
    case 'reminder':
      chronicle.reminders.push(change);
      return;
    case 'look asked for': {
      const recent = (chronicle.looks.get(change.incident) ?? []).filter((atMs) => change.atMs - atMs < MINUTE_MS);
      chronicle.looks.set(change.incident, [...recent, change.atMs]);
      return;
    }
    case 'kept': {
      const { draft, keyHash, seenSeq, publishAt } = change;
      chronicle.kept.set(draft, { keyHash, seenSeq, publishAt });
      return;
    }
    case 'kept ended': {
      const text = chronicle.kept.get(change.draft);
      if (text !== undefined) chronicle.kept.set(change.draft, { ...text, ended: change.as });
      return;
    }
    case 'frozen':
    case 'released':
      chronicle.frozen = change.type === 'frozen';
      chronicle.everFrozen ||= chronicle.frozen;
      return;
  }
}

export const deliveryName = ({ incident, channel, seq }: { incident: string; channel: ChannelName; seq: number }) =>
  `${incident}#${channel}#${seq}`;

/** The incident as its first `entries` entries tell it; all of them unless said otherwise. */
export const trueIncident = (chronicle: Chronicle, id: string, entries = Number.POSITIVE_INFINITY): Incident =>
  replayed(id, (chronicle.chains.get(id) ?? []).slice(0, entries));
