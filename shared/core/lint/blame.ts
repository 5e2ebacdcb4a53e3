import type { Rule } from './finding.ts';
import { remarksOn } from './phrases.ts';

const OURS = 'readers have a contract with us, not with whoever we chose; naming a vendor as a fact is fine';
const SUGGESTION = 'Say what failed, what it did to readers, and what we do about it.';

const BLAME = [
  { pattern: /\b(?:beyond|outside|out) (?:of )?our (?:control|hands)\b/i, reason: OURS, suggestion: SUGGESTION },
  {
    pattern:
      /\b(?:not|isn't|wasn't) our (?:fault|doing|problem)\b|\bthrough no fault of (?:ours|our own)\b|\bour (?:side|end) is (?:fine|ok|healthy)\b/i,
    reason: OURS,
    suggestion: SUGGESTION,
  },
  {
    pattern:
      /\b(?:fault|mistake|failure|negligence) (?:of|by|on the part of) (?:our|a|an|the) (?:\w+ ){0,2}(?:provider|vendor|supplier|partner|contractor|customer)\b/i,
    reason: OURS,
    suggestion: SUGGESTION,
  },
  {
    pattern:
      /\b(?:(?:cloud|hosting|upstream|third[- ]party) )?(?:provider|vendor|supplier|partner)(?:'s)? (?:is|was|are) (?:to blame|at fault|responsible)\b|\bblam(?:e|es|ed|ing)\b/i,
    reason: OURS,
    suggestion: SUGGESTION,
  },
  {
    pattern:
      /\bhuman error\b|\b(?:an?|one|our) (?:engineer|employee|operator|developer|intern|technician)(?:'s)? (?:mistake|mistakenly|accidentally|error|forgot|failed)\b/i,
    reason: 'blames a person for what a system let happen',
    suggestion: 'Say which safeguard was missing.',
  },
] as const;

/** Pointing at others as an excuse. */
export const blame: Rule = ({ texts }) => remarksOn(texts, 'blame', BLAME);
