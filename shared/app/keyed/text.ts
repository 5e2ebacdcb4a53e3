import type { PostPlan } from '../../core/channel/next-post.ts';
import type { ReportedIncident } from '../../core/incident.ts';
import type { Instant } from '../../core/instant.ts';
import type { LearnedLimits } from '../../core/keyed/account.ts';
import type { KeyedFacts } from '../../core/keyed/facts.ts';
import { fitOf } from '../../wording/keyed/fit-of.ts';
import type { KeyedText } from '../../wording/keyed/post.ts';
import { wordedForKeyed } from '../../wording/keyed/worded.ts';
import type { Voice } from '../../wording/sentences.ts';

type TextPorts = { is: KeyedFacts; voice: Voice; siteUrl: string };

/** A planned post in words, with the link to the page where the incident goes on. */
export function textOf(
  { is, voice, siteUrl }: TextPorts,
  incident: ReportedIncident,
  { entry, root, late }: PostPlan,
  limits: LearnedLimits | undefined,
  now: Instant,
): KeyedText {
  // Who follows the thread of what was merged is sent to where it goes on.
  const link = `${siteUrl}/incidents/${entry.into ?? incident.id}`;
  return wordedForKeyed(voice, { incident, entry, root, late, link, now }, fitOf(is, limits));
}
