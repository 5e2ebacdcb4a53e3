import { UNDECIDED_FOR_MS } from '../core/alarm.ts';
import type { AlarmCommand } from '../core/alarm-command.ts';
import { calmOf } from '../core/alarm-state.ts';
import { plus } from '../core/instant.ts';
import type { Control } from '../ports/control.ts';
import { type CommandDraft, draftedBody, versionOf } from '../ports/drafts.ts';
import { letGo } from './alarm-drafts.ts';
import { placeOf } from './alarm-place.ts';
import type { AlarmPorts } from './alarm-ports.ts';
import { begin } from './alarm-speaks.ts';

/** Says of the drafts that wait those that nobody has decided; none while the pipeline is frozen. */
export async function sayAllUndecided(
  ports: AlarmPorts,
  waiting: readonly CommandDraft[],
  { frozen }: Control,
): Promise<void> {
  if (frozen !== undefined) return;
  for (const draft of waiting.filter(isSaidUndecided))
    await sayUndecided(ports, draft).catch((error) => ports.warn(`the draft ${draft.id} could not be said`, error));
}

/** True of an alarm's draft that is said by itself if nobody decides: nobody could be reached, and nobody has changed it. */
const isSaidUndecided = (draft: CommandDraft): boolean =>
  draft.reason.reason === 'nobody-reached' && versionOf(draft) === 1;

/**
 * Says what nobody has decided for 15 minutes: that a monitor reports it, that nobody has confirmed it, and no time. What
 * has cleared meanwhile is not said, and what somebody has opened is not opened again.
 */
async function sayUndecided(ports: AlarmPorts, draft: CommandDraft): Promise<void> {
  const now = ports.clock.now();
  if (draft.reason.reason !== 'nobody-reached' || now < plus(draft.proposedAt, UNDECIDED_FOR_MS)) return;
  const { open } = await placeOf(ports, draft.reason.component);
  if (open !== undefined) return letGo(ports, [draft], now, 'an incident about it is open');
  if (calmOf(await ports.alarmClaims.joinedOf(draft.incident)) !== undefined) return;
  const type = draft.command === 'reopen' ? 'Reopen' : 'OpenIncident';
  const command = { ...draftedBody(draft), type, nextUpdateBy: null } as AlarmCommand;
  const begun = await begin(ports, { incident: draft.incident, key: draft.key, command: () => command });
  if (begun) await ports.drafts.decide(draft.id, 'published', { by: 'time-out', at: now });
}
