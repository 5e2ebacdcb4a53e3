import type { Followable } from '../../shared/app/subscribers/read-form.ts';
import type { Config } from '../../shared/config/config-schema.ts';
import type { PublicIncident } from '../../shared/core/public-incident.ts';
import type { SiteIndex } from '../../shared/ports/site-index.ts';

export type OpenPorts = {
  siteIndex: Pick<SiteIndex, 'read'>;
  config: Config;
  warn: (message: string, details: Readonly<Record<string, unknown>>) => void;
};

/** What there is to follow, while `open` is not over. */
export const followable = ({ config }: Pick<OpenPorts, 'config'>, open: readonly PublicIncident[]): Followable => ({
  components: new Set(config.components.map(({ id }) => id)),
  open: new Set(open.map(({ id }) => id)),
});

/** What is not over. Throws if it cannot be known: nobody may be told that something is over that is not. */
export const openIncidents = async ({ siteIndex }: OpenPorts): Promise<readonly PublicIncident[]> =>
  (await siteIndex.read()).open;

/** The same for pages that only show it; undefined if nobody knows at the moment. Nobody's link fails because of that. */
export async function openIfKnown(ports: OpenPorts): Promise<readonly PublicIncident[] | undefined> {
  try {
    return await openIncidents(ports);
  } catch (error) {
    ports.warn('what is open could not be read', { error });
    return undefined;
  }
}
