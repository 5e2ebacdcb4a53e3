import type { Touched } from '../faulty/plans.ts';
import type { NetworkRequest } from '../networks/network.ts';
import { invalid } from './answers.ts';

/** `run` reads what was sent, and throws what a PDS refuses before it counts; the call that it returns does the rest. */
export type Method = {
  kind: Touched;
  /** What it takes off the points for writing. */
  points?: number;
  run(request: NetworkRequest, nowMs: number): () => unknown;
};

function withMethod(wanted: 'GET' | 'POST', run: Method['run']): Method['run'] {
  return (request, nowMs) => {
    if (request.method !== wanted) throw invalid(`Incorrect HTTP method (${request.method}) expected ${wanted}`);
    return run(request, nowMs);
  };
}

export const procedure = (kind: Touched, run: Method['run'], points = 0): Method => ({
  kind,
  points,
  run: withMethod('POST', run),
});

export const query = (run: Method['run']): Method => ({ kind: 'read', run: withMethod('GET', run) });
