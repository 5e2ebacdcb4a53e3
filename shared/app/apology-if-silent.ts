import { type ApologyPlan, apologyAhead, apologyDraft, apologyInReserve, type Unanswered } from '../core/apology.ts';
import { chained } from '../core/chain.ts';
import { type Deliveries, isEnded } from '../core/delivery.ts';
import type { PromiseName } from '../core/entry.ts';
import { evolve } from '../core/evolve.ts';
import { isLive, type ReportedIncident } from '../core/incident.ts';
import type { Instant } from '../core/instant.ts';
import type { Policy } from '../core/policy.ts';
import type { AskedChannel, WouldSay } from '../ports/channel.ts';
import type { ControlRecord } from '../ports/control.ts';
import type { HoldRecords } from '../ports/holds.ts';
import { apologyText } from '../wording/apologies.ts';
import type { Voice } from '../wording/sentences.ts';
import { holdOf } from './hold.ts';

export type ApologyIfSilentPorts = {
  /** Those of the config. The site is there besides. */
  channels: readonly AskedChannel[];
  control: Pick<ControlRecord, 'read'>;
  holds: Pick<HoldRecords, 'of'>;
  policy: Policy;
  voice: Voice;
};

/**
 * What goes out by itself if nobody speaks, word for word, and when: `at` is the first moment at which it may. Or why
 * nothing does although a time has passed, with the text that a person may post instead.
 */
export type ApologyIfSilent =
  | {
      at: Instant;
      slips: readonly { seq: number; promise: PromiseName; at: Instant }[];
      /** True if the pipeline says nothing more after it. */
      last: boolean;
      /** By channel. */
      texts: { site: { text: string } } & Readonly<Record<string, { text: string } | WouldSay>>;
    }
  | { quiet: Unanswered; readyText?: string };

/** Undefined while no promise stands that an apology could follow. Stores nothing. */
export async function apologyIfSilent(
  ports: ApologyIfSilentPorts,
  incident: ReportedIncident,
  now: Instant,
): Promise<ApologyIfSilent | undefined> {
  if (!isLive(incident) && incident.phase !== 'resolved') return undefined;
  const [control, holdUntil] = await Promise.all([ports.control.read(), holdOf(ports.holds, incident)]);
  const ahead = apologyAhead(incident, now, ports.policy, {
    frozen: control.frozen !== undefined,
    ...(holdUntil === undefined ? {} : { holdUntil }),
  });
  switch (ahead.type) {
    case 'nothing':
      return undefined;
    case 'unanswered': {
      const reserve = apologyInReserve(incident, now, ports.policy);
      return {
        quiet: ahead.why,
        ...(reserve === undefined ? {} : { readyText: apologyText(ports.voice, incident, reserve, now) }),
      };
    }
    case 'apologise':
      return await worded(ports, incident, ahead.plan, ahead.at);
  }
}

async function worded(ports: ApologyIfSilentPorts, incident: ReportedIncident, plan: ApologyPlan, at: Instant) {
  const text = apologyText(ports.voice, incident, plan, at);
  const draft = apologyDraft(incident, plan, text);
  const salts = { content: 'ahead', private: 'ahead' };
  const entry = chained(draft, { incident: incident.id, head: incident.head, now: at, salts });
  const after = evolve(incident, entry) as ReportedIncident;
  const others = ports.channels.map(
    async ({ is, wouldSay }) =>
      [is.name, await wouldSay(entry, after, at, (known) => asIfDelivered(incident, known))] as const,
  );
  const texts = { ...Object.fromEntries(await Promise.all(others)), site: { text } };
  const slips = plan.slipped.map(({ seq, promise, at: due }) => ({ seq, promise, at: due }));
  return { at, slips, last: plan.last, texts };
}

/** What is on its way to a channel, or only previewed, will be there by the time that a promise of it has slipped. */
function asIfDelivered(incident: ReportedIncident, known: Deliveries): Deliveries {
  const there = new Map(known);
  for (const { seq, at } of incident.entries)
    if (!isEnded(known.get(seq))) there.set(seq, { state: 'delivered', at, receipt: '' });
  return there;
}
