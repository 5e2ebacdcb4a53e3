import { describe, expect, it, vi } from 'vitest';
import { hold } from '../../shared/app/hold.ts';
import { lookAtAllWatched } from '../../shared/app/release.ts';
import { SITE } from '../../shared/core/channel/shipped.ts';
import { plus } from '../../shared/core/instant.ts';
import { X } from '../../shared/core/x/facts.ts';
import type { WatchedChannel } from '../../shared/ports/channel.ts';
import { pipeline } from '../support/pipeline.ts';
import { at, opened, update } from '../support/story.ts';

describe('the sweep', () => {
  it('apologises once for what slipped, and says so to every channel', async () => {
    const { tell, sweepAt, kinds, ports } = pipeline();
    await tell(opened('10:00'));
    expect((await sweepAt('10:16')).apologies).toBe(0);
    // The nudge for an apology is for everybody: each of them looks.
    const nudges: { incidents: readonly string[]; chain: string[] }[] = [];
    ports.nudges.nudge = async (incidents) => void nudges.push({ incidents, chain: await kinds() });
    expect((await sweepAt('10:17')).apologies).toBe(1);
    expect(nudges[0]).toEqual({ incidents: ['i1'], chain: ['opened', 'apology'] });
    expect((await sweepAt('10:18')).apologies).toBe(0);
    expect(await kinds()).toEqual(['opened', 'apology']);
  });

  it('says nothing while nobody can be told', async () => {
    const { tell, sweepAt, kinds } = pipeline({ confirmed: false });
    await tell(opened('10:00'));
    await sweepAt('10:17');
    expect(await kinds()).toEqual(['opened']);
  });

  it('apologises where one of several can be told, though another has not confirmed and a third cannot be asked', async () => {
    const { tell, sweepAt, ports } = pipeline();
    const unconfirmed = { ...ports.targets[0]!, confirmed: async () => false };
    const away = {
      ...ports.targets[0]!,
      confirmed: async () => {
        throw new Error('SNS is down');
      },
    };
    ports.targets = [unconfirmed, ...ports.targets, away];
    await tell(opened('10:00'));
    expect((await sweepAt('10:17')).apologies).toBe(1);
  });

  it('freezes when it was away for an hour and a promise fell due meanwhile', async () => {
    const { tell, sweepAt, kinds, ports } = pipeline();
    await tell(opened('10:00', { nextUpdateBy: '11:30' }));
    await sweepAt('10:01');
    await sweepAt('11:40');
    expect((await ports.control.read()).frozen?.reason).toContain('no sweep ran since');
    expect(await kinds()).toEqual(['opened']);
  });

  it('freezes as well when a waiting look comes before the first sweep', async () => {
    const { tell, sweepAt, lookAt, kinds, ports } = pipeline();
    await tell(opened('10:00', { nextUpdateBy: '11:30' }));
    await sweepAt('10:01');
    await lookAt('11:40');
    expect((await ports.control.read()).frozen?.reason).toContain('no sweep ran since');
    expect(await kinds()).toEqual(['opened']);
  });

  it('does not freeze when nothing fell due while it was away', async () => {
    const { tell, sweepAt, ports } = pipeline();
    await tell(opened('10:00', { nextUpdateBy: '+1 10:00' }));
    await sweepAt('10:01');
    await sweepAt('15:00');
    expect((await ports.control.read()).frozen).toBeUndefined();
  });

  it('waits while a person is composing, once a silence', async () => {
    const { tell, sweepAt, kinds, ports, incident } = pipeline();
    await tell(opened('10:00'));
    await sweepAt('10:16');
    expect(await hold(ports, await incident(), 3)).toEqual({ until: at('10:19') });
    expect(await hold(ports, await incident(), 3)).toBe('held before');
    await sweepAt('10:18');
    expect(await kinds()).toEqual(['opened']);
    await sweepAt('10:19');
    expect(await kinds()).toEqual(['opened', 'apology']);
  });

  it('forgets an incident when everything that it implies has happened', async () => {
    const { tell, sweepAt, ports, incident } = pipeline();
    await tell(opened('10:00'));
    await tell({ at: '10:05', command: { type: 'Resolve', message: 'Over.' } });
    await sweepAt('10:06');
    expect(await ports.log.watched('i1', (await incident()).head.seq)).toBeUndefined();
    expect((await sweepAt('10:07')).looked).toBe(0);
  });

  it('keeps a watch alive with one message, however many looks come', async () => {
    const { tell, lookAt, looks } = pipeline();
    await tell(opened('10:00', { nextUpdateBy: '10:02' }));
    looks.length = 0;
    for (let extra = 0; extra < 20; extra += 1) await lookAt('10:00:21');
    expect(looks).toEqual([at('10:02')]);
  });

  it('asks for a look at what comes due before the next tick', async () => {
    const { tell, sweepAt, looks } = pipeline();
    await tell(opened('10:00', { nextUpdateBy: '11:00' }));
    await sweepAt('10:00:30');
    looks.length = 0;
    await sweepAt('10:43');
    expect(looks).toEqual([]);
    await sweepAt('10:44');
    expect(looks).toEqual([at('10:45')]);
  });

  it('asks for the whole site where its front page is gone or was rendered by another config, and else does not', async () => {
    const { sweepAt, ports, nudged } = pipeline();
    await sweepAt('10:00');
    expect(nudged).not.toContain('site');
    ports.frontPage = async () => ({ isCurrent: false });
    await sweepAt('10:01');
    expect(nudged).toContain('site');
  });

  it('notes that customers see a page that was put up by hand, for as long as they do', async () => {
    const { sweepAt, ports } = pipeline();
    const byHand = { incident: 'e1', since: at('09:00') };
    ports.frontPage = async () => ({ isCurrent: true, byHand });
    await sweepAt('10:00');
    expect((await ports.control.read()).byHand).toEqual(byHand);
    ports.frontPage = async () => ({ isCurrent: true });
    await sweepAt('10:01');
    expect((await ports.control.read()).byHand).toBeUndefined();
  });

  it('decides an apology anew when a person was faster, and says none', async () => {
    const { tell, sweepAt, kinds, ports } = pipeline();
    await tell(opened('10:00'));
    const { append } = ports.log;
    ports.log.append = async (...entry) => {
      ports.log.append = append;
      await tell(update('10:17'));
      return append(...entry);
    };
    expect((await sweepAt('10:17')).apologies).toBe(0);
    expect(await kinds()).toEqual(['opened', 'update']);
  });

  it('goes on with the others when one incident throws', async () => {
    const { tell, ports, sweepAt } = pipeline();
    await tell(opened('10:00'));
    const load = ports.log.load;
    ports.log.load = async () => {
      throw new Error('a poisoned partition');
    };
    expect(await sweepAt('10:17')).toMatchObject({ failed: 1, looked: 0 });
    ports.log.load = load;
    expect((await sweepAt('10:18')).apologies).toBe(1);
  });
});

const onX = (dueAt: WatchedChannel['dueAt']): WatchedChannel => ({ is: X, dueAt });

/** A site that owes nothing. */
const aSite = (isStale: () => Promise<boolean>): WatchedChannel => ({
  is: SITE,
  dueAt: async () => undefined,
  isStale,
});

describe('several incidents that are owed an apology at the same moment', () => {
  const both = async () => {
    const home = pipeline();
    await home.tell(opened('10:00'), 'i1');
    await home.tell(opened('10:00'), 'i2');
    const sorry = async (id: string) => (await home.ports.log.load(id)).some((entry) => entry.kind === 'apology');
    const seen: boolean[][] = [];
    home.ports.nudges.nudge = async () => void seen.push(await Promise.all([sorry('i1'), sorry('i2')]));
    return { ...home, seen, sorry };
  };

  it('have it in their chains before any channel is told to look, in a sweep', async () => {
    const { sweepAt, seen, ports } = await both();
    let toldBefore: number | undefined;
    ports.channels = [
      onX(async () => {
        toldBefore ??= seen.length;
        return undefined;
      }),
    ];
    expect((await sweepAt('10:17')).apologies).toBe(2);
    expect(seen[0]).toEqual([true, true]);
    // And told at once, before anything else is looked up.
    expect(toldBefore).toBe(2);
  });

  it('and when one look was asked for alone', async () => {
    const { lookAt, seen, sorry } = await both();
    await lookAt('10:17');
    expect(await sorry('i2')).toBe(true);
    expect(seen[0]).toEqual([true, true]);
  });

  it('do not wait for one that throws', async () => {
    const { lookAt, ports, sorry } = await both();
    ports.nudges.nudge = async () => {};
    const { load } = ports.log;
    ports.log.load = async (id) => {
      if (id === 'i2') throw new Error('a poisoned partition');
      return load(id);
    };
    await lookAt('10:17');
    expect(await sorry('i1')).toBe(true);
  });
});

describe('the report of a sweep', () => {
  it('counts an incident as unpublished while our own site owes its newest words for more than two minutes', async () => {
    const { tell, sweepAt, ports } = pipeline();
    await tell(opened('10:00'));
    const owing = async (_incident: unknown, now: string) => plus(now, 1_000);
    ports.channels = [{ is: SITE, dueAt: owing }];
    const reported = { looked: 1, apologies: 0, failed: 0, standing: 0 };
    expect(await sweepAt('10:02')).toEqual({ ...reported, unpublished: 0 });
    expect(await sweepAt('10:02:01')).toEqual({ ...reported, unpublished: 1 });
    ports.channels = [{ is: X, dueAt: owing }];
    expect(await sweepAt('10:02:02')).toEqual({ ...reported, unpublished: 0 });
  });
});

describe('a switch that held back many', () => {
  it('has everything looked at that has something ahead of it, however far away', async () => {
    const { ports, tell, nudged, looks } = pipeline();
    await tell(opened('10:00', { nextUpdateBy: '+1 10:00' }));
    nudged.length = 0;
    looks.length = 0;
    await lookAtAllWatched(ports);
    expect(nudged).toEqual(['i1']);
    expect(looks).toEqual([at('10:00')]);
  });

  it('asks for nothing where nothing is ahead', async () => {
    const { ports, nudged } = pipeline();
    await lookAtAllWatched(ports);
    expect(nudged).toEqual([]);
  });
});

describe('a look at an incident', () => {
  /** Opened, and looked at as long as X owed it something. */
  async function owingOnX() {
    const house = pipeline();
    await house.tell(opened('10:00', { nextUpdateBy: '12:00' }));
    house.ports.channels = [onX(async (_incident, now) => plus(now, 30_000))];
    house.woken.length = 0;
    await house.sweepAt('10:01');
    return house;
  }

  it('wakes the channel that owes it something, and nobody else', async () => {
    const { woken } = await owingOnX();
    expect(woken).toEqual(['x']);
  });

  it('wakes nobody where nothing is left to do', async () => {
    const { woken, sweepAt, ports } = await owingOnX();
    ports.channels = [onX(async () => undefined), aSite(async () => false)];
    woken.length = 0;
    await sweepAt('10:02');
    expect(woken).toEqual([]);
  });

  it('has the page written anew when something has become true that it does not say', async () => {
    const { woken, sweepAt, ports } = await owingOnX();
    ports.channels = [onX(async () => undefined), aSite(async () => true)];
    woken.length = 0;
    await sweepAt('10:02');
    expect(woken).toEqual(['site']);
  });

  it('wakes people when a time is about to come, and not for what somebody said in between', async () => {
    const { tell, woken, sweepAt, ports } = await owingOnX();
    ports.channels = [];
    await tell({ at: '10:05', command: { type: 'PostUpdate', message: 'Still down.', nextUpdateBy: at('11:05') } });
    expect(woken.at(-1)).toBe('public');
    woken.length = 0;
    await sweepAt('10:51');
    expect(woken).toEqual(['people']);
  });

  it('is one for all that was said since the last: what has others behind it leaves the watch list', async () => {
    const { tell, sweepAt, ports } = pipeline();
    await tell(opened('10:00', { nextUpdateBy: '12:00' }));
    for (const minute of ['10:01', '10:02', '10:03'])
      await tell({ at: minute, command: { type: 'PostUpdate', message: `At ${minute}.`, nextUpdateBy: at('12:00') } });
    const loads = vi.spyOn(ports.log, 'load');
    expect(await sweepAt('10:04')).toMatchObject({ looked: 1 });
    expect(loads).toHaveBeenCalledTimes(1);
    const watched = await Promise.all([1, 2, 3, 4].map((seq) => ports.log.watched('i1', seq)));
    expect(watched.map((one) => one !== undefined)).toEqual([false, false, false, true]);
  });

  it('that was asked for by an entry with others behind it ends there: those have asked for looks of their own', async () => {
    const { tell, lookAt, ports, looks } = pipeline();
    await tell(opened('10:00', { nextUpdateBy: '12:00' }));
    await tell({ at: '10:00:10', command: { type: 'PostUpdate', message: 'Still down.', nextUpdateBy: at('12:00') } });
    expect(looks).toEqual([at('10:00:20'), at('10:00:30')]);
    const dueAt = vi.fn(async () => undefined);
    ports.channels = [onX(dueAt)];
    await lookAt('10:00:20', 1);
    expect(dueAt).not.toHaveBeenCalled();
    expect(await ports.log.watched('i1', 1)).toBeUndefined();
    await lookAt('10:00:30', 2);
    expect(dueAt).toHaveBeenCalledOnce();
  });

  it('comes with a nudge to the one whose timeline is to be read', async () => {
    const { sweepAt, nudged, ports } = pipeline();
    ports.channels = [{ ...onX(async () => undefined), readingDue: async () => 'i7' }];
    await sweepAt('10:06');
    expect(nudged).toEqual(['i7']);
  });
});

describe('running a command', () => {
  it('is not harmed by nudges that are lost', async () => {
    const { ports, tell, kinds } = pipeline();
    const warnings: string[] = [];
    ports.warn = (message, error) => void warnings.push(`${message}: ${(error as Error).message}`);
    ports.nudges.nudge = async () => {
      throw new Error('EventBridge is down');
    };
    expect(await tell(opened('10:00'))).toMatchObject({ type: 'added' });
    expect(await kinds()).toEqual(['opened']);
    expect(warnings).toEqual(['a nudge was lost; the watch list will bring it up again: EventBridge is down']);
  });

  it('is given up after fifty lost races in a row', async () => {
    const { ports, tell, kinds } = pipeline();
    const { append } = ports.log;
    let tries = 0;
    ports.log.append = async () => {
      tries += 1;
      return 'conflict';
    };
    await expect(tell(opened('10:00'))).rejects.toThrow('i1: 50 other entries came first');
    expect(tries).toBe(50);
    ports.log.append = async (...args) => (++tries < 100 ? 'conflict' : append(...args));
    expect(await tell(opened('10:00'))).toMatchObject({ type: 'added' });
    expect(await kinds()).toEqual(['opened']);
  });

  it('decides again from the new state when somebody was faster', async () => {
    const { ports, tell, kinds } = pipeline();
    await tell(opened('10:00'));
    const append = ports.log.append;
    let raced = false;
    ports.log.append = async (...args) => {
      if (!raced) {
        raced = true;
        await tell(update('10:01'));
      }
      return append(...args);
    };
    await tell(update('10:02'));
    expect(await kinds()).toEqual(['opened', 'update', 'update']);
  });
});
