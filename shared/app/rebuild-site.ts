import { replayed } from '../core/evolve.ts';
import type { Instant } from '../core/instant.ts';
import { type PublicIncident, publicIncident } from '../core/public-incident.ts';
import type { SiteFile, Version } from '../ports/site-store.ts';
import { newestFirst } from '../site/board-state.ts';
import { monthPage } from '../site/pages/history-page.ts';
import { FRONT_PAGE } from '../site/paths.ts';
import { renderIncident, renderSite } from '../site/render-site.ts';
import { type PublishSitePorts, siteInput, writeAll } from './publish-site.ts';

/** So many months without an incident in a row, and we take it that there was nothing before. */
const QUIET_MONTHS = 24;

/** Incidents rendered at the same time; more would only queue at the bucket. */
const AT_A_TIME = 8;

/**
 * Renders the whole site from the log: when it is empty, when its config changed, or when the bucket was lost. The cost
 * grows with history, so an update never does this. Safe beside publishers: every write is a compare-and-swap.
 */
export async function rebuildSite(ports: PublishSitePorts): Promise<{ incidents: number }> {
  let incidents = 0;
  let quiet = 0;
  for (const month of monthsBack(ports.clock.now())) {
    const found = await rebuildMonth(ports, month);
    incidents += found;
    quiet = found === 0 ? quiet + 1 : 0;
    if (quiet >= QUIET_MONTHS) break;
  }
  const files = await refreshSite(ports);
  await writeAll(ports.site, files.front, { ...files.version, complete: true });
  return { incidents };
}

/** What a nudge about the site asks for: all of it if it is not of this config and code, else the shared pages. */
export async function lookAtSite(ports: PublishSitePorts, configHash: string): Promise<void> {
  if ((await ports.site.renderedWith()) !== configHash) {
    await rebuildSite(ports);
    return;
  }
  const { front, version } = await refreshSite(ports);
  await writeAll(ports.site, front, version);
}

/** Writes every shared file but the front page, which is handed back: it goes last, and says that all is there. */
async function refreshSite(ports: PublishSitePorts): Promise<{ front: SiteFile[]; version: Version }> {
  const control = await ports.control.read();
  const board = await ports.board.update(undefined, ports.clock.now());
  const files = renderSite(siteInput(ports, board, control, ports.clock.now()));
  const version = { rev: board.rev };
  const isFront = (file: SiteFile) => file.key === FRONT_PAGE;
  await writeAll(
    ports.site,
    files.filter((file) => !isFront(file)),
    version,
  );
  return { front: files.filter(isFront), version };
}

/** Months from this one back, as `2026-11`, without an end. */
function* monthsBack(now: Instant): Generator<string> {
  for (let year = Number(now.slice(0, 4)), month = Number(now.slice(5, 7)); ; month -= 1) {
    if (month === 0) [year, month] = [year - 1, 12];
    yield `${year}-${String(month).padStart(2, '0')}`;
  }
}

/** Every incident of a month with its row and files, then the page of the month. Returns how many there were. */
async function rebuildMonth(ports: PublishSitePorts, month: string): Promise<number> {
  const ids = await idsOf(ports, month);
  if (ids.length === 0 && month !== ports.clock.now().slice(0, 7)) return 0;
  const rebuilt: PublicIncident[] = [];
  for (let from = 0; from < ids.length; from += AT_A_TIME) {
    const batch = await Promise.all(ids.slice(from, from + AT_A_TIME).map((id) => rebuildIncident(ports, id)));
    rebuilt.push(...batch.filter((incident) => incident !== undefined));
  }
  const board = await ports.board.update(undefined, ports.clock.now());
  const context = { config: ports.config, siteUrl: ports.siteUrl, now: ports.clock.now(), rev: board.rev };
  await writeAll(ports.site, [monthPage(context, month, rebuilt.toSorted(newestFirst))], { rev: board.rev });
  return rebuilt.length;
}

async function idsOf(ports: PublishSitePorts, month: string): Promise<string[]> {
  const ids: string[] = [];
  let after: string | undefined;
  do {
    const page = await ports.log.openedIn(month, { limit: 100, ...(after === undefined ? {} : { after }) });
    ids.push(...page.ids);
    after = page.next;
  } while (after !== undefined);
  return ids;
}

async function rebuildIncident(ports: PublishSitePorts, id: string): Promise<PublicIncident | undefined> {
  const readAt = ports.clock.now();
  const replay = replayed(id, await ports.log.load(id));
  if (replay.phase === 'unreported') return undefined;
  const incident = publicIncident(replay);
  const { config, siteUrl } = ports;
  const files = renderIncident({ config, siteUrl, now: readAt, incident });
  await writeAll(ports.site, files, { seq: incident.head.seq, readAt });
  await ports.board.update(incident, readAt);
  return incident;
}
