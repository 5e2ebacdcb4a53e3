import { deskClient } from '../../../shared/client/desk.ts';
import { ApiProblem } from '../../../shared/client/problem.ts';
import type { ConsolePorts, ConsoleRequest } from '../request.ts';

/** How long the number may be out of date: an open overview asks every five seconds, and counting reads the whole queue. */
const KEPT_MS = 15_000;

const counted = new WeakMap<ConsolePorts, { until: number; count: number }>();

/** How many wait at the desk; undefined where that cannot be read: the overview is there all the same. */
export async function waitingAtDesk({ client, ports }: ConsoleRequest): Promise<number | undefined> {
  const known = counted.get(ports);
  if (known !== undefined && ports.now() < known.until) return known.count;
  try {
    const { waiting } = await deskClient(client).list();
    counted.set(ports, { until: ports.now() + KEPT_MS, count: waiting.count });
    return waiting.count;
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 401) throw error;
    return undefined;
  }
}
