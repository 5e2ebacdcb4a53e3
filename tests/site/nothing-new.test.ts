import { describe, expect, it } from 'vitest';
import { deliveriesView } from '../../shared/api/views.ts';
import { publishAll, publishSite } from '../../shared/app/site/publish.ts';
import type { SiteStore } from '../../shared/ports/site-store.ts';
import { at } from './support/story.ts';
import { world } from './support/world.ts';

/** A world with one open incident that is public, due at 14:30; and what is written from now on. */
async function published() {
  const one = world();
  await one.say('i1', '14:00', { message: 'Logins fail.', promises: { nextUpdateBy: at('14:30') } });
  await publishSite(one.ports, 'i1');
  const writes: string[] = [];
  let isBroken = false;
  const site: SiteStore = {
    ...one.ports.site,
    async put(file, version) {
      if (isBroken && file.key === 'index.html') throw new Error('the bucket is away');
      writes.push(file.key);
      return one.ports.site.put(file, version);
    },
  };
  const ports = { ...one.ports, site };
  return {
    ...one,
    ports,
    publish: async () => {
      writes.length = 0;
      await publishSite(ports, 'i1');
      return [...writes];
    },
    breakTheBucket: (broken: boolean) => {
      isBroken = broken;
    },
  };
}

describe('a nudge about an incident of which there is nothing new', () => {
  it('writes nothing, so that no reader is sent the same page for a later “as of”', async () => {
    const { publish, goTo, ports } = await published();
    const before = await ports.siteIndex.read();
    goTo('14:20');
    expect(await publish()).toEqual([]);
    expect(await ports.siteIndex.read()).toEqual(before);
  });

  it('writes once that a promise is late, on every page that says so', async () => {
    const { publish, goTo, text } = await published();
    goTo('14:31');
    expect(await publish()).toEqual(expect.arrayContaining(['index.html', 'incidents/i1/index.html']));
    expect(text('index.html')).toContain('late by');
    goTo('14:40');
    expect(await publish()).toEqual([]);
  });

  it('writes that again which an earlier one had no luck with', async () => {
    const { publish, goTo, text, breakTheBucket } = await published();
    goTo('14:31');
    breakTheBucket(true);
    await expect(publish()).rejects.toThrow('the bucket is away');
    breakTheBucket(false);
    expect(await publish()).toContain('index.html');
    expect(text('index.html')).toContain('late by');
    expect(await publish()).toEqual([]);
  });

  it('writes that X is behind and that it is not any more, and nothing while it stays so', async () => {
    const { publish, goTo, ports, text } = await published();
    await ports.control.setMode('x', 'live');
    goTo('14:05');
    expect(await publish()).toContain('index.html');
    expect(text('index.html')).toContain('X is delayed');
    goTo('14:06');
    expect(await publish()).toEqual([]);
    await ports.deliveries.put('i1', 'x', 1, { state: 'delivered', at: at('14:06'), receipt: '1' });
    expect(await publish()).toContain('index.html');
    expect(text('index.html')).not.toContain('X is delayed');
  });

  it('writes the page of a merged one when the title changes under which it names the other', async () => {
    const { publish, say, ports, text } = await published();
    await say('i2', '14:05', { title: 'Logns fail' });
    await say('i1', '14:06', { kind: 'merged', into: 'i2', message: 'It goes on there.' });
    await say('i2', '14:06', { automated: true, takes: 'i1' });
    await publishAll(ports, ['i2', 'i1']);
    expect(await publish()).toEqual([]);
    await say('i2', '14:10', { title: 'Logins fail' });
    await publishAll(ports, ['i2']);
    expect(text('incidents/i1/index.html')).toContain('Continues in: Logins fail');
  });

  it('keeps to itself how it knows', async () => {
    const { ports } = await published();
    const deliveries = await ports.deliveries.of('i1', 'site');
    expect(deliveries.get(1)).toHaveProperty('shown');
    expect(deliveriesView([['site', deliveries]], [])).toEqual({
      site: { 1: { state: 'delivered', at: at('14:00'), receipt: 'https://status.example.com/incidents/i1#entry-1' } },
    });
  });
});
