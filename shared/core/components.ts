import type { ComponentState } from './entry.ts';

/** The components before, with what is said of them now on top. */
export function overlaid(
  before: readonly ComponentState[],
  said: readonly ComponentState[],
): readonly ComponentState[] {
  const states = new Map([...before, ...said].map((component) => [component.id, component.status]));
  return [...states].map(([id, status]) => ({ id, status }));
}
