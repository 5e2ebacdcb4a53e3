import * as z from 'zod';
import { WEEKDAYS } from '../core/busy-hours.ts';
import { PUBLIC_CHANNELS } from '../core/channel/shipped.ts';
import { isHookOfHouse } from '../core/hooks/address.ts';
import { KEYED_CHANNELS, type KeyedChannelName } from '../core/keyed/shipped.ts';
import { DUTIES } from '../core/people/person.ts';
import { HOOKS, MAIL } from '../core/subscribers/facts.ts';
import { X } from '../core/x/facts.ts';
import { LANGUAGE_TAGS, languageOf } from '../wording/languages/shipped.ts';
import { problemsOf } from '../wording/sentence-overrides.ts';
import { SENTENCES, type SentenceName } from '../wording/sentences.ts';
import { TEMPLATES } from '../wording/templates.ts';
import { intake } from './alarm-schema.ts';
import { hours, id, mailSender, timeOfDay, zone } from './config-parts.ts';
import { desk } from './desk-schema.ts';
import { stages } from './stage-schema.ts';

const minutes = z
  .number()
  .positive()
  .max(7 * 24 * 60);

const perStatus = z.strictObject({
  investigating: minutes.describe('Minutes until the next update is due while the cause is unknown'),
  identified: minutes.describe('Minutes until the next update is due while a repair is under way'),
  monitoring: minutes.describe('Minutes until the next update is due while a repair is being watched'),
});

/** As the console shows them. */
const personName = z.string().trim().min(1).max(200).describe('A person, by the name that the console shows');

const sentence = z.string().min(1).max(300);

/** The public channels that a config may name. What it does not name is not there at all. */
function channelsAmong<const Name extends string>(names: readonly Name[]) {
  return z
    .array(z.enum(names))
    .refine((named) => new Set(named).size === named.length, 'names a channel twice')
    .default(names.filter((name) => name === X.name))
    .describe('Where the public is told besides the status site; if not said, X. mail and hooks need `mail`');
}

/** What a house decides about a channel that goes by keys. Its server and its account are in its secret. */
const keyedRules = z
  .strictObject({
    minImpact: z.enum(['none', 'minor', 'major', 'critical']).default('none'),
    threads: z.boolean().default(true),
    account: z
      .string()
      .min(1)
      .max(300)
      .optional()
      .describe('What the network calls the account; where it looks under our own domain, the site answers with it'),
  })
  .prefault({});

const keyed = Object.fromEntries(KEYED_CHANNELS.map(({ name }) => [name, keyedRules])) as Record<
  KeyedChannelName,
  typeof keyedRules
>;

/** One sentence, or several that follow each other within an incident. Which ones, and what stands in their braces. */
const wording = z.strictObject(
  Object.fromEntries(
    Object.entries(SENTENCES).map(([name, { places, about }]) => {
      const holds = places.length === 0 ? '' : `. Holds ${places.map((place) => `{${place}}`).join(' and ')}`;
      return [
        name,
        z
          .union([sentence, z.array(sentence).min(1)])
          .optional()
          .describe(`${about}${holds}`),
      ];
    }),
  ) as Record<SentenceName, z.ZodOptional<z.ZodUnion<[z.ZodString, z.ZodArray<z.ZodString>]>>>,
);

/** What `candor.config.json` holds, field by field. */
const fields = z.strictObject({
  $schema: z.string().optional(),
  brand: z.strictObject({
    name: z.string().min(1).max(60).describe('Whose status this is, as customers know it'),
    accent: z
      .string()
      .regex(/^#[0-9a-f]{6}$/i)
      .default('#3a5bd0')
      .describe('One colour of the brand, as #rrggbb'),
    timeZone: z.string().default('Etc/UTC').describe('IANA name; times are shown in UTC beside the reader’s own zone'),
    spokenBy: z
      .string()
      .min(1)
      .max(60)
      .optional()
      .describe('Beside each statement of a person, as “by our incident commander”. A role; names stay in the house'),
    language: z.enum(LANGUAGE_TAGS).default('en').describe('Of the automated sentences; all other words are English'),
  }),
  components: z
    .array(
      z.strictObject({
        id,
        name: z.string().min(1).max(80),
        description: z.string().max(200).optional(),
        group: id.optional(),
        alsoCalled: z
          .array(z.string().trim().min(2).max(40))
          .max(20)
          .optional()
          .describe('What people call it besides: the mention desk knows by it what they talk about'),
      }),
    )
    .min(1),
  groups: z.array(z.strictObject({ id, name: z.string().min(1).max(80) })).default([]),
  cadence: z
    .strictObject({ critical: perStatus, major: perStatus, minor: perStatus })
    .default({
      critical: { investigating: 10, identified: 10, monitoring: 30 },
      major: { investigating: 15, identified: 30, monitoring: 60 },
      minor: { investigating: 15, identified: 30, monitoring: 60 },
    })
    .describe('Source of the defaults: GitLab handbook, incident communication'),
  reminders: z
    .strictObject({
      leadsMinutes: z
        .array(
          z
            .number()
            .min(0)
            .max(24 * 60),
        )
        .default([15, 5, 0]),
      commander: z.string().default('commander').describe('Who is reminded first'),
      deputy: z.string().default('deputy').describe('Who is told when the commander did not answer'),
      escalation: z.string().default('escalation').describe('Who is paged every half hour once the pipeline is quiet'),
      approver: z.string().default('approver').describe('Who is asked to read drafts'),
      addressed: z
        .boolean()
        .default(false)
        .describe(
          'Counts only while nobody is in the directory of people. True if every subscription of the topic has a filter policy on "to", so that each gets only what is for them: only then does a link in a message approve',
        ),
      webhooks: z
        .array(
          z
            .url()
            .refine(
              isHookOfHouse,
              'must be an https address of a host on the public web, by its name: no other is called',
            ),
        )
        .default([])
        .describe('Slack-compatible webhooks that get every reminder'),
    })
    .prefault({}),
  duty: z
    .strictObject({
      zone: zone.exactOptional().describe('The zone of the times; brand.timeZone if not said'),
      weekly: z
        .array(
          z.strictObject({
            as: z.enum(DUTIES),
            person: z.string().trim().min(1).max(40).describe('The id of somebody in the directory'),
            days: z.array(z.enum(WEEKDAYS)).min(1),
            from: timeOfDay,
            to: timeOfDay.describe('Not after from: of the next day'),
          }),
        )
        .max(500)
        .default([]),
    })
    .prefault({})
    .describe('Who of the directory is on duty when; what somebody says in between holds until the next turn'),
  channels: channelsAmong(PUBLIC_CHANNELS.map(({ name }) => name)),
  mail: z
    .strictObject({
      from: mailSender.describe('Whom updates come from, as “Acme Status <status@status.example.com>”'),
      confirmFrom: mailSender
        .optional()
        .describe('Whom confirmations come from; confirm@ at the domain of from, if not said'),
      replyTo: mailSender.optional().describe('Where an answer to a mail goes; to its sender, if not said'),
    })
    .optional()
    .describe('Whom mails to subscribers come from. Without it nobody can follow by mail'),
  signUp: z
    .strictObject({
      proofOfWork: z
        .boolean()
        .default(false)
        .describe('Browsers solve a small task; whoever shows no proof has half of the limits, as programs have'),
    })
    .prefault({})
    .describe('What stands in the way of programs that sign others up'),
  x: z
    .strictObject({
      minImpact: z.enum(['none', 'minor', 'major', 'critical']).default('none'),
      links: z
        .enum(['never', 'ends', 'always'])
        .default('ends')
        .describe('ends: first post and resolution. A link costs 13 times as much'),
      threads: z.boolean().default(true),
      postsPerDay: z.number().int().min(17).default(100),
      dollarsPerMonth: z.number().positive().default(50),
    })
    .prefault({}),
  ...keyed,
  approval: z
    .strictObject({
      impacts: z.array(z.enum(['none', 'minor', 'major', 'critical'])).default([]),
      phrases: z.array(z.string().trim().min(1).max(80)).max(100).default([]).describe('In whatever case'),
      timeoutMinutes: minutes.default(15).describe('How long a draft waits for a second person'),
      onTimeout: z
        .enum(['publish', 'escalate'])
        .default('escalate')
        .describe('publish: it goes out as it is. What is restricted never does'),
      machines: z
        .array(z.strictObject({ id: z.string().trim().min(1).max(200), owner: personName }))
        .max(500)
        .default([])
        .describe(
          'Whose a client of the API or a source of events is, a row for each who holds its secret: none of them approves what it proposed',
        ),
      actors: z
        .array(z.strictObject({ called: z.string().trim().min(1).max(200), person: personName }))
        .max(500)
        .default([])
        .describe('What events call a person besides the name that the console shows'),
    })
    .prefault({})
    .describe('Which statements a second person reads first. The first word about an outage never waits'),
  requests: z
    .strictObject({
      burst: z.number().int().min(1).max(100_000).default(300),
      perSecond: z.number().positive().max(10_000).default(30),
    })
    .prefault({})
    .describe('How many requests one client of the API may send at once, and how many more each second'),
  intake,
  busyHours: hours
    .optional()
    .describe('When customers depend on the service most: whoever schedules maintenance into them is warned'),
  templates: z
    .array(
      z.strictObject({
        for: z
          .enum(['open', 'update', 'resolve', 'reopen', 'withdraw-eta', 'retract'])
          .describe('The act that it helps with'),
        name: z.string().min(1).max(40).describe('On its button in the console'),
        impact: z.enum(['none', 'minor', 'major', 'critical']).optional().describe('Offered for this impact only'),
        status: z.enum(['investigating', 'identified', 'monitoring']).optional().describe('Set together with the text'),
        title: z.string().min(1).max(200).optional(),
        message: z.string().min(1).max(5000).describe('{what}, {began} and {now} are filled in'),
      }),
    )
    .default([...TEMPLATES])
    .describe('Words to start from, offered in the console; yours replace all of ours'),
  contact: z
    .array(
      z.strictObject({
        label: z.string().min(1),
        href: z
          .string()
          .min(1)
          .regex(/^(https:\/\/|mailto:|tel:|\/)/, 'an https:, mailto: or tel: link, or a path of the site'),
        hours: z.string().optional().describe('When somebody is there, as people say it'),
        timeZone: z.string().optional().describe('IANA name of the zone that the hours are in'),
      }),
    )
    .default([])
    .describe('Private ways to a human'),
  desk,
  apology: z
    .strictObject({
      style: z
        .enum(['sorry', 'acknowledge'])
        .default('sorry')
        .describe('acknowledge: owns up to a missed time without the word sorry'),
    })
    .prefault({}),
  wording: wording
    .default({})
    .describe('Your own sentences in the place of ours, by name; checked when the config is read'),
  stages,
});

/** The schema of `candor.config.json`. Editors read it as `docs/candor.config.schema.json`. */
export const configSchema = fields.superRefine(sayableWording).superRefine(mailHasSender);

/** The same for a house that has built other channels than ours. */
export const configSchemaWith = <const Name extends string>(channels: readonly Name[]) =>
  fields.extend({ channels: channelsAmong(channels) }).superRefine(sayableWording);

function sayableWording(
  { brand, apology, wording: own }: Pick<z.output<typeof fields>, 'brand' | 'apology' | 'wording'>,
  context: z.RefinementCtx,
): void {
  for (const { name, reason } of problemsOf(languageOf(brand.language), apology.style, own))
    context.addIssue({ code: 'custom', path: ['wording', name], message: reason });
}

function mailHasSender(
  { channels, mail }: Pick<z.output<typeof fields>, 'channels' | 'mail'>,
  context: z.RefinementCtx,
): void {
  const needing = [MAIL.name, HOOKS.name].find((name) => channels.includes(name));
  if (mail !== undefined || needing === undefined) return;
  const message = `is needed for the channel "${needing}": {"from": "Acme Status <status@status.example.com>"}`;
  context.addIssue({ code: 'custom', path: ['mail'], message });
}

export type Config = z.output<typeof configSchema>;
