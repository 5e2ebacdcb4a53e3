import { commandKey } from '../contract/identity.ts';
import { openParser, type ParserPorts } from '../contract/incident-commands.ts';
import { parseBody } from '../contract/parse.ts';
import { splitOpening } from '../contract/restricted-opening.ts';
import { openBody } from '../contract/schemas.ts';
import type { Command, Speaker } from '../core/command.ts';
import { decide } from '../core/decide.ts';
import { replayed } from '../core/evolve.ts';
import type { Instant } from '../core/instant.ts';
import type { Finding } from '../core/lint/finding.ts';
import { lint } from '../core/lint/lint.ts';
import type { Policy } from '../core/policy.ts';
import type { CommandDraft, DraftRecords } from '../ports/drafts.ts';
import type { CommandKey } from '../ports/incident-log.ts';
import { restrictedOpening } from '../wording/restricted-opening.ts';
import { propose } from './drafts.ts';
import { type CommandPorts, type CommandResult, runCommand } from './run-command.ts';

type Ports = CommandPorts & ParserPorts & { drafts: DraftRecords };

type Opening = {
  incident: string;
  body: unknown;
  key: CommandKey;
  speaker: Speaker;
  by: CommandDraft['proposedBy'];
  admitted?: Promise<void> | undefined;
};

/** The opening, and behind it the draft of all that was typed; `findings` are about what was typed. */
export type OpenedRestricted =
  | (Extract<CommandResult, { type: 'added' }> & { draft: CommandDraft })
  | Exclude<CommandResult, { type: 'added' | 'withheld' }>;

/**
 * Opens a restricted incident in our words, and keeps what was typed as one draft for a second person. Sent again it is
 * the same entry and the same draft, also where the first try came only as far as the entry.
 */
export async function openRestricted(
  ports: Ports,
  { incident, body, key, speaker, by, admitted }: Opening,
): Promise<OpenedRestricted> {
  let findings: readonly Finding[] = [];
  const result = await runCommand(ports, {
    incident,
    speaker,
    key,
    ...(admitted === undefined ? {} : { admitted }),
    command: (now) => {
      const { opening, typed } = readOpening(ports, body, now);
      checked(typed, incident, speaker, now, ports.policy);
      findings = lint(typed, replayed(incident, []), now, ports.policy);
      return opening;
    },
  });
  if (result.type === 'withheld') throw new Error(`the opening of ${incident} was withheld`);
  if (result.type !== 'added') return result;
  const { waits } = readOpening(ports, body, result.entry.at);
  const draft = await propose(ports, {
    name: 'update',
    incident: result.incident,
    body: waits,
    key: { ...commandKey(key.keyHash, 'what was typed', { method: '', path: '', body: '' }), bodyHash: key.bodyHash },
    reason: { reason: 'restricted' },
    by,
  });
  return { ...result, findings, draft };
}

/** What is public at once as a command, what was typed as one, and the body of the update that waits. */
export function readOpening(ports: ParserPorts & { policy: Policy }, body: unknown, now: Instant) {
  const { command: typed, overrides } = openParser(body, now, ports);
  const said = parseBody(openBody, body);
  const names = said.components.filter(({ status }) => status !== 'operational').map(({ id }) => id);
  const words = restrictedOpening(
    ports.voice,
    names.map((id) => ports.policy.componentNames?.get(id) ?? id),
  );
  const { atOnce, waits } = splitOpening(said, words);
  return { opening: openParser(atOnce, now, ports).command, typed, overrides, waits };
}

/** What could not be said as it was typed is refused before anything is public. */
function checked(typed: Command, incident: string, speaker: Speaker, now: Instant, policy: Policy): void {
  decide(replayed(incident, []), typed, speaker, now, policy);
}
