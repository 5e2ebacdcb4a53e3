import path from 'node:path';

/** The folder of the project, where its config, its stack and CDK are. */
export const PROJECT = path.resolve(import.meta.dirname, '../../..');
