import type { Flood } from '../../core/desk/flood.ts';

const rate = (usual: number): string => (usual < 0.05 ? 'hardly any' : `${Math.round(usual * 10) / 10} a minute`);

/** What the commander reads at night. `open`: whether an incident is open, about something else. */
export function floodNotice(
  { people, threshold, usual }: Flood,
  { name, by, open }: { name: string | undefined; by: 'people' | 'posts'; open: boolean },
) {
  const what = name ?? 'our service';
  const who = by === 'people' ? `${people} people` : `${people} posts`;
  return {
    subject: `${who} complain about ${what}`,
    text: [
      `Within 5 minutes ${who} say that something is wrong with ${what}. At this hour ${rate(usual)} are usual; from ${threshold} on it is no chance.`,
      open ? 'The incident that is open is about another part.' : 'No incident is open about it.',
      'Nothing was published. It may also be somebody else’s outage: look before you speak. A draft lies ready where a component is named.',
    ].join(' '),
  };
}

/** The first word that a person may say, if they find that it is so. It says who told us, and claims nothing. */
export const floodWords = (name: string) => ({
  title: `${name}: customers report problems`,
  message: `Customers tell us of problems with ${name}. We are checking what they see; the cause is not known yet.`,
});
