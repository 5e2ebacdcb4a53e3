import type { CommandName } from '../contract/command-names.ts';
import type { ParserPorts } from '../contract/incident-commands.ts';
import { type ApprovalReason, approvalNeeded } from '../core/approval.ts';
import type { Together } from '../core/entry.ts';
import type { ReportedIncident } from '../core/incident.ts';
import { refuse } from '../core/refusal.ts';
import type { CommandKey, IncidentLog } from '../ports/incident-log.ts';
import { bringTargetsInLine } from './merging.ts';
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
  /** Why it waits where no rule asks for more: the wish is only checked, and nothing is said. */
  waits?: ApprovalReason;
  /** How it is said; `api` unless it is somebody's kept text, whose time has come. */
  via?: 'api' | 'kept';
  /** Lint rules that are overridden besides those that the body names. */
  overrides?: readonly string[];
  /** Of what begins with it: what else began lately. */
  elsewhere?: Promise<readonly ReportedIncident[]> | undefined;
  /** True if words that the same person said a moment ago are to be asked about. */
  asksWhenSaidBefore?: boolean | undefined;
  /** Of a resolution: the act that ends several incidents with the same words. */
  together?: Together | undefined;
  /** Settles once the client may go on; rejects with a `Problem` if it asks too often. Nothing is written before. */
  admitted?: Promise<void> | undefined;
};

/**
 * Carries out what a person wishes, or says that it waits for a second one. Throws a `Problem` or a `Refusal` where it
 * cannot be; nothing has been changed then.
 */
export async function runPersonCommand(ports: PersonCommandPorts, wish: Wish): Promise<CommandResult> {
  // The sweep carries out what a person wished a handful of times a year, and is to start without every schema.
  const { commandParsers } = await import('../contract/commands.ts');
  const overrides: string[] = [];
  const target = wish.name === 'merge' ? await mergeTarget(ports.log, wish) : undefined;
  const { actor, approvedBy, together, via = 'api' } = wish;
  const second = approvedBy === undefined ? {} : { approvedBy };
  const act = together === undefined ? {} : { together };
  const result = await runCommand(ports, {
    incident: wish.incident,
    speaker: { author: 'person', actor, ...second, via, overrides, ...act },
    key: wish.key,
    ...(wish.ifMatch === undefined ? {} : { ifMatch: wish.ifMatch }),
    ...(wish.admitted === undefined ? {} : { admitted: wish.admitted }),
    ...(wish.elsewhere === undefined ? {} : { elsewhere: wish.elsewhere }),
    asksWhenSaidBefore: wish.asksWhenSaidBefore ?? false,
    command: (now) => {
      const parsed = commandParsers[wish.name](wish.body, now, { ...ports, target });
      if (wish.name === 'merge' && !target && !isItself(wish)) refuse('no-such-target', 'into');
      overrides.splice(0, overrides.length, ...parsed.overrides, ...(wish.overrides ?? []));
      return parsed.command;
    },
    ...(wish.approved || approvedBy !== undefined
      ? {}
      : {
          withheld: (command, incident) => approvalNeeded(command, incident, ports.policy.approval) ?? wish.waits,
        }),
  });
  if (result.type === 'added' && (wish.name === 'merge' || wish.name === 'reopen')) {
    // It is accepted: what the other incident says of it is brought up again by the sweep, should this fail.
    await bringTargetsInLine(ports, result.incident).catch((error) =>
      ports.warn('the other incident of a merge has not said so yet; the sweep brings it up again', error),
    );
  }
  return result;
}

/**
 * The other incident, if a reader who is sent on to it finds one that goes on there, and that may say so by itself.
 * Merging is the one command that names a second incident; it is read here, because the core sees one at a time.
 */
async function mergeTarget(log: IncidentLog, { incident: id, body }: Wish): Promise<{ title: string } | undefined> {
  const into = intoOf(body);
  if (into === undefined) return undefined;
  const [merged, target] = await Promise.all([readIncident(log, id), readIncident(log, into)]);
  if (target?.type !== 'outage' || target.phase !== 'open' || target.handling === 'restricted') return undefined;
  return (target.handling === 'drill') === (merged?.handling === 'drill') ? target : undefined;
}

const intoOf = (body: unknown): string | undefined => {
  const into = (body as { into?: unknown } | null)?.into;
  return typeof into === 'string' ? into : undefined;
};

/** Said in its own words by the core. */
const isItself = ({ incident, body }: Wish): boolean => intoOf(body) === incident;
