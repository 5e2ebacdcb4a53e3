import { memoryControl } from '../../../shared/adapters/memory/control.ts';
import { memoryDrafts } from '../../../shared/adapters/memory/drafts.ts';
import { memoryFollowUps } from '../../../shared/adapters/memory/follow-ups.ts';
import { memoryLog } from '../../../shared/adapters/memory/incident-log.ts';
import { memoryNudges } from '../../../shared/adapters/memory/nudges.ts';
import { memorySiteIndex } from '../../../shared/adapters/memory/site-index.ts';
import { memoryTable } from '../../../shared/adapters/memory/table.ts';
import { answerMention, mentionNamed } from '../../../shared/app/desk/answer-mention.ts';
import { listen } from '../../../shared/app/desk/listen.ts';
import type { DeskPorts } from '../../../shared/app/desk/ports.ts';
import { tickReportBack } from '../../../shared/app/desk/report-back.ts';
import { situationOf } from '../../../shared/app/desk/situation.ts';
import { etagOf } from '../../../shared/app/etag.ts';
import { readIncident } from '../../../shared/app/read-incidents.ts';
import { config } from '../../../shared/config/config.ts';
import { policyOf } from '../../../shared/config/policy.ts';
import { Problem } from '../../../shared/contract/problem.ts';
import { isWaiting, type Mention } from '../../../shared/core/desk/kept-mention.ts';
import type { Entry } from '../../../shared/core/entry.ts';
import { HOUR_MS, instant, MINUTE_MS, plus, SECOND_MS } from '../../../shared/core/instant.ts';
import { publicIncident } from '../../../shared/core/public-incident.ts';
import { stated } from '../../support/statements.ts';
import { type Chance, chanceFrom } from '../../x/support/chance.ts';
import { deskPorts } from './desk-ports.ts';
import { farSide } from './far-side.ts';
import { Crash, mortalDesk } from './mortal.ts';
import { type DeskVariant, deskBuilt } from './variants.ts';
import { type Violation, violationsOf } from './violations.ts';

export type DeskResult = {
  seed: number;
  steps: number;
  violations: readonly Violation[];
  /** What was said to us, and what of ours arrived there. */
  said: number;
  answers: number;
  faults: Readonly<Record<string, number>>;
};

const BEGUN_MS = Date.parse('2026-11-22T10:05:00.000Z');
const LOOK_MS = 20 * SECOND_MS;
const ID = 'i1';
const AGENTS = ['ada', 'ben'];

/** What people say, with and without a word of trouble. */
const WORDS = [
  'your api is down',
  'nothing works since this morning',
  '502 again',
  'API broken?',
  'is it slow for others too',
  'thanks for the quick word',
];

/** Some hours of one outage: customers speak, two people answer at once, workers die, and everything at the source goes wrong. */
export async function simulateDesk(seed: number, variant: DeskVariant = 'as built'): Promise<DeskResult> {
  const chance = chanceFrom(seed);
  const faults: Record<string, number> = {};
  const count = (fault: string) => {
    faults[fault] = (faults[fault] ?? 0) + 1;
  };
  const clock = { ms: BEGUN_MS };
  const time = { now: () => instant(clock.ms) };
  const table = memoryTable();
  const house = {
    log: memoryLog({ table, clock: time }),
    siteIndex: memorySiteIndex(table),
    control: memoryControl(table),
    drafts: memoryDrafts(),
    followUps: memoryFollowUps(),
    nudges: memoryNudges(),
    policy: policyOf(config),
    clock: time,
  };
  const far = farSide(clock, chance, count);
  const crashes: number[] = [];
  const begun = deskPorts(house, { sources: { x: far.port } });
  const ports = deskBuilt(begun, variant);
  const dying = mortalDesk(ports, chance, () => {
    count('crash');
    crashes.push(clock.ms);
  });
  const spoken: Entry[] = [];
  const seqOf = new Map<string, number>();
  const noting: DeskPorts = {
    ...dying,
    stores: {
      ...dying.stores,
      answers: {
        ...dying.stores.answers,
        swap: (answer) => {
          seqOf.set(answer.key, answer.seq);
          return dying.stores.answers.swap(answer);
        },
      },
    },
  };

  async function speak(kind: Entry['kind']): Promise<void> {
    const promises = kind === 'resolved' ? {} : { nextUpdateBy: plus(time.now(), 30 * MINUTE_MS) };
    const components = kind === 'opened' ? { components: [{ id: 'api', status: 'major_outage' as const }] } : {};
    spoken.push(await stated(house.log, time, ID, kind, { promises, ...components }));
    const incident = await readIncident(house.log, ID);
    if (incident !== undefined) await house.siteIndex.note(publicIncident(incident), time.now());
  }

  const story = storyOf(chance);
  const people = Array.from({ length: chance.between(8, 25) }, (_, index) => ({
    theirs: `a${index}`,
    handle: `person${index}`,
  }));
  const plans: (Plan & { dueMs: number })[] = [];
  let steps = 0;
  for (const endMs = BEGUN_MS + 6 * HOUR_MS; clock.ms < endMs; ) {
    steps += 1;
    const due = story.filter(({ atMs }) => BEGUN_MS + atMs <= clock.ms);
    for (const one of due) story.splice(story.indexOf(one), 1);
    const isOpen = spoken.length > 0 && spoken.at(-1)?.kind !== 'resolved';
    if (clock.ms < BEGUN_MS + 4 * HOUR_MS && chance.happens(isOpen ? 0.3 : 0.02))
      far.say(chance.oneOf(people), chance.oneOf(WORDS), chance.happens(0.25));
    if (isOpen)
      for (const by of AGENTS) if (chance.happens(0.3)) plans.push(...(await planOf(ports, by, clock.ms, chance)));
    const ready = plans.filter(({ dueMs }) => dueMs <= clock.ms);
    for (const one of ready) plans.splice(plans.indexOf(one), 1);
    // All at once: two people who answer, somebody who speaks, and workers that look, of which now and then there are two.
    const doubled = chance.happens(0.1);
    if (doubled) count('doubled worker');
    const done = await Promise.allSettled([
      ...ready.map((plan) => carryOut(variant === 'no ETag' ? asOf(noting, plan) : noting, plan)),
      ...due.map(({ kind }) => (kind === 'tick' ? tickReportBack(ports, ID, 'ada') : speak(kind))),
      listen(noting),
      ...(doubled ? [listen(noting)] : []),
    ]);
    for (const one of done)
      if (one.status === 'rejected' && !(one.reason instanceof Crash) && !(one.reason instanceof Problem))
        throw one.reason;
    clock.ms += LOOK_MS;
  }

  const violations = await violationsOf({ ports, far, spoken, seqOf, crashes, endMs: clock.ms, incident: ID });
  return { seed, steps, violations, said: far.said.length, answers: far.arrived.length, faults };
}

type Step = { atMs: number; kind: Entry['kind'] | 'tick' };

/** Opened, spoken of, resolved; ticked or not; and now and then it comes back, before or after those were told. */
function storyOf(chance: Chance): Step[] {
  let atMs = 0;
  const later = (least: number, most: number) => {
    atMs += chance.between(least, most) * MINUTE_MS;
    return atMs;
  };
  const updates = Array.from({ length: chance.between(2, 8) }, (): Step => ({ atMs: later(2, 15), kind: 'update' }));
  const steps: Step[] = [{ atMs: 0, kind: 'opened' }, ...updates, { atMs: later(2, 10), kind: 'resolved' }];
  if (chance.happens(0.8)) steps.push({ atMs: atMs + MINUTE_MS, kind: 'tick' });
  if (chance.happens(0.4)) {
    steps.push({ atMs: later(3, 40), kind: 'reopened' }, { atMs: later(5, 20), kind: 'resolved' });
    if (chance.happens(0.8)) steps.push({ atMs: atMs + MINUTE_MS, kind: 'tick' });
  }
  return steps;
}

/** What somebody is about to answer: the words that they have read, and the state that those are of. */
type Plan = {
  mention: Mention;
  by: string;
  text: string;
  template: 'ack-known' | 'thanks' | 'to-private';
  ifMatch: string;
  chain: Awaited<ReturnType<DeskPorts['log']['load']>>;
};

/** Somebody reads what waits, and thinks about it for a while. Often both read the same. */
async function planOf(
  ports: DeskPorts,
  by: string,
  nowMs: number,
  chance: Chance,
): Promise<(Plan & { dueMs: number })[]> {
  const now = instant(nowMs);
  const all = await ports.stores.mentions.said(plus(now, -HOUR_MS), now);
  const waiting = all.filter((one) => isWaiting(one, now) && !one.direct && one.incident === ID);
  const mention = chance.happens(0.7) ? waiting[0] : waiting.at(-1);
  if (mention === undefined) return [];
  const { incident, suggestions } = await situationOf(ports, await mentionNamed(ports, 'x', mention.id));
  const offered = suggestions.find(({ template }) => template === 'ack-known' || template === 'thanks');
  if (incident === undefined || offered === undefined) return [];
  const plan = {
    mention,
    by,
    text: offered.text,
    template: offered.template as Plan['template'],
    ifMatch: etagOf(incident),
    chain: await ports.log.load(ID),
  };
  // Whoever answers two posts of one person at once is stopped by nothing but the one put.
  const same = waiting.find((one) => one.person === mention.person && one.id !== mention.id);
  const dueMs = nowMs + chance.between(0, 6) * LOOK_MS;
  const other = by === AGENTS[0] ? AGENTS[1]! : AGENTS[0]!;
  return [{ ...plan, dueMs }, ...(same === undefined ? [] : [{ ...plan, by: other, mention: same, dueMs }])];
}

const carryOut = (ports: DeskPorts, { mention, by, text, template, ifMatch }: Plan) =>
  answerMention(ports, 'x', mention.id, { text, template, ifMatch, by });

/** Without an ETag, nobody asks whether anything was said since the words were read. */
const asOf = (ports: DeskPorts, { chain }: Plan): DeskPorts => ({
  ...ports,
  log: { ...ports.log, load: async () => chain },
});
