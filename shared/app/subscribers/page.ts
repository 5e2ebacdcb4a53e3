import { chunksOf } from '../../core/chunks.ts';
import { earliest, epochMs, type Instant, plus, SECOND_MS } from '../../core/instant.ts';
import { CEILING, CEILING_MS, isBusy, type PersonalAccount } from '../../core/subscribers/account.ts';
import { breathOf, pageOf, reserved, WAITS_AT_MOST_MS } from '../../core/subscribers/pace.ts';
import { ahead, type Counts, NOBODY, type Page, type Run, together } from '../../core/subscribers/run.ts';
import { isConfirmed, type Subscriber } from '../../core/subscribers/subscriber.ts';
import {
  concerns,
  endedUntold,
  type Heard,
  isOver,
  nextStep,
  owedTo,
  type Said,
  type Telling,
} from '../../core/subscribers/telling.ts';
import { handOver, type Turn } from './hand-over.ts';
import type { TellPorts } from './tell-ports.ts';
import type { TellView } from './view.ts';

/** So many are handed over to at the same moment. */
const SIDE_BY_SIDE = 10;

/** Whom another worker has just claimed is looked at again after this. */
const ANOTHERS_MS = 5 * SECOND_MS;

/** What a page of people came to, or why it was left before its end: what was told of it stands in their rows. */
export type PageTold = ({ is: 'told' } & Page) | { is: 'turn'; waitMs: number } | { is: 'closed' };

/** A person of a page whom the incident concerns, and where they stand. `waits`: looked at again then. */
type Standing = { person: Subscriber; row: Telling | undefined; waits?: Instant };

/** Tells the next people of a shard, as many as the far side takes in a second or two. */
export async function tellPage(ports: TellPorts, view: TellView, run: Run, perSecond: number): Promise<PageTold> {
  const { said, newest } = view;
  const limit = pageOf(perSecond);
  const all = await ports.subscribers.page(ports.is.name, run.shard, { ...ahead(run), limit });
  const end = { more: all.length === limit, ...(all.length === 0 ? {} : { last: all.at(-1)!.id }) };
  const people = all.filter(({ choice }) => concerns(choice, said.incident));
  if (people.length === 0) return { is: 'told', ...end, counts: NOBODY };

  const between = [run.shard, people[0]!.id, people.at(-1)!.id] as const;
  const rows = await ports.tellings.between(said.incident.id, ports.is.name, ...between);
  const heard = await heardOfLate(ports, view.account, between);
  const standing = new Map<string, Standing>();
  /** Where somebody stands, and their turn, if they have one now. */
  const look = async (person: Subscriber, row: Telling | undefined): Promise<Turn[]> => {
    standing.set(person.id, { person, row });
    if (!isConfirmed(person)) return [];
    const step = await stepOf(ports, said, person, row, heard);
    if (step.type === 'wait') standing.set(person.id, { person, row, waits: step.until });
    if (step.type === 'given-up') standing.set(person.id, { person, row: step.row });
    return step.type === 'tell' ? [step.turn] : [];
  };

  let turns = (await Promise.all(people.map((person) => look(person, rows.get(person.id))))).flat();
  // Again for whoever is told each statement, and has several before them.
  while (turns.length > 0) {
    const more: Turn[] = [];
    for (const breath of chunksOf(turns, breathOf(perSecond))) {
      const waitMs = await takeTurns(ports, breath.length, perSecond);
      if (waitMs > 0) return { is: 'turn', waitMs };
      for (const side of chunksOf(breath, SIDE_BY_SIDE)) {
        const outcomes = await Promise.all(side.map((turn) => handOver(ports, said, turn)));
        if (outcomes.some(({ closed }) => closed)) return { is: 'closed' };
        for (const [index, { person, row }] of outcomes.entries()) {
          if (person === undefined) standing.delete(side[index]!.person.id);
          else if (row !== undefined && isOver(row)) more.push(...(await look(person, row)));
          else standing.set(person.id, { person, row, waits: row?.until ?? plus(ports.clock.now(), ANOTHERS_MS) });
        }
      }
    }
    turns = more;
  }
  const waits = earliest(...[...standing.values()].map((one) => one.waits));
  const counts = [...standing.values()].map((one) => countOf(one, said, newest.seq)).reduce(together, NOBODY);
  return { is: 'told', ...end, counts, ...(waits === undefined ? {} : { waits }) };
}

type PersonsStep =
  | { type: 'settled' }
  | { type: 'wait'; until: Instant }
  | { type: 'tell'; turn: Turn }
  | { type: 'given-up'; row: Telling };

/** What is done about one person now. Whoever has had as much as anybody gets in an hour waits for the newest words. */
async function stepOf(
  ports: TellPorts,
  said: Said,
  person: Subscriber,
  row: Telling | undefined,
  heardOf: (id: string) => readonly Heard[],
): Promise<PersonsStep> {
  const now = ports.clock.now();
  const manner = ports.mannerOf(person.kind);
  const step = nextStep(person, row, said, manner, now);
  if (step.type === 'give-up') {
    const row = endedUntold(step.row, 'unknown', 'nobody knows whether it was taken');
    await ports.tellings.swap(said.incident.id, ports.is.name, person.id, step.row, row);
    return { type: 'given-up', row };
  }
  if (step.type !== 'tell') return step;
  const { entry, tries } = step;
  if (!manner.hasCeiling) return { type: 'tell', turn: { person, row, entry, tries } };
  const heard = heardOf(person.id).filter(({ at }) => at > plus(now, -CEILING_MS));
  const paused = heard.find(({ pausedUntil = '' }) => pausedUntil > now)?.pausedUntil;
  if (paused !== undefined) return { type: 'wait', until: paused };
  const last = heard.length >= CEILING - 1 ? { pausedUntil: plus(now, CEILING_MS) } : {};
  return { type: 'tell', turn: { person, row, entry, tries, ...last } };
}

/** What each person of a page was told in the last hour, of all incidents; nothing, while there was too little to tell. */
async function heardOfLate(
  ports: TellPorts,
  account: PersonalAccount,
  between: readonly [number, string, string],
): Promise<(id: string) => readonly Heard[]> {
  if (!isBusy(account, ports.clock.now())) return () => [];
  const incidents = [...new Set(account.begun.map(({ incident }) => incident))];
  const rows = await Promise.all(incidents.map((id) => ports.tellings.between(id, ports.is.name, ...between)));
  return (id) => rows.flatMap((ofIncident) => ofIncident.get(id)?.heard ?? []);
}

/** Waits until so many may be handed over; if that is too long to be waited for here, answers how long it is, in ms. */
async function takeTurns(ports: TellPorts, count: number, perSecond: number): Promise<number> {
  for (;;) {
    const { state, version } = await ports.pace.read();
    const { waitMs, pace } = reserved(state, count, perSecond, epochMs(ports.clock.now()));
    if (waitMs > WAITS_AT_MOST_MS) return waitMs;
    if (!(await ports.pace.swap(version, pace))) continue;
    if (waitMs > 0) await ports.pause(waitMs);
    return 0;
  }
}

function countOf({ person, row }: Standing, said: Said, newest: number): Counts {
  if (person.state !== 'confirmed') return { ...NOBODY, quarantined: person.state === 'quarantined' ? 1 : 0 };
  const isTold = row !== undefined && row.seq >= newest;
  if (!isTold && owedTo(person, row, said).length === 0) return NOBODY;
  const as =
    isTold && (row.state === 'told' || row.state === 'unknown' || row.state === 'refused') ? row.state : undefined;
  return { ...NOBODY, of: 1, ...(as === undefined ? {} : { [as]: 1 }) };
}
