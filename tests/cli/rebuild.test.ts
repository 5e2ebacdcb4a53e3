import { describe, expect, it } from 'vitest';
import { memorySiteStore } from '../../shared/adapters/memory/site-store.ts';
import { askForRebuild } from '../../shared/app/site/ask-rebuild.ts';
import { lookAtSite } from '../../shared/app/site/rebuild.ts';
import { config } from '../../shared/config/config.ts';
import { entriesOf } from '../site/support/story.ts';
import { SITE } from './fake-api.ts';
import { terminal } from './terminal.ts';

/** A person in front of an API whose publisher looks at the site whenever `works` says so. */
function given(works: (nowMs: number) => boolean) {
  const person = terminal('2026-11-22T10:00:00.000Z');
  const { ports } = person.api;
  const site = memorySiteStore('hash1');
  const publisher = { ...ports, site, config, siteUrl: SITE };
  person.whileWaiting(async (nowMs) => {
    if (works(nowMs)) await lookAtSite(publisher, 'hash1');
  });
  return { ...person, site, publisher };
}

describe('candor rebuild', () => {
  it('stays with it until every incident of the log is on the site again', async () => {
    const { api, candor, site } = given((nowMs) => nowMs >= Date.parse('2026-11-22T10:00:03.000Z'));
    for (const [id, opened] of [
      ['i1', '2026-11-22T09:00:00.000Z'],
      ['i2', '2025-02-03T09:00:00.000Z'],
    ] as const)
      for (const entry of entriesOf(id, [opened, {}])) await api.ports.log.append(entry, undefined);
    const { code, out, err } = await candor('rebuild');
    expect({ code, out }).toEqual({
      code: 0,
      out: expect.stringMatching(/^Rebuilt from the log: 2 incidents with all pages, .*, at 10:00 UTC\.$/),
    });
    expect(err).toContain('0 incidents rendered, at November 2026');
    for (const key of ['index.html', 'incidents/i1/index.html', 'incidents/i2/log.jsonl', 'history/2025-02/index.html'])
      expect([...site.files.keys()]).toContain(key);
  });

  it('renders again what is there already', async () => {
    const { candor, publisher, site } = given(() => true);
    await lookAtSite(publisher, 'hash1');
    const before = site.files.get('404.html');
    expect(await candor('rebuild')).toMatchObject({ code: 0 });
    expect(site.files.get('404.html')).not.toBe(before);
    const { out } = await candor('rebuild', '--json');
    expect(JSON.parse(out)).toMatchObject({ state: 'done', incidents: 0 });
  });

  it('goes on with the rebuild that is under way, whoever asks', async () => {
    const { api } = given(() => false);
    const underWay = { of: 'hash1', month: '2026-03', incidents: 400, quiet: 0 };
    await api.ports.siteIndex.noteRebuildPoint(underWay);
    expect(await askForRebuild(api.ports)).toEqual({ state: 'running', incidents: 400, month: '2026-03' });
    expect(await api.ports.siteIndex.rebuildPoint()).toEqual(underWay);
    await api.ports.siteIndex.noteRebuildPoint({ ...underWay, doneAt: '2026-11-22T09:00:00.000Z' });
    expect(await askForRebuild(api.ports)).toEqual({ state: 'running', incidents: 0, month: '2026-11' });
  });

  it('asks to go on as soon as a stretch has ended, once', async () => {
    const { api, candor, whileWaiting } = given(() => false);
    const asked = () => api.commands().length;
    const seen: number[] = [];
    let [now, incidents] = [0, 0];
    whileWaiting(async () => {
      now += 1;
      const point = { of: 'by request', month: '2026-11', incidents, quiet: 0 };
      seen.push(asked());
      // Three seconds after it was asked, a stretch of 40 incidents has ended; the third is the last.
      if (now % 3 === 0) incidents += 40;
      if (now % 3 === 0) await api.ports.siteIndex.noteRebuildPoint({ ...point, incidents, waits: true });
      if (now === 9) await api.ports.siteIndex.noteRebuildPoint({ ...point, doneAt: '2026-11-22T10:01:00.000Z' });
    });
    expect(await candor('rebuild')).toMatchObject({ code: 0 });
    expect(seen).toEqual([1, 1, 1, 1, 2, 2, 2, 3, 3]);
  });

  it('says honestly that it did not finish, having asked again', async () => {
    const { api, candor } = given(() => false);
    const { code, out } = await candor('rebuild');
    expect(code).toBe(1);
    expect(out).toMatch(/^Not finished: 0 incidents .* nothing has moved for 120 s/);
    expect(api.received.filter(({ method }) => method === 'POST').length).toBeGreaterThan(10);
  });
});
