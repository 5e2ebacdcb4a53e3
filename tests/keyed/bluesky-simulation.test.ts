import { expect, it } from 'vitest';
import type { Ask } from '../../shared/adapters/networks/asking.ts';
import { HOUR_MS } from '../../shared/core/instant.ts';
import { saysEverythingOnce } from './support/noticed.ts';
import { worldHouse } from './support/world-house.ts';

saysEverythingOnce('bluesky');

it('a week of updates every two hours takes one sign-in, whichever function says them', async () => {
  const signIns: string[] = [];
  const asking =
    (ask: Ask): Ask =>
    (request) => {
      if (request.url.includes('createSession')) signIns.push(request.url);
      return ask(request);
    };
  const home = worldHouse('bluesky', { asking });
  await home.say('i1', 'opened');
  for (let hours = 0; hours < 7 * 24; hours += 2) {
    home.clock.pass(2 * HOUR_MS);
    await home.say('i1', 'update');
    home.ports.channel = home.another();
    await home.look('i1');
  }
  expect(home.network.posts()).toHaveLength(7 * 12);
  expect(signIns).toHaveLength(1);
});
