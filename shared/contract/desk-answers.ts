import * as z from 'zod';
import { ANSWER_KINDS } from '../core/desk/answer.ts';
import { BUDGET_LEVELS } from '../core/desk/budget.ts';
import { CASE_STATES } from '../core/desk/case.ts';
import { MENTION_STATES } from '../core/desk/kept-mention.ts';
import { DESK_SOURCES } from '../core/desk/mention.ts';
import { TEMPLATE_NAMES } from '../core/desk/template.ts';
import { instant, list } from './answer-parts.ts';

const source = z.enum(DESK_SOURCES);
const answerState = z.enum(['claimed', 'waiting', 'doubt', 'sent', 'by-hand', 'refused', 'unsent', 'unknown']);

const mention = z.object({
  source,
  id: z.string().describe('Ours'),
  link: z.string().exactOptional().describe('Where the post is seen, where its source has such an address'),
  person: z.string().describe('Ours, for the person who said it'),
  from: z.string().describe('As people see them there; empty once the words are gone'),
  text: z.string().describe('Empty of a private message, and once the words are gone'),
  at: instant,
  state: z.enum(MENTION_STATES),
  since: instant,
  by: z.string().exactOptional(),
  until: instant.exactOptional().describe('Until when whoever took it has it'),
  reason: z.string().exactOptional(),
  direct: z.boolean().describe('Nobody but its author and we can read it'),
  byHand: z.boolean().describe('A program may not answer it'),
  incident: z.string().exactOptional(),
  components: list(z.string()),
  why: z.string().describe('Why we think that it is about that'),
  case: z.string().exactOptional(),
  emptied: z.enum(['old', 'deleted', 'unsure']).exactOptional(),
});

const person = z.object({
  source,
  id: z.string(),
  from: z.string().exactOptional().describe('As people see them there, while something that they said is kept'),
  muted: z.object({ by: z.string(), at: instant, until: instant }).exactOptional(),
  optedOut: z.object({ at: instant }).exactOptional().describe('They asked to be left alone'),
});

const money = z.object({
  level: z.enum(BUDGET_LEVELS).describe('What is still done: all; no-streams, mentions, answers or nothing'),
  dollars: z.number().describe('Spent this month'),
  unreadable: z
    .object({ since: instant, reason: z.string() })
    .exactOptional()
    .describe('What was said since then is not seen'),
  readAt: instant.exactOptional(),
});

export const deskSource = money.extend({
  source,
  connected: z
    .object({ at: instant, by: z.string() })
    .exactOptional()
    .describe('Who has it be heard. Nothing is read, counted or answered where nobody has'),
});

export const deskList = z.object({
  mentions: list(mention).describe('Who waits first: what is new before what was said, then by waiting time'),
  waiting: z.object({ count: z.int(), oldestAt: instant.exactOptional() }),
  floods: list(
    z.object({
      component: z.string().exactOptional(),
      people: z.int(),
      threshold: z.int(),
      by: z.enum(['people', 'posts']),
      at: instant,
      seenAt: instant,
      draft: z.string().exactOptional(),
      incident: z.string().exactOptional().describe('The open one, which is about another part'),
    }),
  ),
  people: list(person).describe('Whom somebody muted, and who asked to be left alone'),
  sources: list(deskSource).describe('Those of the config'),
  frozen: z.boolean(),
});

const answered = z.object({
  kind: z.enum(ANSWER_KINDS),
  state: answerState,
  text: z.string(),
  template: z.string().exactOptional(),
  by: z.string(),
  at: instant,
  reason: z.string().exactOptional(),
  case: z.string().exactOptional(),
});

export const deskCase = z.object({
  case: z.string(),
  state: z.enum(CASE_STATES),
  at: instant,
  incident: z.string().exactOptional(),
  source,
  mention: z.string(),
  handedAt: instant.exactOptional().describe('When the ticket system took it'),
  notes: list(
    z.object({
      at: instant,
      by: z.string(),
      state: z.enum(CASE_STATES).exactOptional(),
      text: z.string().exactOptional(),
    }),
  ),
});

export const deskMention = z.object({
  mention,
  answers: z
    .object({ from: z.string().exactOptional(), text: z.string().exactOptional(), ours: z.boolean() })
    .exactOptional()
    .describe('What it replies to'),
  conversation: list(
    z.object({ id: z.string(), text: z.string(), at: instant, state: z.enum(MENTION_STATES) }),
  ).describe('What the same person said besides, of late'),
  told: list(answered).describe('What they were told about this incident'),
  says: list(z.string()).describe('What our page says now, as support reads it out'),
  etag: z.string().exactOptional().describe('For If-Match; absent where it is about no incident'),
  suggestions: list(z.object({ template: z.enum(TEMPLATE_NAMES), text: z.string() })),
  most: z.int().describe('How long an answer may be there'),
  price: z.object({ answer: z.number(), stream: z.number().exactOptional() }).describe('In dollars'),
  case: deskCase.exactOptional(),
});

export const deskMoved = z.object({ mention });
export const deskAnswered = z.object({ answer: answered, mention });
export const deskStream = z.object({
  posts: list(z.object({ text: z.string(), at: instant })),
  unreadable: z.string().exactOptional(),
});
export const deskPerson = person;

const ms = z.number().describe('In milliseconds');

export const deskReported = z.object({
  incident: z.string(),
  complete: z.boolean().describe('False once some of what it is counted from is gone'),
  mentions: z.int(),
  people: z.int(),
  answered: z.int(),
  firstAnswer: z.object({ p50Ms: ms, p90Ms: ms }).exactOptional(),
  left: z.int(),
  neverAnswered: z.int(),
  receipts: z.int(),
  toldBack: z.int(),
  asked: list(
    z.object({
      component: z.string(),
      people: z.int(),
      before: z.int().describe('Who asked before our page named it'),
      saidAt: instant.exactOptional(),
    }),
  ),
  wrongWord: z.int().describe('People whom we told what was corrected afterwards'),
  dollars: z.number(),
});

export const deskReportBack = z.object({
  incident: z.string(),
  ending: z.int().exactOptional().describe('The entry that says that it is over'),
  ticked: z.object({ of: z.int(), by: z.string(), at: instant }).exactOptional(),
  text: z.string().exactOptional().describe('That it is over, for those who are told by hand; once it is resolved'),
  people: list(
    z.object({
      source,
      person: z.string(),
      from: z.string(),
      way: z
        .enum(['message', 'thread', 'hand', 'none'])
        .describe('hand: by somebody of ours; none: they asked to be left alone'),
      state: z.union([z.literal('to-tell'), answerState]),
    }),
  ),
  rule: z.string().describe('Why X is by hand'),
});

export const deskTemplate = z.object({
  id: z.string(),
  name: z.enum(TEMPLATE_NAMES),
  component: z.string().exactOptional(),
  region: z.string().exactOptional(),
  says: list(z.string()),
  state: z.enum(['proposed', 'approved', 'dropped', 'retired']),
  proposedBy: z.string(),
  proposedAt: instant,
  decidedBy: z.string().exactOptional(),
  decidedAt: instant.exactOptional(),
});
export const deskTemplates = z.object({ templates: list(deskTemplate) });

export const ticketHeard = z.object({
  result: z.literal('heard'),
  mention: z.string().describe('Ours, for what was written'),
});
export const ticketDone = z.union([
  z.object({ result: z.literal('known').describe('It came before'), mention: z.string() }),
  z.object({ result: z.literal('ours').describe('It is an answer of ours, or somebody’s of the house: left out') }),
  z.object({ case: z.string(), state: z.enum(CASE_STATES) }),
]);
