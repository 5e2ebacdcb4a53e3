import type { ReportedIncident } from '../core/incident.ts';
import type { Instant } from '../core/instant.ts';
import type { XPlan } from '../core/next-action.ts';
import { type Precision, wordedForX, type XText } from '../wording/x.ts';

/** The text that a planned post has at `now`; what is previewed and what is posted are worded here. */
export function wordedPlan(
  siteUrl: string,
  incident: ReportedIncident,
  { entry, root, late, link }: XPlan,
  now: Instant,
  precision: Precision,
): XText {
  const page = link ? { link: `${siteUrl}/incidents/${incident.id}` } : {};
  return wordedForX({ incident, entry, root, late, ...page, now, precision });
}
