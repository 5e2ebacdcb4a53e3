import vitestConfig from '../../vitest.config.ts';

type Options = { name?: string; include?: string[]; exclude?: string[] };

const projects = (vitestConfig.test?.projects ?? []) as { test?: Options }[];

/**
 * The tests that try parts of the system in their own process. The others start the system as it lies on the disk, where
 * no fault is.
 */
export const parts: Options = projects.find(({ test }) => test?.name === 'parts')?.test ?? {};
