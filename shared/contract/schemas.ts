import * as z from 'zod';
import { COMPONENT_STATUSES, HANDLINGS, IMPACTS } from '../core/entry.ts';
import { hiddenIn } from '../core/hidden-characters.ts';
import { LONGEST_NOTE, REDACTION_REASONS } from '../core/redaction.ts';
import { isSayable } from '../core/sayable.ts';
import { hiddenReason } from '../wording/hidden-characters.ts';

const VISIBLE = /[^\p{Z}\p{C}\p{Default_Ignorable_Code_Point}]/u;

/** What somebody types who reads the answer: what nobody could see in it is refused, and its place is named. */
const typed = () =>
  z.string().superRefine((value, context) => {
    const words = value.trim();
    // What is trimmed is no harm (a byte order mark), and counts: the place is that of the text as it was sent.
    const reason = hiddenReason(words.padStart(value.trimEnd().length));
    if (reason !== undefined) context.addIssue({ code: 'custom', message: reason });
  });

/** Text that has a canonical form: half of a surrogate pair has none, and could not be hashed. */
export const text = (max: number, empty = 'is empty') =>
  typed()
    .trim()
    .min(1, empty)
    .max(max)
    .refine(
      (value) => value === '' || VISIBLE.test(value) || hiddenIn(value).length > 0,
      'shows nothing: it holds only characters that nobody can see',
    )
    .refine((value) => value.isWellFormed(), 'holds half of a character (a lone surrogate); send it as valid UTF-8');

const message = text(5000, 'say something: what customers notice, and what you know');
const workaround = text(5000).describe('What customers can do meanwhile');
const title = text(200);
const impact = z.enum(IMPACTS);
export const moment = typed().describe('An ISO 8601 instant with a zone, or a duration from now like PT45M');
const clock = moment.nullable();
const openStatus = z.enum(['investigating', 'identified', 'monitoring']);
const override = z.array(typed().max(80)).max(50).describe('Ids of lint rules that you have seen and override');

const components = z.array(z.strictObject({ id: typed().max(80), status: z.enum(COMPONENT_STATUSES) })).max(200);

const words = { message, workaround: workaround.optional() };
const claims = { components: components.optional(), happenedAt: moment.optional(), override: override.optional() };
const ifLate = text(200)
  .refine(isSayable, 'is quoted at a time that nobody knows yet: leave out times, links and mentions')
  .describe('What an apology quotes as your words if nobody speaks by the promised time; not public before');
const isUsual = z.boolean().describe('True if nobody chose `nextUpdateBy`: it was shown as the interval of the house');
const clocks = {
  nextUpdateBy: clock.optional(),
  nextUpdateIsUsual: isUsual.optional(),
  restoreBy: clock.optional(),
  ifLate: ifLate.optional(),
};
const report = clock
  .describe('When a report is published: a time, or null to take back the one that was given')
  .optional();

export const openBody = z.strictObject({
  title,
  impact,
  status: openStatus.optional(),
  handling: z.enum(HANDLINGS).optional(),
  ...words,
  ...claims,
  ...clocks,
  components: components.default([]),
});

export const updateBody = z.strictObject({
  title: title.optional(),
  impact: impact.optional(),
  status: z.enum(['investigating', 'identified', 'monitoring', 'resolved']).optional(),
  ...words,
  ...claims,
  ...clocks,
  reportBy: report,
});

export const resolveBody = z.strictObject({
  impact: impact.optional(),
  reportBy: report,
  ...words,
  ...claims,
});

/** One text for several incidents that are over. Their impact and components are said of each by itself. */
export const resolveTogetherBody = z.strictObject({
  incidents: z
    .array(typed().min(1).max(40))
    .min(1)
    .max(50)
    .refine((ids) => new Set(ids).size === ids.length, 'names an incident twice'),
  reportBy: report,
  ...words,
});

export const reopenBody = z.strictObject({
  status: openStatus.optional(),
  impact: impact.optional(),
  ...words,
  ...claims,
  ...clocks,
  reportBy: report,
});

export const componentStatusBody = z.strictObject({
  status: z.enum(['operational', 'degraded_performance', 'partial_outage', 'major_outage']),
  message: message.optional().describe('What customers read; without it, what was set and no more'),
  override: override.optional(),
});

export const correctionBody = z.strictObject({
  corrects: z.int().min(1).describe('The seq of the entry that was wrong'),
  message,
  happenedAt: moment.optional().describe('When what it speaks of happened, if that was said wrongly or not at all'),
  override: override.optional(),
});

export const postmortemBody = z.strictObject({ message, override: override.optional() });
export const retractBody = z.strictObject({ message, override: override.optional() });
export const mergeBody = z.strictObject({
  into: typed().max(40).describe('The incident in which this one goes on; it says so too'),
  redirect: z
    .boolean()
    .optional()
    .describe('True if it was merged before, into the wrong one: from now on it goes on in this one'),
  message: message.optional().describe('What readers see; if left out, where it goes on'),
  override: override.optional(),
});
export const redactionBody = z.strictObject({
  seq: z.int().min(1).describe('The entry whose text has to go'),
  reason: z
    .enum(REDACTION_REASONS)
    .describe('Why: the public reads one sentence of the house for it, in the place of the text'),
  note: text(LONGEST_NOTE)
    .optional()
    .describe(
      'What the public reads behind that sentence; none where a second person reads what is said, as of a restricted incident',
    ),
  override: override.optional(),
});
export const previewBody = z.strictObject({
  command: z.enum([
    'open',
    'update',
    'resolve',
    'reopen',
    'correct',
    'postmortem',
    'retract',
    'merge',
    'schedule',
    'maintenance-update',
    'redact',
    'resolve-together',
  ]),
  incident: typed().max(40).optional().describe('Which one; open, schedule and resolve-together need none'),
  body: z.record(z.string(), z.unknown()).describe('The body that the command would be sent with'),
});
export const holdBody = z.strictObject({
  minutes: z
    .number()
    .positive()
    .max(3)
    .default(3)
    .describe('How long the apology waits; at most 3 minutes, once a silence'),
});
const component = z.union([
  typed().max(80),
  // A status beside the id is not needed: while the work goes on, each is under maintenance.
  z.strictObject({ id: typed().max(80), status: z.enum(COMPONENT_STATUSES).optional() }).transform(({ id }) => id),
]);

export const scheduleBody = z.strictObject({
  title,
  components: z
    .array(component)
    .max(200)
    .default([])
    .describe('What the work concerns, by id; it is under maintenance while the work goes on'),
  scheduledFor: moment.describe('When it begins, by itself if nobody begins it: an instant, a duration, or "now"'),
  scheduledUntil: moment.describe('When it ends: a promise like any other. A duration counts from now'),
  message,
  workaround: workaround.optional(),
  override: override.optional(),
});

export const maintenanceUpdateBody = z.strictObject({
  title: title.optional().describe('Mends the title; the old one stays in the log'),
  components: z
    .array(component)
    .max(200)
    .optional()
    .describe('All that the work concerns from now on, by id; what is left out is concerned no longer'),
  status: z.enum(['in_progress', 'verifying', 'completed', 'cancelled']).optional(),
  scheduledFor: moment.optional().describe('Moves the beginning, before it has begun'),
  scheduledUntil: moment.optional().describe('Extends or shortens it'),
  nextUpdateBy: clock.optional(),
  message,
  workaround: workaround.optional(),
  override: override.optional(),
});

const reference = text(200).describe(
  'A ticket, a handle, a customer: whoever waits for an answer of their own. Private',
);
export const followUpBody = z.strictObject({ reference });
export const handoverBody = z.strictObject({
  to: text(80).describe('Who takes it, by the name that the house calls them'),
});

const version = z
  .int()
  .min(1)
  .describe('The version of the draft that you have read; needed once it was edited, so that nothing unread is said');

export const approveBody = z.strictObject({
  override: override.optional(),
  version: version.optional(),
  seen: z
    .string()
    .max(100)
    .optional()
    .describe('Needed where something was said since the draft was written: the `currentEtag` of what you have read'),
});
export const editBody = z.strictObject({
  body: z
    .record(z.string(), z.unknown())
    .describe('The fields of the draft’s body that change; the others stay, and null takes one out'),
  version: version.optional(),
  at: moment.nullable().optional().describe('Of a kept one: another time, or null for none. Absent: as it is'),
  seen: z.string().max(100).optional().describe('The ETag of the incident that you have read, if you have read it'),
});
export const keepBody = z.strictObject({
  body: z
    .record(z.string(), z.unknown())
    .describe('The body of the update; durations in it count from when it is posted'),
  at: moment
    .optional()
    .describe('When it is posted by itself, at most a day ahead; absent: it is kept until its author posts it'),
});
export const dropBody = z.strictObject({ reason: text(500).optional().describe('Why; for the house') });

export const freezeBody = z.strictObject({ frozen: z.boolean(), reason: text(500).optional() });
export const channelBody = z.strictObject({ mode: z.enum(['off', 'shadow', 'live']) });

/** The detail of a `candor.status-change` event: the body of open, or with `incident` of update. */
export const statusChangeOpen = openBody.omit({ ifLate: true }).extend({ actor: text(200).optional() });
export const statusChangeUpdate = updateBody.omit({ ifLate: true }).extend({
  incident: typed().max(40),
  actor: text(200).optional(),
});

/** What a monitor sends: whatever its format says. */
export const monitorsBody = z.looseObject({}).describe('A body as the monitor sends it');
