import { describe, expect, it } from 'vitest';
import { memorySiteIndex } from '../../shared/adapters/memory/site-index.ts';
import { memoryTable } from '../../shared/adapters/memory/table.ts';
import { openMaintenances } from '../../shared/app/read-incidents.ts';
import type { Maintenance } from '../../shared/core/incident.ts';
import { type PublicIncident, publicIncident } from '../../shared/core/public-incident.ts';
import { scheduled, worked } from '../support/maintenance-story.ts';
import { pipeline } from '../support/pipeline.ts';
import { at, look, opened, toldReported } from '../support/story.ts';

const said = async ({ incident }: ReturnType<typeof pipeline>) =>
  (await incident()).entries.map((entry) => `${entry.kind} ${entry.status}`);

describe('the sweep over a maintenance', () => {
  it('is asked to look again when it begins soon', async () => {
    const house = pipeline();
    await house.tell(scheduled('21:58'));
    expect(house.looks).toContain(at('22:00'));
  });

  it('begins it in time and tells every channel, once', async () => {
    const house = pipeline();
    await house.tell(scheduled('10:00'));
    await house.sweepAt('21:59');
    expect(await said(house)).toEqual(['maintenance scheduled']);
    const nudgedBefore = house.nudged.length;
    await house.sweepAt('22:00');
    await house.sweepAt('22:01');
    expect(await said(house)).toEqual(['maintenance scheduled', 'maintenance in_progress']);
    expect(house.nudged.length).toBeGreaterThan(nudgedBefore);
    expect((await house.incident()).entries[1]?.content?.message).toBe(
      'The time planned for this maintenance has come: 22:00 UTC. It is planned to end by 23:00 UTC. What it concerns counts as under maintenance until then.',
    );
  });

  it('ends it on schedule, says that nobody has confirmed it, and counts no apology', async () => {
    const house = pipeline();
    await house.tell(scheduled('10:00'));
    await house.sweepAt('22:00');
    expect(await house.sweepAt('23:00')).toMatchObject({ apologies: 0, failed: 0 });
    await house.sweepAt('23:30');
    expect(await said(house)).toEqual(['maintenance scheduled', 'maintenance in_progress', 'maintenance completed']);
    expect((await house.incident()) as Maintenance).toMatchObject({ confirmed: false });
    expect((await house.incident()).entries[2]?.content?.message).toContain('Nobody has confirmed yet');
  });

  it('takes both turns at once where it was away meanwhile', async () => {
    const house = pipeline();
    await house.tell(scheduled('10:00'));
    await house.lookAt('23:10');
    expect(await said(house)).toEqual(['maintenance scheduled', 'maintenance in_progress', 'maintenance completed']);
  });

  it('apologises once where a person has begun it and says nothing at its end', async () => {
    const house = pipeline();
    await house.tell(scheduled('10:00'));
    await house.tell(worked('22:00', 'in_progress'));
    expect((await house.sweepAt('23:02')).apologies).toBe(1);
    expect((await house.sweepAt('23:40')).apologies).toBe(0);
    expect((await said(house)).at(-1)).toBe('apology in_progress');
  });

  it('begins nothing while automated words are frozen, and does when they are released', async () => {
    const house = pipeline();
    await house.tell(scheduled('10:00'));
    await house.ports.control.freeze({ since: at('21:00'), reason: 'a test', by: 'ada' });
    await house.sweepAt('22:00');
    expect(await said(house)).toEqual(['maintenance scheduled']);
    await house.ports.control.freeze(undefined);
    await house.sweepAt('22:05');
    expect((await said(house)).at(-1)).toBe('maintenance in_progress');
  });
});

describe('the list of maintenances that are not over', () => {
  it('has what the clock has ended until a person confirms it', async () => {
    const house = pipeline();
    const siteIndex = memorySiteIndex(memoryTable());
    const listed = async (clock: string) => {
      const incident = await house.incident();
      // As a publisher that comes late has left it: only the log knows that it is over.
      if (incident.entries.length === 1) await siteIndex.update(publicIncident(incident));
      const open = await openMaintenances({ log: house.ports.log, siteIndex }, at(clock));
      return open.map(({ phase }) => phase);
    };
    await house.tell(scheduled('10:00'));
    expect(await listed('10:01')).toEqual(['scheduled']);
    await house.sweepAt('22:00');
    await house.sweepAt('23:00');
    expect(await listed('23:01')).toEqual(['completed']);
    await house.tell(worked('23:10', 'completed'));
    expect(await listed('23:11')).toEqual([]);
  });
});

describe('the site index', () => {
  const planned = publicIncident(toldReported(scheduled('09:00')));
  const others = Array.from({ length: 60 }, (_, nth): PublicIncident => {
    const incident = publicIncident(toldReported(opened('10:00')));
    return { ...incident, id: `o${nth}`, phase: 'resolved' } as PublicIncident;
  });

  it('has what is to come or not confirmed at hand however much has happened since, and lets go of what is over', async () => {
    const siteIndex = memorySiteIndex(memoryTable());
    const unfinished = async (one: PublicIncident) => (await siteIndex.update(one)).open.map(({ id }) => id);
    await siteIndex.update(planned);
    for (const other of others) await siteIndex.update(other);
    expect((await siteIndex.read()).newest.map(({ id }) => id)).not.toContain('i1');
    expect((await siteIndex.read()).open.map(({ id }) => id)).toEqual(['i1']);

    const run = [scheduled('09:00'), look('22:00'), look('23:00')];
    expect(await unfinished(publicIncident(toldReported(...run)))).toEqual(['i1']);
    expect(await unfinished(publicIncident(toldReported(...run, worked('23:10', 'completed'))))).toEqual([]);
  });
});
