import { sentenceOf, type Voice } from './sentences.ts';
import { spoken } from './spoken.ts';

/** What a merged incident says last when nobody wrote more. */
export const mergedInto = (into: string, voice: Voice = spoken): string =>
  sentenceOf(voice, 'merged-into', { incident: into });
