import type * as z from 'zod';
import type { Coordination } from '../app/coordination-records.ts';
import { etagOf } from '../app/etag.ts';
import type * as answers from '../contract/answers.ts';
import { addressOn } from '../core/channel/shipped.ts';
import { type ChannelName, type Deliveries, type Delivery, withoutTexts } from '../core/delivery.ts';
import { authorOf, type Entry } from '../core/entry.ts';
import { plain, plainParts } from '../core/hidden-characters.ts';
import type { Maintenance, ReportedIncident } from '../core/incident.ts';
import type { Instant } from '../core/instant.ts';
import { plainEntry } from '../core/plain-entry.ts';
import { lastRedaction } from '../core/redaction.ts';
import type { Remains } from '../core/remains.ts';
import { withStandings } from '../core/standing.ts';
import type { Handover } from '../ports/handovers.ts';
import type { ReminderState } from '../ports/reminders.ts';
import { UNTITLED } from '../wording/incident.ts';
import { remainsSentence } from '../wording/redaction.ts';
import { draftView } from './draft-view.ts';

// What the API answers, by the schemas that document it: what differs from them does not compile.
export type IncidentView = z.output<typeof answers.incident>;
export type ReadView = z.output<typeof answers.incidentRead>;
type EntryAnswer = IncidentView['entries'][number];

/** An entry as the API shows it. The actor is for the house: the site never shows it. */
export function entryView(fact: Entry): EntryAnswer {
  const entry = plainEntry(fact);
  const { seq, kind, at, happenedAt, scheduledFor, scheduledUntil, automated, status, impact } = entry;
  const { components, promises, settles, corrects, into, takes, releases, hash, prev } = entry;
  return {
    seq,
    kind,
    at,
    ...(happenedAt === undefined ? {} : { happenedAt }),
    ...(scheduledFor === undefined ? {} : { scheduledFor }),
    ...(scheduledUntil === undefined ? {} : { scheduledUntil }),
    automated,
    author: authorOf(entry),
    ...(entry.private.actor === undefined ? {} : { actor: entry.private.actor }),
    ...(entry.private.approvedBy === undefined ? {} : { approvedBy: entry.private.approvedBy }),
    status,
    impact,
    ...(entry.content ? textOf(entry.content) : { redacted: true }),
    ...(components === undefined ? {} : { components }),
    promises,
    settles,
    ...(corrects === undefined ? {} : { corrects }),
    ...(into === undefined ? {} : { into }),
    ...(takes === undefined ? {} : { takes }),
    ...(releases === undefined ? {} : { releases }),
    ...(entry.private.ifLate === undefined ? {} : { ifLate: entry.private.ifLate }),
    hash,
    prev,
  };
}

function textOf({ title, message, workaround }: NonNullable<Entry['content']>) {
  return { ...(title === undefined ? {} : { title }), message, ...(workaround === undefined ? {} : { workaround }) };
}

/** An incident as every accepted command and every read answers it at `now`. */
export function incidentView(incident: ReportedIncident, now: Instant): IncidentView {
  return {
    id: incident.id,
    type: incident.type,
    title: incident.title || UNTITLED,
    phase: incident.phase,
    status: incident.status,
    impact: incident.impact,
    components: incident.components,
    handling: incident.handling,
    openedAt: incident.openedAt,
    ...(incident.phase === 'resolved' ? { resolvedAt: incident.resolvedAt } : {}),
    ...(incident.type === 'maintenance' ? scheduleOf(incident) : {}),
    etag: etagOf(incident),
    silence: incident.silence,
    promises: withStandings(incident.promises, incident.entries, now),
    entries: incident.entries.map(entryView),
  };
}

/** When it was to be, and once it is over, when it ended and whether a person has said so. */
const scheduleOf = (maintenance: Maintenance) => ({
  scheduledFor: maintenance.scheduledFor,
  scheduledUntil: maintenance.scheduledUntil,
  ...(maintenance.phase === 'completed' ? { confirmed: maintenance.confirmed } : {}),
  ...(maintenance.phase === 'completed' || maintenance.phase === 'cancelled' ? { endedAt: maintenance.endedAt } : {}),
});

/**
 * Deliveries per channel, by the entry's number; a missing one is pending. What was worded before a redaction is shown by
 * none of them, whether its copy is gone already or not.
 */
export const deliveriesView = (
  channels: readonly (readonly [ChannelName, Deliveries])[],
  entries: readonly Entry[],
) => {
  const redaction = lastRedaction(entries);
  return Object.fromEntries(
    channels.map(([name, deliveries]) => [
      name,
      Object.fromEntries(
        [...deliveries].map(([seq, one]) => [
          seq,
          seq < redaction ? withoutShown(withoutTexts(one)) : withoutShown(one),
        ]),
      ),
    ]),
  );
};

/** How the site remembers what it wrote is nobody's business, and a post of several incidents is no one's alone. */
function withoutShown(delivery: Delivery): Delivery {
  if (delivery.state === 'claimed') return withoutFrozen(delivery);
  if (delivery.state !== 'delivered') return delivery;
  if (delivery.joint) return withoutTexts(delivery);
  const { shown: _shown, ...rest } = delivery;
  return rest;
}

/** What is sent for a claim stands in its preview, and what names it to the channel is between us. */
function withoutFrozen(delivery: Delivery & { state: 'claimed' }): Delivery {
  const { frozen: _frozen, ...rest } = delivery;
  return rest;
}

/** What still holds a removed text, as the API tells it: the sentence for people, and what of it a program can act on. */
export function remainsView(remains: Remains): NonNullable<ReadView['remains']>[number] {
  const says = remainsSentence(remains);
  switch (remains.what) {
    case 'post': {
      const { what, channel, at } = remains;
      return { what, says, channel, at, url: addressOn(channel, remains.receipt) };
    }
    case 'perhaps':
    case 'told':
      return { what: remains.what, says, channel: remains.channel, at: remains.at };
    case 'message':
      return { what: remains.what, says, to: remains.to, at: remains.at };
    case 'backup':
      return { what: remains.what, says, until: remains.until };
    case 'copies':
      return { what: remains.what, says };
  }
}

export const remindersView = (records: ReadonlyMap<string, ReminderState>): ReadView['reminders'] =>
  [...records].map(([key, state]) => ({ key, ...state }));

/** A handover as the house sees it. */
export const handoverView = ({
  to,
  from,
  at,
  accepted,
}: Handover): z.output<typeof answers.handoverDone>['handover'] => ({
  to: plain(to),
  from: plain(from),
  at,
  state: accepted ? 'accepted' : 'waiting',
  ...(accepted ? { accepted } : {}),
});

/** What people owe each other about one incident. `loopsToAnswer`: who still waits, once it is resolved. */
export const coordinationView = (
  incident: ReportedIncident,
  { handover, followUps, drafts }: Coordination,
): Pick<ReadView, 'handover' | 'loops' | 'loopsToAnswer' | 'drafts'> => ({
  ...(handover === undefined ? {} : { handover: handoverView(handover) }),
  loops: plainParts(followUps).value,
  ...(incident.phase === 'resolved'
    ? { loopsToAnswer: plainParts(followUps).value.filter(({ answered }) => !answered) }
    : {}),
  drafts: drafts.map(draftView),
});
