import * as z from 'zod';
import type { AlarmState } from '../core/alarm.ts';
import type { ApprovalReason } from '../core/approval.ts';
import type { ChannelName, Delivery } from '../core/delivery.ts';
import type { SettledAs, Status } from '../core/entry.ts';
import { COMPONENT_STATUSES, ENTRY_KINDS, HANDLINGS, IMPACTS, PROMISE_NAMES } from '../core/entry.ts';
import type { ReportedIncident } from '../core/incident.ts';
import { KEPT_STOPS, type KeptStop } from '../core/kept.ts';
import { STANDINGS } from '../core/standing.ts';
import type { WouldSay } from '../ports/channel.ts';
import type { ReminderState } from '../ports/reminders.ts';
import { inside, instant, known, list, open } from './answer-parts.ts';

// What the API answers about incidents, and about what people owe each other over them.

const component = z.object({ id: z.string(), status: z.enum(COMPONENT_STATUSES) });

export const finding = z.object({
  rule: z.string(),
  level: z.enum(['hint', 'ask']),
  field: z.string(),
  quote: z.string(),
  reason: z.string(),
  suggestion: z.string().exactOptional(),
  accept: z
    .object({ field: z.string(), value: z.string() })
    .exactOptional()
    .describe('What to set which field of the same body to, where one tap can do it'),
});

export const channelMode = z.enum(['off', 'shadow', 'live']);

export const apologyIfSilent = z
  .union([
    z.object({
      at: instant.describe('The first moment at which it may go out'),
      slips: list(z.object({ seq: z.int(), promise: z.enum(PROMISE_NAMES), at: instant })),
      last: z.boolean().describe('True if the pipeline says nothing more after it'),
      /** By channel. The document shows those of the project's own config. */
      texts: known<{ site: { text: string } } & Readonly<Record<string, { text: string } | WouldSay>>>(
        z.object({
          site: z.object({ text: z.string() }),
          x: z.union([
            z.object({
              mode: channelMode,
              text: z.string(),
              weight: z.int(),
              limit: z.int(),
              reply: z.boolean().describe('True if it answers our post before it'),
            }),
            z.object({ mode: channelMode, notPosted: z.string().describe('Why X gets no apology') }),
          ]),
        }),
      ),
    }),
    z.object({
      quiet: z
        .enum(['frozen', 'restricted', 'too-old', 'silence-ended'])
        .describe('Why nothing goes out by itself although a time has passed'),
      readyText: z.string().exactOptional().describe('What a person may post instead'),
    }),
  ])
  .describe('What goes out by itself if nobody speaks, word for word; absent while no promise stands');

export const problem = open({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  errors: list(z.object({ field: z.string(), reason: z.string(), rule: z.string().exactOptional() })).exactOptional(),
  findings: list(finding).exactOptional(),
});

export const settles = list(
  z.object({ seq: z.int(), promise: z.enum(PROMISE_NAMES), as: known<SettledAs>(z.string()) }),
);

const entry = open({
  seq: z.int().min(1),
  kind: z.enum(ENTRY_KINDS),
  at: instant,
  happenedAt: inside(instant.exactOptional()),
  scheduledFor: inside(instant.exactOptional()),
  scheduledUntil: inside(instant.exactOptional()),
  automated: z.boolean(),
  author: z.enum(['person', 'machine', 'pipeline']).describe('Only what a person says keeps a promise'),
  actor: z.string().exactOptional().describe('Who said it; never public'),
  approvedBy: z.string().exactOptional().describe('The second person; never public'),
  status: known<Status>(z.string()),
  impact: z.enum(IMPACTS),
  title: inside(z.string().exactOptional()),
  message: z.string().exactOptional().describe('Absent after a redaction'),
  workaround: inside(z.string().exactOptional()),
  redacted: inside(z.literal(true).exactOptional()),
  components: list(component).exactOptional(),
  promises: z.partialRecord(z.enum(PROMISE_NAMES), instant.nullable()),
  settles,
  corrects: inside(z.int().exactOptional()),
  into: z.string().exactOptional().describe('Of a merge: the incident in which this one goes on'),
  takes: z.string().exactOptional().describe('The incident that goes on in this one from here on'),
  releases: z.string().exactOptional().describe('The incident that does not go on in this one after all'),
  ifLate: z.string().exactOptional().describe('What an apology quotes if nobody speaks after this; not public before'),
  hash: z.string(),
  prev: z.string().nullable(),
});

export const promise = open({
  incident: z.string(),
  seq: z.int(),
  promise: z.enum(PROMISE_NAMES),
  at: instant,
  madeAt: inside(instant),
  source: z.enum(['person', 'default', 'machine', 'pipeline']),
  state: z.enum(['open', 'kept', 'slipped', 'revised', 'withdrawn']),
  standing: z
    .enum(STANDINGS)
    .describe('What became of it, told apart by who said so and when; every text is made from this'),
  settledBy: z.int().exactOptional(),
  settledAt: instant.exactOptional(),
  announcedLate: z
    .object({ backAt: instant, saidAt: instant, saidBy: z.int() })
    .exactOptional()
    .describe('Back in time by our own account, and said only afterwards; the state is by when it was said'),
});

export const incident = open({
  id: z.string(),
  type: z.enum(['outage', 'maintenance']),
  title: z.string(),
  phase: known<ReportedIncident['phase']>(z.string()),
  status: known<Status>(z.string()),
  impact: z.enum(IMPACTS),
  components: list(component),
  handling: inside(z.enum(HANDLINGS)),
  openedAt: inside(instant),
  resolvedAt: inside(instant.exactOptional()),
  endedAt: inside(instant.exactOptional()),
  scheduledFor: inside(instant.exactOptional()),
  scheduledUntil: inside(instant.exactOptional()),
  /** Of a maintenance that is over: false if only the clock has said so. */
  confirmed: inside(z.boolean().exactOptional()),
  silence: inside(z.object({ since: instant, automatedEntries: z.int() })),
  entries: list(entry).describe('Oldest first'),
  promises: list(promise),
  etag: z.string(),
  findings: list(finding).exactOptional(),
  unchanged: z.boolean().exactOptional().describe('True if it was so already'),
});

/** What holds a removed text and cannot be emptied from here. */
const remains = list(
  open({
    what: z.enum(['post', 'perhaps', 'told', 'message', 'copies', 'backup']),
    says: z.string().describe('What a person has to know and do about it'),
    channel: z
      .string()
      .exactOptional()
      .describe(
        'Of a post: the channel on which it stands, or perhaps stands; of messages to subscribers, their channel',
      ),
    url: z.string().exactOptional().describe('Of a post: where it stands'),
    to: z.string().exactOptional().describe('Of messages: to whom of the house they went'),
    at: instant.exactOptional(),
    until: instant.exactOptional().describe('Of a backup: until when it may bring the text back'),
  }),
).describe('What still holds what was redacted and is out of reach: posts to delete, messages, copies, backups');

/** What a redaction is answered with. */
export const redacted = incident.extend({ remains });

export const draft = z.object({
  id: z.string(),
  incident: z.string().describe('The one that it is about, or would open'),
  command: z.string(),
  body: known<{ title?: string; message?: string; [field: string]: unknown }>(z.looseObject({})),
  reason: known<ApprovalReason>(
    z.looseObject({
      reason: z.enum([
        'restricted',
        'impact',
        'phrase',
        'under-maintenance',
        'still-firing',
        'alarm',
        'nobody-reached',
        'alarm-cleared',
        'kept',
      ]),
    }),
  ),
  proposedBy: z.object({ actor: z.string(), person: z.boolean() }),
  proposedAt: instant,
  seen: z.string().nullable().describe('The ETag of the state that its author had seen'),
  decideBy: instant.exactOptional().describe('Of one that somebody else is asked to read: by when'),
  onTimeout: z.enum(['publish', 'escalate']).exactOptional().describe('And what happens then'),
  publishAt: instant.exactOptional().describe('Of a kept one: when it is posted by itself'),
  stopped: open({
    at: instant,
    because: known<KeptStop>(z.enum(KEPT_STOPS)),
  })
    .exactOptional()
    .describe('Its time came and it was not posted; it waits for its author'),
  state: z.enum(['waiting', 'approved', 'dropped', 'published']),
  version: z.int().describe('Counts up with every edit'),
  decided: open({
    by: z.string(),
    at: instant,
    seq: z.int().exactOptional(),
    note: inside(z.string().exactOptional()),
  }).exactOptional(),
  redacted: z
    .literal(true)
    .exactOptional()
    .describe('The entry that it became was redacted; its `body` is empty since'),
  links: z.object({ self: z.string(), approve: z.string(), edit: z.string(), drop: z.string() }),
});

/** What a command is answered with. `draft`: the one that was decided by it, or that a restricted opening left. */
export const incidentSaid = incident.extend({
  draft: draft.exactOptional().describe('What waits for a second person, or was approved by this'),
});

export const followUp = z.object({
  id: z.string(),
  reference: z.string(),
  by: z.string(),
  at: instant,
  answered: z.object({ by: z.string(), at: instant }).exactOptional(),
});

export const handover = z.object({
  to: z.string(),
  from: z.string(),
  at: instant,
  state: z.enum(['waiting', 'accepted']),
  accepted: z.object({ by: z.string(), at: instant }).exactOptional(),
});

/** What one channel did with each entry, by the entry's number; an entry without a record is pending. */
const deliveries = known<Readonly<Record<string, Delivery>>>(z.looseObject({}));

/** An incident as a read of it alone shows it: with what became of it on the channels, and what the house owes. */
const told = z.object({
  of: z.int().describe('How many it concerns'),
  told: z.int(),
  unknown: z.int().describe('Tried as often as it may be, without an answer'),
  refused: z.int(),
  quarantined: z.int(),
  restBy: instant.exactOptional().describe('When the last of them is told at the pace so far'),
});

export const incidentRead = incident.extend({
  apologyIfSilent: apologyIfSilent.exactOptional(),
  deliveries: known<Readonly<Record<ChannelName, z.output<typeof deliveries>>>>(
    z.object({ site: deliveries, x: deliveries }),
  ),
  told: z
    .record(z.string(), z.record(z.string(), told))
    .exactOptional()
    .describe('Of channels that tell each person, by the number of the statement, once people were counted for it'),
  reminders: list(known<{ key: string } & ReminderState>(z.looseObject({ key: z.string() }))),
  handover: handover.exactOptional(),
  loops: list(followUp),
  loopsToAnswer: list(followUp).exactOptional(),
  drafts: list(draft),
  remains: remains.exactOptional(),
  joined: list(
    z.object({
      key: z.string(),
      check: z.string().exactOptional().describe('What watches; older ones do not say it'),
      outage: z.string().exactOptional().describe('What tells this outage from the next'),
      source: z.string(),
      state: known<AlarmState>(z.string()).describe('firing, recovered, or no-data: the monitor sees nothing'),
      at: instant,
      lastAt: instant.exactOptional().describe('When it was sent last in this state'),
      link: z.string().exactOptional().describe('Where a person reads more'),
    }),
  ),
});
