import { memoryControl } from '../../../shared/adapters/memory/control.ts';
import { memoryDrafts } from '../../../shared/adapters/memory/drafts.ts';
import { memoryFollowUps } from '../../../shared/adapters/memory/follow-ups.ts';
import { memoryLog } from '../../../shared/adapters/memory/incident-log.ts';
import { memoryNudges } from '../../../shared/adapters/memory/nudges.ts';
import { memorySiteIndex } from '../../../shared/adapters/memory/site-index.ts';
import { memoryTable } from '../../../shared/adapters/memory/table.ts';
import { listen } from '../../../shared/app/desk/listen.ts';
import type { DeskPorts } from '../../../shared/app/desk/ports.ts';
import { readIncident } from '../../../shared/app/read-incidents.ts';
import { config } from '../../../shared/config/config.ts';
import { policyOf } from '../../../shared/config/policy.ts';
import type { DeskSource, Heard } from '../../../shared/core/desk/mention.ts';
import { mentionId } from '../../../shared/core/desk/names.ts';
import type { Entry, Handling } from '../../../shared/core/entry.ts';
import { instant, MINUTE_MS, plus } from '../../../shared/core/instant.ts';
import { publicIncident } from '../../../shared/core/public-incident.ts';
import type { HandedCase } from '../../../shared/ports/desk.ts';
import type { AnswerOutcome, DeskSourcePort, OutgoingAnswer } from '../../../shared/ports/desk-source.ts';
import { type Saying, stated } from '../../support/statements.ts';
import { deskPorts } from './desk-ports.ts';

export type DeskHouse = ReturnType<typeof deskHouse>;

/** A house with a desk, at 10:00, to whose sources everything comes that a test says. `answers`: what the next attempts come to. */
export function deskHouse(changes: Partial<DeskPorts> = {}) {
  const clock = { ms: Date.parse('2026-11-22T10:00:00.000Z') };
  const time = { now: () => instant(clock.ms) };
  const table = memoryTable();
  const heard: Heard[] = [];
  const gone = new Set<string>();
  const sent: OutgoingAnswer[] = [];
  const answers: AnswerOutcome[] = [];
  const cases: HandedCase[] = [];
  const calls: string[] = [];

  const source = (name: DeskSource): DeskSourcePort => ({
    source: name,
    since: async (since, known) => {
      calls.push(`${name} since ${since.slice(11, 16)}`);
      const shown = heard.filter(
        (one) => one.source === name && !one.direct && one.at >= since && !gone.has(one.theirs),
      );
      return {
        billed: { 'mention-read': shown.length },
        heard: shown,
        gone: known.filter((theirs) => gone.has(theirs)),
      };
    },
    messagesSince: async (since) => ({
      billed: {},
      heard: heard.filter((one) => one.source === name && one.direct && one.at >= since),
      gone: [],
    }),
    answer: async (answer) => {
      const outcome = answers.shift() ?? { billed: { reply: 1 }, outcome: 'sent', receipt: `r${sent.length + 1}` };
      if (outcome.outcome === 'sent') sent.push(answer);
      return outcome;
    },
    find: async ({ key }) => ({
      billed: {},
      ...(sent.some((one) => one.key === key) ? { found: key } : { absent: true }),
    }),
    stream: async () => ({ billed: { 'post-read': 5 }, heard: [], gone: [] }),
  });

  const ports = deskPorts(
    {
      log: memoryLog({ table, clock: time }),
      siteIndex: memorySiteIndex(table),
      control: memoryControl(table),
      drafts: memoryDrafts(),
      followUps: memoryFollowUps(),
      nudges: memoryNudges(),
      policy: policyOf(config),
      clock: time,
    },
    {
      sources: { x: source('x'), bluesky: source('bluesky') },
      tickets: { hand: async (one) => void cases.push(one) },
      ...changes,
    },
  );

  return {
    ports,
    clock,
    heard,
    gone,
    sent,
    answers,
    cases,
    calls,
    control: memoryControl(table),
    pass: (ms: number) => {
      clock.ms += ms;
    },
    /** One look of the desk, and what it came to. */
    look: () => listen(ports),
    /** Somebody says something now; the id by which we know it. */
    says: (who: string, text: string, of: Partial<Heard> = {}): string => {
      const one: Heard = {
        source: 'x',
        theirs: `t${heard.length + 1}`,
        author: { theirs: `account of ${who}`, handle: who },
        text,
        at: time.now(),
        summoned: true,
        direct: false,
        ...of,
      };
      heard.push(one);
      return mentionId(one);
    },
    /** The house makes a statement on its page. */
    states: async (kind: Entry['kind'], saying: Saying = {}, handling?: Handling, incident = 'i1') => {
      const entry = await stated(ports.log, time, incident, kind, {
        ...(kind === 'opened' ? { components: [{ id: 'api', status: 'major_outage' as const }] } : {}),
        promises: kind === 'resolved' ? {} : { nextUpdateBy: plus(time.now(), 30 * MINUTE_MS) },
        ...(handling === undefined ? {} : { private: { handling } }),
        ...saying,
      });
      const known = await readIncident(ports.log, incident);
      if (known !== undefined) await ports.siteIndex.note(publicIncident(known), time.now());
      return entry;
    },
  };
}
