import type { DeskPorts } from '../../../shared/app/desk/ports.ts';
import { reportBackOf } from '../../../shared/app/desk/report-back.ts';
import type { AnswerKind } from '../../../shared/core/desk/answer.ts';
import { mentionId, personId } from '../../../shared/core/desk/names.ts';
import type { Entry } from '../../../shared/core/entry.ts';
import { epochMs, MINUTE_MS, SECOND_MS } from '../../../shared/core/instant.ts';
import type { Arrived, FarSide } from './far-side.ts';

export type Violation = { invariant: string; detail: string };

type World = {
  ports: DeskPorts;
  far: FarSide;
  spoken: readonly Entry[];
  /** Of each answer, by its key: the entry that was the newest when it was made. */
  seqOf: ReadonlyMap<string, number>;
  crashes: readonly number[];
  endMs: number;
  incident: string;
};

/** Within this an answer cannot know of what was said: it was on its way. */
const ON_ITS_WAY_MS = SECOND_MS;

/** What of an afternoon contradicts that nobody is answered twice or with an old truth, and that nobody is forgotten. */
export async function violationsOf(world: World): Promise<Violation[]> {
  const violations: Violation[] = [];
  const note = (invariant: string, detail: string) => violations.push({ invariant, detail });
  const { ports, far, spoken, seqOf, endMs, incident } = world;

  const answered = new Map<string, Arrived[]>();
  for (const one of far.arrived) {
    // What ended is told once for each ending; everything else once.
    const of = kindOf(one) === 'solved' || kindOf(one) === 'correction' ? spokenBefore(spoken, one.atMs).length : '';
    const key = `${one.to.author.theirs} ${kindOf(one)} ${of}`;
    answered.set(key, [...(answered.get(key) ?? []), one]);
  }
  for (const [key, all] of answered) if (all.length > 1) note('nobody is told twice', `${key}: ${all.length} times`);

  for (const one of far.arrived.filter((answer) => kindOf(answer) === 'reply')) {
    const newest = spokenBefore(spoken, one.atMs - ON_ITS_WAY_MS).at(-1)?.seq ?? 0;
    const seq = seqOf.get(one.key) ?? 0;
    if (seq < newest) note('no old truth', `${one.to.author.theirs} was told of #${seq} after #${newest}`);
  }

  for (const one of far.said) {
    // What is shown in the last minutes may not have been read yet.
    if (one.shownAt > endMs - 40 * MINUTE_MS || !far.isThere(one)) continue;
    const kept = await ports.stores.mentions.of('x', mentionId(one));
    if (kept === undefined) note('everything is heard', `${one.theirs} of ${one.at} is not kept`);
  }
  await receiptsOf(world, note);

  const back = await reportBackOf(ports, incident);
  const isTold = back.ticked?.of === back.ending;
  for (const { way, state, person } of back.people) {
    const isOwed = isTold && (way === 'message' || way === 'thread');
    if (isOwed && (state === 'to-tell' || state === 'claimed'))
      note('everybody is told back', `${person} by ${way}: ${state}`);
  }
  for (const one of await ports.stores.answers.about(incident))
    if (['claimed', 'waiting', 'doubt'].includes(one.state))
      note('every answer ends', `${one.kind} to ${one.person} is ${one.state}`);
  return violations;
}

/** A receipt within a minute of when a message could be read, unless its sending itself was struck. */
async function receiptsOf(
  { ports, far, spoken, crashes, incident }: World,
  note: (invariant: string, detail: string) => void,
) {
  const closedAt = spoken.filter(({ kind }) => kind === 'resolved').map(({ at }) => epochMs(at));
  const firsts = new Map<string, (typeof far.said)[number]>();
  for (const one of far.said.filter(({ direct }) => direct)) {
    const before = firsts.get(one.author.theirs);
    if (before === undefined || one.shownAt < before.shownAt) firsts.set(one.author.theirs, one);
  }
  for (const [author, message] of firsts) {
    const readable = message.shownAt;
    const isOver = closedAt[0] !== undefined && readable + MINUTE_MS > closedAt[0];
    if (isOver) continue;
    const person = personId('x', { theirs: author });
    const record = await ports.stores.answers.one({ incident, source: 'x', person, kind: 'receipt' });
    const struck =
      record !== undefined &&
      (record.attempt > 1 || record.state !== 'sent' || far.struckBetween(readable, readable + 2 * MINUTE_MS));
    const died = crashes.some((at) => at >= readable - SECOND_MS && at <= readable + MINUTE_MS);
    const arrived = far.arrived.find((one) => one.to.author.theirs === author && kindOf(one) === 'receipt');
    if (struck || died || far.struckBetween(readable - 5 * MINUTE_MS, readable + MINUTE_MS)) continue;
    if (arrived === undefined) note('a message has its receipt', `${author} has none`);
    else if (arrived.atMs - readable > MINUTE_MS)
      note('a receipt within a minute', `${author} after ${arrived.atMs - readable} ms`);
  }
}

const spokenBefore = (spoken: readonly Entry[], ms: number): Entry[] => spoken.filter(({ at }) => epochMs(at) <= ms);

/** What an answer is, by what our sentences say. */
function kindOf({ text }: Arrived): AnswerKind {
  if (/\bcase [2-9A-Z]{5}\b/.test(text)) return 'receipt';
  if (/too early|were wrong to tell|correct what we told|against what we told/.test(text)) return 'correction';
  return /has ended|that it is over/.test(text) ? 'solved' : 'reply';
}
