import type { CoordinationRecords } from '../core/reminders/coordination.ts';
import type { CommandDraft, DraftRecords } from '../ports/drafts.ts';
import type { FollowUp, FollowUps } from '../ports/follow-ups.ts';
import type { Handover, HandoverRecords } from '../ports/handovers.ts';

/** Where the house keeps what its people owe each other. */
export type CoordinationPorts = { drafts: DraftRecords; handovers: HandoverRecords; followUps: FollowUps };

export type Coordination = {
  drafts: readonly CommandDraft[];
  handover: Handover | undefined;
  followUps: readonly FollowUp[];
} & CoordinationRecords;

/** Everything that people owe each other about one incident. */
export const coordinationOf = async (ports: CoordinationPorts, incident: string): Promise<Coordination> =>
  coordinationAmong(ports, ports.drafts.waiting(), incident);

/** The same by the drafts that wait, for whoever has read them. */
export async function coordinationAmong(
  { handovers, followUps }: Omit<CoordinationPorts, 'drafts'>,
  drafts: readonly CommandDraft[] | Promise<readonly CommandDraft[]>,
  incident: string,
): Promise<Coordination> {
  const [waiting, handover, noted] = await Promise.all([drafts, handovers.of(incident), followUps.of(incident)]);
  return { drafts: waiting.filter((draft) => draft.incident === incident), handover, followUps: noted };
}
