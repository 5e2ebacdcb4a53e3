import { describe, expect, it } from 'vitest';
import { publishSite } from '../../shared/app/site/publish.ts';
import { rebuildSite } from '../../shared/app/site/rebuild.ts';
import type { Said } from './support/story.ts';
import { world } from './support/world.ts';

/** A body without what changes with every writing: its number, its time, and when the page last spoke. */
const withoutItsTime = (body: string): string =>
  body
    .replaceAll(/\b(?:data-)?rev="?:?"?\d+"?/g, '')
    .replaceAll(/"rev":\d+/g, '')
    .replaceAll(/<time[^>]*>[^<]*<\/time>|<span class="asof">.*?<\/span>/gs, '')
    .replaceAll(/"page":\{[^}]*\}/g, '')
    .replaceAll(/DTSTAMP:\S+|data-(?:now|at|rendered)="[^"]*"/g, '');

const STEPS: [what: string, clock: string, said: Said][] = [
  ['only words', '14:10', { message: 'We look.' }],
  ['a promise', '14:10', { promises: { nextUpdateBy: '2026-11-22T15:00:00.000Z' } }],
  ['words of the next day', '2026-11-23T00:10:00.000Z', { message: 'We still look.' }],
  ['another status', '14:20', { status: 'monitoring', message: 'It is back; we watch it.' }],
  ['another impact', '14:30', { impact: 'minor', message: 'Less than it was.' }],
  ['another state of a component', '14:40', { components: [{ id: 'api', status: 'degraded_performance' }] }],
];

describe('a file that is not written with a statement', () => {
  it.each(STEPS)('would say nothing else after %s', async (_what, clock, said) => {
    const { ports, say, read, keys, goTo } = world();
    await rebuildSite(ports);
    await say('m1', '13:00', {
      kind: 'maintenance',
      status: 'scheduled',
      scheduledFor: '2026-11-24T10:00:00.000Z',
      scheduledUntil: '2026-11-24T11:00:00.000Z',
      components: [{ id: 'api', status: 'under_maintenance' }],
    });
    await publishSite(ports, 'm1');
    await say('i1', '14:00', { components: [{ id: 'api', status: 'partial_outage' }] });
    await publishSite(ports, 'i1');
    await say('i1', clock, said);
    await publishSite(ports, 'i1');
    // The work's own pages are of another publishing.
    const ofThis = keys().filter((key) => !key.startsWith('incidents/m1'));
    const published = new Map(ofThis.map((key) => [key, withoutItsTime(read(key))]));
    goTo(clock);
    await rebuildSite(ports);
    for (const [key, body] of published) expect(withoutItsTime(read(key)), key).toBe(body);
  });
});
