import { describe, expect, it } from 'vitest';
import { watchedSite } from '../../shared/app/site/look-again.ts';
import { publishSite } from '../../shared/app/site/publish.ts';
import { rebuildSite } from '../../shared/app/site/rebuild.ts';
import type { Config } from '../../shared/config/config-schema.ts';
import type { ChannelFacts } from '../../shared/core/channel/channel.ts';
import type { Delivery } from '../../shared/core/delivery.ts';
import { replayed } from '../../shared/core/evolve.ts';
import type { ReportedIncident } from '../../shared/core/incident.ts';
import { MAIL } from '../../shared/core/subscribers/facts.ts';
import { X } from '../../shared/core/x/facts.ts';
import { testConfig } from './support/site.ts';
import { at } from './support/story.ts';
import { world } from './support/world.ts';

/** A channel that there is not yet. */
const CRIER = { name: 'crier', label: 'the Crier', proof: 'key', atOnce: 'incident', starts: 'shadow' } as const;

const PAGES = ['incidents/i1/index.html', 'index.html'];

/** A world in which X and the Crier are live, and mail too, which is nobody's public channel. */
async function withTwo() {
  const home = world();
  const asked: string[] = [];
  const { deliveries } = home.ports;
  const ports = {
    ...home.ports,
    config: { ...testConfig, channels: ['x', CRIER.name, 'mail'] } as unknown as Config,
    publicChannels: [X, CRIER, MAIL] satisfies ChannelFacts[],
    deliveries: {
      ...deliveries,
      of: (incident: string, channel: string) => {
        asked.push(channel);
        return deliveries.of(incident, channel);
      },
      onAll: (incident: string) => {
        asked.push('all');
        return deliveries.onAll(incident);
      },
    },
  };
  for (const name of ['x', CRIER.name, 'mail']) await ports.control.setMode(name, 'live');
  const put = (channel: string, seq: number, delivery: Partial<Delivery> = {}) =>
    deliveries.put('i1', channel, seq, { state: 'delivered', at: at('14:00'), receipt: '1', ...delivery } as Delivery);
  const isStale = async (clock: string) => {
    home.goTo(clock);
    const incident = replayed('i1', await ports.log.load('i1')) as ReportedIncident;
    return watchedSite(ports).isStale!(incident, await ports.control.read(), at(clock));
  };
  return { ...home, ports, asked, put, isStale, publish: () => publishSite(ports, 'i1') };
}

describe('with two public channels', () => {
  it('both pages say in one sentence which is late and which has it, and no longer when it is over', async () => {
    const { say, publish, put, isStale, text, ports } = await withTwo();
    await say('i1', '14:00');
    await put('x', 1);
    await publish();
    for (const page of PAGES) expect(text(page)).not.toContain('delayed');
    expect(await isStale('14:00')).toBe(false);

    expect(await isStale('14:02')).toBe(true);
    await publish();
    for (const page of PAGES) {
      expect(text(page)).toContain('The post to the Crier is delayed; X and this page have the newest word.');
      expect(text(page).match(/newest word/g)).toHaveLength(1);
    }
    expect(await isStale('14:03')).toBe(false);

    await put('crier', 1);
    expect(await isStale('14:04')).toBe(true);
    await rebuildSite(ports);
    for (const page of PAGES) expect(text(page)).not.toContain('newest word');
  });

  it('what one does not say by its rules is not late there, and it has no word of it', async () => {
    const { say, publish, put, goTo, text } = await withTwo();
    await say('i1', '14:00');
    await put('crier', 1, { state: 'dropped', reason: 'its impact is below major' });
    goTo('14:02');
    await publish();
    for (const page of PAGES) {
      expect(text(page)).toContain('The post to X is delayed; this page has the newest word.');
      expect(text(page)).not.toContain('Crier');
    }
  });

  it('one that is in shadow or off is not spoken of, nor those who are told apart', async () => {
    const { say, publish, put, goTo, text, ports } = await withTwo();
    await ports.control.setMode(CRIER.name, 'shadow');
    await say('i1', '14:00');
    await put('x', 1, { state: 'rejected', reason: 'X answered 403' });
    goTo('14:30');
    await publish();
    for (const page of PAGES) {
      expect(text(page)).toContain('X did not accept an update of this incident; this page has the newest word.');
      expect(text(page)).not.toMatch(/Crier|mail is|Mail is/);
    }
  });

  it('one that the config does not name any more is not spoken of, however it was switched', async () => {
    const { say, put, goTo, text, ports, asked } = await withTwo();
    await say('i1', '14:00');
    await put('x', 1);
    goTo('14:30');
    await publishSite({ ...ports, config: { ...ports.config, channels: ['x'] } }, 'i1');
    for (const page of PAGES) expect(text(page)).not.toContain('Crier');
    expect(asked).toEqual(['site', 'x', 'x']);
  });

  it('the front page says one sentence of all that is open, and that none has what it lacks of one', async () => {
    const { say, ports, put, goTo, text } = await withTwo();
    await say('i1', '14:00');
    await put('x', 1);
    await say('i2', '14:00');
    await ports.deliveries.put('i2', 'crier', 1, { state: 'delivered', at: at('14:00'), receipt: '2' });
    goTo('14:05');
    for (const id of ['i1', 'i2']) await publishSite(ports, id);
    expect(text('index.html')).toContain('The posts to X and the Crier are delayed; this page has the newest word.');
    expect(text('index.html').match(/newest word/g)).toHaveLength(1);
    expect(text('incidents/i2/index.html')).toContain(
      'The post to X is delayed; the Crier and this page have the newest word.',
    );
  });

  it('no more is read than with one', async () => {
    const { say, publish, asked } = await withTwo();
    await say('i1', '14:00');
    await publish();
    expect(asked).toEqual(['site', 'all', 'all']);
  });
});
