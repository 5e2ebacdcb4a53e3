import { type ApiDesk, deskClient } from '../../../shared/client/desk.ts';
import { ApiProblem } from '../../../shared/client/problem.ts';
import { floodCards } from '../../../shared/console/desk/signals.ts';
import type { Html } from '../../../shared/console/layout.ts';
import { namedLook } from '../names.ts';
import type { ConsolePorts, ConsoleRequest } from '../request.ts';
import { componentsOf } from './queue.ts';

/** How long this may be out of date: open pages ask every five seconds, and each time would read the whole queue. */
const KEPT_MS = 15_000;

type AtDesk = Pick<ApiDesk, 'floods'> & { count: number };

const known = new WeakMap<ConsolePorts, AtDesk & { until: number }>();

/** How many wait and what floods in; undefined where that cannot be read: every page is there all the same. */
async function atDesk({ client, ports }: ConsoleRequest): Promise<AtDesk | undefined> {
  const kept = known.get(ports);
  if (kept !== undefined && ports.now() < kept.until) return kept;
  try {
    const { waiting, floods } = await deskClient(client).list();
    const read = { until: ports.now() + KEPT_MS, count: waiting.count, floods };
    known.set(ports, read);
    return read;
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 401) throw error;
    return undefined;
  }
}

/** How many wait at the desk; undefined where that cannot be read. */
export const waitingAtDesk = async (request: ConsoleRequest): Promise<number | undefined> =>
  (await atDesk(request))?.count;

/** What many complain about while an incident is open that is about something else. */
export async function floodsBeside(request: ConsoleRequest, incident: string): Promise<Html | ''> {
  const floods = ((await atDesk(request))?.floods ?? []).filter((one) => one.incident === incident);
  if (floods.length === 0) return '';
  return floodCards(floods, { look: await namedLook(request), components: componentsOf(request), on: incident });
}
