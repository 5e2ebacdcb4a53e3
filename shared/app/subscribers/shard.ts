import { type Instant, msBetween, plus, SECOND_MS } from '../../core/instant.ts';
import { begun, left, type Run, turned } from '../../core/subscribers/run.ts';
import { tellPage } from './page.ts';
import type { TellPorts } from './tell-ports.ts';
import { type TellView, viewOf } from './view.ts';

/** Newer words are asked for this often. */
const ASKS_AGAIN_MS = 5 * SECOND_MS;

/** How long a worker that says nothing more is believed to be at it. It says so with every page. */
const LEASE_MS = 30 * SECOND_MS;

/** A worker, until when it may work, and what it knows. */
export type Worker = { name: string; until: Instant; perSecond: number; view: TellView; readAt: Instant };

/**
 * Why a worker left a shard: everybody was looked at or another worker has it (`through`), its `time` is over, it would have
 * to wait for its `turn`, or there is nothing to tell now (`nothing`).
 */
export type Left = { why: 'through' | 'time' | 'nothing' } | { why: 'turn'; waitMs: number };

/**
 * Goes through one shard, page by page, and tells whoever is owed. Newer words are taken up on the way, in `worker` too: the
 * ring goes on with them.
 */
export async function goThrough(ports: TellPorts, worker: Worker, open: Run): Promise<Left> {
  const { id } = worker.view.said.incident;
  const lease = () => ({ by: worker.name, until: plus(ports.clock.now(), LEASE_MS) });
  const put = (run: Run) => ports.runs.put(id, ports.is.name, run);
  const leave = async (run: Run, why: Left): Promise<Left> => {
    await put(left(run));
    return why;
  };

  let run = await put(begun(open, worker.view.newest.seq, lease()));
  while (run !== undefined) {
    if (ports.clock.now() >= worker.until) return leave(run, { why: 'time' });
    if (!(await isUpToDate(ports, worker, run.seq))) return leave(run, { why: 'nothing' });
    if (worker.view.newest.seq > run.seq) run = begun(run, worker.view.newest.seq, lease());

    const page = await tellPage(ports, worker.view, run, worker.perSecond);
    if (page.is === 'turn') return leave(run, { why: 'turn', waitMs: page.waitMs });
    if (page.is === 'closed') return leave(run, { why: 'nothing' });
    const next = turned(run, page);
    // The rest of a round comes last: elsewhere there are people who have heard nothing yet.
    if (next.round === 'over' || next.wrapped !== run.wrapped) return leave(next, { why: 'through' });
    run = await put({ ...next, lease: lease() });
  }
  return { why: 'through' };
}

/**
 * Reads the incident again now and then, and where another worker has begun with newer words than this one knows: else it
 * would end their round with the older ones. False if nothing of it can be told any more.
 */
async function isUpToDate(ports: TellPorts, worker: Worker, begunWith: number): Promise<boolean> {
  const now = ports.clock.now();
  const knows = worker.view.newest.seq >= begunWith;
  if (knows && msBetween(worker.readAt, now) < ASKS_AGAIN_MS) return true;
  const view = await viewOf(ports, worker.view.said.incident.id);
  if (view === undefined) return false;
  Object.assign(worker, { view, readAt: now });
  return true;
}
