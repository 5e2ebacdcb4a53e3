import * as z from 'zod';
import { COMPONENT_STATUSES, ENTRY_KINDS, IMPACTS, PROMISE_NAMES } from '../../core/entry.ts';

// What the API answers. Nothing checks these on the way out: the tests hold every answer against them.

const instant = z.iso.datetime();
const component = z.object({ id: z.string(), status: z.enum(COMPONENT_STATUSES) });

const finding = z.object({
  rule: z.string(),
  level: z.enum(['hint', 'ask']),
  field: z.string(),
  quote: z.string(),
  reason: z.string(),
  suggestion: z.string().optional(),
  accept: z
    .object({ field: z.string(), value: z.string() })
    .optional()
    .describe('What to set which field of the same body to, where one tap can do it'),
});

const channelMode = z.enum(['off', 'shadow', 'live']);

const apologyIfSilent = z
  .union([
    z.object({
      at: instant.describe('The first moment at which it may go out'),
      slips: z.array(z.object({ seq: z.int(), promise: z.enum(PROMISE_NAMES), at: instant })),
      last: z.boolean().describe('True if the pipeline says nothing more after it'),
      texts: z.object({
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
    }),
    z.object({
      quiet: z
        .enum(['frozen', 'restricted', 'too-old', 'silence-ended'])
        .describe('Why nothing goes out by itself although a time has passed'),
      readyText: z.string().optional().describe('What a person may post instead'),
    }),
  ])
  .describe('What goes out by itself if nobody speaks, word for word; absent while no promise stands');

export const problem = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  errors: z.array(z.object({ field: z.string(), reason: z.string(), rule: z.string().optional() })).optional(),
  findings: z.array(finding).optional(),
});

const entry = z.looseObject({
  seq: z.int().min(1),
  kind: z.enum(ENTRY_KINDS),
  at: instant,
  automated: z.boolean(),
  author: z.enum(['person', 'machine', 'pipeline']).describe('Only what a person says keeps a promise'),
  actor: z.string().optional().describe('Who said it; never public'),
  approvedBy: z.string().optional().describe('The second person; never public'),
  status: z.string(),
  impact: z.enum(IMPACTS),
  message: z.string().optional().describe('Absent after a redaction'),
  components: z.array(component).optional(),
  promises: z.partialRecord(z.enum(PROMISE_NAMES), instant.nullable()),
  settles: z.array(z.object({ seq: z.int(), promise: z.enum(PROMISE_NAMES), as: z.string() })),
  ifLate: z.string().optional().describe('What an apology quotes if nobody speaks after this; not public before'),
  hash: z.string(),
  prev: z.string().nullable(),
});

const promise = z.looseObject({
  incident: z.string(),
  seq: z.int(),
  promise: z.enum(PROMISE_NAMES),
  at: instant,
  source: z.enum(['person', 'default', 'machine', 'pipeline']),
  state: z.enum(['open', 'kept', 'slipped', 'revised', 'withdrawn']),
  settledBy: z.int().optional(),
  settledAt: instant.optional(),
  announcedLate: z
    .object({ backAt: instant, saidAt: instant, saidBy: z.int() })
    .optional()
    .describe('Back in time by our own account, and said only afterwards; the state is by when it was said'),
});

export const incident = z.looseObject({
  id: z.string(),
  type: z.enum(['outage', 'maintenance']),
  title: z.string(),
  phase: z.string(),
  status: z.string(),
  impact: z.enum(IMPACTS),
  components: z.array(component),
  entries: z.array(entry).describe('Oldest first'),
  promises: z.array(promise),
  etag: z.string(),
  findings: z.array(finding).optional(),
  unchanged: z.boolean().optional().describe('True if it was so already'),
});

export const draft = z.object({
  id: z.string(),
  incident: z.string().describe('The one that it is about, or would open'),
  command: z.string(),
  body: z.looseObject({}),
  reason: z.looseObject({ reason: z.enum(['restricted', 'impact', 'phrase', 'under-maintenance']) }),
  proposedBy: z.object({ actor: z.string(), person: z.boolean() }),
  proposedAt: instant,
  seen: z.string().nullable().describe('The ETag of the state that its author had seen'),
  decideBy: instant,
  onTimeout: z.enum(['publish', 'escalate']),
  state: z.enum(['waiting', 'approved', 'dropped', 'published']),
  decided: z.looseObject({ by: z.string(), at: instant, seq: z.int().optional() }).optional(),
  links: z.object({ self: z.string(), approve: z.string(), drop: z.string() }),
});

const followUp = z.object({
  id: z.string(),
  reference: z.string(),
  by: z.string(),
  at: instant,
  answered: z.object({ by: z.string(), at: instant }).optional(),
});

const handover = z.object({
  to: z.string(),
  from: z.string(),
  at: instant,
  state: z.enum(['waiting', 'accepted']),
  accepted: z.object({ by: z.string(), at: instant }).optional(),
});

/** An incident as a read of it alone shows it: with what became of it on the channels, and what the house owes. */
export const incidentRead = incident.extend({
  apologyIfSilent: apologyIfSilent.optional(),
  deliveries: z.object({ site: z.looseObject({}), x: z.looseObject({}) }),
  reminders: z.array(z.looseObject({ key: z.string() })),
  handover: handover.optional(),
  loops: z.array(followUp),
  loopsToAnswer: z.array(followUp).optional(),
  drafts: z.array(draft),
  joined: z.array(z.object({ key: z.string(), source: z.string(), state: z.string(), at: instant })),
});

export const incidentList = z.object({ incidents: z.array(incident), next: z.string().optional() });
export const maintenanceList = incidentList.extend({ maintenances: z.array(incident) });
export const draftKept = z.object({ draft });
export const draftList = z.object({ drafts: z.array(draft) });
export const draftRead = draft.extend({ preview: z.looseObject({}).optional() });
export const handoverDone = z.object({ handover });
export const followUpNoted = z.object({ loop: followUp });
export const held = z.object({ incident: z.string(), holdUntil: instant });

export const previewed = z.looseObject({
  at: instant,
  channels: z.looseObject({}),
  promises: z.array(promise),
  apologyIfSilent: apologyIfSilent.optional(),
  findings: z.array(finding),
  wouldBeRefused: problem.nullable(),
  needsApproval: z.looseObject({ reason: z.string() }).nullish(),
});

export const advice = z.looseObject({
  incident: z.string(),
  elapsedMs: z.number(),
  quantiles: z.looseObject({
    p50: z.looseObject({ minutes: z.number() }),
    p80: z.looseObject({ minutes: z.number() }),
  }),
});

export const controlState = z.looseObject({
  frozen: z.boolean(),
  channels: z.record(z.string(), channelMode),
  x: z.looseObject({ takesPosts: z.boolean() }),
  lastSweepAt: instant.nullable(),
});

export const importResult = z.object({
  incident: z.string(),
  result: z.enum(['added', 'changed', 'unchanged', 'removed']),
});

export const importList = z.object({
  imports: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      from: z.string(),
      openedAt: instant,
      hash: z.string(),
      rev: z.int(),
      removed: z.literal(true).optional(),
    }),
  ),
});

export const rebuildProgress = z.object({
  state: z.enum(['none', 'running', 'done']),
  incidents: z.int(),
  month: z.string().optional(),
  doneAt: instant.optional(),
});

export const acts = z.object({
  acts: z.array(
    z.object({ at: instant, by: z.string(), act: z.string(), on: z.string(), said: z.string().optional() }),
  ),
});

export const intakeSources = z.object({
  sources: z.array(z.object({ id: z.string(), format: z.string(), path: z.string(), secret: z.string() })),
});

export const alarmsTaken = z.union([
  z.object({ taken: z.array(z.looseObject({ alarm: z.string(), result: z.string() })) }),
  z.object({ confirmed: z.literal(true) }),
]);
