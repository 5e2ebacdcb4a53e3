import { sentencesOf } from './sentences.ts';

/** What a text says about the state of the repair, where the record carries no status of its own. */
export type PhaseSaid = 'identified' | 'monitoring';

const REPAIR = '(?:fix|fixes|mitigations?|remediations?|patch|change|roll-?back|revert|hot-?fix|solution|workaround)';

const MONITORING = [
  /\b(?:we|teams?|engineers)\b[^.]{0,60}\b(?:are|is|continue|continuing|will)\b[^.]{0,25}\bmonitor(?:ing)?\b/,
  /\b(?:are|now|currently|continue|continuing|actively|closely) (?:to )?monitor(?:ing)?\b/,
  /\bmonitoring (?:for|the|our|to|recovery|closely|systems|results)\b/,
  /\b(?:see|seeing|seen|observe|observing|observed|noticing)\b[^.]{0,50}\b(?:recover|improve|return(?:ing|ed)? to normal|stabili|resolution|decreas|reduc)/,
  /\b(?:is|are|has|have|been|fully|largely|mostly|partially|now|began|begun|started|starting|continues?) (?:to )?recover(?:ed|ing|y)?\b/,
  /\b(?:has|have|had|was|were|been|is|are)(?: now)?(?: been)?(?: fully| partially| largely| mostly| successfully)? mitigated\b/,
  /\b(?:issue|issues|problem|incident|impact)\b[^.]{0,120}\b(?:should|believed to|appears? to|seems? to)(?: now)? (?:be|have been) (?:resolved|fixed|mitigated)/,
  /\b(?:has|have) (?:now )?(?:been )?(?:resolved|corrected|fixed|addressed)\b/,
  /\bpartially resolved\b/,
  new RegExp(
    String.raw`\b${REPAIR}\b[^.]{0,40}\b(?:has|have|was|were|is|are)(?: now)?(?: been)? (?:fully |successfully )?(?:applied|deployed|implemented|rolled out|completed?|in place|live|merged)\b`,
  ),
  new RegExp(
    String.raw`\b(?:have|has|we|was|were)(?: now| already| successfully)? (?:applied|deployed|implemented|rolled out|completed|finished)\b[^.]{0,50}\b${REPAIR}\b`,
  ),
  /\b(?:have|has|been|was|were|we)(?: now| already| successfully)? (?:rolled back|reverted|failed over)\b/,
  /\b(?:returned|returning|back|restored) to (?:normal|a healthy|healthy|operational)/,
];

const IDENTIFIED = [
  /\b(?:identified|found|determined|isolated|confirmed|located|understand|pinpointed|traced|know)\b[^.]{0,40}\b(?:cause|source|issue|problem|culprit|bug|regression|change|component|reason|trigger|factor)/,
  /\b(?:cause|source|issue|problem|culprit)\b[^.]{0,80}\b(?:has been|was|is|been|were) (?:identified|found|determined|isolated|understood|located)\b/,
  /\bidentified\b/,
  /\broot cause (?:is|was|of|has|as)\b/,
  new RegExp(
    String.raw`\b(?:work(?:ing)?|deploy(?:ing)?|roll(?:ing)?|prepar(?:e|ing)|apply(?:ing)?|implement(?:ing)?|test(?:ing)?|develop(?:ing)?|progress(?:ing)?|start(?:ed|ing)?|begun|proceeding|pursuing|validating)\b[^.]{0,50}\b${REPAIR}\b`,
  ),
  new RegExp(
    String.raw`\b${REPAIR}\b[^.]{0,60}\b(?:underway|in progress|being|ongoing|rolling out|under way|identified)\b`,
  ),
  /\b(?:rolling back|reverting|failing over|roll back|redeploying|scaling up)\b/,
  /\b(?:working|work|actively) (?:to|on|towards?) (?:mitigat|restor|recover|repair|remediat|fix)/,
];

/** A sentence about what is not yet so, or only will be so. */
const NOT_YET =
  /\b(?:once|until|when|before|if|unless|as soon as)\b[^.]{0,40}\b(?:recover|identif|mitigat|resol|fix)|(?:\b(?:not|yet to|unable to)|n't)(?: yet| been)? (?:identif|mitigat|resol|see|observ|fix|recover|determin)/;

/**
 * The phase that a text reports, by rules about its words: the last thing that happens to a repair wins. Undefined if
 * it says neither, or only what is hoped for. Rules, not a record: the back-test prints how many decisions rest on it.
 */
export function phaseSaid(text: string): PhaseSaid | undefined {
  const sentences = sentencesOf(text.replaceAll('’', "'"))
    .map((sentence) => sentence.text.toLowerCase())
    .filter((sentence) => !NOT_YET.test(sentence));
  if (sentences.some((sentence) => MONITORING.some((rule) => rule.test(sentence)))) return 'monitoring';
  return sentences.some((sentence) => IDENTIFIED.some((rule) => rule.test(sentence))) ? 'identified' : undefined;
}
