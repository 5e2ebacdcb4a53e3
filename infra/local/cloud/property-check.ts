import type { ResourceKind } from './resources/kind.ts';

/**
 * The property paths of `properties` that `kind` neither models nor knows to be without effect here. A path has the
 * names from the outside in; the elements of a list have the path of their list.
 */
export function unmodelledProperties(properties: unknown, kind: ResourceKind): string[] {
  const known = new Set([...kind.modelled, ...Object.keys(kind.withoutEffect)]);
  const found = new Set<string>();

  const walk = (value: unknown, path: string) => {
    if (known.has(path)) return;
    const isPartOfKnown = path === '' || [...known].some((other) => other.startsWith(`${path}.`));
    if (!isPartOfKnown) {
      found.add(path);
    } else if (Array.isArray(value)) {
      for (const item of value) walk(item, path);
    } else if (value !== null && typeof value === 'object') {
      for (const [name, item] of Object.entries(value)) walk(item, path ? `${path}.${name}` : name);
    } else {
      found.add(path);
    }
  };

  walk(properties, '');
  return [...found];
}
