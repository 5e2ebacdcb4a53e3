import { spoken } from '../config/voice.ts';
import { sentenceOf, type Voice } from './sentences.ts';

/** What a merged incident says last when nobody wrote more. */
export const mergedInto = (into: string, voice: Voice = spoken): string =>
  sentenceOf(voice, 'merged-into', { incident: into });
