import type { Rule } from './finding.ts';
import { remarksOn } from './phrases.ts';

const TOO_MUCH = 'one exception makes it untrue';
const AS_FAR_AS = 'Say what you checked and when.';

const ABSOLUTES = [
  {
    pattern: /(?<!\b(?:not|at|after|above|first of|for) )\ball\b(?! (?:the )?(?:hands|along|right))/i,
    reason: TOO_MUCH,
    suggestion: AS_FAR_AS,
  },
  {
    pattern: /(?<!not (?:yet )?)\b(?:fully|completely|entirely|totally|permanently)\b/i,
    reason: TOO_MUCH,
    suggestion: AS_FAR_AS,
  },
  {
    pattern: /\b(?:never|not) (?:happen |occur )?again\b|\bwill (?:never|not) (?:happen|occur|recur)\b/i,
    reason: 'nobody can promise that',
    suggestion: 'Say what changes, and by when.',
  },
  {
    pattern: /\bguarantee(?:s|d)?\b|\b100 ?%(?! of)|\bevery(?:thing|one) (?:is|works)\b/i,
    reason: TOO_MUCH,
    suggestion: AS_FAR_AS,
  },
  {
    pattern:
      /\b(?:no|not any|without any) (?:customer )?data (?:(?:was|were|is|has been|had been) )?(?:loss|lost)\b|\bdata (?:was|were) (?:not|never) lost\b/i,
    reason: 'stands only if somebody has verified it',
    suggestion: 'Say how it was checked, or that it is not known yet and when you will say.',
  },
] as const;

/** Claims without exception. */
export const absolutes: Rule = ({ texts }) => remarksOn(texts, 'absolute', ABSOLUTES);
