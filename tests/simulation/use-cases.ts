import { memoryAlarmClaims } from '../../shared/adapters/memory/alarm-claims.ts';
import { memoryHeldAlarms } from '../../shared/adapters/memory/held-alarms.ts';
import { memoryImports } from '../../shared/adapters/memory/imports.ts';
import { memoryMachines } from '../../shared/adapters/memory/machines.ts';
import { hold } from '../../shared/app/hold.ts';
import { type KeepRequest, keep } from '../../shared/app/kept.ts';
import { lookAtOne } from '../../shared/app/look.ts';
import { removeRedacted } from '../../shared/app/redaction.ts';
import { release } from '../../shared/app/release.ts';
import { peopleFor } from '../../shared/app/remind/on-call.ts';
import { remind } from '../../shared/app/remind/remind.ts';
import {
  type CommandPorts,
  type CommandRequest,
  type CommandResult,
  runCommand,
} from '../../shared/app/run-command.ts';
import { watchedSite } from '../../shared/app/site/look-again.ts';
import { publishAll } from '../../shared/app/site/publish.ts';
import { rebuildSite } from '../../shared/app/site/rebuild.ts';
import { type SweepPorts, sweep } from '../../shared/app/sweep.ts';
import { watchedX } from '../../shared/app/x/look-again.ts';
import { publishX } from '../../shared/app/x/publish.ts';
import { config, configHash } from '../../shared/config/config.ts';
import { replayed } from '../../shared/core/evolve.ts';
import type { ControlRecord } from '../../shared/ports/control.ts';
import type { DeliveryRecords } from '../../shared/ports/deliveries.ts';
import type { DraftRecords } from '../../shared/ports/drafts.ts';
import type { FollowUps } from '../../shared/ports/follow-ups.ts';
import type { HandoverRecords } from '../../shared/ports/handovers.ts';
import type { HoldRecords } from '../../shared/ports/holds.ts';
import type { ReminderRecords, ReminderTarget } from '../../shared/ports/reminders.ts';
import type { SiteIndex } from '../../shared/ports/site-index.ts';
import type { SiteStore } from '../../shared/ports/site-store.ts';
import type { XAccount } from '../../shared/ports/x-account.ts';
import type { XChannel } from '../../shared/ports/x-channel.ts';
import type { Voice } from '../../shared/wording/sentences.ts';
import { nobodyListed } from '../support/nobody-listed.ts';

/** Every port, as one worker has it. Each use case takes what it needs. */
export type SimulatedPorts = CommandPorts & {
  deliveries: DeliveryRecords;
  control: ControlRecord;
  reminders: ReminderRecords;
  holds: HoldRecords;
  drafts: DraftRecords;
  handovers: HandoverRecords;
  followUps: FollowUps;
  components: ReadonlySet<string>;
  voice: Voice;
  siteIndex: SiteIndex;
  site: SiteStore;
  account: XAccount;
  x: XChannel;
  targets: readonly ReminderTarget[];
  table: string;
};

/** Which channels run; a sweep waits for the deliveries of no other. */
export type Channels = { site: boolean; x: boolean; people: boolean };

const SITE_URL = 'https://status.example.com';
const CONSOLE_URL = 'https://ops.example.com/console';
const PLACES = { consoleUrl: CONSOLE_URL, siteUrl: SITE_URL };
const LINKS = { key: async () => 'k'.repeat(64), opsUrl: 'https://ops.example.com', warn: () => undefined };
const HOUSE = {
  ...nobodyListed(),
  recipients: { commander: 'commander', deputy: 'deputy', escalation: 'escalation' },
  approver: 'approver',
  machines: memoryMachines(),
};

/** The functions of the system, wired to a worker's ports as `shared/lambda/connect.ts` wires them to AWS. */
export const useCases = {
  command: async (ports: SimulatedPorts, request: CommandRequest): Promise<CommandResult> => {
    const result = await runCommand(ports, request);
    // As `shared/api/accept.ts` does it.
    if (result.type === 'added' && result.entry.kind === 'redaction') await removeRedacted(ports, result.incident.id);
    return result;
  },
  hold: async (ports: SimulatedPorts, id: string) => {
    const incident = replayed(id, await ports.log.load(id));
    if (incident.phase === 'open') await hold(ports, incident, 3);
  },
  keep: (ports: SimulatedPorts, request: KeepRequest) => keep(ports, request),
  drop: (ports: SimulatedPorts, draft: string) =>
    ports.drafts.decide(draft, 'dropped', { by: 'commander', at: ports.clock.now() }),
  release: (ports: SimulatedPorts) => release(ports),
  sweep: (ports: SimulatedPorts, channels: Channels) => sweep(sweepPorts(ports, channels)),
  look: (ports: SimulatedPorts, channels: Channels, incident: string, seq?: number) =>
    lookAtOne(sweepPorts(ports, channels), incident, seq),
  /** A batch of nudges; the first is the one that comes back when its incident fails. */
  publishSite: async (ports: SimulatedPorts, [incident, ...others]: readonly [string, ...string[]]) => {
    const failed = await publishAll(sitePorts(ports), [...others, incident]);
    if (failed.has(incident)) throw failed.get(incident);
  },
  rebuildSite: (ports: SimulatedPorts) => rebuildSite(sitePorts(ports)),
  publishX: (ports: SimulatedPorts, incident: string) => {
    const people = peopleFor({ ...ports, ...HOUSE, ...PLACES });
    return publishX(
      { ...ports, rules: config.x, siteUrl: SITE_URL, page: people.page, rehearse: people.mail },
      incident,
    );
  },
  remind: (ports: SimulatedPorts, incident: string) =>
    remind({ ...ports, ...HOUSE, places: PLACES, links: LINKS }, incident),
};

const sitePorts = (ports: SimulatedPorts) => ({ ...ports, imports: memoryImports(), config, siteUrl: SITE_URL });

function sweepPorts(ports: SimulatedPorts, channels: Channels): SweepPorts {
  return {
    ...ports,
    // No monitor speaks in the simulation; what follows from alarms is tried in tests/app/intake-words.test.ts.
    alarmClaims: memoryAlarmClaims(),
    heldAlarms: memoryHeldAlarms(),
    reopenWithinMs: 0,
    ...HOUSE,
    frontPage: async () => ({
      isCurrent: !channels.site || (await ports.site.front()).renderedWith === configHash,
    }),
    channels: [...(channels.site ? [watchedSite(sitePorts(ports))] : []), ...(channels.x ? [watchedX(ports)] : [])],
  };
}
