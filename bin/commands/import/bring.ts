import type { CandorClient } from '../../../shared/client/client.ts';
import { ApiProblem } from '../../../shared/client/problem.ts';
import type { ApiImportList } from '../../../shared/client/types.ts';
import { isOverStatus, MAINTENANCE_STATUSES } from '../../../shared/core/entry.ts';
import { importHash } from '../../../shared/core/imported.ts';
import type { ImportedIncident } from '../../../shared/core/imported-incident.ts';
import type { Told } from './source.ts';

type Here = ApiImportList['imports'][number];

/** What an import would do. `same`: those that are here as they are there; `gone`: those that are here only. */
export type Plan = {
  add: readonly ImportedIncident[];
  change: readonly ImportedIncident[];
  same: number;
  gone: readonly Here[];
};

/** What is missing or different here, oldest first, and what is not there any more. */
export async function planOf(client: CandorClient, told: Told): Promise<Plan> {
  const { incidents } = told;
  const { imports } = await client.imports();
  const there = new Set(incidents.map(({ id }) => id));
  const gone = imports.filter(
    (one) => one.from === told.from && !one.removed && !there.has(one.id) && isMissed(one, told),
  );
  const here = new Map(imports.map((one) => [one.id, one]));
  const add = incidents.filter(({ id }) => !here.has(id) || here.get(id)?.removed);
  const change = incidents.filter((one) => {
    const there = here.get(one.id);
    return there !== undefined && !there.removed && there.hash !== importHash(one);
  });
  return { add, change, same: incidents.length - add.length - change.length, gone };
}

/**
 * True of what that place should tell. What is open is always told there; of what is over, a page tells the newest only,
 * so that an older one is not gone, and a file may have been written before it.
 */
function isMissed({ status, openedAt }: Here, { incidents, isLive }: Told): boolean {
  // A server that does not say how an import stands is older than the question, and nothing is known to be open.
  if (status !== undefined && !isOverStatus(status)) return true;
  const ofItsKind = (one: ImportedIncident) => isWork(one.status) === isWork(status);
  const [oldest, newest] = [incidents.find(ofItsKind), incidents.findLast(ofItsKind)];
  if (!oldest || !newest || openedAt <= oldest.createdAt) return false;
  return isLive || openedAt < newest.createdAt;
}

const isWork = (status: string | undefined): boolean => MAINTENANCE_STATUSES.some((one) => one === status);

export type Brought = { added: number; changed: number; refused: readonly { id: string; why: string }[] };

/** Sends what the plan says, one after the other, oldest first. Stops between two of them at `interrupted`. */
export async function bring(
  client: CandorClient,
  { add, change }: Pick<Plan, 'add' | 'change'>,
  interrupted: AbortSignal,
  progress: (done: number, of: number) => void,
): Promise<Brought> {
  const all = [...add, ...change];
  const result = { added: 0, changed: 0, refused: [] as { id: string; why: string }[] };
  for (const [index, incident] of all.entries()) {
    if (interrupted.aborted) break;
    try {
      const { result: became } = await client.putImport(incident);
      if (became === 'added') result.added++;
      if (became === 'changed') result.changed++;
    } catch (error) {
      // One that cannot be taken must not keep the others out.
      if (!(error instanceof ApiProblem) || error.status >= 500 || error.status === 401 || error.status === 403)
        throw error;
      const [field] = error.problem.errors;
      result.refused.push({ id: incident.id, why: field ? `${field.field} ${field.reason}` : error.problem.title });
    }
    progress(index + 1, all.length);
  }
  return result;
}
