import * as z from 'zod';
import { ALARM_FORMATS } from '../core/alarm.ts';
import { claimsIn } from '../core/lint/machine-words.ts';
import { hiddenReason } from '../wording/hidden-characters.ts';
import { hours, id } from './config-parts.ts';

const pattern = z.string().max(200);

const labelTest = z.union([
  pattern,
  z.strictObject({ in: z.array(pattern).min(1).max(200) }).describe('One of these'),
  z
    .strictObject({ not: z.union([pattern, z.array(pattern).min(1).max(200)]) })
    .describe('None of these; an alarm without the label fits too'),
]);

/** Words that a monitor says before anybody has looked: whoever writes them is told what they claim too much. */
const machineWords = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .superRefine((text, context) => {
      const hidden = hiddenReason(text);
      if (hidden !== undefined) context.addIssue({ code: 'custom', message: hidden });
      for (const { quote, reason } of claimsIn(text))
        context.addIssue({ code: 'custom', message: `“${quote}” ${reason}. Say what the monitor sees, and no more` });
    });

const alarmRule = z.strictObject({
  when: z
    .record(z.string().max(80), labelTest)
    .describe('What its labels must be; * stands for any letters. None: every alarm'),
  component: z
    .union([id, z.string().regex(/^\{[\w.:-]{1,80}\}$/, 'the id of a component, or {label} for the value of a label')])
    .describe('What is affected, by id, or {label} where a label of the alarm holds the id'),
  status: z.enum(['degraded_performance', 'partial_outage', 'major_outage']).default('degraded_performance'),
  impact: z.enum(['none', 'minor', 'major', 'critical']).default('minor'),
  title: machineWords(200).optional().describe('Public; what stands there by default names the component'),
  message: machineWords(5000).optional().describe('Public; by default that a monitor reports a problem'),
  say: z
    .enum(['first-word', 'draft'])
    .default('first-word')
    .describe('first-word: said at once, if somebody can be reached; draft: a person says it'),
  holdFor: z
    .number()
    .min(0)
    .max(24 * 60)
    .default(0)
    .describe('Minutes; what clears within them opens nothing'),
});

const jsonPath = z
  .string()
  .regex(/^[\w@:$-]+(?:\.[\w@:$-]+|\[\d+\])*$/, 'a path into the body like data.checks[0].name');

const alarmMap = z
  .strictObject({
    each: jsonPath.exactOptional().describe('A list of alarms in one body; all other paths begin in each of them'),
    check: jsonPath.describe('What names the check: the same whenever it fails'),
    outage: jsonPath.exactOptional().describe('What tells this outage from the next: when it began, or an id'),
    state: jsonPath,
    firing: z.array(z.string()).min(1).describe('Values of state that say that something is wrong'),
    recovered: z.array(z.string()).default([]).describe('Values that say that it is over'),
    noData: z.array(z.string()).default([]).describe('Values that say that nothing is seen'),
    labels: z
      .record(z.string().max(80), jsonPath)
      .default({})
      .describe('Names for the rules, and where their values stand'),
    link: jsonPath.exactOptional(),
  })
  .describe('Where in the JSON of a tool of its own what stands; what state says otherwise is ignored');

const alarmEvents = z
  .strictObject({
    source: z.array(z.string().min(1).max(256)).min(1).describe('As aws.cloudwatch or aws.partner/pagerduty.com/…'),
    detailType: z.array(z.string().min(1).max(256)).min(1).exactOptional().describe('As CloudWatch Alarm State Change'),
  })
  .describe('Events of EventBridge that are alarms too, on the default bus of the account or on ours');

const alarmTopics = z
  .array(
    z
      .string()
      .regex(/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/, 'must be the ARN of a topic, arn:aws:sns:…'),
  )
  .min(1)
  .max(100)
  .describe('ARNs of the topics of SNS whose messages, signed by SNS, need no secret; only these are confirmed');

/** Where alarms come from, and what is made of them. */
export const intake = z
  .strictObject({
    sources: z
      .array(
        z
          .strictObject({
            id,
            format: z.enum(ALARM_FORMATS),
            map: alarmMap.optional(),
            events: alarmEvents.optional(),
            topics: alarmTopics.optional(),
            rules: z
              .array(alarmRule)
              .max(500)
              .describe('The first that fits an alarm counts; without one it is ignored'),
          })
          .refine(({ format, map }) => (format === 'mapped') === (map !== undefined), {
            path: ['map'],
            message: 'is for the format "mapped", which cannot do without it',
          })
          .refine(({ format, topics }) => topics === undefined || format === 'cloudwatch', {
            path: ['topics'],
            message: 'is for the format "cloudwatch", which comes by way of SNS',
          }),
      )
      .max(100)
      .default([]),
    reopenWithin: z
      .number()
      .min(0)
      .max(24 * 60)
      .default(10)
      .describe('Minutes after its end within which another outage of a component reopens its incident'),
    staffed: hours
      .optional()
      .describe('When somebody sits there; without: always. Else a first word promises the next in 60 minutes, not 30'),
  })
  .prefault({})
  .describe('Monitors that may report by webhook, POST /intake/{id}; GET /v1/intake shows their secrets');
