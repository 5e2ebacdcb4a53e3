import type { Rule } from './finding.ts';
import { type Phrase, remarksOn } from './phrases.ts';

const VAGUE_TIME = 'says when without saying when';
const SAY_A_TIME = 'Give a time that you can keep, or say that you do not know yet.';
const VAGUE_SCOPE = 'leaves readers guessing whether it is about them';
const SAY_WHO = 'Say what fails and for whom: “sign-in fails for accounts in Europe”.';
const VAGUE_FAULT = 'plays down what readers see for themselves';
const SAY_WHAT = 'If it fails, say that it fails, and how often if you know.';

const HEDGES: readonly Phrase[] = [
  { pattern: /\b(?:very |quite )?(?:shortly|soon(?!er)|momentarily)\b/i, reason: VAGUE_TIME, suggestion: SAY_A_TIME },
  {
    pattern: /\bas (?:soon|quickly|fast) as (?:we (?:can|know)|possible)\b|\basap\b/i,
    reason: VAGUE_TIME,
    suggestion: SAY_A_TIME,
  },
  {
    pattern: /\bin (?:due course|a timely manner|the near future|a (?:little )?while)\b/i,
    reason: VAGUE_TIME,
    suggestion: SAY_A_TIME,
  },
  {
    pattern:
      /\b(?:some|certain|several|a (?:small |limited )?(?:number|subset|portion|fraction) of) (?:(?:of )?our )?(?:users|customers|people|accounts|requests|services)\b/i,
    reason: VAGUE_SCOPE,
    suggestion: SAY_WHO,
  },
  {
    pattern: /\b(?:may|might|could) (?:be |have been )?(?:experienc|see|seeing|encounter|notic|affect|impact)\w*/i,
    reason: VAGUE_FAULT,
    suggestion: SAY_WHAT,
  },
  { pattern: /\bintermittent(?:ly)?\b/i, reason: VAGUE_FAULT, suggestion: SAY_WHAT },
  { pattern: /\b(?:minor )?(?:hiccups?|glitch(?:es)?|blips?)\b/i, reason: VAGUE_FAULT, suggestion: SAY_WHAT },
  {
    pattern: /\bhopefully\b|\bwe hope\b/i,
    reason: 'is a wish where readers look for a fact',
    suggestion: 'Say what you know and what you do next.',
  },
];

const EMPTY = 'says nothing that helps a reader';
const SAY_NOTHING = 'Leave it out, or say what was missed and what you do about it.';

const BOILERPLATE: readonly Phrase[] = [
  {
    pattern: /\bany (?:possible )?(?:inconvenience|disruption|trouble)\b/i,
    reason: '“any” doubts what readers suffer',
    suggestion: SAY_NOTHING,
  },
  {
    pattern: /\bfor the inconvenience\b|\binconvenience (?:this|it) (?:may|might) (?:have )?caused?\b/i,
    reason: EMPTY,
    suggestion: SAY_NOTHING,
  },
  {
    pattern:
      /\b(?:thank you|thanks|appreciate|bear with) (?:for |us )?(?:your )?(?:patience|understanding|while)\b|\byour (?:continued )?patience\b/i,
    reason: 'takes for granted what was not offered',
    suggestion: SAY_NOTHING,
  },
  {
    pattern: /\bworking (?:very )?(?:hard|diligently|tirelessly|around the clock)\b|\ball hands on deck\b/i,
    reason: EMPTY,
    suggestion: 'Say what is being done.',
  },
  {
    pattern: /\brest assured\b|\b(?:we )?take (?:this|these|such)[^.]{0,40} (?:very )?seriously\b/i,
    reason: EMPTY,
    suggestion: SAY_NOTHING,
  },
  {
    pattern: /\bout of an abundance of caution\b|\bvalued (?:customers?|users?)\b/i,
    reason: EMPTY,
    suggestion: SAY_NOTHING,
  },
];

/** Words that sound like information and are none. Numeric ranges cost little trust, verbal hedges cost more. */
export const hedges: Rule = ({ texts }) => remarksOn(texts, 'hedge', HEDGES);

/** Sentences that stand in every status text and tell nobody anything. */
export const boilerplate: Rule = ({ texts }) => remarksOn(texts, 'boilerplate', BOILERPLATE);
