import type { CandorClient } from '../../../shared/client/client.ts';
import { ApiProblem } from '../../../shared/client/problem.ts';
import { importHash } from '../../../shared/core/imported.ts';
import type { ImportedIncident } from '../../../shared/core/imported-incident.ts';

/** What an import would do. `same`: those that are here as they are there. */
export type Plan = {
  add: readonly ImportedIncident[];
  change: readonly ImportedIncident[];
  same: number;
};

/** What is missing or different here, oldest first. */
export async function planOf(client: CandorClient, incidents: readonly ImportedIncident[]): Promise<Plan> {
  const { imports } = await client.imports();
  const here = new Map(imports.map((one) => [one.id, one]));
  const add = incidents.filter(({ id }) => !here.has(id) || here.get(id)?.removed);
  const change = incidents.filter((one) => {
    const there = here.get(one.id);
    return there !== undefined && !there.removed && there.hash !== importHash(one);
  });
  return { add, change, same: incidents.length - add.length - change.length };
}

export type Brought = { added: number; changed: number; refused: readonly { id: string; why: string }[] };

/** Sends what the plan says, one after the other, oldest first. Stops between two of them at `interrupted`. */
export async function bring(
  client: CandorClient,
  { add, change }: Plan,
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
