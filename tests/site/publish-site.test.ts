import { describe, expect, it } from 'vitest';
import { memorySiteStore } from '../../shared/adapters/memory/site-store.ts';
import { type PublishSitePorts, publishAll, publishSite } from '../../shared/app/site/publish.ts';
import { lookAtSite, rebuildSite } from '../../shared/app/site/rebuild.ts';
import { findChainFault } from '../../shared/core/chain.ts';
import type { Delivery } from '../../shared/core/delivery.ts';
import type { SiteStore } from '../../shared/ports/site-store.ts';
import { at, entriesOf } from './support/story.ts';
import { world } from './support/world.ts';

describe('publishing an incident', () => {
  it('puts every entry on the front page, on its own page, in the API and in the feeds', async () => {
    const { ports, say, read, text } = world();
    await say('i1', '14:00', { message: 'Logins fail.' });
    await publishSite(ports, 'i1');
    await say('i1', '14:10', { message: 'We know why.' });
    await publishSite(ports, 'i1');
    for (const page of ['index.html', 'incidents/i1/index.html']) expect(text(page)).toContain('We know why.');
    for (const key of ['api/v2/summary.json', 'incidents/i1.json', 'history.atom', 'history.rss', 'history.json']) {
      expect(read(key)).toContain('We know why.');
    }
    expect(text('history/2026-11/index.html')).toContain('Requests to the API fail');
  });

  it('publishes a log that verifies', async () => {
    const { ports, say, read } = world();
    await say('i1', '14:00');
    await say('i1', '14:10');
    await publishSite(ports, 'i1');
    const lines = read('incidents/i1/log.jsonl')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toHaveLength(2);
    expect(findChainFault(lines)).toBeUndefined();
  });

  it('never publishes the private part of an entry', async () => {
    const { ports, say, read, keys } = world();
    await say('i1', '14:00', { sources: { nextUpdateBy: 'default' } });
    await publishSite(ports, 'i1');
    expect(keys().map(read).join('')).not.toContain('b'.repeat(32));
  });

  it('records each entry as delivered, once it is public', async () => {
    const { ports, say } = world();
    await say('i1', '14:00');
    await say('i1', '14:10');
    await publishSite(ports, 'i1');
    const deliveries = await ports.deliveries.of('i1', 'site');
    expect([...deliveries.values()].map((one) => one.state)).toEqual(['delivered', 'delivered']);
  });

  it('records nothing as delivered when a file could not be written', async () => {
    const { ports, say } = world();
    await say('i1', '14:00');
    const failing: SiteStore = {
      ...ports.site,
      put: async (file, version) => {
        if (file.key === 'history.atom') throw new Error('S3 is away');
        return ports.site.put(file, version);
      },
    };
    await expect(publishSite({ ...ports, site: failing }, 'i1')).rejects.toThrow('S3 is away');
    expect((await ports.deliveries.of('i1', 'site')).size).toBe(0);
  });

  it('writes what incidents share once for all that it is told of together', async () => {
    const { ports, say, text } = world();
    const put: string[] = [];
    const watching: SiteStore = {
      ...ports.site,
      put: (file, version) => {
        put.push(file.key);
        return ports.site.put(file, version);
      },
    };
    for (const id of ['i1', 'i2', 'i3']) await say(id, '14:00', { title: `Trouble of ${id}` });
    expect(await publishAll({ ...ports, site: watching }, ['i1', 'i2', 'i1', 'i3'])).toEqual(new Map());
    for (const key of ['index.html', 'history.atom', 'api/v2/summary.json', 'history/2026-11/index.html'])
      expect(put.filter((one) => one === key)).toEqual([key]);
    for (const id of ['i1', 'i2', 'i3']) {
      expect(put.filter((one) => one === `incidents/${id}/index.html`)).toHaveLength(1);
      expect(text('index.html')).toContain(`Trouble of ${id}`);
      expect((await ports.deliveries.of(id, 'site')).get(1)).toMatchObject({ state: 'delivered' });
    }
  });

  it('says which of several incidents failed, and publishes the others', async () => {
    const { ports, say, text } = world();
    for (const id of ['i1', 'i2', 'i3']) await say(id, '14:00', { title: `Trouble of ${id}` });
    const away = new Error('S3 is away');
    const failing: SiteStore = {
      ...ports.site,
      put: async (file, version) => {
        if (file.key.startsWith('incidents/i2/')) throw away;
        return ports.site.put(file, version);
      },
    };
    expect(await publishAll({ ...ports, site: failing }, ['i1', 'i2', 'i3'])).toEqual(new Map([['i2', away]]));
    for (const id of ['i1', 'i3']) expect(text('index.html')).toContain(`Trouble of ${id}`);
    expect((await ports.deliveries.of('i2', 'site')).size).toBe(0);
    expect((await ports.deliveries.of('i3', 'site')).size).toBe(1);
  });

  it('fails for all of them when what they share could not be written', async () => {
    const { ports, say } = world();
    for (const id of ['i1', 'i2']) await say(id, '14:00');
    const away = new Error('S3 is away');
    const failing: SiteStore = {
      ...ports.site,
      put: async (file, version) => {
        if (file.key === 'index.html') throw away;
        return ports.site.put(file, version);
      },
    };
    expect([...(await publishAll({ ...ports, site: failing }, ['i1', 'i2'])).keys()]).toEqual(['i1', 'i2']);
    for (const id of ['i1', 'i2']) expect((await ports.deliveries.of(id, 'site')).size).toBe(0);
  });

  it('writes an incident before the pages that link to it', async () => {
    const { ports, say } = world();
    await say('i1', '14:00');
    const order: string[] = [];
    const watching: SiteStore = {
      ...ports.site,
      put: async (file, version) => {
        const result = await ports.site.put(file, version);
        order.push(file.key);
        return result;
      },
    };
    await publishSite({ ...ports, site: watching }, 'i1');
    expect(order.indexOf('incidents/i1/index.html')).toBeLessThan(order.indexOf('index.html'));
    expect(order.indexOf('incidents/i1/log.jsonl')).toBeLessThan(order.indexOf('history.atom'));
  });

  it('shows nothing of a text from its redaction on, also before the text is gone from the log', async () => {
    const { ports, say, read, keys, text } = world();
    await say('i1', '14:00', {
      title: 'Token hunter2 leaked',
      message: 'Use hunter2 to sign in.',
      workaround: 'hunter2',
    });
    await publishSite(ports, 'i1');
    expect(read('index.html')).toContain('hunter2');
    await say('i1', '14:05', { kind: 'redaction', corrects: 1, message: 'A secret was in it.' });
    await publishSite(ports, 'i1');
    for (const key of keys()) expect(read(key)).not.toContain('hunter2');
    expect(text('incidents/i1/index.html')).toContain('This text was removed.');
    const lines = read('incidents/i1/log.jsonl').trim().split('\n');
    expect(findChainFault(lines.map((line) => JSON.parse(line)))).toBeUndefined();
  });

  it('brings the script that its pages link to', async () => {
    const { ports, say, read, keys } = world();
    await say('i1', '14:00');
    await publishSite(ports, 'i1');
    const script = /<script src="\/([^"]+)"/.exec(read('index.html'))![1];
    expect(keys()).toContain(script);
  });

  it('is not linked to by another publisher before its own files are there', async () => {
    const { ports, say, read, keys } = world();
    await say('i1', '14:00');
    await publishSite(ports, 'i1');
    await say('i2', '14:05');
    const crashing: SiteStore = {
      ...ports.site,
      put: async (file, version) => {
        if (file.key === 'incidents/i2/index.html') throw new Error('crashed');
        return ports.site.put(file, version);
      },
    };
    await expect(publishSite({ ...ports, site: crashing }, 'i2')).rejects.toThrow('crashed');
    await publishSite(ports, 'i1');
    expect(read('index.html')).not.toContain('/incidents/i2');
    await publishSite(ports, 'i2');
    expect(read('index.html')).toContain('/incidents/i2');
    expect(keys()).toContain('incidents/i2/index.html');
  });

  it('says "late" when it is nudged at the due time, without a new entry', async () => {
    const { ports, say, goTo, text, read } = world();
    await say('i1', '14:00', { promises: { nextUpdateBy: at('14:30') } });
    await publishSite(ports, 'i1');
    expect(text('incidents/i1/index.html')).not.toContain('late by');
    goTo('14:31');
    await publishSite(ports, 'i1');
    expect(text('incidents/i1/index.html')).toContain('late by 1 min');
    expect(JSON.parse(read('promises.json')).promises[0]).toMatchObject({ state: 'open', late: true });
  });

  it('says "late" if the due time passes between its reading of the clock and of the site index', async () => {
    const { ports, say, goTo, text } = world();
    await say('i1', '14:00', { promises: { nextUpdateBy: at('14:30') } });
    const slowLog = {
      ...ports.log,
      load: async (id: string) => {
        goTo('14:31');
        return ports.log.load(id);
      },
    };
    goTo('14:29');
    await publishSite({ ...ports, log: slowLog }, 'i1');
    expect(text('index.html')).toContain('late by 1 min');
  });

  it('shows the newer state, when a slow publisher ends after a fast one', async () => {
    const { ports, say, text } = world();
    await say('i1', '14:00', { message: 'First words.' });
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const slow: SiteStore = {
      ...ports.site,
      put: async (file, version) => {
        await held;
        return ports.site.put(file, version);
      },
    };
    const first = publishSite({ ...ports, site: slow }, 'i1');
    await say('i1', '14:10', { message: 'Second words.' });
    await publishSite(ports, 'i1');
    release();
    await first;
    expect(text('index.html')).toContain('Second words.');
    expect(text('incidents/i1/index.html')).toContain('Second words.');
  });

  it('does nothing for an incident that nobody reported', async () => {
    const { ports, keys } = world();
    await publishSite(ports, 'nothing');
    expect(keys()).toEqual([]);
  });

  it('says that the post to X is delayed, on both pages, if X is live and it is, and no longer when X has it', async () => {
    const { ports, say, goTo, text } = world();
    await ports.control.setMode('x', 'live');
    await say('i1', '14:00');
    await publishSite(ports, 'i1');
    const pages = ['incidents/i1/index.html', 'index.html'];
    for (const page of pages) expect(text(page)).not.toContain('X is delayed');
    goTo('14:02');
    await publishSite(ports, 'i1');
    for (const page of pages) expect(text(page)).toContain('The post to X is delayed');

    await ports.deliveries.put('i1', 'x', 1, { state: 'delivered', at: at('14:03'), receipt: '77' });
    goTo('14:04');
    await publishSite(ports, 'i1');
    for (const page of pages) expect(text(page)).not.toContain('X is delayed');
  });

  it('says of another incident as well what became of it on X', async () => {
    const { ports, say, text } = world();
    await ports.control.setMode('x', 'live');
    await say('i1', '14:00');
    await publishSite(ports, 'i1');
    await say('i2', '14:05');
    await publishSite(ports, 'i2');
    expect(text('index.html')).toContain('The post to X is delayed');
  });

  it('says when a post was taken down on X, refused by it, or is in doubt', async () => {
    const { ports, say, text } = world();
    await ports.control.setMode('x', 'live');
    const after: [Delivery, string][] = [
      [{ state: 'delivered', at: at('14:00'), receipt: '77', removedAt: at('14:20') }, 'was taken down on X'],
      [{ state: 'rejected', at: at('14:00'), reason: 'X answered 403' }, 'X did not accept an update'],
      [{ state: 'unknown', at: at('14:00'), reason: 'X did not answer' }, 'We do not know whether an update reached X'],
    ];
    for (const [index, [delivery, words]] of after.entries()) {
      const id = `i${index}`;
      await say(id, '14:00');
      await ports.deliveries.put(id, 'x', 1, delivery);
      await publishSite(ports, id);
      expect(text(`incidents/${id}/index.html`)).toContain(words);
      expect(text('index.html')).toContain(words);
    }
  });

  it('says nothing of X while it is not live', async () => {
    const { ports, say, goTo, text } = world();
    await say('i1', '14:00');
    goTo('14:30');
    await publishSite(ports, 'i1');
    for (const page of ['incidents/i1/index.html', 'index.html']) expect(text(page)).not.toContain('X is delayed');
  });
});

describe('a month with more incidents than the newest that pages share', () => {
  it('has all of them on its page, which is written again only when one of its lines changes', async () => {
    const { ports, say, read } = world();
    const put: string[] = [];
    const watching: PublishSitePorts = {
      ...ports,
      site: {
        ...ports.site,
        put: (file, version) => {
          put.push(file.key);
          return ports.site.put(file, version);
        },
      },
    };
    const key = 'history/2026-11/index.html';
    const ids = Array.from({ length: 60 }, (_, n) => `i${n}`);
    for (const id of ids) await say(id, '14:00', { title: `Trouble of ${id}.` });
    expect(await publishAll(watching, ids)).toEqual(new Map());
    for (const id of ids) expect(read(key)).toContain(`Trouble of ${id}.`);
    expect(read('history/index.html')).toContain('href="/history/2026-11"');

    put.length = 0;
    await say('i3', '14:05', { message: 'We are still looking for the cause.' });
    await publishSite(watching, 'i3');
    await say('i3', '14:06', { kind: 'apology', message: 'We promised an update and are sorry.' });
    await publishSite(watching, 'i3');
    expect(put).toContain('incidents/i3/index.html');
    expect(put).not.toContain(key);
    for (const change of [
      { impact: 'critical' },
      { title: 'Worse trouble' },
      { kind: 'resolved', status: 'resolved' },
    ] as const) {
      put.length = 0;
      await say('i3', '14:10', change);
      await publishSite(watching, 'i3');
      expect(put).toContain(key);
    }
    expect(read(key)).toMatch(/Worse trouble<\/a>\s*<small>[^<]*Critical[^<]*Resolved/);
  });
});

describe('the order in which files are written', () => {
  const watched = () => {
    const home = world();
    const put: string[] = [];
    const site: SiteStore = {
      ...home.ports.site,
      put: (file, version) => {
        put.push(file.key);
        return home.ports.site.put(file, version);
      },
    };
    return { ...home, ports: { ...home.ports, site }, put };
  };

  it('has the page of a known incident first, then what is asked for most, then its documents and the rest', async () => {
    const { ports, say, put } = watched();
    await say('i1', '14:00');
    await publishSite(ports, 'i1');
    put.length = 0;
    await say('i1', '14:10');
    await publishSite(ports, 'i1');
    const order = put.filter((key) => key.startsWith('incidents/') || key === 'index.html' || /summary|atom/.test(key));
    expect(order).toEqual([
      'incidents/i1/index.html',
      'index.html',
      'api/v2/summary.json',
      'history.atom',
      'incidents/i1/say.txt',
      'incidents/i1/next.ics',
      'incidents/i1/log.jsonl',
      'incidents/i1.json',
    ]);
  });

  it('leaves out what words do not change: lists, states, promises that nobody gave, and announced work', async () => {
    const { ports, say, put } = watched();
    await say('i1', '14:00');
    await publishSite(ports, 'i1');
    const everything = new Set(put);
    put.length = 0;
    await say('i1', '14:10');
    await publishSite(ports, 'i1');
    expect([...everything].filter((key) => !put.includes(key) && !key.endsWith('.js')).toSorted()).toEqual([
      'api/v2/components.json',
      'badge.svg',
      'history/2026-11/index.html',
      'promises.json',
      'promises/index.html',
    ]);
    expect([...everything].filter((key) => key.includes('maintenance'))).toEqual([]);
  });

  it('has everything of a new incident before the front page, which links to it', async () => {
    const { ports, say, put } = watched();
    await say('i1', '14:00');
    await publishSite(ports, 'i1');
    for (const key of ['incidents/i1/index.html', 'incidents/i1.json', 'incidents/i1/log.jsonl'])
      expect(put.indexOf('index.html')).toBeGreaterThan(put.indexOf(key));
  });

  it('has the scripts that pages link to once, however often something is published', async () => {
    const { ports, say, put } = watched();
    for (const clock of ['14:00', '14:10', '14:20']) {
      await say('i1', clock);
      await publishSite(ports, 'i1');
    }
    expect(put.filter((key) => key.startsWith('site-') && key.endsWith('.js'))).toHaveLength(1);
    expect(put.filter((key) => key.startsWith('proof-') && key.endsWith('.js'))).toHaveLength(1);
  });
});

describe('rebuilding the site', () => {
  it('renders an empty site, with every file that clients ask for', async () => {
    const { ports, keys, text } = world();
    await rebuildSite(ports);
    expect(text('index.html')).toContain('No known problems');
    for (const key of [
      '404.html',
      'api/v2/scheduled-maintenances.json',
      'maintenance.ics',
      'robots.txt',
      'favicon.ico',
      'history/2026-11/index.html',
    ]) {
      expect(keys()).toContain(key);
    }
    expect((await ports.site.front()).renderedWith).toBe('hash1');
  });

  it('brings back all that publishing had written, from the log alone', async () => {
    const before = world();
    for (const id of ['i1', 'i2']) {
      await before.say(id, '14:00');
      await publishSite(before.ports, id);
    }
    const site = memorySiteStore('hash1');
    expect(await rebuildSite({ ...before.ports, site })).toEqual({ incidents: 2, complete: true });
    for (const key of before.keys()) expect([...site.files.keys()]).toContain(key);
    for (const id of ['i1', 'i2'])
      expect(site.files.get(`incidents/${id}/log.jsonl`)?.body).toBe(before.read(`incidents/${id}/log.jsonl`));
  });

  it('is done again after an update was published while pages were missing', async () => {
    const { ports, say, log, keys } = world();
    for (const entry of entriesOf('old', ['2026-03-02T10:00:00.000Z', {}])) await log.append(entry, undefined);
    await say('i1', '14:00');
    await publishSite(ports, 'i1');
    expect(keys()).not.toContain('incidents/old/index.html');
    await lookAtSite(ports, 'hash1');
    expect(keys()).toContain('incidents/old/index.html');
  });

  it('is not done for a look at a site that is complete: only the shared pages are rendered', async () => {
    const { ports, read, text } = world();
    await rebuildSite(ports);
    const page = read('history/2026-11/index.html');
    await ports.control.freeze({ since: at('14:00'), reason: 'drill', by: 'ops' });
    await lookAtSite(ports, 'hash1');
    expect(text('index.html')).toContain('Automated messages are paused');
    expect(read('history/2026-11/index.html')).toBe(page);
  });

  it('goes on where it stopped when its time is up, and says that all is there only at the end', async () => {
    const { ports, log, goTo, read } = world();
    const ids = Array.from({ length: 30 }, (_, n) => `i${n}`);
    for (const [n, id] of ids.entries()) {
      const opened = `2026-${n < 20 ? '11' : '09'}-${String(1 + (n % 20)).padStart(2, '0')}T10:00:00.000Z`;
      for (const entry of entriesOf(id, [opened, {}])) await log.append(entry, undefined);
    }
    const loads: string[] = [];
    let ms = Date.parse(at('15:00'));
    const slowly: PublishSitePorts = {
      ...ports,
      log: {
        ...ports.log,
        load: async (id) => {
          loads.push(id);
          ms += 1_000;
          goTo(new Date(ms).toISOString());
          return ports.log.load(id);
        },
      },
    };
    expect(await rebuildSite(slowly, 'edition 1')).toMatchObject({ complete: false });
    expect((await ports.site.front()).renderedWith).toBeUndefined();
    let done = await rebuildSite(slowly, 'edition 1');
    while (!done.complete) done = await rebuildSite(slowly, 'edition 1');
    expect(done.incidents).toBe(30);
    expect((await ports.site.front()).renderedWith).toBe('hash1');
    for (const id of ids) expect(read(`incidents/${id}/index.html`)).not.toBe('');
    expect(read('history/2026-11/index.html').match(/<a href="\/incidents\//g)).toHaveLength(20);
    expect(loads.length).toBe(30);
  });

  it('looks for what lies there only of incidents that were on the site before', async () => {
    const { ports, log, say } = world();
    await say('known', '14:00');
    await publishSite(ports, 'known');
    for (const entry of entriesOf('brought', ['2026-11-02T10:00:00.000Z', {}])) await log.append(entry, undefined);
    const expected = new Map<string, string | undefined>();
    const site: SiteStore = {
      ...ports.site,
      put: (file, version, absent) => {
        expected.set(file.key, absent);
        return ports.site.put(file, version, absent);
      },
    };
    await rebuildSite({ ...ports, site });
    expect(expected.get('incidents/brought/index.html')).toBe('absent');
    expect(expected.get('incidents/brought/log.jsonl')).toBe('absent');
    expect(expected.get('incidents/known/index.html')).toBeUndefined();
    expect(expected.get('index.html')).toBeUndefined();
  });

  it('finishes a month whose last incident it has rendered, however late it is', async () => {
    const { ports, log, goTo, text } = world();
    for (const entry of entriesOf('i1', ['2026-11-02T10:00:00.000Z', {}])) await log.append(entry, undefined);
    const late = async (id: string) => {
      goTo('16:00');
      return ports.log.load(id);
    };
    const stopped = await rebuildSite({ ...ports, log: { ...ports.log, load: late } });
    expect(stopped).toEqual({ incidents: 1, complete: false });
    expect(text('history/2026-11/index.html')).toContain('Requests to the API fail');
  });

  it('begins anew when config or code have changed meanwhile', async () => {
    const { ports, log } = world();
    for (const entry of entriesOf('i1', ['2026-11-02T10:00:00.000Z', {}])) await log.append(entry, undefined);
    await ports.siteIndex.noteRebuildPoint({ of: 'edition 1', month: '2026-08', incidents: 9, quiet: 3 });
    expect(await rebuildSite(ports, 'edition 2')).toEqual({ incidents: 1, complete: true });
  });

  it('finds incidents of years ago behind months without one', async () => {
    const { ports, log } = world();
    for (const entry of entriesOf('old', ['2025-03-02T10:00:00.000Z', {}])) await log.append(entry, undefined);
    expect(await rebuildSite(ports)).toEqual({ incidents: 1, complete: true });
  });
});
