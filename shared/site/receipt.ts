import type { LogLine } from '../core/chain.ts';
import { answeredAt, scoredEta } from '../core/day-part.ts';
import { isPersons, type PromiseRow } from '../core/incident.ts';
import { msBetween } from '../core/instant.ts';
import type { PublicIncident } from '../core/public-incident.ts';
import { isMissed, standingOf } from '../core/standing.ts';
import { type ReceiptFacts, type ReceiptLine, receiptLines } from '../wording/receipt.ts';
import type { Voice } from '../wording/sentences.ts';
import { scoredEtas } from './promise-rows.ts';
import { beganAt } from './site-index-state.ts';

/** The lines under an incident that is over: how soon we spoke, and which of our times we kept. Nothing while it is open. */
export function receiptOf(voice: Voice, incident: PublicIncident): ReceiptLine[] | undefined {
  if (incident.phase !== 'resolved') return undefined;
  return receiptLines(voice, {
    firstWordMs: msBetween(beganAt(incident), incident.openedAt),
    admittedEarlier: beganAt(incident) < incident.openedAt,
    statements: incident.entries.filter(isPersonsStatement).length,
    apologies: incident.entries.filter((line) => line.kind === 'apology').length,
    updates: decided(incident, (row) => row.promise === 'nextUpdateBy' && isPersons(row)),
    eta: etaOf(incident),
  });
}

const isPersonsStatement = (line: LogLine): boolean => !line.automated && line.kind !== 'redaction';

/** Promises that were due and answered, by how late the answer was; revised and withdrawn ones were never due. */
const decided = ({ entries, promises }: PublicIncident, counts: (row: PromiseRow) => boolean): { lateMs: number }[] =>
  promises
    .filter((row) => (row.state === 'kept' || row.state === 'slipped') && counts(row))
    .map((row) => ({
      lateMs: Math.max(0, msBetween(row.at, answeredAt(entries, row) ?? row.settledAt ?? row.at)),
    }));

/** The first restore time that was given, and how far from it the service was said to be back. */
function etaOf(incident: PublicIncident): ReceiptFacts['eta'] {
  const [first] = scoredEtas(incident.promises);
  if (!first) {
    const wasGiven = incident.promises.some((row) => row.promise === 'restoreBy');
    return wasGiven ? { as: 'a monitor gave it' } : undefined;
  }
  if (first.announcedLate) {
    const { backAt, saidAt } = first.announcedLate;
    return { as: 'announced late', aheadMs: msBetween(backAt, first.at), saidLateMs: msBetween(first.at, saidAt) };
  }
  const standing = standingOf(first, incident.entries, incident.head.at);
  const settledAt = first.settledAt ?? incident.head.at;
  if (standing === 'kept' || standing === 'kept-late') return { as: 'kept', aheadMs: msBetween(settledAt, first.at) };
  if (isMissed(standing)) {
    return { as: 'slipped', aheadMs: msBetween(scoredEta(incident)?.backAt ?? settledAt, first.at) };
  }
  return { as: standing === 'revised' ? 'revised' : 'taken back' };
}
