import { type Delivery, isEnded } from '../../../shared/core/delivery.ts';
import type { Entry } from '../../../shared/core/entry.ts';
import { MINUTE_MS, msBetween } from '../../../shared/core/instant.ts';
import type { house } from './house.ts';

export type Violation = { invariant: string; detail: string };

/** A resolution or an apology that X had more than 30 minutes after it was stated, or never. */
export type Late = { kind: Entry['kind']; state: Delivery['state'] | 'pending' };

const LATE_MS = 30 * MINUTE_MS;

/** What of an X timeline contradicts the promise that each statement is said at most once, in order, or accounted for. */
export async function violationsOf(home: ReturnType<typeof house>, said: readonly Entry[], finished: boolean) {
  const violations: Violation[] = [];
  const note = (invariant: string, detail: string) => violations.push({ invariant, detail });
  const posts = home.x.posts().map((post) => ({ ...post, ...saidBy(post.text) }));

  const acts = actsIn(said);
  // Of several that were ended together, each post has the same words: their records tell how many there may be.
  const ofOne = posts.filter((post) => !acts.has(post.incident) && post.incident !== SEVERAL);
  const keys = ofOne.map((post) => `${post.incident}#${post.seq}`);
  for (const key of new Set(keys.filter((one, index) => keys.indexOf(one) !== index))) note('no post twice', key);
  // Two apologies of the same minute for the same incidents have the same words: each has to be the receipt of one.
  const receipts = await receiptsOf(home, said);
  for (const post of posts) {
    if (post.incident === SEVERAL && !receipts.has(post.id)) note('no post twice', `for several: ${post.id}`);
  }
  for (const [index, post] of ofOne.entries()) {
    const later = ofOne.slice(index + 1).find((one) => one.incident === post.incident && one.seq < post.seq);
    if (later) note('in order', `${later.incident}#${later.seq} after #${post.seq}`);
  }

  for (const [act, ends] of acts) {
    const records = await Promise.all(ends.map((one) => recordsOf(home, one)));
    const receipts = records.flatMap(({ end }) => (end?.state === 'delivered' ? [end.receipt] : []));
    const ofAct = posts.filter((post) => post.incident === act);
    for (const post of ofAct) if (!receipts.includes(post.id)) note('no post twice', `${act}: ${post.id}`);
    const apart = new Set(receipts).size > 1 && records.every(({ heldUp }) => !heldUp);
    if (apart) note('said together', `${act} in ${new Set(receipts).size} posts`);
  }

  let urgent = 0;
  const late: Late[] = [];
  for (const entry of said) {
    const key = `${entry.incident}#${entry.seq}`;
    const deliveries = await home.ports.deliveries.of(entry.incident, 'x');
    const delivery = deliveries.get(entry.seq);
    const joint = delivery?.state === 'delivered' && delivery.joint === true;
    const act = entry.private.together?.act;
    const post = posts.find((one) =>
      joint
        ? one.id === delivery.receipt && one.text.includes(`Outage ${entry.incident}`)
        : act !== undefined
          ? one.incident === act && delivery?.state === 'delivered' && one.id === delivery.receipt
          : one.incident === entry.incident && one.seq === entry.seq,
    );
    if (!isEnded(delivery)) {
      note('every delivery ends', `${key} is ${delivery?.state ?? 'pending'}${finished ? '' : ', time is up'}`);
    }
    if (delivery?.state === 'delivered' && delivery.receipt !== post?.id) note('delivered means posted', key);
    if (post && delivery?.state !== 'delivered' && delivery?.state !== 'unknown') {
      note('posted means delivered', `${key} is ${delivery?.state}`);
    }
    if (delivery?.state === 'coalesced' && !posts.some((one) => one.id === delivery.receipt)) {
      note('coalesced into a post', key);
    }
    if (entry.kind !== 'resolved' && entry.kind !== 'apology') continue;
    if (delivery?.state === 'dropped') continue;
    urgent += 1;
    const into = delivery?.state === 'coalesced' ? posts.find((one) => one.id === delivery.receipt) : post;
    const lateMs = into === undefined ? Number.POSITIVE_INFINITY : msBetween(entry.at, into.at);
    if (lateMs > LATE_MS) late.push({ kind: entry.kind, state: delivery?.state ?? 'pending' });
  }
  return { violations, urgent, late };
}

/** Stands for the incident of a post that apologises for several. */
const SEVERAL = '?';

/** What X is recorded to have given for any of these statements. */
async function receiptsOf(home: ReturnType<typeof house>, said: readonly Entry[]): Promise<ReadonlySet<string>> {
  const ids = [...new Set(said.map(({ incident }) => incident))];
  const all = await Promise.all(ids.map((id) => home.ports.deliveries.of(id, 'x')));
  return new Set(
    all.flatMap((one) => [...one.values()].flatMap((end) => ('receipt' in end && end.receipt ? [end.receipt] : []))),
  );
}

/** Every statement of a simulated story names itself. */
function saidBy(text: string): { incident: string; seq: number } {
  const [, seq, incident] = /Statement (\d+) of (\w+)/.exec(text) ?? [];
  return { incident: incident ?? SEVERAL, seq: Number(seq) };
}

/** The resolutions of each act that ended several incidents. */
function actsIn(said: readonly Entry[]): ReadonlyMap<string, readonly Entry[]> {
  const of = (entry: Entry) => entry.private.together?.act ?? '';
  return new Map([...Map.groupBy(said, of)].filter(([act]) => act !== ''));
}

/** What became of an incident's end, and whether something before it was still being said when that was stated. */
async function recordsOf(home: ReturnType<typeof house>, entry: Entry) {
  const deliveries = await home.ports.deliveries.of(entry.incident, 'x');
  const heldUp = [...deliveries].some(
    ([seq, one]) => seq < entry.seq && one.state === 'delivered' && one.at > entry.at,
  );
  return { end: deliveries.get(entry.seq), heldUp };
}
