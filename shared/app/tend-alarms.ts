import { commandKey } from '../contract/identity.ts';
import type { AlarmCommand } from '../core/alarm-command.ts';
import { type AlarmsImply, alarmsImply } from '../core/alarm-recovery.ts';
import { isUnconfirmed, type ReportedIncident } from '../core/incident.ts';
import type { Instant } from '../core/instant.ts';
import { acknowledgementKey } from '../core/reminders/reminders.ts';
import type { CommandKey } from '../ports/incident-log.ts';
import { alarmWords, clearedUnconfirmed, monitoringProposal } from '../wording/alarms.ts';
import { listed } from '../wording/site.ts';
import { letGo } from './alarm-drafts.ts';
import type { TendPorts } from './alarm-ports.ts';
import { sayAsMachine } from './alarm-speaks.ts';
import { draftIdFor, propose } from './drafts.ts';
import { etagOf } from './etag.ts';
import { readIncident } from './read-incidents.ts';

/**
 * Does for one incident what follows from what its monitors say now, each thing once. Answers when it is to be looked at
 * again for their sake, if at all.
 */
export async function tendAlarms(ports: TendPorts, id: string): Promise<Instant | undefined> {
  const joined = await ports.alarmClaims.joinedOf(id);
  if (joined.length === 0) return undefined;
  const [incident, waiting] = await Promise.all([readIncident(ports.log, id), ports.drafts.waiting()]);
  if (incident === undefined) return undefined;
  const answered = isUnconfirmed(incident) && (await isAcknowledged(ports, incident));
  const implied = alarmsImply(incident, joined, ports.clock.now(), answered);
  const told = await say(ports, incident, implied);

  const key = implied.propose && keyFor(`monitoring of ${id} since ${implied.propose.firedAt}`);
  const current = key && draftIdFor(key);
  const outdated = waiting.filter(
    (draft) => draft.incident === id && draft.reason.reason === 'alarm-cleared' && draft.id !== current,
  );
  await letGo(ports, outdated, ports.clock.now(), 'it does not hold any more');
  if (implied.propose && key && (await ports.drafts.read(draftIdFor(key))) === undefined)
    await proposeMonitoring(ports, told, implied.propose.since, key);
  return implied.proposeAt;
}

/** The machine says that its alarm cleared, or fires again; nothing if somebody spoke meanwhile. */
async function say(ports: TendPorts, incident: ReportedIncident, { withdraw, again }: AlarmsImply) {
  if (withdraw === undefined && again === undefined) return incident;
  const now = ports.clock.now();
  const message =
    withdraw === undefined
      ? alarmWords(listed(namesOf(ports, incident))).again
      : clearedUnconfirmed(ports.voice, withdraw.since, now);
  const command: AlarmCommand = { type: 'PostUpdate', message, nextUpdateBy: null };
  const said = await sayAsMachine(ports, {
    incident: incident.id,
    // Only as long as nobody has confirmed it: whoever speaks meanwhile knows better.
    ifMatch: etagOf(incident),
    key: keyFor(`${withdraw === undefined ? 'again' : 'cleared'} in ${incident.id} after ${incident.head.seq}`),
    command: () => command,
  });
  return said.type === 'added' ? said.incident : ((await readIncident(ports.log, incident.id)) ?? incident);
}

/** What people may say now, in words that they can change. */
async function proposeMonitoring(ports: TendPorts, incident: ReportedIncident, since: Instant, key: CommandKey) {
  const message = monitoringProposal(ports.voice, namesOf(ports, incident), since, ports.clock.now());
  await propose(ports, {
    name: 'update',
    incident,
    body: { status: 'monitoring', message },
    key,
    reason: { reason: 'alarm-cleared', incident: incident.id },
    by: { subject: 'intake:monitors', actor: 'monitors', person: false, door: 'alarm' },
  });
}

const namesOf = ({ policy }: TendPorts, { components }: ReportedIncident): string[] =>
  components.filter(({ status }) => status !== 'operational').map(({ id }) => policy.componentNames?.get(id) ?? id);

const keyFor = (what: string): CommandKey => commandKey('intake', what, { method: 'ALARM', path: 'tend', body: what });

async function isAcknowledged({ reminders }: TendPorts, { id, silence }: ReportedIncident): Promise<boolean> {
  const noted = acknowledgementKey(silence.since, '');
  return [...(await reminders.of(id)).keys()].some((key) => key.startsWith(noted));
}
