import { describe, expect, it } from 'vitest';
import { bringTargetsInLine } from '../../shared/app/merging.ts';
import { findChainFault, logLine } from '../../shared/core/chain.ts';
import { takenIn } from '../../shared/core/merging.ts';
import { opened, toldReported } from '../support/story.ts';
import { houseWith } from './house.ts';

const api = (status: 'partial_outage' | 'major_outage' | 'operational') => [{ id: 'api', status }];
const website = (status: 'partial_outage' | 'major_outage') => [{ id: 'website', status }];

describe('an incident that is merged', () => {
  it('says by its title where it goes on, and the other says that it goes on there, with what is affected', async () => {
    const { say, incident, messages } = await houseWith({
      one: { impact: 'major', components: api('major_outage') },
      two: { impact: 'minor', components: website('partial_outage') },
    });
    await say('one', 'merge', { into: 'two' });
    expect((await messages('one')).at(-1)).toBe(
      'This turned out to be part of another incident and continues there: “The two”.',
    );
    expect((await incident('one')).entries.at(-1)).toMatchObject({ kind: 'merged', into: 'two' });
    const two = await incident('two');
    expect(two).toMatchObject({ phase: 'open', impact: 'major' });
    expect(two.components).toEqual(expect.arrayContaining([...api('major_outage'), ...website('partial_outage')]));
    expect(two.entries.at(-1)).toMatchObject({
      kind: 'update',
      automated: true,
      takes: 'one',
      content: { message: '“The one” turned out to be part of this incident, and goes on here.' },
    });
  });

  it('keeps no promise of the other, ends no silence there, and makes nothing better than it was', async () => {
    const { say, incident } = await houseWith({
      one: { components: api('partial_outage') },
      two: { components: api('major_outage'), nextUpdateBy: '10:30', restoreBy: '11:00' },
    });
    const before = await incident('two');
    await say('one', 'merge', { into: 'two' });
    const after = await incident('two');
    expect(after.promises).toEqual(before.promises);
    expect(after.silence).toEqual(before.silence);
    expect(after.components).toEqual(api('major_outage'));
  });

  it('is not merged again by mistake: the refusal names where it goes on, and nothing changes', async () => {
    const { say, log } = await houseWith({ one: {}, two: {}, three: {} });
    await say('one', 'merge', { into: 'two' });
    for (const body of [{ into: 'two' }, { into: 'three' }, { into: 'two', redirect: true }])
      expect(await say('one', 'merge', body)).toMatchObject({
        status: 409,
        type: 'merged-already',
        title: 'The incident was merged into two already',
      });
    expect(await say('one', 'retract', { message: 'It was an error.' })).toMatchObject({ type: 'merged-already' });
    expect(await log.load('one')).toHaveLength(2);
    expect(await log.load('three')).toHaveLength(1);
  });

  it('is sent on to the right one, and the wrong one says so and is as it was before', async () => {
    const { say, incident, messages } = await houseWith({
      one: { impact: 'critical', components: [...api('major_outage'), ...website('partial_outage')] },
      two: { impact: 'minor', components: website('partial_outage') },
      three: {},
    });
    await say('one', 'merge', { into: 'two' });
    await say('one', 'merge', { into: 'three', redirect: true });
    expect((await messages('two')).at(-1)).toBe('“The one” turned out not to be part of this incident.');
    const two = await incident('two');
    expect(two.components).toEqual(expect.arrayContaining([...api('operational'), ...website('partial_outage')]));
    expect(two.impact).toBe('minor');
    expect(takenIn(two.entries)).toEqual([]);
    const three = await incident('three');
    expect(takenIn(three.entries)).toEqual(['one']);
    expect(three.components).toEqual(expect.arrayContaining([...api('major_outage'), ...website('partial_outage')]));
  });

  it('can be reopened as one of its own, and the other lets it go', async () => {
    const { say, incident } = await houseWith({ one: { components: api('major_outage') }, two: {} });
    await say('one', 'merge', { into: 'two' });
    await say('one', 'reopen', { message: 'It is another fault after all.' });
    expect(await incident('one')).toMatchObject({ phase: 'open', components: api('major_outage') });
    const two = await incident('two');
    expect(takenIn(two.entries)).toEqual([]);
    expect(two.components).toEqual(api('operational'));
  });

  it('is not named in the other one by itself where it is restricted', async () => {
    const { ports, messages, log, incident } = await houseWith({ one: { handling: 'restricted' }, two: {} });
    const [first] = await log.load('one');
    const [, merging] = toldReported(opened('10:00'), {
      at: '10:02',
      command: { type: 'Merge', into: 'two', message: 'It goes on there.' },
    }).entries;
    await log.append({ ...merging!, incident: 'one', prev: first!.hash }, undefined);
    await bringTargetsInLine(ports, await incident('one'));
    expect((await messages('two')).at(-1)).toBe(
      'Another incident turned out to be part of this incident, and goes on here.',
    );
  });

  it('goes on in nothing that is restricted or a drill, or that is not there', async () => {
    const { say, log } = await houseWith({
      one: {},
      breach: { handling: 'restricted' },
      exercise: { handling: 'drill' },
    });
    for (const into of ['breach', 'exercise', 'nowhere'])
      expect(await say('one', 'merge', { into })).toMatchObject({ status: 422, type: 'no-such-target' });
    expect(await log.load('one')).toHaveLength(1);
  });

  it('is told of in the other one also if a crash came between, and only once', async () => {
    const { ports, say, log, incident } = await houseWith({ one: {}, two: {} });
    const append = log.append.bind(log);
    let fails = true;
    ports.log = {
      ...log,
      load: log.load.bind(log),
      append: async (entry, watchAt) => {
        if (fails && entry.takes !== undefined) throw new Error('the table is away');
        return append(entry, watchAt);
      },
    };
    await say('one', 'merge', { into: 'two' });
    expect(await log.load('two')).toHaveLength(1);
    fails = false;
    for (let look = 0; look < 2; look += 1) await bringTargetsInLine(ports, await incident('one'));
    expect((await log.load('two')).map(({ takes }) => takes)).toEqual([undefined, 'one']);
  });

  it('holds where it goes on in its hash', async () => {
    const { say, log } = await houseWith({ i1: {}, two: {} });
    await say('i1', 'merge', { into: 'two' });
    const lines = (await log.load('i1')).map(logLine);
    expect(findChainFault(lines)).toBeUndefined();
    const forged = lines.map((line) => (line.into === undefined ? line : { ...line, into: 'three' }));
    expect(findChainFault(forged)).toMatchObject({ seq: 2 });
  });
});

describe('the retraction of an incident in which another goes on', () => {
  it('asks first, naming what hangs on it', async () => {
    const { say, incident } = await houseWith({ one: {}, two: {} });
    await say('one', 'merge', { into: 'two' });
    const asked = await say('two', 'retract', { message: 'A monitor was wrong.' }).catch((error) => error.document);
    expect(asked).toMatchObject({ status: 422 });
    expect(JSON.stringify(asked)).toContain('others-go-on-here');
    expect(await incident('two')).toMatchObject({ phase: 'open' });
    await say('two', 'retract', { message: 'A monitor was wrong.', override: ['others-go-on-here'] });
    expect(await incident('two')).toMatchObject({ phase: 'retracted' });
  });
});
