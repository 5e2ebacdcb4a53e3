import type { ApiIncident, ApiPromise } from '../../../shared/client/types.ts';
import type { PromiseName } from '../../../shared/core/entry.ts';
import type { Outcome } from './run.ts';
import type { ToldPromise } from './script.ts';

type Counts = Record<string, number>;

/** A promise that stands in the vendor's text, and what became of it here and there. */
export type ToldOutcome = ToldPromise & { seq: number; promise: PromiseName; byOurs: string; became: string };

/** The receipt of a replay, also what `--json` prints. */
export type Summary = {
  incident: string | undefined;
  status: string | undefined;
  entries: { said: number; automated: number };
  /** Promises that the texts really made. */
  promises: readonly ToldOutcome[];
  /** Promises of the texts that had passed on the compressed clock before they could be posted. */
  tooLate: number;
  /** Times that the replay set between updates, by what became of them. */
  set: Counts;
  overridden: Counts;
  apologies: readonly { seq: number; at: string; theirs: string; text: string; deliveries: Counts }[];
  links: readonly string[];
  interrupted: boolean;
};

export function summaryOf(outcome: Outcome, siteUrl: string): Summary {
  const { incident, said, theirs } = outcome;
  const rows = incident?.promises ?? [];
  const toldKeys = new Set<string>();
  const promises = said.flatMap(({ step, posted }) => {
    const seq = posted.incident.entries.at(-1)?.seq ?? 0;
    return posted.made.flatMap((promise) => {
      const told = step.told[promise];
      const row = rows.find((one) => one.seq === seq && one.promise === promise);
      toldKeys.add(`${seq} ${promise}`);
      return told && row ? [{ ...told, seq, promise, byOurs: row.at, became: row.state }] : [];
    });
  });
  const isSet = (row: ApiPromise) => row.source !== 'pipeline' && !toldKeys.has(`${row.seq} ${row.promise}`);
  const apologies = (incident?.entries ?? []).filter((entry) => entry.kind === 'apology');
  return {
    incident: incident?.id,
    status: incident?.status,
    entries: { said: said.length, automated: (incident?.entries ?? []).filter((entry) => entry.automated).length },
    promises,
    tooLate: said.reduce((sum, { posted }) => sum + posted.tooLate.length, 0),
    set: counted(rows.filter(isSet).map((row) => row.state)),
    overridden: counted(said.flatMap(({ posted }) => posted.overridden)),
    apologies: apologies.map(({ seq, at, message }) => ({
      seq,
      at,
      theirs: theirs(Date.parse(at)),
      text: message ?? '',
      deliveries: incident ? deliveriesOf(incident, seq) : {},
    })),
    links: incident
      ? [`${siteUrl}/incidents/${incident.id}`, `${siteUrl}/incidents/${incident.id}/log.jsonl`, `${siteUrl}/promises`]
      : [],
    interrupted: outcome.stoppedBefore !== undefined,
  };
}

const counted = (names: readonly string[]): Counts =>
  Object.fromEntries([...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length]));

const deliveriesOf = (incident: ApiIncident, seq: number): Counts =>
  counted(
    Object.entries(incident.deliveries ?? {}).map(
      ([channel, records]) => `${channel} ${records[seq]?.state ?? 'pending'}`,
    ),
  );
