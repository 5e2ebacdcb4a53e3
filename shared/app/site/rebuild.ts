import { type Instant, plus } from '../../core/instant.ts';
import type { Control } from '../../ports/control.ts';
import type { RebuildPoint } from '../../ports/site-index.ts';
import type { SiteFile, Version } from '../../ports/site-store.ts';
import { EDITION } from '../../site/edition.ts';
import { FRONT_PAGE } from '../../site/paths.ts';
import { renderIncident, renderSite } from '../../site/render-site.ts';
import { idsOf } from '../month.ts';
import { isOfConfig, isUnderWay } from './ask-rebuild.ts';
import { besideEntries, deliveriesByChannel, toldOf } from './beside-entries.ts';
import { writeMonth } from './months.ts';
import { type PublishSitePorts, siteInput, writeAll } from './publish.ts';

/** So many months without an incident in a row, and we take it that there was nothing before. */
const QUIET_MONTHS = 24;

/** Incidents rendered at the same time; more would only queue at the bucket. */
const AT_A_TIME = 8;

/** Well under the function's timeout: what is not done by then is left to the next look, which the sweep asks for. */
const BUDGET_MS = 15_000;

/**
 * Renders the whole site from the log: when it is empty, when its config changed, or when the bucket was lost. The cost
 * grows with history, so an update never does this, and thousands of incidents take several calls: each goes on where
 * the last one stopped, unless `of` (the config and code that it renders with) has changed meanwhile. Safe beside
 * publishers: every write is a compare-and-swap.
 */
export async function rebuildSite(ports: PublishSitePorts, of = ''): Promise<{ incidents: number; complete: boolean }> {
  const until = plus(ports.clock.now(), BUDGET_MS);
  let point = await startOf(ports, of);
  while (point.quiet < QUIET_MONTHS && ports.clock.now() <= until) {
    point = await rebuildMonth(ports, point, until);
    // Quiet months cost one query each; noting them would cost more.
    if (point.quiet === 0) await ports.siteIndex.noteRebuildPoint(point);
  }
  const complete = point.quiet >= QUIET_MONTHS;
  const { front, version } = await refreshSite(ports);
  await writeAll(ports.site, front, { ...version, ...(complete ? { complete } : {}) });
  await ports.siteIndex.noteRebuildPoint({ ...point, ...(complete ? { doneAt: ports.clock.now() } : { waits: true }) });
  return { incidents: point.incidents, complete };
}

/** Where an earlier call stopped, if it rendered the same; else the present month. */
async function startOf(ports: PublishSitePorts, of: string): Promise<RebuildPoint> {
  const noted = await ports.siteIndex.rebuildPoint();
  if (noted?.of !== of || !isUnderWay(noted))
    return { of, month: ports.clock.now().slice(0, 7), incidents: 0, quiet: 0 };
  const { waits: _, ...point } = noted;
  return point;
}

/** What a nudge about the site asks for: all of it if it is not of this config and code or was asked for, else the shared pages. */
export async function lookAtSite(ports: PublishSitePorts, configHash: string): Promise<void> {
  const front = await ports.site.front();
  if (!isOfConfig(front, configHash) || isUnderWay(await ports.siteIndex.rebuildPoint())) {
    await rebuildSite(ports, `${configHash}-${EDITION}`);
    return;
  }
  const { front: pages, version } = await refreshSite(ports);
  await writeAll(ports.site, pages, version);
}

/** Writes every shared file but the front page, which is handed back: it goes last, and says that all is there. */
async function refreshSite(ports: PublishSitePorts): Promise<{ front: SiteFile[]; version: Version }> {
  const control = await ports.control.read();
  const siteIndex = await ports.siteIndex.update(undefined, ports.clock.now());
  const files = renderSite(await siteInput(ports, siteIndex, control));
  const version = { rev: siteIndex.rev };
  const isFront = (file: SiteFile) => file.key === FRONT_PAGE;
  await writeAll(
    ports.site,
    files.filter((file) => !isFront(file)),
    version,
  );
  return { front: files.filter(isFront), version };
}

/** The month before `2026-01` is `2025-12`. */
function monthBefore(month: string): string {
  const [year, number] = [Number(month.slice(0, 4)), Number(month.slice(5, 7))];
  return number === 1 ? `${year - 1}-12` : `${year}-${String(number - 1).padStart(2, '0')}`;
}

/**
 * Every incident of a month with its row and files, batch by batch, then the page of the month. Comes back with the
 * point from which to go on: the month before, or behind the last batch of this one when the time is up.
 */
async function rebuildMonth(ports: PublishSitePorts, point: RebuildPoint, until: Instant): Promise<RebuildPoint> {
  const { month, incidents } = point;
  const ids = await idsOf(ports, month);
  const behind = { of: point.of, month: monthBefore(month), incidents };
  if (ids.length === 0 && month !== ports.clock.now().slice(0, 7)) return { ...behind, quiet: point.quiet + 1 };
  const first = point.after === undefined ? 0 : ids.indexOf(point.after) + 1;
  // What has no row has no files yet, as a rule: after an import, or in a bucket that was lost with its table.
  const rows = new Set(ids.length === 0 ? [] : (await ports.siteIndex.ofMonth(month)).map(({ id }) => id));
  let rendered = incidents;
  for (let from = first; from < ids.length; from += AT_A_TIME) {
    const batch = ids.slice(from, from + AT_A_TIME);
    const control = await ports.control.read();
    const told = await Promise.all(batch.map((id) => rebuildIncident(ports, id, control, !rows.has(id))));
    rendered += told.filter((isTold) => isTold).length;
    const after = batch.at(-1)!;
    const next = { ...point, after, incidents: rendered };
    await ports.siteIndex.noteRebuildPoint(next);
    if (after !== ids.at(-1) && ports.clock.now() > until) return next;
  }
  const siteIndex = await ports.siteIndex.update(undefined, ports.clock.now());
  const { config, voice, siteUrl } = ports;
  const context = { config, voice, siteUrl, now: ports.clock.now(), siteIndex };
  await writeMonth(ports, context, month, 'all');
  return { ...behind, incidents: rendered, quiet: ids.length === 0 ? point.quiet + 1 : 0 };
}

/** Writes an incident's files and its row; false if it is told to nobody. `isNew`: its files are not there yet. */
async function rebuildIncident(
  ports: PublishSitePorts,
  id: string,
  control: Control,
  isNew: boolean,
): Promise<boolean> {
  const readAt = ports.clock.now();
  const [entries, told] = await Promise.all([ports.log.load(id), deliveriesByChannel(ports, id)]);
  const incident = await toldOf(ports, id, entries);
  if (incident === undefined) return false;
  const { config, voice, siteUrl } = ports;
  const beside = await besideEntries(ports, incident, { entries, control, told, now: readAt });
  const files = renderIncident({ config, voice, siteUrl, now: readAt, incident, ...beside });
  const version = { seq: incident.head.seq, readAt };
  await Promise.all(files.map((file) => ports.site.put(file, version, isNew ? 'absent' : undefined)));
  // Nobody asks here how all of it is: reading it back for each of thousands takes most of a rebuild.
  await ports.siteIndex.note(incident, readAt);
  return true;
}
