import { Problem } from '../contract/problem.ts';

/** `names`: of the components that there are, where they are known. */
export const noSuchComponent = (id: string, names: ReadonlyMap<string, string> = new Map()): Problem =>
  new Problem({
    type: 'no-such-component',
    title: 'There is no such component',
    status: 404,
    detail: `"${id.slice(0, 80)}" is not a component${names.size === 0 ? '' : `; there are ${[...names.keys()].join(', ')}`}.`,
  });
