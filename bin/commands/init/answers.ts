// What people type, as the config has it. Each reader throws with what it would understand, or answers it.

/** A component or a group. */
export type Named = { id: string; name: string };

/** An answer that cannot be read; the message says what can. */
export class Unclear extends Error {}

/** `Café API` → `cafe-api`; ids of the config have 40 letters at most. */
export function idOf(name: string): string {
  const letters = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '');
  if (letters === '')
    throw new Unclear(
      `"${name}" has no letter of an id (a-z, 0-9): write it with Latin letters, and change its name in the config afterwards`,
    );
  return letters;
}

/**
 * `Website; Platform: API, Webhooks; Data: Databases`: names with commas between them, groups with semicolons, and before
 * a colon what a group is called.
 */
export function componentsIn(text: string): { groups: Named[]; components: (Named & { group?: string })[] } {
  const taken = new Set<string>();
  const unique = (name: string): string => {
    const id = idOf(name);
    if (taken.has(id)) throw new Unclear(`"${name}" is there twice, or something else that is written like it`);
    taken.add(id);
    return id;
  };
  const groups: Named[] = [];
  const components = text.split(';').flatMap((part) => {
    const [before, ...rest] = part.split(':');
    const grouped = rest.length > 0;
    const names = listed(grouped ? rest.join(':') : part);
    if (!grouped) return names.map((name) => ({ id: unique(name), name }));
    const name = (before ?? '').trim();
    if (name === '') throw new Unclear('a group has no name: write "Platform: API, Webhooks"');
    if (names.length === 0) throw new Unclear(`the group "${name}" has no component: write "${name}: API, Webhooks"`);
    // A group may be called like the component in it.
    const ids = names.map((one) => ({ id: unique(one), name: one }));
    const group = taken.has(idOf(name)) ? unique(`${name} group`) : unique(name);
    groups.push({ id: group, name });
    return ids.map((one) => ({ ...one, group }));
  });
  if (components.length === 0) throw new Unclear('name at least one part of your service, as in "Website, API"');
  return { groups, components };
}

const listed = (text: string): string[] =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');

/** A way to a human: a mail address, a telephone number or an address of the web. */
export function contactIn(text: string): { label: string; href: string } | undefined {
  const given = text.trim();
  if (given === '') return undefined;
  if (/^https:\/\/\S+$/.test(given)) return { label: 'Contact our support', href: given };
  if (/^[^\s@:]+@[^\s@]+\.[^\s@]+$/.test(given)) return { label: 'Mail our support', href: `mailto:${given}` };
  if (/^\+?[\d ()/-]{5,}$/.test(given))
    return { label: 'Call our support', href: `tel:${given.replace(/[^\d+]/g, '')}` };
  throw new Unclear(`"${given}" is no way to a human: a mail address, an https:// address or a telephone number`);
}

/** `08:00-20:00` */
export function staffedIn(text: string): { from: string; to: string } {
  const found = /^(\d\d:\d\d)\s*-\s*(\d\d:\d\d)$/.exec(text.trim());
  if (!found) throw new Unclear(`"${text}" are no hours: write 08:00-20:00`);
  return { from: found[1] ?? '', to: found[2] ?? '' };
}

export const CADENCE_IMPACTS = ['critical', 'major', 'minor'] as const;
export type CadenceMinutes = Record<(typeof CADENCE_IMPACTS)[number], number>;

/** `critical=10,major=15,minor=30`: minutes until the next word is due. What is left out is as the house before had it. */
export function cadenceIn(text: string): CadenceMinutes {
  const given = new Map(
    listed(text).map((pair) => {
      const [impact = '', minutes = ''] = pair.split('=');
      if (!CADENCE_IMPACTS.includes(impact as never) || !/^\d+$/.test(minutes))
        throw new Unclear(`"${pair}" is no cadence: write critical=10,major=15,minor=30, in minutes`);
      return [impact, Number(minutes)];
    }),
  );
  return { critical: 10, major: 15, minor: 15, ...Object.fromEntries(given) };
}

/** `Z0123456789=example.com` */
export function zoneIn(text: string): { id: string; name: string } {
  const [id = '', name = ''] = text.split('=');
  if (id === '' || name === '') throw new Unclear(`"${text}" is no zone: write Z0123456789ABC=example.com`);
  return { id, name };
}

/** `status.example.com`, also where somebody pasted an address. */
export const hostIn = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/\/.*$/, '');
