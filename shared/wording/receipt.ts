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
    | { as: 'kept' | 'slipped' | 'revised'; aheadMs: number }
    | { as: 'announced late'; aheadMs: number; saidLateMs: number }
    | undefined;
};

/** "First word 4 min after it began. 7 statements; 6 promised updates on time, 1 late (9 min). Back 12 min before …" */
export function receiptSentences(facts: ReceiptFacts): string {
  const sentences = [
    facts.admittedEarlier
      ? `First word ${sayDuration(facts.firstWordMs)} after it began.`
      : 'The log admits no earlier begin than our first word.',
    `${facts.statements} ${facts.statements === 1 ? 'statement' : 'statements'} by people${apologies(facts.apologies)}.`,
    updates(facts.updates),
    eta(facts.eta),
  ];
  return sentences.filter(Boolean).join(' ');
}

const apologies = (count: number): string =>
  count === 0 ? '' : `, ${count} automated ${count === 1 ? 'apology' : 'apologies'}`;

function updates(promised: ReceiptFacts['updates']): string {
  if (promised.length === 0) return '';
  const late = promised.filter((one) => one.lateMs > 0);
  const onTime = promised.length - late.length;
  const times = late.map((one) => sayDuration(one.lateMs)).join(', ');
  const sum = `Promised updates: ${onTime} on time`;
  return late.length === 0 ? `${sum}.` : `${sum}, ${late.length} late (by ${times}).`;
}

function eta(said: ReceiptFacts['eta']): string {
  switch (said?.as) {
    case undefined:
      return 'No time for restoring was given, or it was taken back before it was due.';
    case 'kept':
      return said.aheadMs >= 0
        ? `Said to be back ${sayDuration(said.aheadMs)} before the first time that we gave.`
        : `Said to be back ${sayDuration(-said.aheadMs)} after the first time that we gave.`;
    case 'announced late':
      return `By our account back ${sayDuration(said.aheadMs)} before the first time that we gave, but announced ${sayDuration(said.saidLateMs)} after it.`;
    case 'slipped':
      return 'The first time that we gave for restoring was missed.';
    case 'revised':
      return 'The first time that we gave for restoring was revised before it was due.';
  }
}
