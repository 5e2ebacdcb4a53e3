import type { Remark, Rule } from './finding.ts';

const SCOPE =
  /\b(?:affect\w*|impact\w*|users?|customers?|accounts?|requests?|regions?|between|since|lasted|until|from \S+ to|for (?:about |around )?\d)|\d ?%/i;
const DATA =
  /\b(?:data|records?|backups?|lost|los[ts]|loss|saved|stored|queued|retried|delivered|duplicat\w*|messages?|writes?)\b/i;

/** What readers ask when it is over: who was hit and for how long, and whether anything of theirs is gone. */
export const resolution: Rule = ({ kind, texts }) => {
  const message = texts.find((one) => one.field === 'message');
  if (kind !== 'resolved' || !message) return [];
  const remarks: Remark[] = [];
  if (!SCOPE.test(message.text)) {
    remarks.push({
      rule: 'resolved-without-scope',
      field: 'message',
      quote: '',
      reason: 'does not say who was affected and for how long',
      suggestion: 'Say what failed, for whom, and from when to when.',
    });
  }
  if (!DATA.test(message.text)) {
    remarks.push({
      rule: 'resolved-without-word-on-data',
      field: 'message',
      quote: '',
      reason: 'does not say what is known about data',
      // Never the comforting sentence itself: what stands here is copied.
      suggestion: 'Say what was checked and what was found, or that it is not known yet and when you will say.',
    });
  }
  return remarks;
};
