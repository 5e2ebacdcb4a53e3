import { availableParallelism, loadavg } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sender, startWatchedSystem } from '../support/alarm-senders.ts';
import { type Storm, sendStorm, stormIsTaken } from '../support/alarm-storm.ts';
import { say } from '../support/figures.ts';

// The whole size of what tests/local/intake.test.ts tries in small. The seconds are printed and not held: they are those
// of the machine.
let sender: Sender;
beforeAll(async () => {
  sender = await startWatchedSystem();
});
afterAll(() => sender.end());

const ALARMS = 2_000;
const WITHIN_MS = 10_000;
const seconds = (ms: number) => (ms / 1_000).toFixed(1);

async function weathered(storm: Storm, killed = false): Promise<void> {
  const sending = sendStorm(sender, storm);
  if (killed) {
    await sender.system.until('its first incident', () => sender.about(storm.components[0]));
    await sender.system.kill9();
    await sender.system.restart();
  }
  const { again, receipts, offeredMs, sentMs } = await sending;
  const { incidents, takenMs, postedMs } = await stormIsTaken(sender, storm);
  say(
    `intake storm, groups of ${storm.group}${killed ? ', killed in the middle' : ''}: ${ALARMS} alarms sent within ${seconds(offeredMs)} s, the last answered ${seconds(sentMs)} s and the last beside its incident ${seconds(sentMs + takenMs)} s after the first was sent, the last post on X after ${seconds(sentMs + postedMs)} s; ${receipts.length} receipts; sent again: ${JSON.stringify(again)}; load ${loadavg()[0]!.toFixed(1)} on ${availableParallelism()} cores`,
  );
  const threads = await Promise.all(incidents.map((id) => sender.system.thread(id)));
  expect(threads.map(({ length }) => length)).toEqual([1, 1, 1]);
  await sender.system.resolveAll();
}

describe('intake: 2,000 alarms for three components within ten seconds, a poisonous one in each group', () => {
  it.each([
    [1, ['website', 'api', 'webhooks']],
    [50, ['jobs', 'database', 'storage']],
    [1_000, ['of-grafana', 'of-datadog', 'of-sentry']],
  ] as const)('intake in groups of %i: three incidents, three first posts, none lost', async (group, components) => {
    await weathered({ alarms: ALARMS, withinMs: WITHIN_MS, group, name: `by-${group}`, components });
  });

  it.each([
    [1, ['of-mapped', 'of-opsgenie', 'of-pagerduty']],
    [50, ['of-better-stack', 'of-healthchecks', 'of-uptime-kuma']],
  ] as const)('intake in groups of %i, killed in the middle: the same', async (group, components) => {
    await weathered({ alarms: ALARMS, withinMs: WITHIN_MS, group, name: `killed-by-${group}`, components }, true);
  });

  it('intake of all of them within one second, each by itself: what gets no answer comes again, and none is lost', async () => {
    const components = ['of-generic', 'of-checks', 'of-incident-io'] as const;
    await weathered({ alarms: ALARMS, withinMs: 1_000, group: 1, name: 'at-once', components });
  });
});
