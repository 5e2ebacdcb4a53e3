import { endWithoutPost } from '../../core/channel/owed.ts';
import type { Deliveries } from '../../core/delivery.ts';
import type { Entry } from '../../core/entry.ts';
import type { ReportedIncident } from '../../core/incident.ts';
import type { Instant } from '../../core/instant.ts';
import type { XRules } from '../../core/x/budget.ts';
import { asChannel, planAloneOnX } from '../../core/x/next.ts';
import { channelMode } from '../../ports/channel-mode.ts';
import type { ControlRecord } from '../../ports/control.ts';
import type { DeliveryRecords } from '../../ports/deliveries.ts';
import type { XAccount } from '../../ports/x-account.ts';
import { weightOf, X_LIMIT } from '../../wording/x/weight.ts';
import { textOf } from './post-text.ts';

export type TextOnXPorts = {
  deliveries: Pick<DeliveryRecords, 'of'>;
  control: Pick<ControlRecord, 'read'>;
  account: Pick<XAccount, 'read'>;
  rules: XRules;
  /** Without a slash at the end. */
  siteUrl: string;
};

/** The exact text that X would get and its weight, or why X gets none. In `shadow` only the house sees it. */
export type TextOnX =
  | { mode: 'off' | 'shadow' | 'live'; notPosted: string }
  | { mode: 'off' | 'shadow' | 'live'; text: string; weight: number; limit: number; reply: boolean };

/**
 * What X would be told of `entry` at `now`, if it were the newest of `incident`. `delivered` says what X knows of the
 * entries before it; left out, what was delivered until now.
 */
export async function textOnX(
  ports: TextOnXPorts,
  entry: Entry,
  incident: ReportedIncident,
  now: Instant,
  delivered: (known: Deliveries) => Deliveries = (known) => known,
): Promise<TextOnX> {
  const [{ state: account }, known, control] = await Promise.all([
    ports.account.read(),
    ports.deliveries.of(incident.id, 'x'),
    ports.control.read(),
  ]);
  const mode = channelMode(control, 'x');
  const view = { incident, deliveries: delivered(known), account, mode, rules: ports.rules, now };
  const end = endWithoutPost(entry, asChannel(view));
  if (end !== undefined) return { mode, notPosted: 'reason' in end ? end.reason : end.state };
  const plan = planAloneOnX(entry, view);
  const { text } = textOf(ports, incident, plan, now);
  return { mode, text, weight: weightOf(text), limit: X_LIMIT, reply: plan.replyTo !== undefined };
}
