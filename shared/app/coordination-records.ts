import type { HouseRecords } from '../core/reminders/coordination.ts';
import type { CommandDraft, DraftRecords } from '../ports/drafts.ts';
import type { FollowUp, FollowUps } from '../ports/follow-ups.ts';
import type { Handover, HandoverRecords } from '../ports/handovers.ts';

/** Where the house keeps what its people owe each other. */
export type HousePorts = { drafts: DraftRecords; handovers: HandoverRecords; followUps: FollowUps };

export type HouseOf = {
  drafts: readonly CommandDraft[];
  handover: Handover | undefined;
  followUps: readonly FollowUp[];
} & HouseRecords;

/** Everything that people owe each other about one incident. */
export async function houseOf({ drafts, handovers, followUps }: HousePorts, incident: string): Promise<HouseOf> {
  const [waiting, handover, noted] = await Promise.all([drafts.waiting(), handovers.of(incident), followUps.of(incident)]);
  return { drafts: waiting.filter((draft) => draft.incident === incident), handover, followUps: noted };
}
