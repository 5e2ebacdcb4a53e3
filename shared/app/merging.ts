import { replayed } from '../core/evolve.ts';
import type { Incident, ReportedIncident } from '../core/incident.ts';
import { goesOnIn, lettingGo, takingIn, targetsOf } from '../core/merging.ts';
import { letsGo, takesIn } from '../wording/merging.ts';
import type { Voice } from '../wording/sentences.ts';
import { appendDraft } from './append-draft.ts';
import { announce, type CommandPorts } from './run-command.ts';

/**
 * Has every incident that `merged` was ever merged into say whether it goes on there. It looks at both chains, so it may
 * be repeated: a crash between the two entries is mended by the next look at either command or sweep.
 */
export async function bringTargetsInLine(
  ports: CommandPorts & { voice: Voice },
  merged: ReportedIncident,
): Promise<void> {
  for (const target of targetsOf(merged.entries)) await bringInLine(ports, target, merged);
}

async function bringInLine(ports: CommandPorts & { voice: Voice }, id: string, merged: ReportedIncident) {
  for (;;) {
    const target: Incident = replayed(id, await ports.log.load(id));
    if (target.phase === 'unreported' || target.type !== 'outage') return;
    const draft =
      goesOnIn(merged) === id
        ? takingIn(target, merged, takesIn(ports.voice, merged))
        : lettingGo(target, merged.id, letsGo(ports.voice, merged));
    if (draft === undefined) return;
    const appended = await appendDraft(ports, target, draft, ports.clock.now());
    if (appended !== 'conflict') return await announce(ports, appended.after, appended.entry.at);
  }
}
