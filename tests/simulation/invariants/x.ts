import { isEnded } from '../../../shared/core/delivery.ts';
import { deliveryName } from '../chronicle.ts';
import type { ChangeInvariant, FinalInvariant } from './invariant.ts';

/** Nothing appears on X that was not claimed for it beforehand. */
export const nothingIsPostedUnclaimed: ChangeInvariant = (change) =>
  change.type === 'posted' && change.claimed === undefined ? `post ${change.post.id} was not claimed` : undefined;

/** No entry is said twice on X. */
export const nothingIsPostedTwice: ChangeInvariant = (change, { posts }) => {
  if (change.type !== 'posted' || !change.claimed) return undefined;
  const saidBefore = new Set(posts.slice(0, -1).flatMap((one) => saidBy(one.claimed)));
  const again = saidBy(change.claimed).find((name) => saidBefore.has(name));
  return again ? `${again} is on X twice` : undefined;
};

const saidBy = (
  claimed: { incident: string; seq: number; covers: readonly { incident: string; seq: number }[] } | undefined,
) => (claimed ? [claimed, ...claimed.covers].map((said) => `${said.incident}#${said.seq}`) : []);

/** On X, too, an incident is told in order. */
export const postsAreInOrder: ChangeInvariant = (change, { posts }) => {
  const { claimed } = change.type === 'posted' ? change : {};
  if (!claimed) return undefined;
  const later = posts.find((one) => one.claimed?.incident === claimed.incident && one.claimed.seq > claimed.seq);
  return later ? `entry ${claimed.seq} of ${claimed.incident} is on X after entry ${later.claimed?.seq}` : undefined;
};

/** What a delivery says was posted is on X, and was posted for that entry. */
export const deliveredIsOnX: ChangeInvariant = (change, { posts }) => {
  if (change.type !== 'delivery' || change.channel !== 'x') return undefined;
  const { incident, seq, delivery } = change;
  if (delivery.state !== 'delivered' || delivery.shadow) return undefined;
  const post = posts.find((one) => one.post.id === delivery.receipt);
  if (!post) return `entry ${seq} of ${incident} is delivered as ${delivery.receipt}, which is not on X`;
  return saidBy(post.claimed).includes(`${incident}#${seq}`)
    ? undefined
    : `entry ${seq} of ${incident} is delivered as ${delivery.receipt}, which says something else`;
};

/** What has ended never begins again, and what is public stays recorded as public. */
export const endsAreFinal: ChangeInvariant = (change) => {
  if (change.type !== 'delivery' || !isEnded(change.before)) return undefined;
  const { before, delivery } = change;
  const name = deliveryName(change);
  if (!isEnded(delivery)) return `${name} had ended as ${before?.state} and is ${delivery.state} now`;
  const wasPublic = before?.state === 'delivered' || before?.state === 'coalesced';
  return wasPublic && delivery.state !== before.state
    ? `${name} was ${before.state} and is ${delivery.state} now`
    : undefined;
};

/** X is not told sorry for a time that it was never given. */
export const xApologisesForItsOwnPromises: ChangeInvariant = (change, { chains, deliveries }) => {
  const { claimed } = change.type === 'posted' ? change : {};
  const entry = claimed && chains.get(claimed.incident)?.[claimed.seq - 1];
  if (entry?.kind !== 'apology') return undefined;
  const given = entry.settles.some((one) => {
    const delivery = deliveries.get(deliveryName({ incident: entry.incident, channel: 'x', seq: one.seq }));
    return one.as === 'slipped' && (delivery?.state === 'delivered' || delivery?.state === 'coalesced');
  });
  return given ? undefined : `apology ${entry.seq} of ${entry.incident} is on X, but the promise never was`;
};

/** While a worker knows of a freeze it posts nothing by itself. */
export const frozenMeansQuietOnX: ChangeInvariant = (change, { chains }) => {
  if (change.type !== 'posted' || !change.knewOfFreeze || !change.claimed) return undefined;
  const { incident, seq } = change.claimed;
  return chains.get(incident)?.[seq - 1]?.automated
    ? `entry ${seq} of ${incident} went to X during a freeze`
    : undefined;
};

/** In the end X was told of every entry, or there is a reason why not. */
export const everythingReachesX: FinalInvariant = ({ chronicle, channels, account }) => {
  if (!channels.x || chronicle.frozen || account.gate !== undefined) return undefined;
  for (const [incident, chain] of chronicle.chains) {
    for (const { seq } of chain) {
      const delivery = chronicle.deliveries.get(deliveryName({ incident, channel: 'x', seq }));
      if (!isEnded(delivery))
        return `entry ${seq} of ${incident} never came to an end on X: ${delivery?.state ?? 'pending'}`;
    }
  }
  return undefined;
};
