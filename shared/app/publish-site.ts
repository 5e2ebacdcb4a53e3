import type { Config } from '../config-schema.ts';
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
import { scriptFile } from '../site/script.ts';

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
  // The clock is read behind the board: a later rev never knows less about what is late.
  const input = siteInput(ports, board, control, ports.clock.now());
  const { config, siteUrl } = ports;
  const onXIfLive = control.channels.x === 'live' ? onX : undefined;
  const own = renderIncident({ config, siteUrl, now: readAt, incident, onX: onXIfLive });
  const shared = [...renderShared(input), ...ownMonth(input, incident)];
  const isLinked = onSite.size > 0;
  await bringScript(ports.site, board.rev);
  for (const wave of inWaves(
    own.map((file) => ({ file, version: { seq: incident.head.seq, readAt } })),
    shared.map((file) => ({ file, version: { rev: board.rev } })),
    isLinked,
  )) {
    await Promise.all(wave.map(({ file, version }) => ports.site.put(file, version)));
  }
  const unrecorded = entries.filter((entry) => onSite.get(entry.seq)?.state !== 'delivered');
  await Promise.all(unrecorded.map((entry) => recordDelivered(ports, incidentId, entry.seq)));
}

/** Stores that have this code's script: it never changes, so it is written once per process. */
const scripted = new WeakSet<SiteStore>();

/** Every page links to the script, and right after a deploy the rebuild may not have brought the new one yet. */
async function bringScript(site: SiteStore, rev: number): Promise<void> {
  if (scripted.has(site)) return;
  await site.put(scriptFile(), { rev });
  scripted.add(site);
}

type Write = { file: SiteFile; version: Version };

/** What a worried customer or a client looks at first, beside the incident's own page. */
const FIRST = new Set([FRONT_PAGE, 'api/v2/summary.json', 'api/v2/status.json', 'history.atom']);

/**
 * In which order files are written. A new incident's own files go before the pages that link to them, so that nobody
 * follows a link into nothing. Then what people look at first, and the long documents behind it.
 */
function inWaves(own: readonly Write[], shared: readonly Write[], isLinked: boolean): Write[][] {
  const first = shared.filter(({ file }) => FIRST.has(file.key));
  const rest = shared.filter(({ file }) => !FIRST.has(file.key));
  if (!isLinked) return [[...own], first, rest];
  return [
    [...own.slice(0, 1), ...first],
    [...own.slice(1), ...rest],
  ];
}

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
