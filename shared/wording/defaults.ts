import { sentenceOf, type Voice } from './sentences.ts';

/** What a merged incident says last when nobody wrote more. */
export const mergedInto = (voice: Voice, into: string): string => sentenceOf(voice, 'merged-into', { incident: into });
