import { onTestFinished, vi } from 'vitest';
import type { People } from '../../infra/local/world/people/people.ts';
import type { World } from '../../infra/local/world/world.ts';
import { memoryVersioned } from '../../shared/adapters/memory/versioned.ts';
import { askingOutside } from '../../shared/adapters/networks/asking.ts';
import { DESKS } from '../../shared/adapters/networks/desks.ts';
import { xDeskSource } from '../../shared/adapters/x/desk-source.ts';
import { instant, MINUTE_MS, plus } from '../../shared/core/instant.ts';
import type { KeyedChannelName } from '../../shared/core/keyed/shipped.ts';
import type { ReadDeskSource } from '../../shared/ports/desk-source.ts';
import { givenWorld } from '../infra/world/given-world.ts';
import { type GivenDesk, told } from './desk-source.contract.ts';

/** The world behind real HTTP, its clock in our hand, and a source of ours that listens and answers there. */
export async function givenDesk(name: 'x' | KeyedChannelName): Promise<GivenDesk & { world: World }> {
  // X's library signs by the machine's own clock: the world's is the same.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
  onTestFinished(() => void vi.useRealTimers());
  const clockMs = () => Date.now();
  const world = await givenWorld({ clockMs });
  const now = () => instant(clockMs());
  const played = name === 'x' ? world.x : world.networks.find((one) => one.name === name)!.simulated;
  const people: People = played.people;
  const sessions = memoryVersioned<object>();

  function another(): ReadDeskSource {
    const clock = { now };
    if (name === 'x') {
      return xDeskSource({ tokens: async () => world.xTokens, server: { baseUrl: world.url }, clock });
    }
    const { secret } = world.networks.find((one) => one.name === name)!;
    const ask = askingOutside({ nearby: new Map([['localhost', undefined]]) });
    return DESKS[name]({ secret: async () => secret, sessions, ask, clock, language: 'en' });
  }

  const source = another();
  return {
    ...{ world, now, another, source },
    async hear(from = 'ada') {
      const said = people.say({ from, text: 'is it down?' }, clockMs());
      if ('unknown' in said) throw new Error(`there is no ${said.unknown}`);
      return told(await source.since(plus(now(), -MINUTE_MS), [])).heard[0]!;
    },
    ours: ({ theirs }) => played.posts().filter(({ replyTo }) => replyTo === theirs),
    pass: (ms) => void vi.setSystemTime(Date.now() + ms),
    say(text, { from = 'ada', ...more } = {}) {
      const said = people.say({ from, text, ...more }, clockMs());
      if ('unknown' in said) throw new Error(`there is no ${said.unknown}`);
      return said.id;
    },
    write: (from, text) => void people.write!({ from, text }, clockMs()),
    takeBack: (id) => void people.takeBack(id, clockMs()),
    post: (text) => played.writeByHand(text, null, clockMs())!.id,
    posts: () => played.posts(),
    written: () =>
      people.messages().flatMap(({ with: person, by, text }) => (by === 'us' ? [{ with: person, text }] : [])),
    trouble(fault, more = {}) {
      played.faults.clear();
      if (fault !== 'nothing') played.faults.inject({ fault, ...more } as never, clockMs());
    },
  };
}
