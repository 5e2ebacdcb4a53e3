import { isKept } from '../core/approval.ts';
import type { Control } from '../ports/control.ts';
import type { CommandDraft } from '../ports/drafts.ts';
import { type DraftPorts, timeOut } from './drafts.ts';
import { tendKept } from './say-kept.ts';

/**
 * Every draft that waits is brought up at every run: there are few, and the one about an incident that nobody has
 * opened yet is on no watch list.
 */
export async function tendDrafts(ports: DraftPorts, waiting: readonly CommandDraft[], control: Control): Promise<void> {
  for (const draft of waiting) await tend(ports, draft, control);
  // What somebody keeps asks nobody, until it was not published.
  const asking = waiting.filter((draft) => !isKept(draft.reason) || draft.stopped !== undefined);
  if (asking.length > 0) await ports.nudges.nudge([...new Set(asking.map(({ incident }) => incident))], ['people']);
}

const tend = (ports: DraftPorts, draft: CommandDraft, { frozen }: Control): Promise<void> =>
  (isKept(draft.reason) ? tendKept(ports, draft, frozen !== undefined) : timeOut(ports, draft)).catch((error) =>
    ports.warn(`the draft ${draft.id} could not be published`, error),
  );

/** What somebody keeps about one incident, among the drafts that wait. True if there is such a text. */
export async function tendKeptAmong(
  ports: DraftPorts,
  waiting: readonly CommandDraft[],
  incident: string,
  control: Control,
): Promise<boolean> {
  const kept = waiting.filter((draft) => draft.incident === incident && isKept(draft.reason));
  for (const draft of kept) await tend(ports, draft, control);
  return kept.length > 0;
}
