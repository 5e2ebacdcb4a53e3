import type { Config } from '../config-schema.ts';
import type { Deliveries } from '../core/delivery.ts';
import { replayed } from '../core/evolve.ts';
import type { Instant } from '../core/instant.ts';
import { type PublicIncident, publicIncident } from '../core/public-incident.ts';
import type { Board, BoardView } from '../ports/board.ts';
import type { Clock } from '../ports/clock.ts';
import type { Control, ControlRecord } from '../ports/control.ts';
import type { DeliveryRecords } from '../ports/deliveries.ts';
import type { IncidentLog } from '../ports/incident-log.ts';
import type { SiteFile, SiteStore, Version } from '../ports/site-store.ts';
import { known } from '../site/board-state.ts';
import type { SiteInput } from '../site/context.ts';
import { monthOf, monthPage } from '../site/pages/history-page.ts';
import { FRONT_PAGE } from '../site/paths.ts';
import { renderIncident, renderShared } from '../site/render-site.ts';

export type PublishSitePorts = {
  clock: Clock;
  log: IncidentLog;
  board: Board;
  site: SiteStore;
  deliveries: DeliveryRecords;
  control: ControlRecord;
  config: Config;
  /** Where the public reads, without a trailing slash. */
  siteUrl: string;
};

/** The newest incidents that the board holds; a month that may reach beyond them is left to the rebuild. */
const BOARD_HOLDS = 50;

/**
 * Brings the site in line with one incident: its row on the board, its own files, then every page, feed and document
 * that tells of it. What is written is read from the log, so a lost, late or repeated nudge changes when, never what;
 * and every write is a compare-and-swap, so two publishers may race.
 */
export async function publishSite(ports: PublishSitePorts, incidentId: string): Promise<void> {
  // Taken before the read: of two publishers with the same entry, the later reader knows more about what is late.
  const readAt = ports.clock.now();
  const [entries, control, onSite, onX] = await Promise.all([
    ports.log.load(incidentId),
    ports.control.read(),
    ports.deliveries.of(incidentId, 'site'),
    ports.deliveries.of(incidentId, 'x'),
  ]);
  const replay = replayed(incidentId, entries);
  if (replay.phase === 'unreported') return;

  const incident = publicIncident(replay);
  const board = await ports.board.update(incident);
  const onXIfLive = control.channels.x === 'live' ? onX : undefined;
  await writeIncident(ports, incident, { readAt, onX: onXIfLive, isLinked: onSite.size > 0 }, () =>
    // The clock is read behind the board: a later rev never knows less about what is late.
    sharedFiles(siteInput(ports, board, control, ports.clock.now()), incident),
  );
  const unrecorded = entries.filter((entry) => onSite.get(entry.seq)?.state !== 'delivered');
  await Promise.all(unrecorded.map((entry) => recordDelivered(ports, incidentId, entry.seq)));
}

type Own = { readAt: Instant; onX: Deliveries | undefined; isLinked: boolean };

/**
 * An incident's own files before the pages that link to them, so that nobody follows a link into nothing; once they are
 * there, all at once. What people look at goes first, and the long documents behind it.
 */
async function writeIncident(
  ports: PublishSitePorts,
  incident: PublicIncident,
  { readAt, onX, isLinked }: Own,
  shared: () => { version: Version; files: SiteFile[] },
): Promise<void> {
  const { config, siteUrl } = ports;
  const own = renderIncident({ config, siteUrl, now: readAt, incident, onX });
  const writingOwn = writeAll(ports.site, own, { seq: incident.head.seq, readAt });
  if (!isLinked) await writingOwn;
  const { version, files } = shared();
  const first = files.filter((file) => FIRST.has(file.key));
  const rest = files.filter((file) => !FIRST.has(file.key));
  await Promise.all([writingOwn, writeAll(ports.site, first, version)]);
  await writeAll(ports.site, rest, version);
}

/** What a worried customer or a client looks at first. */
const FIRST = new Set([FRONT_PAGE, 'api/v2/summary.json', 'api/v2/status.json', 'history.atom']);

const sharedFiles = (input: SiteInput, incident: PublicIncident) => ({
  version: { rev: input.rev },
  files: [...renderShared(input), ...ownMonth(input, incident)],
});

const recordDelivered = (ports: PublishSitePorts, incident: string, seq: number): Promise<void> =>
  ports.deliveries.put(incident, 'site', seq, {
    state: 'delivered',
    at: ports.clock.now(),
    receipt: `${ports.siteUrl}/incidents/${incident}#entry-${seq}`,
  });

/** What the shared files are made from. */
export const siteInput = (ports: PublishSitePorts, board: BoardView, control: Control, now: Instant): SiteInput => ({
  board,
  config: ports.config,
  siteUrl: ports.siteUrl,
  now,
  rev: board.rev,
  control,
});

/** The page of the incident's month, if the board certainly holds all of that month. */
function ownMonth(input: SiteInput, incident: PublicIncident): SiteFile[] {
  const month = monthOf(incident);
  const all = known(input.board);
  const complete = input.board.newest.length < BOARD_HOLDS || monthOf(input.board.newest.at(-1)!) < month;
  return complete
    ? [
        monthPage(
          input,
          month,
          all.filter((one) => monthOf(one) === month),
        ),
      ]
    : [];
}

export async function writeAll(site: SiteStore, files: readonly SiteFile[], version: Version): Promise<void> {
  await Promise.all(files.map((file) => site.put(file, version)));
}
