import { COMPONENT_STATUSES, type ComponentState, type ComponentStatus, type Entry } from './entry.ts';
import { saysBack } from './incident.ts';

/** How bad a status is: 0 is operational. */
export const severity = (status: ComponentStatus): number => COMPONENT_STATUSES.indexOf(status);

/** The components before, with what is said of them now on top. */
export function overlaid(
  before: readonly ComponentState[],
  said: readonly ComponentState[],
): readonly ComponentState[] {
  const states = new Map([...before, ...said].map((component) => [component.id, component.status]));
  return [...states].map(([id, status]) => ({ id, status }));
}

/** After each of these entries, oldest first: the components as said by then, and whether the service is said to be back. */
export function* statesAfter<Line extends Pick<Entry, 'status' | 'components'>>(
  entries: readonly Line[],
): Generator<{ line: Line; components: readonly ComponentState[]; isBack: boolean }> {
  let components: readonly ComponentState[] = [];
  for (const line of entries) {
    components = overlaid(components, line.components ?? []);
    yield { line, components, isBack: saysBack({ status: line.status, components }) };
  }
}
