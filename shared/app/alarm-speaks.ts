import { commandKey } from '../contract/identity.ts';
import { type Alarm, type AlarmOpening, alarmKey } from '../core/alarm.ts';
import { type AlarmCommand, alarmSpeaker } from '../core/alarm-command.ts';
import type { Instant } from '../core/instant.ts';
import { Refusal } from '../core/refusal.ts';
import type { CommandKey } from '../ports/incident-log.ts';
import { alarmWords } from '../wording/alarms.ts';
import { readIncident } from './read-incidents.ts';
import { type CommandPorts, type CommandResult, runCommand } from './run-command.ts';

/** Names what an alarm of `source` says or asks about something, so that it is said or asked once. */
export const keyOf = (source: string, alarm: Alarm, about: string): CommandKey =>
  commandKey(`intake:${source}`, `${alarmKey(alarm)} ${about}`, { method: 'ALARM', path: source, body: about });

/** The first word about an outage, in our words or those of the rule. */
export function openingOf({ component, name, status, impact, title, message }: AlarmOpening) {
  const words = alarmWords(name);
  return {
    type: 'OpenIncident' as const,
    impact,
    title: title ?? words.title,
    message: message ?? words.message,
    components: [{ id: component, status }],
  };
}

export const reopeningOf = ({ component, name, status }: AlarmOpening) => ({
  type: 'Reopen' as const,
  message: alarmWords(name).again,
  components: [{ id: component, status }],
});

type Saying = { incident: string; key: CommandKey; ifMatch?: string; command: (now: Instant) => AlarmCommand };

/** Says for a machine what a machine may say. */
export async function sayAsMachine(ports: CommandPorts, { command, ...saying }: Saying): Promise<CommandResult> {
  const now = ports.clock.now();
  const said = command(now);
  return runCommand(ports, { ...saying, speaker: alarmSpeaker(said), command: () => said });
}

/**
 * Opens or reopens an incident for an alarm. False if that came to nothing: somebody was faster, or what an earlier try
 * opened is over meanwhile and this alarm is about something else.
 */
export async function begin(ports: CommandPorts, saying: Saying): Promise<boolean> {
  try {
    const said = await sayAsMachine(ports, saying);
    return (
      said.type === 'added' && (!said.repeated || (await readIncident(ports.log, saying.incident))?.phase === 'open')
    );
  } catch (error) {
    // Another alarm, or a person who approved a draft, was faster.
    if (error instanceof Refusal && error.code === 'already-open') return false;
    throw error;
  }
}
