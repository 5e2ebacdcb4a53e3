import { expect } from 'vitest';
import { constructId } from '../../infra/constructs/function-names.ts';
import { KEYED_CHANNELS } from '../../shared/core/keyed/shipped.ts';

const [FIRST] = KEYED_CHANNELS;

/** Channels that go by keys are alike to all who rely on them: what is pinned of the first holds of each. */
export function alike(value: unknown): unknown {
  if (typeof value === 'string') return asFirst(value);
  if (Array.isArray(value)) return onlyOnce(value);
  if (typeof value !== 'object' || value === null) return value;
  const all: Record<string, unknown> = {};
  for (const [name, one] of Object.entries(value)) {
    const called = asFirst(name);
    const said = alike(one);
    if (called in all) expect(said, `${name} is not as that of ${FIRST.label}`).toEqual(all[called]);
    all[called] = said;
  }
  return all;
}

/** Of an array's parts, those that are about a network once; all else as it is. */
function onlyOnce(parts: readonly unknown[]): unknown[] {
  const said = new Set<string>();
  return parts.flatMap((part) => {
    const one = alike(part);
    const text = JSON.stringify(one);
    const isAboutNetwork = asFirst(JSON.stringify(part)) !== JSON.stringify(part) || text.includes(FIRST.name);
    if (isAboutNetwork && said.has(text)) return [];
    said.add(text);
    return [one];
  });
}

/** With the first one's name, and without what a logical id has of a name's hash. */
function asFirst(text: string): string {
  const named = KEYED_CHANNELS.reduce(
    (words, { name }) =>
      words
        .replaceAll(constructId(name), constructId(FIRST.name))
        .replaceAll(new RegExp(`\\b${name}\\b`, 'g'), FIRST.name),
    text,
  );
  return named.includes(constructId(FIRST.name))
    ? named.replaceAll(/(?<=[a-z])(?:[0-9A-F]{8})+(?![0-9A-Za-z])/g, '')
    : named;
}
