import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryDrafts } from '../../shared/adapters/memory/drafts.ts';
import { memoryLog } from '../../shared/adapters/memory/incident-log.ts';
import { memoryNudges, type Nudge } from '../../shared/adapters/memory/nudges.ts';
import type { DraftPorts } from '../../shared/app/drafts.ts';
import { keep } from '../../shared/app/kept.ts';
import { runPersonCommand } from '../../shared/app/person-command.ts';
import { postKept } from '../../shared/app/say-kept.ts';
import { tendDrafts } from '../../shared/app/tend-drafts.ts';
import { spoken as voice } from '../../shared/config/voice.ts';
import { MINUTE_MS, plus } from '../../shared/core/instant.ts';
import { draftedBody, versionOf } from '../../shared/ports/drafts.ts';
import { at, opened, policy, toldReported } from '../support/story.ts';

const KEY = { keyHash: 'kept', bodyHash: 'kept' };
const ADA = { subject: 'sub-of-ada', actor: 'ada', person: true, door: 'signed-in' as const };

/** An open incident at 10:00 whose next word is promised by 12:00, and a text of Ada's kept until 10:10. */
async function keeping() {
  let now = at('10:00');
  const clock = { now: () => now };
  const log = memoryLog({ clock });
  const nudges: Nudge[] = [];
  let salts = 0;
  const ports: DraftPorts = {
    log,
    clock,
    policy,
    drafts: memoryDrafts(),
    nudges: memoryNudges(nudges),
    randomness: { salt: () => `salt ${salts++}` },
    warn: () => {},
    voice,
    components: new Set(['api']),
  };
  for (const entry of toldReported(opened('10:00', { nextUpdateBy: '12:00' })).entries)
    await log.append(entry, undefined);
  const body = { message: 'We add a disk.', nextUpdateBy: 'PT2H' };
  const kept = await keep(ports, { incident: 'i1', body, at: 'PT10M', key: KEY, by: ADA });
  if (kept.type !== 'kept') throw new Error('it was not kept');
  return {
    ports,
    nudges,
    id: kept.draft.id,
    pass: (minutes: number) => {
      now = plus(now, minutes * MINUTE_MS);
    },
    sweep: (with_: DraftPorts = ports): Promise<void> =>
      with_.drafts.waiting().then((waiting) => tendDrafts(with_, waiting, { channels: {} })),
    draft: async () => {
      const draft = await ports.drafts.read(kept.draft.id);
      if (draft === undefined) throw new Error('the draft is gone');
      return draft;
    },
    said: async () => (await log.load('i1')).filter(({ command }) => command?.keyHash === KEY.keyHash),
    others: (keyHash: string) =>
      runPersonCommand(ports, {
        name: 'update',
        incident: 'i1',
        body: { message: 'It is a cable.', nextUpdateBy: 'PT3H' },
        key: { keyHash, bodyHash: keyHash },
        actor: 'bob',
      }),
  };
}

/** The ports of a process that dies at one of its calls, before or after it is carried out. */
function dyingAt(ports: DraftPorts, call: number, carriedOut: boolean): DraftPorts {
  let calls = 0;
  const dying = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get: (target, name) => {
        const method = Reflect.get(target, name) as (...given: unknown[]) => Promise<unknown>;
        return async (...given: unknown[]) => {
          calls += 1;
          if (calls > call || (calls === call && !carriedOut)) throw new Error('the process has died');
          const answer = await method.apply(target, given);
          if (calls === call) throw new Error('the process has died');
          return answer;
        };
      },
    });
  return { ...ports, drafts: dying(ports.drafts), log: dying(ports.log), nudges: dying(ports.nudges) };
}

const MOST_CALLS = 12;

describe('a kept text at its time', () => {
  it('has a look asked for, when it is kept and by the last sweep before it', async () => {
    const { nudges } = await keeping();
    expect(nudges).toContainEqual({ type: 'look', incident: 'i1', at: at('10:10') });
  });

  it('is not said as the word of somebody who has left', async () => {
    const { ports, id, pass, sweep, said, draft } = await keeping();
    await ports.drafts.handOn(id, { to: 'bob', from: 'ada', at: ports.clock.now() });
    pass(10);
    await sweep();
    expect(await said()).toEqual([]);
    expect(await draft()).toMatchObject({ state: 'waiting', stopped: { because: 'author-left' } });
  });

  it('is said once wherever the sweep dies, and the next one says so', async () => {
    for (let call = 1; call <= MOST_CALLS; call += 1) {
      for (const carriedOut of [false, true]) {
        const { ports, pass, sweep, said, draft } = await keeping();
        pass(10);
        await sweep(dyingAt(ports, call, carriedOut)).catch(() => undefined);
        for (const _minute of [1, 2, 3]) {
          pass(1);
          await sweep();
        }
        expect(await said(), `call ${call}`).toHaveLength(1);
        expect(await draft(), `call ${call}`).toMatchObject({ state: 'published', decided: { by: 'ada', seq: 2 } });
      }
    }
  });

  it('is said once and only behind what its author has seen, or not at all, whoever does what at the same time', async () => {
    // Each begins some steps of the others later.
    const act = fc.record({
      act: fc.constantFrom('sweep', 'speak', 'drop', 'edit', 'post', 'die'),
      after: fc.nat({ max: 6 }),
    });
    const acts = (least: number) => fc.array(act, { minLength: least, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        acts(1),
        acts(0),
        fc.integer({ min: 1, max: MOST_CALLS }),
        async (scheduler, atItsTime, later, call) => {
          const world = await keeping();
          const { id, pass, sweep, said, draft, others } = world;
          // Every call to a store is a step, and who takes the next is for the scheduler to say.
          const ports = inAnyOrder(world.ports, scheduler);
          let dropped = false;
          let spoken = 0;
          const done = {
            sweep: () => sweep(ports),
            die: () => sweep(dyingAt(ports, call, call % 2 === 0)),
            speak: () => others(`other ${++spoken}`),
            post: async () => postKept(ports, await draft(), { overrides: [], seen: undefined }),
            drop: async () => {
              const was = await ports.drafts.decide(id, 'dropped', { by: 'bob', at: ports.clock.now() });
              dropped ||= was;
            },
            edit: async () => {
              const was = await draft();
              const version = versionOf(was) + 1;
              await ports.drafts.edit(id, version - 1, { text: `{"message":"Version ${version}."}`, version });
            },
          };
          pass(8);
          for (const together of [[{ act: 'sweep' as const, after: 0 }, ...atItsTime], later]) {
            pass(2);
            const all = together.map(async ({ act: one, after }) => {
              for (let step = 0; step < after; step += 1) await scheduler.schedule(Promise.resolve());
              return done[one]();
            });
            await scheduler.waitFor(Promise.allSettled(all));
          }
          // Then all is calm for long enough.
          for (let calm = 0; calm < 12; calm += 1) {
            pass(1);
            await sweep();
          }

          const entries = await said();
          const after = await draft();
          expect(entries.length).toBeLessThanOrEqual(1);
          if (entries.length === 1) {
            expect(dropped).toBe(false);
            expect(entries[0]?.seq).toBe(2);
            expect(entries[0]?.content?.message).toBe(draftedBody(after).message);
            expect(after.state).toBe('published');
          } else {
            expect(after.state === 'dropped' || (after.state === 'waiting' && after.stopped !== undefined)).toBe(true);
          }
          expect(after.takenUntil).toBeUndefined();
        },
      ),
      { numRuns: 300 },
    );
  });
});

function inAnyOrder(ports: DraftPorts, scheduler: fc.Scheduler): DraftPorts {
  const ordered = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get: (target, name) => {
        const method = Reflect.get(target, name) as (...given: unknown[]) => Promise<unknown>;
        return scheduler.scheduleFunction((...given: unknown[]) => method.apply(target, given));
      },
    });
  return { ...ports, drafts: ordered(ports.drafts), log: ordered(ports.log) };
}
