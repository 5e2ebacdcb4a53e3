import { sentencesOf } from './sentences.ts';

const LATE =
  /\b(?:taking|took|taken|takes) (?:much |significantly |somewhat |a (?:bit|little) )?longer than\b|\blonger than (?:we |was |originally |initially )*(?:expected|anticipated|estimated|planned|hoped|promised)\b|\blater than (?:we |was )*(?:expected|promised|estimated|planned|said|announced)\b|\b(?:missed|did not meet|didn't meet|not met|passed|overran|overshot|slipped)\b[^.]{0,40}\b(?:eta|estimate|target|deadline|timeline|time (?:that )?we gave)\b|\b(?:eta|estimate|target|deadline|timeline|time (?:that )?we gave)\b[^.]{0,60}\b(?:missed|not met|has passed|slipped|no longer|was wrong|too optimistic|has been extended|had to be extended)\b/;
const SORRY = /\b(?:apolog\w+|sorry|regret)\b/;
const FOR_LATENESS =
  /\b(?:late(?:r|ness)?|delay(?:ed|s)? (?:in|with|to|of) (?:this|our|the|these|posting|providing|updat)\w*|(?:missed|slow|delayed|overdue) (?:an? |the |our )?(?:update|communication|estimate)|silence|eta|estimate|promised|longer)\b/;

/**
 * True if a text admits that a time which was given did not hold: it says so, or apologises for the lateness itself.
 * "We apologise for the inconvenience" admits nothing.
 */
export function ownsUp(text: string): boolean {
  const sentences = sentencesOf(text.replaceAll('’', "'")).map((sentence) => sentence.text.toLowerCase());
  return sentences.some((sentence) => LATE.test(sentence) || (SORRY.test(sentence) && FOR_LATENESS.test(sentence)));
}
