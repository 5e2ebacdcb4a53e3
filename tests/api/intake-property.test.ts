import fc from 'fast-check';
import { expect, it } from 'vitest';
import { config } from '../../shared/config/config.ts';
import { parseConfig } from '../../shared/config/parse-config.ts';
import type { Entry } from '../../shared/core/entry.ts';
import { monitored } from './monitored.ts';

const sources = parseConfig({
  ...config,
  intake: {
    sources: [
      {
        id: 'checks',
        format: 'generic',
        rules: [
          { when: { how: 'held' }, component: '{component}', holdFor: 3 },
          { when: { how: 'draft' }, component: '{component}', say: 'draft' },
          { when: {}, component: '{component}', status: 'major_outage', impact: 'critical' },
        ],
      },
    ],
  },
}).intake.sources;

const alarm = fc.record({
  id: fc.constantFrom('c1', 'c2'),
  outage: fc.constantFrom(undefined, undefined, 'o1', 'o2'),
  state: fc.constantFrom('firing', 'firing', 'recovered', 'recovered', 'no-data'),
  component: fc.constantFrom('api', 'website'),
  how: fc.constantFrom('plain', 'plain', 'held', 'draft'),
});

const step = fc.oneof(
  { weight: 6, arbitrary: alarm.map((of) => ({ does: 'alarm' as const, of })) },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 25 }).map((minutes) => ({ does: 'wait' as const, minutes })) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('updates', 'resolve', 'retract').map((act) => ({ does: 'person' as const, act })),
  },
  { weight: 1, arbitrary: fc.constantFrom('approve', 'drop').map((act) => ({ does: 'decide' as const, act })) },
  { weight: 1, arbitrary: fc.boolean().map((yes) => ({ does: 'reach' as const, yes })) },
);

const OURS = [
  /^Our monitoring reports a problem with [\w ]+\. Nobody has confirmed it yet\.$/,
  /^Our monitoring reports a problem with [\w, ]+ again\. Nobody has confirmed it yet\.$/,
  /^Our monitoring cleared at (\d+ \w+, )?\d\d:\d\d UTC; nobody has confirmed it yet\.$/,
];

it('intake: no machine ever publishes a recovery, a cause or a time of restoring, whatever monitors send and people do', async () => {
  const kinds = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      let reachable = true;
      const { send, post, get, minute, open, ports } = monitored({ sources, isReachable: async () => reachable });
      const incidents = new Set<string>();
      for (const one of steps) {
        switch (one.does) {
          case 'alarm': {
            const { id, outage, state, component, how } = one.of;
            const { status } = await send('checks', {
              id,
              state,
              labels: { component, how },
              ...(outage && { outage }),
            });
            expect(status).toBe(200);
            break;
          }
          case 'wait':
            await minute(one.minutes);
            break;
          case 'person': {
            const [first] = await open();
            if (first) await post(`/v1/incidents/${first.id}/${one.act}`, { message: 'A person says how it stands.' });
            break;
          }
          case 'decide': {
            const [draft] = (await get('/v1/drafts')).body.drafts;
            if (draft) await post(`/v1/drafts/${draft.id}/${one.act}`, {});
            break;
          }
          case 'reach':
            reachable = one.yes;
        }
        for (const { id } of await open()) incidents.add(id);
      }
      for (const id of incidents) check(await ports.log.load(id), kinds);
      // One component, one incident, and one question about it at a time.
      const waiting = (await get('/v1/drafts')).body.drafts;
      const about = waiting.map(
        ({ incident, command }: { incident: string; command: string }) => `${command} ${incident}`,
      );
      expect(new Set(about).size).toBe(about.length);
    }),
    { numRuns: 150, seed: 20261130 },
  );
  // It was no empty search: machines opened, reopened, withdrew, and came back.
  expect(kinds).toEqual(new Set(['opened', 'opened without a time', 'reopened', 'update without a time']));
});

function check(entries: readonly Entry[], kinds: Set<string>): void {
  let person = true;
  let alone = 0;
  for (const entry of entries) {
    if (!entry.automated) {
      person = true;
      continue;
    }
    if (entry.kind === 'apology') continue;
    if (entry.kind === 'opened' || entry.kind === 'reopened') [person, alone] = [false, 0];
    const { nextUpdateBy } = entry.promises;
    kinds.add(`${entry.kind}${nextUpdateBy === null ? ' without a time' : ''}`);
    expect(entry).toMatchObject({ status: 'investigating' });
    expect(entry.promises).not.toHaveProperty('restoreBy');
    expect(entry.promises).not.toHaveProperty('reportBy');
    expect((entry.components ?? []).filter(({ status }) => status === 'operational')).toEqual([]);
    expect(entry.settles.filter(({ as }) => as !== 'withdrawn')).toEqual([]);
    expect(OURS.some((words) => words.test(entry.content?.message ?? ''))).toBe(true);
    // Without a time only while no person has spoken, and at most three times before one does.
    if (entry.kind === 'update') expect([nextUpdateBy, person]).toEqual([null, false]);
    alone += 1;
    expect(alone).toBeLessThanOrEqual(3);
  }
}
