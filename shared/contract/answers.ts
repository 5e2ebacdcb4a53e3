import * as z from 'zod';
import type { AdvisedStatus } from '../core/advisor/past.ts';
import type { AlarmState } from '../core/alarm.ts';
import type { ApprovalReason } from '../core/approval.ts';
import type { ChannelName } from '../core/delivery.ts';
import { type ComponentStatus, MAINTENANCE_STATUSES, OUTAGE_STATUSES } from '../core/entry.ts';
import type { GateKind } from '../core/x/account.ts';
import { inside, instant, known, list, open } from './answer-parts.ts';
import {
  apologyIfSilent,
  channelMode,
  draft,
  finding,
  followUp,
  handover,
  incident,
  problem,
  promise,
  settles,
} from './incident-answers.ts';
import { reached } from './people-answers.ts';

export { draft, incident, incidentRead, incidentSaid, problem, redacted } from './incident-answers.ts';

// What the API answers: the document is made of these schemas, the client's types are inferred from them, and what the
// API makes is of these types. Nothing checks an answer on its way out: the tests hold every one against its schema.

export const incidentList = z.object({ incidents: list(incident), next: z.string().exactOptional() });
export const maintenanceList = incidentList.extend({ maintenances: list(incident) });
export const draftKept = z.object({ draft });
export const draftList = z.object({ drafts: list(draft) });
export const handoverDone = z.object({ handover });
export const followUpNoted = z.object({ loop: followUp });
/** A component that is so already; `incident` is open about it. */
export const componentUnchanged = z.object({
  component: z.string(),
  status: known<ComponentStatus>(z.string()),
  unchanged: z.literal(true),
  incident: z.string().exactOptional(),
});
export const held = z.object({ incident: z.string(), holdUntil: instant });

const quantile = open({ minutes: z.number(), at: inside(instant) });

export const advice = open({
  incident: z.string(),
  status: inside(known<AdvisedStatus>(z.string())),
  elapsedMs: z.number(),
  inStatusMs: inside(z.number()),
  quantiles: open({ p50: quantile, p80: quantile, p90: inside(quantile), p95: inside(quantile) }),
  basis: inside(z.object({ own: z.int(), matching: z.int(), history: z.int(), prior: z.boolean(), label: z.string() })),
  record: inside(
    list(z.object({ spanMinutes: z.number(), kept: z.int(), of: z.int(), revised: z.int(), label: z.string() })),
  ),
});

/** What one channel would say, or why it says nothing. */
export type ChannelPreview = {
  text?: string;
  title?: string;
  /** The words as the page shows them, where Markdown makes something else of them than stands in `text`. */
  html?: string;
  weight?: number;
  limit?: number;
  mode?: z.output<typeof channelMode>;
  notPosted?: string;
  /** True if the post answers an earlier one of the same thread. */
  reply?: boolean;
};

export const previewed = open({
  at: instant,
  channels: known<Readonly<Record<string, ChannelPreview>>>(z.looseObject({})),
  promises: list(promise),
  settles: inside(settles),
  apologyIfSilent: apologyIfSilent.exactOptional(),
  findings: list(finding),
  wouldBeRefused: problem.nullable(),
  waits: z
    .object({ channels: known<Readonly<Record<string, ChannelPreview>>>(z.looseObject({})) })
    .exactOptional()
    .describe('Of a restricted opening: what was typed, as it reads once a second person has approved it'),
  needsApproval: known<ApprovalReason>(z.looseObject({ reason: z.string() })).nullish(),
  advice: inside(advice.exactOptional()),
  /** True if the command asks for what holds already. */
  unchanged: inside(z.boolean().exactOptional()),
});

export type Previewed = z.output<typeof previewed>;

export const draftRead = draft.extend({
  preview: known<z.output<typeof previewed>>(z.looseObject({})).exactOptional(),
});

const personalState = open({
  takesPosts: z.boolean().describe('False while the far side takes nothing from us'),
  refusal: z
    .object({
      kind: z.enum(['sandbox', 'paused', 'suspended', 'quota', 'unverified']),
      reason: z.string(),
      since: instant,
      until: instant,
    })
    .exactOptional(),
  brake: z.enum(['bounces', 'complaints']).exactOptional().describe('Why it tells of beginnings and ends only'),
  armedAt: instant.exactOptional().describe('Nothing is owed that was said before'),
});

export const controlState = open({
  frozen: z.boolean(),
  since: inside(z.object({ since: instant, reason: z.string(), by: z.string() }).exactOptional()),
  channels: known<Readonly<Partial<Record<ChannelName, z.output<typeof channelMode>>>>>(
    z.record(z.string(), channelMode),
  ),
  x: open({
    takesPosts: z.boolean(),
    refusal: inside(
      z
        .object({ kind: known<GateKind>(z.string()), reason: z.string(), since: instant, until: instant })
        .exactOptional(),
    ),
    standalone: inside(z.object({ since: instant, reason: z.string() }).exactOptional()),
    postsInDay: inside(z.int()),
    byHandInDay: inside(z.int()),
    dollarsInMonth: inside(z.number()),
  }),
  mail: personalState.exactOptional(),
  hooks: personalState.exactOptional(),
  lastSweepAt: instant.nullable(),
  byHand: open({ incident: z.string(), since: instant })
    .exactOptional()
    .describe('Customers see a front page that was put up by hand, until somebody releases it'),
  reached: reached.describe('Whether somebody would be reached, as the last sweep found it'),
});

const cleaned = list(z.string()).describe('Texts out of which characters were taken that nobody sees');

export const importResult = z.object({
  incident: z.string(),
  result: z.enum(['added', 'changed', 'unchanged', 'removed']),
  cleaned: cleaned.exactOptional(),
});

export const importList = z.object({
  imports: list(
    z.object({
      id: z.string(),
      title: z.string(),
      from: z.string(),
      status: z.enum([...OUTAGE_STATUSES, ...MAINTENANCE_STATUSES]).exactOptional(),
      openedAt: instant,
      hash: z.string(),
      rev: z.int(),
      removed: z.literal(true).exactOptional(),
    }),
  ),
});

export const rebuildProgress = z.object({
  state: z.enum(['none', 'running', 'done']),
  waits: z.literal(true).exactOptional().describe('Nobody is at it until it is asked for again, or the sweep looks'),
  incidents: z.int(),
  month: z.string().exactOptional(),
  doneAt: instant.exactOptional(),
});

export const acts = z.object({
  acts: list(
    z.object({
      at: instant,
      by: z.string().describe('The name that they sign in with, or a client'),
      name: z.string().exactOptional().describe('How colleagues call them, if the directory has them'),
      act: z.string(),
      on: z.string(),
      said: z.string().exactOptional(),
    }),
  ),
});

export const intakeSources = z.object({
  sources: list(z.object({ id: z.string(), format: z.string(), path: z.string(), secret: z.string() })),
  ticketSystem: z
    .object({ path: z.string(), secret: z.string().describe('What it sends is known by, and what we sign with') })
    .exactOptional()
    .describe('Where the ticket system of the house tells of messages and cases'),
});

const taken = list(open({ alarm: z.string(), result: z.string() }));

export const resolvedTogether = z.object({
  results: list(
    z.object({
      incident: z.string(),
      result: z.enum(['resolved', 'unchanged', 'draft', 'refused']),
      seq: z.int().exactOptional().describe('Of the entry that says it'),
      draft: z.string().exactOptional(),
      reason: z.string().exactOptional().describe('Why it was not'),
    }),
  ),
});

const proposal = z
  .object({ when: z.record(z.string(), z.string()), component: z.string(), say: z.literal('draft') })
  .describe('A rule that would fit, to put into the config and change');

const labels = z.record(z.string(), z.string());

export const intakeUnmapped = z.object({
  sources: list(z.object({ id: z.string(), format: z.string() })),
  unmapped: list(
    z.discriminatedUnion('is', [
      z.object({
        is: z.literal('alarm'),
        source: z.string(),
        at: instant,
        check: z.string(),
        state: known<AlarmState>(z.string()),
        labels,
        link: z.string().exactOptional(),
        proposal,
      }),
      z.object({ is: z.literal('no-alarm'), source: z.string(), at: instant, fields: list(z.string()) }),
    ]),
  ),
});

const tried = { source: z.string(), format: z.string() };

export const intakeTried = z.union([
  z.object({
    ...tried,
    alarms: list(
      z.object({
        check: z.string(),
        outage: z.string().exactOptional(),
        state: known<AlarmState>(z.string()),
        labels,
        link: z.string().exactOptional(),
        rules: list(z.object({ rule: z.int(), fits: z.boolean(), because: z.string().exactOptional() })),
        would: z.string(),
        rule: z.int().exactOptional().describe('The first that fits'),
        component: z.string().exactOptional(),
        title: z.string().exactOptional(),
        message: z.string().exactOptional(),
        proposal: proposal.exactOptional(),
      }),
    ),
    unread: list(z.object({ at: z.string(), reason: z.string() }))
      .exactOptional()
      .describe('What its format cannot read; it stands in the way of nothing else'),
  }),
  z.object({ ...tried, confirm: z.string() }),
]);

export const alarmsTaken = z.union([
  z.object({ taken, cleaned: cleaned.exactOptional() }),
  z.object({ confirmed: z.literal(true) }),
]);

export const alarmsAccepted = z.object({
  accepted: z.int(),
  see: z.string().describe('Where it stands afterwards what became of each'),
  cleaned: cleaned.exactOptional(),
});

export const alarmReceipt = z.object({
  id: z.string(),
  source: z.string(),
  at: instant,
  accepted: z.int(),
  pending: z.int().describe('How many are not worked off yet'),
  taken: taken.describe(
    'By component; those that are not worked off yet are `pending`, or not there yet where they came alone',
  ),
  until: instant.describe('Kept so long'),
});
