import { SITE } from './channel/shipped.ts';
import type { ChannelName, Deliveries, Delivery } from './delivery.ts';
import type { Entry } from './entry.ts';
import type { ReportedIncident } from './incident.ts';
import { DAY_MS, type Instant, plus } from './instant.ts';
import { redactedBy } from './redaction.ts';
import { isPersonalChannel } from './subscribers/subscriber.ts';

// What holds a removed text and lies where nothing of ours can empty it. Derived from what is known besides the text, so
// that it can still be asked when the text is gone.

/** How long a recovery of the table brings a text back, and old pages lie in buckets (docs/rules.md, Redaction). */
export const TABLE_BACKUP_MS = 35 * DAY_MS;
export const PAGE_VERSIONS_MS = 2 * DAY_MS;

export type Remains =
  /** A post that stands. `names`: it may hold the removed title, and not the text. */
  | { what: 'post'; channel: ChannelName; receipt: string; at: Instant; names: 'text' | 'title' }
  /** A post of which nobody knows yet whether it stands. */
  | { what: 'perhaps'; channel: ChannelName; seq: number; at: Instant }
  /** What each of `count` people was told for themselves; without a count they are still being told. */
  | { what: 'told'; channel: ChannelName; count?: number; at: Instant }
  /** Messages to people of the house, the last of them `at`. */
  | { what: 'message'; to: string; count: number; at: Instant }
  | { what: 'backup'; of: 'table' | 'pages'; until: Instant }
  /** Pages and feeds were public: readers have copies that we do not know of. */
  | { what: 'copies' };

export type Channels = ReadonlyMap<ChannelName, Deliveries>;

/** What was sent to people, by its key (`shared/core/reminders`), and when. */
export type Sent = ReadonlyMap<string, { state: string; at?: Instant }>;

/**
 * What still holds what was redacted in `incident`, the posts first; empty where nothing was. `drafts` are the ids of the
 * drafts that became entries which were redacted.
 */
export function remainsOf(
  incident: ReportedIncident,
  channels: Channels,
  sent: Sent,
  drafts: ReadonlySet<string>,
): Remains[] {
  const redacted = redactedBy(incident.entries);
  const removals = [...redacted].flatMap(([seq, by]) => {
    const [entry, redaction] = [incident.entries[seq - 1], incident.entries[by - 1]];
    return entry && redaction ? [{ entry, redaction }] : [];
  });
  const last = removals
    .map(({ redaction }) => redaction.at)
    .toSorted()
    .at(-1);
  if (last === undefined) return [];
  const isPublic = incident.handling !== 'drill';
  return [
    ...[...channels].flatMap(([name, deliveries]) => onChannel(name, deliveries, removals)),
    ...messages(removals, channels, sent, drafts),
    ...(isPublic
      ? [{ what: 'copies' } as const, { what: 'backup', of: 'pages', until: plus(last, PAGE_VERSIONS_MS) } as const]
      : []),
    { what: 'backup', of: 'table', until: plus(last, TABLE_BACKUP_MS) },
  ];
}

type Removal = { entry: Entry; redaction: Entry };

/** These always have the title, and later posts repeat it. */
const gaveTitle = ({ entry: { kind, seq } }: Removal): boolean =>
  kind === 'opened' || (kind === 'maintenance' && seq === 1);

function onChannel(channel: ChannelName, deliveries: Deliveries, removals: readonly Removal[]): Remains[] {
  if (channel === SITE.name) return [];
  return isPersonalChannel(channel) ? tellings(channel, deliveries, removals) : posts(channel, deliveries, removals);
}

/** Later messages repeat what was said, and all of them the title: the last one that was told before the removal counts all. */
function tellings(channel: ChannelName, deliveries: Deliveries, removals: readonly Removal[]): Remains[] {
  const first = Math.min(...removals.map(({ entry }) => entry.seq));
  const last = Math.max(...removals.map(({ redaction }) => redaction.seq));
  const told = [...deliveries].flatMap(([seq, delivery]): Remains[] => {
    if (seq < first || seq >= last) return [];
    if (delivery.state === 'claimed') return [{ what: 'told', channel, at: delivery.at }];
    if (delivery.state !== 'delivered' || delivery.shadow || delivery.counts?.told === 0) return [];
    const { at, counts } = delivery;
    return [{ what: 'told', channel, at, ...(counts === undefined ? {} : { count: counts.told }) }];
  });
  return told.slice(-1);
}

function posts(channel: ChannelName, deliveries: Deliveries, removals: readonly Removal[]): Remains[] {
  const found = new Map<string, Remains>();
  const note = (seq: number, delivery: Delivery | undefined, names: 'text' | 'title') => {
    if (delivery === undefined) return;
    if (
      delivery.state === 'delivered' &&
      !delivery.shadow &&
      delivery.removedAt === undefined &&
      !found.has(delivery.receipt)
    ) {
      const { receipt, at } = delivery;
      // A post of several incidents names them by title and quotes nobody.
      found.set(receipt, { what: 'post', channel, receipt, at, names: delivery.joint ? 'title' : names });
    }
    if (delivery.state === 'claimed' || delivery.state === 'unknown') {
      found.set(`${seq}`, { what: 'perhaps', channel, seq, at: delivery.at });
    }
  };
  for (const { entry } of removals) note(entry.seq, deliveries.get(entry.seq), 'text');
  for (const removal of removals.filter(gaveTitle)) {
    for (const [seq, delivery] of deliveries) if (seq < removal.redaction.seq) note(seq, delivery, 'title');
  }
  return [...found.values()];
}

/** Who was told by name of the incident, or was sent the text to read, between saying and removing it. */
function messages(
  removals: readonly Removal[],
  channels: Channels,
  sent: Sent,
  drafts: ReadonlySet<string>,
): Remains[] {
  const told = [...sent].flatMap(([key, { state, at }]) => {
    const to = recipientOf(key);
    if (state !== 'sent' || at === undefined || to === undefined) return [];
    return removals.some((removal) => mayHold(key, at, removal, drafts)) ? [{ to, at }] : [];
  });
  const mailed = [...channels.values()].flatMap((deliveries) =>
    removals.flatMap(({ entry }) => {
      const delivery = deliveries.get(entry.seq);
      return delivery && wasMailed(delivery) ? [{ to: 'commander', at: delivery.at }] : [];
    }),
  );
  const all = [...told, ...mailed];
  return [...new Set(all.map(({ to }) => to))].map((to) => {
    const times = all.filter((one) => one.to === to).map(({ at }) => at);
    return { what: 'message', to, count: times.length, at: times.toSorted().at(-1)! };
  });
}

/** A reminder names the title; that of a draft holds its text, and a page for silence may quote the last word. */
function mayHold(key: string, at: Instant, removal: Removal, drafts: ReadonlySet<string>): boolean {
  const [what, draft = ''] = key.split('#');
  if (what === 'draft' && drafts.has(draft)) return true;
  if (at > removal.redaction.at || at < removal.entry.at) return false;
  return gaveTitle(removal) || key.includes('#silence#');
}

/** A shadow post is mailed to be read; one that a channel refused or never answered is sent to be posted by hand. */
const wasMailed = (delivery: Delivery): boolean =>
  delivery.state === 'rejected' ||
  delivery.state === 'unknown' ||
  (delivery.state === 'delivered' && delivery.shadow === true);

const ROLES = ['commander', 'deputy', 'escalation', 'to', 'from'];

/** Whom a reminder's key is for; undefined for what is noted without a message. */
function recipientOf(key: string): string | undefined {
  const parts = key.split('#');
  if (parts[0] === 'draft') return parts[2] === 'overdue' ? 'escalation' : 'approver';
  if (parts[0] === 'loops') return 'commander';
  const role = parts.at(-1) ?? '';
  if (!ROLES.includes(role) || parts.includes('acknowledged')) return undefined;
  return role === 'to' || role === 'from' ? 'commander' : role;
}
