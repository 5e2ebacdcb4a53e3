import type { PostPlan } from '../../core/channel/next-post.ts';
import { replayed } from '../../core/evolve.ts';
import type { ReportedIncident } from '../../core/incident.ts';
import { type Instant, plus, SECOND_MS } from '../../core/instant.ts';
import { X } from '../../core/x/facts.ts';
import { nextXAction, type XView } from '../../core/x/next.ts';
import { actOf, partOf, waitsForOthersUntil } from '../../core/x/together.ts';
import type { DeliveryRecords } from '../../ports/deliveries.ts';
import type { IncidentLog } from '../../ports/incident-log.ts';

export type TogetherPorts = {
  log: Pick<IncidentLog, 'load' | 'due'>;
  deliveries: Pick<DeliveryRecords, 'of'>;
};

/** Another incident that one post can speak of too, and what that post would be of it alone. */
export type Part = { incident: ReportedIncident; plan: PostPlan };

type View = XView & { frozen: boolean };

/** What else the post that `plan` is can say; or until when it waits for the rest of what it is said together with. */
export async function othersIn(ports: TogetherPorts, view: View, plan: PostPlan): Promise<Part[] | { until: Instant }> {
  if (plan.entry.kind === 'apology') return alsoSorry(ports, view);
  return alsoResolved(ports, view, plan);
}

/** How many incidents are looked at to say one apology for all of them. */
const AT_ONCE = 10;

/** An apology is on the watch list from 20 s after it was stated, or sooner. */
const JUST_STATED_MS = 30 * SECOND_MS;

/** Other incidents whose next post is an apology now. The watch list is a hint: who is not on it speaks for itself. */
async function alsoSorry(ports: TogetherPorts, view: View): Promise<Part[]> {
  const watched = await ports.log.due(plus(view.now, JUST_STATED_MS), AT_ONCE);
  const ids = new Set(watched.map((one) => one.incident).filter((id) => id !== view.incident.id));
  const found = [...ids].map(async (id): Promise<Part[]> => {
    const { incident, deliveries } = await told(ports, id);
    if (incident.phase === 'unreported') return [];
    const action = nextXAction({ ...view, incident, deliveries });
    const isApology = action.type === 'post' && action.plan.entry.kind === 'apology' && action.plan.covers.length === 0;
    return isApology ? [{ incident, plan: action.plan }] : [];
  });
  return (await Promise.all(found)).flat();
}

/** The others that a person has ended with the same words. The entry names them, so none is overlooked. */
async function alsoResolved(
  ports: TogetherPorts,
  view: View,
  { entry }: PostPlan,
): Promise<Part[] | { until: Instant }> {
  const others = actOf(entry)?.incidents.filter((id) => id !== view.incident.id) ?? [];
  const until = waitsForOthersUntil(entry);
  const found = await Promise.all(
    others.map(async (id) => {
      const { incident, deliveries } = await told(ports, id);
      return { incident: incident as ReportedIncident, part: partOf(entry, incident, { ...view, deliveries }) };
    }),
  );
  if (view.now < until && found.some(({ part }) => part === 'awaited')) return { until };
  return found.flatMap(({ incident, part }) => (typeof part === 'string' ? [] : [{ incident, plan: part }]));
}

async function told(ports: TogetherPorts, id: string) {
  const [entries, deliveries] = await Promise.all([ports.log.load(id), ports.deliveries.of(id, X.name)]);
  return { incident: replayed(id, entries), deliveries };
}
