import type { Voice } from './sentences.ts';
import { sayDuration } from './time.ts';

export type ReceiptFacts = {
  firstWordMs: number;
  /** True if the log admits that it began before the first word. */
  admittedEarlier: boolean;
  /** What people said, and what the pipeline said for them. */
  statements: number;
  apologies: number;
  /** Every next-update promise that was due and answered. */
  updates: readonly { lateMs: number }[];
  eta:
    | { as: 'kept' | 'slipped'; aheadMs: number }
    | { as: 'revised' | 'taken back' | 'a monitor gave it' }
    | { as: 'announced late'; aheadMs: number; saidLateMs: number }
    | undefined;
};

/** One line of a receipt; `good` tells whether we kept our word, and is left out where no word was given. */
export type ReceiptLine = { text: string; good?: boolean };

/** "First word 4 min after it began." "7 statements by people." "7 promised updates: 6 on time, 1 late by 9 min." … */
export function receiptLines(voice: Voice, facts: ReceiptFacts): ReceiptLine[] {
  return [
    {
      text: facts.admittedEarlier
        ? `First word ${sayDuration(voice, facts.firstWordMs)} after it began.`
        : 'As far as we know it began when we first spoke of it.',
    },
    { text: `${counted(facts.statements, 'statement')} by people${apologies(facts.apologies)}.` },
    ...updates(voice, facts.updates),
    eta(voice, facts.eta),
  ];
}

const apologies = (count: number): string =>
  count === 0 ? '' : `, ${count} automated ${count === 1 ? 'apology' : 'apologies'}`;

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

function updates(voice: Voice, promised: ReceiptFacts['updates']): ReceiptLine[] {
  if (promised.length === 0) return [];
  const late = promised.filter((one) => one.lateMs > 0);
  const onTime = promised.length - late.length;
  const times = late.map((one) => sayDuration(voice, one.lateMs)).join(', ');
  const sum = `${counted(promised.length, 'promised update')}: ${onTime === promised.length ? 'all' : onTime} on time`;
  return [
    late.length === 0
      ? { text: `${sum}.`, good: true }
      : { text: `${sum}, ${late.length} late by ${times}.`, good: false },
  ];
}

const restoredAfter = (voice: Voice, ms: number): ReceiptLine => ({
  text: `Restored ${sayDuration(voice, ms)} after the first time that we gave.`,
  good: false,
});

function eta(voice: Voice, said: ReceiptFacts['eta']): ReceiptLine {
  switch (said?.as) {
    case undefined:
      return { text: 'No time for restoring was given.' };
    case 'kept':
      return said.aheadMs >= 0
        ? { text: `Restored ${sayDuration(voice, said.aheadMs)} before the first time that we gave.`, good: true }
        : restoredAfter(voice, -said.aheadMs);
    case 'announced late':
      return {
        text: `By our account back ${sayDuration(voice, said.aheadMs)} before the first time that we gave, but announced ${sayDuration(voice, said.saidLateMs)} after it.`,
        good: false,
      };
    case 'slipped':
      return said.aheadMs >= 0
        ? { text: 'The first time that we gave for restoring was missed.', good: false }
        : restoredAfter(voice, -said.aheadMs);
    case 'revised':
      return { text: 'The first time that we gave for restoring was moved before it was due.' };
    case 'taken back':
      return { text: 'The first time that we gave for restoring was taken back before it was due.' };
    case 'a monitor gave it':
      return { text: 'A time for restoring was given by a monitor only.' };
  }
}

/** The one number of the desk that the public reads. */
export const answeredPeople = (count: number): string =>
  `We answered ${count === 1 ? '1 person' : `${count} people`} who spoke to us about it.`;
