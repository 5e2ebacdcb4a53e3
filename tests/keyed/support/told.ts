import { spoken } from '../../../shared/config/voice.ts';
import type { ReportedIncident } from '../../../shared/core/incident.ts';
import type { Fit } from '../../../shared/wording/keyed/fit.ts';
import type { KeyedPost, KeyedText } from '../../../shared/wording/keyed/post.ts';
import { wordedForKeyed } from '../../../shared/wording/keyed/worded.ts';
import { PAGE } from './any-post.ts';

/** The newest word of an incident as a network with this fit has it at that moment, in its thread unless it is the first. */
export function toldOn(fit: Fit, incident: ReportedIncident, change: Partial<KeyedPost> = {}): KeyedText {
  const entry = incident.entries.at(-1)!;
  const post = { incident, entry, root: entry.seq === 1, late: false, link: PAGE, now: entry.at };
  return wordedForKeyed(spoken, { ...post, ...change }, fit);
}
