import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textOf } from '../../shared/app/x/post-text.ts';
import { replayed } from '../../shared/core/evolve.ts';
import type { ReportedIncident } from '../../shared/core/incident.ts';
import { nextXAction } from '../../shared/core/x/next.ts';
import { weightOf } from '../../shared/wording/x/weight.ts';
import { api } from '../lint/api.ts';

const OPENING = { title: 'Logins fail', impact: 'major', message: 'Half of the logins fail since 09:50 UTC.' };
const PATHS = { update: 'updates', resolve: 'resolve', reopen: 'reopen', correct: 'corrections' } as const;

/** An API whose X is on, as an operator has switched it. */
async function withX() {
  const house = api();
  await house.ports.control.setMode('x', 'live');
  return { ...house, look: async (request: object) => (await house.send('/v1/preview', request)).body };
}

/** What publish-x would post next for an incident that was just stored. */
async function postedFor({ ports }: Awaited<ReturnType<typeof withX>>, id: string, seq: number): Promise<string> {
  const incident = replayed(id, await ports.log.load(id)) as ReportedIncident;
  const all = await ports.deliveries.of(id, 'x');
  const deliveries = new Map([...all].filter(([one]) => one < seq));
  const { state: account } = await ports.account.read();
  const now = ports.clock.now();
  const view = { incident, deliveries, account, mode: 'live' as const, rules: ports.rules, now };
  const action = nextXAction({ ...view, frozen: false });
  if (action.type !== 'post') throw new Error(`X is told nothing: ${action.type}`);
  return textOf(ports, incident, action.plan, now).text;
}

describe('a preview', () => {
  it('is what X gets, word for word and weight for weight', async () => {
    const house = await withX();
    const id = await house.opened();
    house.clock.nowMs += 300_000;
    const body = { message: 'A bad index is the cause.', status: 'identified', restoreBy: 'PT2H' };
    const { channels } = await house.look({ command: 'update', incident: id, body });
    expect((await house.send(`/v1/incidents/${id}/updates`, body)).status).toBe(201);
    expect(channels.x.text).toBe(await postedFor(house, id, 2));
    expect(channels.x.weight).toBe(weightOf(channels.x.text));
    expect(channels.x.text).toContain('Expected back by 12:05 UTC. Next update by 10:35 UTC.');
  });

  it('holds everything that page and feed will say', async () => {
    const { look, opened } = await withX();
    const body = { message: 'A bad index is the cause.', workaround: 'Use a passkey.', status: 'identified' };
    const { channels } = await look({ command: 'update', incident: await opened(), body });
    const text = 'A bad index is the cause.\n\nWhat you can do now: Use a passkey.\n\nNext update by 10:30 UTC.';
    expect(channels.site).toEqual({ title: 'Logins fail', text });
    expect(channels.feed).toEqual({ title: 'Identified: Logins fail', text });
  });

  it('says that a promised time was not kept, as the page will', async () => {
    const { look, opened, clock } = await withX();
    const id = await opened({ nextUpdateBy: 'PT10S' });
    clock.nowMs += 10_900;
    const { channels, settles } = await look({ command: 'update', incident: id, body: { message: 'We restart it.' } });
    expect(channels.site.text).toContain('later than promised');
    expect(settles).toEqual([{ seq: 1, promise: 'nextUpdateBy', as: 'kept' }]);
  });

  it('names every promise with its time and who made it', async () => {
    const { look } = await withX();
    const { promises } = await look({ command: 'open', body: { ...OPENING, restoreBy: 'PT2H' } });
    expect(promises).toMatchObject([
      { promise: 'nextUpdateBy', at: '2026-11-22T10:15:00.000Z', source: 'default', state: 'open' },
      { promise: 'restoreBy', at: '2026-11-22T12:00:00.000Z', source: 'person', state: 'open' },
    ]);
  });

  it('of an opening weighs what the opening will weigh, although it has no address yet', async () => {
    const house = await withX();
    const { channels } = await house.look({ command: 'open', body: OPENING });
    const id = await house.opened(OPENING);
    const text = await postedFor(house, id, 1);
    expect(channels.x.weight).toBe(weightOf(text));
    expect(channels.x.text.replace('new-incident', id)).toBe(text);
  });

  it('of a resolution is X’s text but for the hash that is not made yet', async () => {
    const house = await withX();
    const id = await house.opened();
    const body = { message: 'Logins work again since 09:58 UTC. We look whether records are missing.' };
    const { channels } = await house.look({ command: 'resolve', incident: id, body });
    await house.send(`/v1/incidents/${id}/resolve`, body);
    const text = await postedFor(house, id, 2);
    expect(channels.x.text.replace(/Log ·{8}/, '')).toBe(text.replace(/Log [0-9a-f]{8}/, ''));
    expect(channels.x.weight).toBe(weightOf(text));
  });

  it('says why X would not be told', async () => {
    const { look, ports } = await withX();
    await ports.control.setMode('x', 'off');
    const { channels } = await look({ command: 'open', body: OPENING });
    expect(channels.x).toEqual({ mode: 'off', notPosted: 'the channel was off' });
  });

  it('tells what would be refused, by the core and by the lint, with the problem that would be answered', async () => {
    const { look, opened, send } = await withX();
    const id = await opened();
    const refused = [
      { command: 'update', body: { message: 'Still targeting 09:30 UTC for the fix.' } },
      { command: 'update', body: { message: 'We restart it.', restoreBy: '2026-11-22T09:00:00Z' } },
      { command: 'correct', body: { message: 'It was a third.', corrects: 7 } },
      { command: 'reopen', body: { message: 'It is back.' } },
    ] as const;
    for (const { command, body } of refused) {
      const { wouldBeRefused } = await look({ command, incident: id, body });
      expect(wouldBeRefused).toEqual((await send(`/v1/incidents/${id}/${PATHS[command]}`, body)).body);
    }
    const { wouldBeRefused } = await look({
      command: 'update',
      incident: 'nobody',
      body: { message: 'We restart it.' },
    });
    expect(wouldBeRefused).toMatchObject({ type: 'incident-not-found', status: 404 });
  });

  it('would neither be refused nor wait for anybody once the author stands by what was asked', async () => {
    const { look, opened } = await withX();
    const body = { message: 'Still targeting 09:30 UTC for the fix.', override: ['promised-time-passed'] };
    const { wouldBeRefused, needsApproval, findings } = await look({
      command: 'update',
      incident: await opened(),
      body,
    });
    expect([wouldBeRefused, needsApproval]).toEqual([null, null]);
    expect(findings).toMatchObject([{ rule: 'promised-time-passed' }]);
  });

  it('tells what history says about a time to be back, and hints at one that most would miss', async () => {
    const { look, opened } = await withX();
    const id = await opened();
    const eta = (restoreBy: string) => ({ message: 'A rebuild is running.', status: 'identified', restoreBy });
    const tight = await look({ command: 'update', incident: id, body: eta('PT2M') });
    expect(tight.findings).toMatchObject([{ rule: 'promise-tighter-than-median', level: 'hint', field: 'restoreBy' }]);
    expect(tight.findings[0].suggestion).toBe(tight.advice.quantiles.p80.at);
    const wide = await look({ command: 'update', incident: id, body: eta('P2D') });
    expect([wide.findings, wide.wouldBeRefused]).toEqual([[], null]);
    expect(await look({ command: 'update', incident: id, body: { message: 'We restart it.' } })).not.toHaveProperty(
      'advice',
    );
  });

  it('stores nothing, whatever it is asked', async () => {
    const { look, opened, everythingStored } = await withX();
    const id = await opened();
    const before = await everythingStored(id);
    const anyCommand = fc.constantFrom('update', 'resolve', 'correct', 'retract', 'open');
    await fc.assert(
      fc.asyncProperty(anyCommand, fc.string({ minLength: 1, maxLength: 80 }), async (command, message) => {
        await look({ command, incident: id, body: { message, corrects: 1, title: 'T', impact: 'minor' } });
        await look({ command, incident: id, body: { message } });
      }),
      { numRuns: 40 },
    );
    expect(await everythingStored(id)).toBe(before);
  });
});
