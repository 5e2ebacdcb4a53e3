import * as z from 'zod';
import { type Surroundings, UsageError } from '../surroundings.ts';
import type { Compared } from './changes.ts';

const published = z.object({
  page: z.object({ name: z.string() }),
  components: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      group: z.boolean().optional(),
      group_id: z.string().nullish(),
    }),
  ),
});

/** What a status page tells of the config that it was made with: its name, components and groups. */
export async function configOfSite({ fetch }: Surroundings, siteUrl: string): Promise<Compared> {
  const url = `${siteUrl}/api/v2/components.json`;
  const response = await fetch(url, { headers: { accept: 'application/json' } }).catch((error: Error) => {
    throw new UsageError(`${url} does not answer: ${error.message}`);
  });
  const read = published.safeParse(await response.json().catch(() => undefined));
  if (!read.success)
    throw new UsageError(`${url} answered ${response.status}, and not with the components of a status page`);
  const { page, components } = read.data;
  return {
    brand: { name: page.name } as Compared['brand'],
    groups: components.filter(({ group }) => group).map(({ id, name }) => ({ id, name })),
    components: components
      .filter(({ group }) => !group)
      .map(({ id, name, group_id }) => ({ id, name, ...(group_id ? { group: group_id } : {}) })),
  };
}
