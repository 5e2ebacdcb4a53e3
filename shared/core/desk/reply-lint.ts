import type { Status } from '../entry.ts';
import { type Phrase, straight } from '../lint/phrases.ts';
import { sentencesOf } from '../recogniser/sentences.ts';
import { CAUSE, CAUSE_UNKNOWN, CLAIMS_BACK, DEFENDING, MUSH, NEW_FACTS, OPEN_CLAIM } from './reply-phrases.ts';

/** Why an answer does not go out. An id is never renamed. */
export const REPLY_RULES = [
  'cause',
  'time',
  'defends',
  'mush',
  'link',
  'mention',
  'fact',
  'length',
  'empty',
  'words-of-others',
] as const;
export type ReplyRule = (typeof REPLY_RULES)[number];

/** What speaks against an answer: the words that do, and why. */
export type ReplyObjection = { rule: ReplyRule; quote: string; reason: string };

/**
 * What the chain bears out at the moment: its status (undefined where no incident is open about it), whether it says that
 * the service is back, and every time that may be said, letter by letter as it is worded.
 */
export type Borne = { status: Status | undefined; back: boolean; times: readonly string[] };

const WORDS =
  '(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty|thirty|sixty|half|few|couple|several|another)';
const UNITS = '(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|h|stunden?|minuten?)';
const DAYS = '(?:mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?|mon|tue|wed|thu|fri|sat|sun)';

/** Whatever looks like a time. What may be said is taken away before, so this can be wide. */
const TIMES: readonly RegExp[] = [
  /\b\d{1,2}\s*[:.h]\s*\d{2}(?!\d)/i,
  /\d\s*(?:a\.?m|p\.?m|o'clock|uhr|utc|gmt|[cp][ds]?t|[em][ds]?t)\b/i,
  new RegExp(`\\d\\s*-?${UNITS}\\b`, 'i'),
  new RegExp(`\\b${WORDS}(?: (?:of|more|the|an?|dozen))* ${UNITS}\\b`, 'i'),
  /\b(?:by|until|till|before|within|towards) (?:\d|noon|midnight|lunch|tomorrow|today|tonight|this|next|the (?:hour|end|evening|morning|afternoon|weekend))|\b(?:at|around) (?:\d|noon|midnight)/i,
  /\b(?:tomorrow|tonight|noon|midnight|eod|eta|end of (?:the )?(?:day|week|business)|this (?:morning|afternoon|evening|weekend)|next (?:week|month|hour|day))\b/i,
  new RegExp(`\\b(?:by|on|until|before|next|this) ${DAYS}\\b`, 'i'),
  /\b\d{4}-\d{2}-\d{2}|\b\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?\b/,
];

/** What a network makes a link of: an address, or a word with a dot and the end of a domain. */
const LINK = /https?:|www\.|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:[a-z]{2,24})(?=$|[\s/.,;:!?)"'])/iu;

/** Behind it somebody would be told that they are talked about. */
const MENTION = /(?<![\p{L}\p{N}])[@＠#$][\p{L}\p{N}_]/u;

/**
 * Everything that speaks against an answer in these words. There is nothing to override: an answer repeats what our page
 * says, in the tone that a customer deserves, and new facts are said on the page first. A person's edit and a template of
 * ours pass through the same (docs/rules.md, Words of an answer).
 */
export function lintReply(text: string, borne: Borne): ReplyObjection[] {
  const plain = straight(text).normalize('NFC');
  if (plain.trim() === '') return [{ rule: 'empty', quote: '', reason: 'says nothing' }];
  const untimed = borne.times.reduce((left, time) => left.replaceAll(time, '…'), plain);
  return [
    ...each(
      'link',
      [{ pattern: LINK, reason: 'a link costs up to 20 times as much, and where it leads is on our page' }],
      plain,
    ),
    ...each(
      'mention',
      [
        {
          pattern: MENTION,
          reason: 'somebody would be told that they are talked about; whom we answer, the network says',
        },
      ],
      plain,
    ),
    ...each(
      'time',
      TIMES.map((pattern) => ({ pattern, reason: 'is a time that our page does not promise' })),
      untimed,
    ).slice(0, 1),
    ...causes(plain, borne),
    ...backs(plain, borne),
    ...each('fact', NEW_FACTS, plain),
    ...each('defends', DEFENDING, plain),
    ...each('mush', MUSH, plain),
  ];
}

const each = (rule: ReplyRule, phrases: readonly Phrase[], text: string): ReplyObjection[] =>
  phrases.flatMap(({ pattern, reason }) => {
    const match = pattern.exec(text);
    return match === null ? [] : [{ rule, quote: match[0].trim(), reason }];
  });

/** Where the cause is not said to be identified, none is named; without an incident none is known. */
function causes(text: string, { status }: Borne): ReplyObjection[] {
  if (status !== undefined && status !== 'investigating') return [];
  return sentencesOf(text).flatMap((sentence): ReplyObjection[] => {
    const match = CAUSE.exec(sentence.text);
    if (match === null || CAUSE_UNKNOWN.test(sentence.text.slice(0, match.index + match[0].length + 12))) return [];
    return [
      {
        rule: 'cause',
        quote: sentence.text.slice(match.index).trim(),
        reason: 'names a cause, which our page does not',
      },
    ];
  });
}

/** That it works again, an answer says only after our page. */
function backs(text: string, { back }: Borne): ReplyObjection[] {
  if (back) return [];
  return sentencesOf(text).flatMap((sentence): ReplyObjection[] => {
    const match = CLAIMS_BACK.exec(sentence.text);
    if (match === null || OPEN_CLAIM.test(sentence.text.slice(0, match.index))) return [];
    return [{ rule: 'fact', quote: match[0], reason: 'says that it works again, which our page does not' }];
  });
}
