import type { Config } from './config-schema.ts';

/** What components are called, by their ids. */
export const componentNames = ({ components }: Pick<Config, 'components'>): ReadonlyMap<string, string> =>
  new Map(components.map(({ id, name }) => [id, name]));
