import type { DeskAccount } from '../core/desk/account.ts';
import type { Answer } from '../core/desk/answer.ts';
import type { DeskCase } from '../core/desk/case.ts';
import type { DeskHouse } from '../core/desk/house.ts';
import type { Mention } from '../core/desk/kept-mention.ts';
import type { DeskSource } from '../core/desk/mention.ts';
import type { DeskPerson } from '../core/desk/person.ts';
import type { Ticked } from '../core/desk/report-back.ts';
import type { DeskTemplate } from '../core/desk/template.ts';
import type { Instant } from '../core/instant.ts';
import type { Versioned } from './versioned.ts';

/** What was heard. Each of it is a record of its own, changed only as the version that was read. */
export interface Mentions {
  /** Keeps a mention unless there is one of its id. False if there was. */
  hear(mention: Mention): Promise<boolean>;
  of(source: DeskSource, id: string): Promise<Mention | undefined>;
  /** Everything that was said from `from` to `to`, oldest first, strongly consistent; one source alone, if it is named. */
  said(from: Instant, to: Instant, source?: DeskSource): Promise<readonly Mention[]>;
  /** Puts a mention in the place of the version before it. False if somebody else was faster. */
  swap(mention: Mention): Promise<boolean>;
}

/** One answer to each person about each incident and for each reason: who puts it first, answers. */
export type AnswerName = Pick<Answer, 'incident' | 'source' | 'person' | 'kind'> & { of?: number | undefined };

export interface Answers {
  one(name: AnswerName): Promise<Answer | undefined>;
  /** Everything that was answered about an incident, strongly consistent. */
  about(incident: string): Promise<readonly Answer[]>;
  /** Puts an answer in the place of the version before it, of none for version 1. False if somebody else was faster. */
  swap(answer: Answer): Promise<boolean>;
}

/** People of whom something is kept: that they are muted, or asked to be left alone. */
export interface DeskPeople {
  of(source: DeskSource, person: string): Promise<DeskPerson | undefined>;
  all(): Promise<readonly DeskPerson[]>;
  /** Puts somebody in the place of the version before. False if somebody else was faster. */
  swap(person: DeskPerson): Promise<boolean>;
}

/** Cases, by the name that people say over the phone. */
export interface DeskCases {
  of(name: string): Promise<DeskCase | undefined>;
  /** Puts a case in the place of the version before, of none for version 1. False if somebody else was faster. */
  swap(one: DeskCase): Promise<boolean>;
}

/** Templates that the desk has proposed, and what became of them. */
export interface DeskTemplates {
  all(): Promise<readonly DeskTemplate[]>;
  /** Puts a template in the place of the version before, of none for version 1. False if somebody else was faster. */
  swap(template: DeskTemplate): Promise<boolean>;
}

/** All that the desk keeps. */
export type DeskStores = {
  mentions: Mentions;
  answers: Answers;
  people: DeskPeople;
  cases: DeskCases;
  templates: DeskTemplates;
  /** How a source stands, and what it has cost. */
  account(source: DeskSource): Versioned<DeskAccount>;
  /** What is usual, and which floods there are. */
  house: Versioned<DeskHouse>;
  /** That those are to be told who were answered about an incident. */
  ticked(incident: string): Versioned<Ticked>;
};

/** A case as the ticket system is told of it: who it is, and nothing that they wrote. */
export type HandedCase = {
  case: string;
  incident?: string;
  source: DeskSource;
  /** The message, by our id; whoever may read it finds it at its source by `theirs`. */
  mention: string;
  theirs: string;
  /** The ticket in which they wrote, if it is one of this system. */
  ticket?: string;
  /** What our page says of the incident, in the sentences that support reads out. */
  says: readonly string[];
};

/** The ticket system of the house. */
export interface TicketSystem {
  /** Hands a case over; the same case again changes nothing there. Throws if it was not taken. */
  hand(one: HandedCase): Promise<void>;
}

/** How many people were answered by the desk about an incident; of what they said and who they are, nothing. */
export interface PeopleAnswered {
  in(incident: string): Promise<number>;
}
