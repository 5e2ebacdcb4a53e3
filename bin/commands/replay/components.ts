import { sendPatiently } from '../../../shared/client/send.ts';
import type { ComponentState, ComponentStatus, Impact } from '../../../shared/core/entry.ts';
import { type Surroundings, UsageError } from '../surroundings.ts';

type SiteComponent = { id: string; name: string };

/** The components that a site shows, without its groups. */
export async function componentsOf(surroundings: Surroundings, siteUrl: string): Promise<readonly SiteComponent[]> {
  const answer = await sendPatiently(surroundings, { attempts: 3 }, `${siteUrl}/api/v2/components.json`, {});
  const listed = answer.ok
    ? ((await answer.json()) as { components?: (SiteComponent & { group?: boolean })[] }).components
    : [];
  const components = (listed ?? []).filter((component) => component.group !== true);
  if (components.length === 0)
    throw new UsageError(`${siteUrl}/api/v2/components.json names no component; is CANDOR_SITE_URL the status site?`);
  return components;
}

/** How the components of the file are called here; `lines` say how each was understood. */
export function mapped(
  names: readonly string[],
  components: readonly SiteComponent[],
  impact: Impact,
): { states: readonly ComponentState[]; lines: readonly string[] } {
  const status = STATUS_FOR[impact];
  const found = names.flatMap((name) => {
    const match = components.find((component) => sameName(component.name, name));
    return match ? [{ name, match }] : [];
  });
  const first = components[0] as SiteComponent;
  if (found.length === 0) {
    const named =
      names.length === 0 ? 'the file names no component' : `no component here is called ${names.join(' or ')}`;
    return { states: [{ id: first.id, status }], lines: [`${named}; ${first.name} stands in for it`] };
  }
  const ids = [...new Set(found.map(({ match }) => match.id))];
  const lost = names.filter((name) => !found.some((one) => one.name === name));
  return {
    states: ids.map((id) => ({ id, status })),
    lines: [
      ...found.map(({ name, match }) => `${name} is ${match.name} here`),
      ...(lost.length > 0 ? [`${lost.join(', ')}: no such component here, left out`] : []),
    ],
  };
}

/** The files give an impact for the whole incident and no state per component. */
const STATUS_FOR: Record<Impact, ComponentStatus> = {
  none: 'degraded_performance',
  minor: 'degraded_performance',
  major: 'partial_outage',
  critical: 'major_outage',
};

function sameName(here: string, there: string): boolean {
  const [a, b] = [words(here), words(there)];
  return a === b || a === `${b}s` || `${a}s` === b;
}

const words = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
