import { closedGate } from '../channel/gate.ts';
import { nextPost, type PostAction, type PostPlan, planAlone } from '../channel/next-post.ts';
import type { ChannelView } from '../channel/owed.ts';
import type { Delivery } from '../delivery.ts';
import type { Entry } from '../entry.ts';
import type { Instant } from '../instant.ts';
import type { XAccountState } from './account.ts';
import { admits, roomAt, type XRules } from './budget.ts';
import { X } from './facts.ts';

/** One incident as X is to know it, what X was told of it, and the account that tells it. */
export type XView = Omit<ChannelView, 'label' | 'rules'> & { rules: XRules; account: XAccountState };

/** Why a delivery waits for its parent to become visible; no other waiting is bound to one delivery. */
export const PARENT_NOT_VISIBLE = 'what it answers is not visible on X yet';

/** What happens next on X for one incident. The caller has made sure that no attempt is in flight. */
export function nextXAction(view: XView & { frozen: boolean }): PostAction {
  const { account, rules, now } = view;
  const barriers = {
    gate: closedGate(account, now),
    holdsBack: (first: Delivery | undefined) => hiddenParent(first, now),
    admits: (post: Parameters<typeof admits>[2]) => admits(account, rules, post, now),
    roomAt: () => roomAt(account, now),
  };
  return nextPost({ ...asChannel(view), frozen: view.frozen, barriers });
}

/** The post that would say `entry` alone. */
export const planAloneOnX = (entry: Entry, view: XView): PostPlan => planAlone(entry, asChannel(view));

/** After X refused a reply to ourselves, every post stands alone. */
export function asChannel({ account, ...view }: XView): ChannelView {
  const threads = view.rules.threads && account.standalone === undefined;
  return { ...view, label: X.label, rules: { ...view.rules, threads } };
}

function hiddenParent(first: Delivery | undefined, now: Instant) {
  const hidden = first?.state === 'throttled' && first.reason === PARENT_NOT_VISIBLE && now < first.retryAt;
  return hidden ? { until: first.retryAt, reason: first.reason } : undefined;
}
