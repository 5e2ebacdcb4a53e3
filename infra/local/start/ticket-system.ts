import type { Cloud } from '../cloud/cloud.ts';
import type { HouseKnown } from '../world/people/support.ts';

/** The ticket system of the world, given what an administrator copies into a real one: where the house hears it, and the secret. */
export function ticketSystem({ urls, cognito }: Pick<Cloud, 'urls' | 'cognito'>): HouseKnown & {
  secret: () => Promise<string>;
} {
  let known: { path: string; secret: string } | undefined;
  const house = async () => {
    if (known !== undefined) return known;
    const headers = { authorization: `Bearer ${await cognito.machineToken()}` };
    const answer = await fetch(`${urls.ops}/v1/intake`, { headers });
    const { ticketSystem: ours } = (await answer.json()) as { ticketSystem?: { path: string; secret: string } };
    if (ours === undefined) throw new Error('this config takes nothing from a ticket system');
    known = ours;
    return ours;
  };
  return {
    secret: async () => (await house()).secret,
    async tell({ id, ticket, from, subject, text, at }) {
      const { path, secret } = await house();
      const { status } = await fetch(`${urls.ops}${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
        body: JSON.stringify({ ticket, message: id, from, subject, text, at }),
      });
      return { status };
    },
  };
}
