import { type CommandName, commandParsers } from '../contract/commands.ts';
import { commandKey } from '../contract/identity.ts';
import type { ParserPorts } from '../contract/incident-commands.ts';
import { approvalNeeded } from '../core/approval.ts';
import { refuse } from '../core/refusal.ts';
import type { CommandKey, IncidentLog } from '../ports/incident-log.ts';
import { quotedBy } from '../wording/apologies.ts';
import { readIncident } from './read-incidents.ts';
import { type CommandPorts, type CommandResult, runCommand } from './run-command.ts';

/** What it takes to make a command of a body and to carry it out. */
export type PersonCommandPorts = CommandPorts & ParserPorts;

/** A command as somebody wishes it, by whichever way it came. */
export type Wish = {
  name: CommandName;
  incident: string;
  body: unknown;
  key: CommandKey;
  actor: string;
  ifMatch?: string | undefined;
  /** A second person, or the time-out that stands in for one: the wish waits no more. */
  approvedBy?: string;
  /** True if a person who approves speaks for themselves, because no person proposed it. */
  approved?: boolean;
  /** Lint rules that are overridden besides those that the body names. */
  overrides?: readonly string[];
  /** Settles once the client may go on; rejects with a `Problem` if it asks too often. Nothing is written before. */
  admitted?: Promise<void> | undefined;
};

/**
 * Carries out what a person wishes, or says that it waits for a second one. Throws a `Problem` or a `Refusal` where it
 * cannot be; nothing has been changed then.
 */
export async function runPersonCommand(ports: PersonCommandPorts, wish: Wish): Promise<CommandResult> {
  const overrides: string[] = [];
  const target = wish.name === 'merge' ? await mergeTarget(ports.log, wish.body) : true;
  const { actor, approvedBy } = wish;
  const result = await runCommand(ports, {
    incident: wish.incident,
    speaker: { author: 'person', actor, ...(approvedBy === undefined ? {} : { approvedBy }), via: 'api', overrides },
    key: wish.key,
    ...(wish.ifMatch === undefined ? {} : { ifMatch: wish.ifMatch }),
    ...(wish.admitted === undefined ? {} : { admitted: wish.admitted }),
    command: (now) => {
      const parsed = commandParsers[wish.name](wish.body, now, ports);
      if (!target) refuse('no-such-target', 'into');
      overrides.splice(0, overrides.length, ...parsed.overrides, ...(wish.overrides ?? []));
      return parsed.command;
    },
    ...(wish.approved || approvedBy !== undefined
      ? {}
      : { withheld: (command, incident) => approvalNeeded(command, incident, ports.policy.approval) }),
  });
  await redactIfAsked(ports, wish, result);
  return result;
}

/**
 * Whether a reader who is sent on to the other incident finds one that goes on there. Merging is the one command that
 * names a second incident; it is read here, because the core sees one incident at a time.
 */
async function mergeTarget(log: IncidentLog, body: unknown): Promise<boolean> {
  const into = (body as { into?: unknown } | null)?.into;
  const incident = typeof into === 'string' ? await readIncident(log, into) : undefined;
  return incident?.phase === 'open';
}

/**
 * A redaction says so first and removes second, and takes along every apology that quotes the text: a crash in between
 * is mended by repeating the command.
 */
async function redactIfAsked(ports: PersonCommandPorts, wish: Wish, result: CommandResult) {
  if (result.type === 'unchanged' && wish.name === 'redact') {
    // Somebody asked for it before, with another key: what a crash may have left behind goes now.
    const { seq } = wish.body as { seq: number };
    return await ports.log.redact(result.incident.id, seq);
  }
  if (result.type !== 'added' || result.entry.kind !== 'redaction' || result.entry.corrects === undefined) return;
  const { incident, entry } = result;
  const message = entry.content?.message ?? '';
  for (const seq of quotedBy(incident, result.entry.corrects)) {
    const quoted = await runCommand(ports, {
      incident: incident.id,
      speaker: { author: 'person', actor: wish.actor, via: 'api' },
      key: commandKey(wish.key.keyHash, `#${seq}`, { method: 'REDACT', path: incident.id, body: String(seq) }),
      command: () => ({ type: 'Redact', seq, message }),
    });
    if (quoted.type === 'added') await ports.log.redact(incident.id, seq);
  }
  await ports.log.redact(incident.id, result.entry.corrects);
}
