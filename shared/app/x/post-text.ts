import { digestOf } from '../../core/channel/digest.ts';
import type { PostPlan } from '../../core/channel/next-post.ts';
import type { ReportedIncident } from '../../core/incident.ts';
import type { Instant } from '../../core/instant.ts';
import type { Spent } from '../../core/x/account.ts';

import type { Voice } from '../../wording/sentences.ts';
import { jointApology, type Owed } from '../../wording/x/joint-apology.ts';
import { jointResolution } from '../../wording/x/joint-resolution.ts';
import { type Precision, wordedForX, type XText } from '../../wording/x/post.ts';

/** A text and what tells it from others without keeping them. */
export type DigestedText = XText & { digest: string };

/** How the house speaks, and where the incident's pages lie, without a slash at the end. */
type TextPorts = { voice: Voice; siteUrl: string };

const digested = (said: XText): DigestedText => ({ ...said, digest: digestOf(said.text) });

/** A planned post in words. */
export function textOf(
  { voice, siteUrl }: TextPorts,
  incident: ReportedIncident,
  plan: PostPlan,
  now: Instant,
  precision: Precision = 'minute',
): DigestedText {
  const { entry, root, late, link } = plan;
  // Who follows the thread of what was merged is sent to where it goes on.
  const page = link ? { link: `${siteUrl}/incidents/${entry.into ?? incident.id}` } : {};
  return digested(wordedForX(voice, { incident, entry, root, late, ...page, now, precision }));
}

const PRECISIONS = ['minute', 'second', 'number'] as const satisfies readonly Precision[];

/** The first of these, from the coarsest time to the finest, that X did not get before: it refuses repetitions. */
function notUsed(wordings: readonly [DigestedText, ...DigestedText[]], spent: readonly Spent[]): DigestedText {
  const used = new Set(spent.map((one) => one.digest));
  return wordings.find(({ digest }) => !used.has(digest)) ?? wordings.at(-1)!;
}

const unrepeated = (worded: (precision: Precision) => DigestedText, spent: readonly Spent[]): DigestedText =>
  notUsed([worded('minute'), worded('second'), worded('number')], spent);

/** The same, with its time said finely enough that X did not get this very text before. */
export const unrepeatedTextOf = (
  ports: TextPorts,
  incident: ReportedIncident,
  plan: PostPlan,
  now: Instant,
  spent: readonly Spent[],
): DigestedText => unrepeated((precision) => textOf(ports, incident, plan, now, precision), spent);

/** One text for the end of several incidents, all of them in it. */
export const resolvedText = (
  { voice, siteUrl }: TextPorts,
  ended: readonly [Owed, ...Owed[]],
  { late, link }: Pick<PostPlan, 'late' | 'link'>,
  now: Instant,
  spent: readonly Spent[],
): DigestedText => {
  const site = link ? { link: siteUrl } : {};
  return unrepeated((precision) => digested(jointResolution(voice, { ended, late, ...site, now, precision })), spent);
};

/** One text for the apologies of several incidents, with as many others as fit (`joined`, the first of them); undefined if `own` is said alone. */
export function textTogether(
  voice: Voice,
  own: Owed,
  others: readonly Owed[],
  now: Instant,
  spent: readonly Spent[],
): (DigestedText & { joined: number }) | undefined {
  for (let count = others.length; count > 0; count--) {
    const wordings = PRECISIONS.map((precision) =>
      jointApology(voice, [own, ...others.slice(0, count)], now, precision),
    ).filter((said) => said !== undefined);
    const [coarsest, ...finer] = wordings.map(digested);
    if (coarsest !== undefined) return { ...notUsed([coarsest, ...finer], spent), joined: count };
  }
  return undefined;
}
