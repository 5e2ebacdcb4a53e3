import type { Instant } from '../core/instant.ts';

/** One commander hands an incident to the next, who has taken it once `accepted` says so. */
export type Handover = {
  /** Who is to take it, by the name that the house calls them. */
  to: string;
  from: string;
  /** Who handed it over, as their token names them, and whether that is one person. */
  fromSubject: string;
  fromPerson: boolean;
  /** Whoever had it has left the house: nobody has it until it is accepted. */
  fromLeft?: boolean;
  at: Instant;
  /** Who has it until it is accepted, if it was handed over before. */
  holder?: string;
  /** To whom it was offered, or who has it: somebody else is asked now, and they are told. */
  replaced?: string;
  accepted?: { by: string; at: Instant };
};

/** The newest handover of each incident. */
export interface HandoverRecords {
  of(incident: string): Promise<Handover | undefined>;
  /** Takes the place of the one before, taken or not. */
  begin(incident: string, handover: Handover): Promise<void>;
  /** False if there is no handover of that time that waits: another took its place, or somebody was faster. */
  accept(incident: string, at: Instant, accepted: NonNullable<Handover['accepted']>): Promise<boolean>;
}
