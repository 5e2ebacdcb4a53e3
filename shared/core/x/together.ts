import type { PostPlan } from '../channel/next-post.ts';
import { anythingSaid, endWithoutPost } from '../channel/owed.ts';
import { isEnded } from '../delivery.ts';
import type { Entry, Together } from '../entry.ts';
import type { Incident } from '../incident.ts';
import { type Instant, plus, SECOND_MS } from '../instant.ts';
import { asChannel, nextXAction, type XView } from './next.ts';

// Resolutions that a person said of several incidents with one text. On X they are one post.

/** How X sees one incident while it decides whether anything may go out. */
type View = XView & { frozen: boolean };

/**
 * So long the first of them waits for the others (docs/rules.md, Resolved together): the request that writes their
 * entries has as long. It is when the sweep looks again by itself, too.
 */
const OTHERS_WITHIN_MS = 20 * SECOND_MS;

/** Until when `entry` waits for what is said together with it. */
export const waitsForOthersUntil = (entry: Entry): Instant => plus(entry.at, OTHERS_WITHIN_MS);

/** The act that `entry` is of, if X says it together with others. */
export const actOf = (entry: Entry): Together | undefined =>
  entry.kind === 'resolved' ? entry.private.together : undefined;

/**
 * True of a resolution of several that would be the first that X hears of its incident, where nothing before it is still
 * owed: it was below the house's impact, X was off, or nothing automated went out. Then there is nothing to end there.
 */
export const neverTold = (plan: PostPlan, view: View): boolean =>
  !anythingSaid(view) && plan.covers.every((seq) => view.frozen && isAutomated(view.incident, seq));

const isAutomated = ({ entries }: Incident, seq: number): boolean =>
  entries.some((entry) => entry.seq === seq && entry.automated);

/**
 * What another incident of the act adds to the post of `own`: the plan of its own resolution, `awaited` where that may
 * come within seconds, or `nothing`, for it was said already, never will be, or says something else by now.
 */
export function partOf(own: Entry, incident: Incident, view: Omit<View, 'incident'>): PostPlan | 'awaited' | 'nothing' {
  if (incident.phase === 'unreported' || incident.type === 'maintenance' || incident.handling === 'drill')
    return 'nothing';
  const its = { ...view, incident };
  const entry = incident.entries.findLast((one) => actOf(one)?.act === actOf(own)?.act);
  if (entry === undefined) return incident.phase === 'open' ? 'awaited' : 'nothing';
  if (isEnded(view.deliveries.get(entry.seq)) || endWithoutPost(entry, asChannel(its)) !== undefined) return 'nothing';
  if (entry.content?.message !== own.content?.message) return 'nothing';
  const action = nextXAction(its);
  const goesOut = action.type === 'post' || action.type === 'show';
  if (!goesOut || action.plan.entry.seq !== entry.seq) return 'awaited';
  return neverTold(action.plan, its) ? 'nothing' : action.plan;
}
