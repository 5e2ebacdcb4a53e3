import type { Billed } from '../../../shared/core/desk/bill.ts';
import type { Author, Heard } from '../../../shared/core/desk/mention.ts';
import { type Instant, instant, MINUTE_MS, SECOND_MS } from '../../../shared/core/instant.ts';
import type { AnswerOutcome, DeskSourcePort, OutgoingAnswer } from '../../../shared/ports/desk-source.ts';
import type { Chance } from '../../x/support/chance.ts';

/** Something that a customer said there. `shownAt`: from when on readings show it; `missed`: how many of those leave it out. */
type Said = Heard & { shownAt: number; missed: number; goneAt?: number };

/** An answer of ours that arrived there. */
export type Arrived = OutgoingAnswer & { atMs: number; shownAt: number; receipt: string };

export type FarSide = ReturnType<typeof farSide>;

/** How much may go wrong at once: each in so many of a hundred cases. */
const PERCENT = {
  late: 10,
  missed: 10,
  deleted: 4,
  notSummoned: 5,
  blocked: 3,
  closed: 3,
  lost: 6,
  unsent: 4,
  held: 3,
  bill: 1,
};

/**
 * A source over memory that misbehaves as real ones do: shows things late, leaves some out behind a cursor, has them taken
 * away, refuses, holds, loses requests and answers. It knows what is a reading by its window, and by a cursor if it is asked
 * as one asks with `since_id`. Everything that it does wrong is counted by its kind.
 */
export function farSide(clock: { ms: number }, chance: Chance, count: (fault: string) => void) {
  const said: Said[] = [];
  const arrived: Arrived[] = [];
  let heldUntil = 0;
  const closings: [number, number][] = [];
  let next = 0;
  const strikes = (percent: number, fault: string): boolean => {
    const does = chance.happens(percent / 100);
    if (does) count(fault);
    return does;
  };

  /** Somebody says something now. */
  function say(author: Author, text: string, direct: boolean): Said {
    const late = strikes(PERCENT.late, direct ? 'message seen late' : 'seen late')
      ? chance.between(SECOND_MS, 12 * MINUTE_MS)
      : 0;
    next += 1;
    const one: Said = {
      source: 'x',
      theirs: String(10_000 + next),
      author,
      text,
      at: instant(clock.ms),
      summoned: direct || !strikes(PERCENT.notSummoned, 'not summoned'),
      direct,
      shownAt: clock.ms + late,
      missed: !direct && strikes(PERCENT.missed, 'missed by since_id') ? chance.between(1, 6) : 0,
    };
    if (!direct && strikes(PERCENT.deleted, 'deleted'))
      one.goneAt = clock.ms + chance.between(MINUTE_MS, 40 * MINUTE_MS);
    said.push(one);
    return one;
  }

  const isThere = (one: Said): boolean => one.goneAt === undefined || one.goneAt > clock.ms;

  function heard(since: Instant, direct: boolean): Heard[] {
    return said
      .filter((one) => one.direct === direct && one.at >= since && one.shownAt <= clock.ms && isThere(one))
      .filter((one) => {
        if (one.missed <= 0) return true;
        one.missed -= 1;
        return false;
      })
      .map(({ shownAt: _shown, missed: _missed, goneAt: _gone, ...one }) => one);
  }

  const atLimit = (): boolean => {
    if (clock.ms < heldUntil) return true;
    if (strikes(PERCENT.bill, 'bill at its limit')) {
      heldUntil = clock.ms + chance.between(MINUTE_MS, 5 * MINUTE_MS);
      closings.push([clock.ms, heldUntil]);
    }
    return clock.ms < heldUntil;
  };

  async function answer(out: OutgoingAnswer): Promise<AnswerOutcome> {
    const billed: Billed = out.to.direct ? { 'message-sent': 1 } : { reply: 1 };
    clock.ms += 100;
    if (atLimit())
      return { billed: {}, outcome: 'held', reason: 'the bill is at its limit', until: instant(heldUntil) };
    if (strikes(PERCENT.held, 'rate limit')) return { billed: {}, outcome: 'held', reason: '429' };
    if (strikes(PERCENT.unsent, 'no connection')) return { billed: {}, outcome: 'not-sent', reason: 'ECONNREFUSED' };
    const asked = said.find(({ theirs }) => theirs === out.to.theirs);
    if (asked !== undefined && !isThere(asked))
      return { billed, outcome: 'refused', why: 'gone', reason: 'it was deleted' };
    if (!out.to.direct && strikes(PERCENT.blocked, 'blocked'))
      return { billed, outcome: 'refused', why: 'blocked', reason: 'they block us' };
    if (out.to.direct && strikes(PERCENT.closed, 'closed messages'))
      return { billed, outcome: 'refused', why: 'closed', reason: 'closed' };
    const lost = strikes(PERCENT.lost, 'answer lost');
    if (lost && chance.happens(0.5)) return { billed: {}, outcome: 'unknown', reason: 'ETIMEDOUT' };
    const receipt = `r${arrived.length + 1}`;
    const shownAt = clock.ms + chance.between(0, 2 * MINUTE_MS);
    arrived.push({ ...out, atMs: clock.ms, shownAt, receipt });
    return lost ? { billed, outcome: 'unknown', reason: 'ETIMEDOUT' } : { billed, outcome: 'sent', receipt };
  }

  const port: DeskSourcePort = {
    source: 'x',
    async since(since, known) {
      if (atLimit()) return { billed: {}, unreadable: 'the bill is at its limit', until: instant(heldUntil) };
      const new_ = heard(since, false);
      const gone = said.filter((one) => known.includes(one.theirs) && !isThere(one)).map(({ theirs }) => theirs);
      return { billed: { 'mention-read': new_.length }, heard: new_, gone };
    },
    async messagesSince(since) {
      if (atLimit()) return { billed: {}, unreadable: 'the bill is at its limit', until: instant(heldUntil) };
      return { billed: {}, heard: heard(since, true), gone: [] };
    },
    answer,
    async find(out) {
      if (chance.happens(0.1)) {
        count('look unreadable');
        return { billed: {}, unreadable: '503' };
      }
      const there = arrived.find((one) => one.key === out.key && one.shownAt <= clock.ms);
      return { billed: {}, ...(there === undefined ? { absent: true } : { found: there.receipt }) };
    },
  };
  /** True if the far side took or told nothing at some time from one to the other. */
  const struckBetween = (fromMs: number, toMs: number): boolean =>
    closings.some(([from, to]) => from <= toMs && to >= fromMs);
  return { port, say, said: said as readonly Said[], arrived: arrived as readonly Arrived[], isThere, struckBetween };
}
