import type { Phrase } from '../lint/phrases.ts';

// What no answer to a customer says, each with the reason that whoever writes it reads.

const ARGUES = 'defends us; whoever is answered has a problem and no dispute with us';
const THEIRS = 'puts it on the one who is answered';

/** Wordings with which houses defend themselves. */
export const DEFENDING: readonly Phrase[] = [
  {
    pattern:
      /\bas (?:we )?(?:already |previously |clearly )?(?:stated|said|explained|mentioned|posted|announced)\b|\blike we said\b/i,
    reason: ARGUES,
  },
  { pattern: /\bactually\b|\bto be fair\b|\bwith all due respect\b|\bcalm down\b/i, reason: ARGUES },
  {
    pattern:
      /\bworks? (?:fine |well |perfectly )?(?:for|on) (?:us|me|our (?:side|end))\b|\b(?:fine|ok|okay|good) on our (?:side|end)\b/i,
    reason: ARGUES,
  },
  {
    pattern:
      /\bnobody else\b|\bno (?:one|other \w+) (?:else )?(?:has |have )?(?:reported|complained|said)\b|\bonly you\b|\byou(?:'re| are) the only\b/i,
    reason: THEIRS,
  },
  {
    pattern:
      /\byour (?:own )?(?:network|wi-?fi|browser|connection|device|phone|computer|isp|provider|side|end|fault|mistake|problem|settings|cache)\b/i,
    reason: THEIRS,
  },
  {
    pattern:
      /\buser error\b|\bhave you tried\b|\bdid you (?:try|read|check)\b|\bas you can (?:see|read)\b|\byou should have\b|\bif you had\b/i,
    reason: THEIRS,
  },
  {
    pattern:
      /\b(?:beyond|outside|out) (?:of )?our (?:control|hands)\b|\b(?:not|isn't|wasn't) our (?:fault|doing|problem)\b/i,
    reason: ARGUES,
  },
];

const LIP = 'is read as lip service';

/** Sentences that sound kind and say nothing. */
export const MUSH: readonly Phrase[] = [
  { pattern: /\bany (?:possible )?inconvenience\b|\bfor the inconvenience\b/i, reason: LIP },
  {
    pattern:
      /\b(?:thank you|thanks|appreciate|bear with)(?: us)?(?: for)? your (?:patience|understanding|support|feedback)\b|\byour (?:continued )?(?:patience|understanding)\b/i,
    reason: LIP,
  },
  {
    pattern:
      /\breach(?:ed|ing)? out\b|\bwe value\b|\bvalued (?:customers?|users?)\b|\brest assured\b|\bseriously\b|\bwe strive\b|\bcommitted to\b|\bsatisfaction\b/i,
    reason: LIP,
  },
  { pattern: /\bwe understand (?:your|how|that this)\b|\byour frustration\b|\bwe hear you\b/i, reason: LIP },
  {
    pattern: /\bworking (?:very )?(?:hard|diligently|tirelessly|around the clock)\b|\ball hands on deck\b/i,
    reason: LIP,
  },
  {
    pattern:
      /\b(?:shortly|soon(?!er)|momentarily|asap|hopefully|in due course|in a timely manner|in the near future|as (?:soon|quickly|fast) as)\b/i,
    reason: 'says when without saying when',
  },
];

const BACK =
  '(?:back|fixed|restored|resolved|repaired|mitigated|recovered|solved|over|operational|healthy|normal|working)';

/** Where an answer says that it works again: only as long as our page does. */
export const CLAIMS_BACK = new RegExp(
  `\\b(?:is|are|was|were|has|have|been|everything|now|it's|all) (?:(?:now|all|fully|again|been|since) )*${BACK}\\b|\\b(?:works?|runs?|running|up) again\\b`,
  'i',
);

/** What makes a claim none: "until it is fixed", "we write when it is back". */
export const OPEN_CLAIM = /\b(?:not|until|unless|once|whether|if|when|before|as soon as)\b|n't\b|\?/i;

/** What only our page may say first. */
export const NEW_FACTS: readonly Phrase[] = [
  { pattern: /\b\d+(?:[.,]\d+)? ?(?:%|percent|per cent)/i, reason: 'states a number that our page has to say first' },
  {
    pattern:
      /\b(?:no|not any|without any) (?:customer |personal )?data (?:(?:was|were|is|has been) )?(?:loss|lost|affected|exposed|leaked)\b|\b(?:your|all|customer) data (?:is|are|was|were) (?:safe|secure|not)\b/i,
    reason: 'says something of data, which stands only if somebody has verified it',
  },
  {
    pattern: /\b(?:refund|compensat\w+|credit (?:you|your)|reimburs\w+|guarantee\w*|we promise)\b/i,
    reason: 'promises what no answer may promise',
  },
  {
    pattern: /\b(?:never|not) (?:happen |occur )?again\b|\bwill (?:never|not) (?:happen|occur|recur)\b/i,
    reason: 'nobody can promise that',
  },
];

/** A cause, in more words than a statement is asked about: an answer never guesses. */
export const CAUSE =
  /\b(?:due to|caused by|because (?:of|an?|the|our|we)|as a result of|results? from|resulting from|stems? from|traced (?:back )?to|triggered by|thanks to an?|(?:root )?cause (?:is|was)(?! (?:not|still|un|being))|it (?:is|was) (?:an? |the |our )?(?:\w+ )?(?:deploy\w*|ddos|attack|hacker\w*|breach|bug|database|dns|certificate|datacent(?:er|re)|provider|vendor|hardware|misconfiguration|human error))\b/i;

/** A sentence that says that the cause is not known names none. */
export const CAUSE_UNKNOWN =
  /\bcause (?:is|was) (?:not|still|un)|\b(?:do not|don't|not yet) know (?:the cause|why|what)|\blooking for the cause\b|\bwhether\b/i;
