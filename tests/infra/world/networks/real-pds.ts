import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { GivenPds } from './pds-contract.ts';

/** The folder into which somebody has installed `@atproto/pds`, if anybody has. */
export const realPdsFolder = process.env.CANDOR_REAL_PDS;

/** The PDS of Bluesky's own makers, in a process of its own; on another Node than ours, if that folder needs one. */
export async function startRealPds(folder: string): Promise<GivenPds & { stop: () => Promise<void> }> {
  const child = fork(join(import.meta.dirname, 'real-pds-process.mjs'), [folder], {
    execPath: process.env.CANDOR_REAL_PDS_NODE ?? process.execPath,
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const failed = once(child, 'exit').then(([code]) => {
    throw new Error(`the PDS in ${folder} ended with ${code}`);
  });
  const [given] = (await Promise.race([once(child, 'message'), failed])) as [GivenPds];
  failed.catch(() => {});
  return {
    ...given,
    async stop() {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}
