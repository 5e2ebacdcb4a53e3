import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../shared/config/parse-config.ts';
import { policyOf } from '../../shared/config/policy.ts';
import { MINUTE_MS } from '../../shared/core/instant.ts';
import { remindersOf } from '../../shared/core/reminders/reminders.ts';
import { firstWatchAt, nextWatchAt, turningPoints } from '../../shared/core/watch.ts';
import { at, type Look, look, opened, policy, resolved, type Step, toldReported, update } from '../support/story.ts';

const due = (clock: string, ...steps: readonly (Step | Look)[]) =>
  remindersOf(toldReported(...steps), policy, at(clock)).due.map((one) => one.key);

describe('reminders', () => {
  const open = opened('10:00', { nextUpdateBy: '11:00' });

  it('come at each lead before a promise is due', () => {
    expect(due('10:44', open)).toEqual([]);
    expect(due('10:45', open)).toEqual(['0001#nextUpdateBy#PT15M#commander']);
    expect(due('10:55', open)).toEqual(['0001#nextUpdateBy#PT5M#commander']);
  });

  it('come at the leads that the config names, and at no others', () => {
    const raw = { brand: { name: 'Example' }, components: [{ id: 'api', name: 'API' }] };
    const { reminderLeadsMs } = policyOf(parseConfig({ ...raw, reminders: { leadsMinutes: [30, 0] } }));
    const at30 = (clock: string) =>
      remindersOf(toldReported(open), { ...policy, reminderLeadsMs }, at(clock)).due.map((one) => one.key);
    expect([at30('10:29'), at30('10:45')]).toEqual([[], ['0001#nextUpdateBy#PT30M#commander']]);
    expect(policyOf(parseConfig(raw)).reminderLeadsMs).toEqual(policy.reminderLeadsMs);
  });

  it('are the same in whatever order the leads are named', () => {
    const lead = (...minutes: number[]) => ({ ...policy, reminderLeadsMs: minutes.map((one) => one * MINUTE_MS) });
    const told = (leads: typeof policy) => remindersOf(toldReported(open), leads, at('10:50'));
    expect(told(lead(15, 5, 0))).toMatchObject({ due: [{ leadMs: 15 * MINUTE_MS }], nextAt: at('10:55') });
    for (const order of [lead(5, 15, 0), lead(0, 15, 5), lead(0, 5, 15)])
      expect(told(order)).toEqual(told(lead(15, 5, 0)));
  });

  it('of several that are overdue are one, the latest: who was away is not rung for the past', () => {
    expect(due('11:01', open)).toEqual(['0001#nextUpdateBy#PT0M#commander', '0001#nextUpdateBy#PT0M#deputy']);
    expect(due('10:58', open)).toEqual(['0001#nextUpdateBy#PT5M#commander']);
  });

  it('skip the leads that are longer than half of what was promised: it was said a moment ago', () => {
    expect(due('10:05', opened('10:00', { nextUpdateBy: '10:10' }))).toEqual(['0001#nextUpdateBy#PT5M#commander']);
    expect(due('10:00:30', opened('10:00', { nextUpdateBy: '10:04' }))).toEqual([]);
    expect(due('10:04', opened('10:00', { nextUpdateBy: '10:09' }))).toEqual([]);
    // The usual interval, rounded up: a quarter of an hour later nobody need hear that a quarter of an hour is left.
    expect(due('10:05', opened('10:00', { nextUpdateBy: '10:20' }))).toEqual([]);
    expect(due('10:15', opened('10:00', { nextUpdateBy: '10:29:59' }))).toEqual([]);
    expect(due('10:15', opened('10:00', { nextUpdateBy: '10:30' }))).toEqual(['0001#nextUpdateBy#PT15M#commander']);
  });

  it('go to the deputy as well when the due time passed without an answer', () => {
    expect(due('11:00', open)).toEqual(['0001#nextUpdateBy#PT0M#commander', '0001#nextUpdateBy#PT0M#deputy']);
  });

  it('end when a person has spoken', () => {
    expect(due('10:50', open, update('10:46', { nextUpdateBy: '12:00' }))).toEqual([]);
    expect(due('10:50', open, resolved('10:46'))).toEqual([]);
  });

  it('page commander and deputy when the pipeline has apologised', () => {
    expect(due('11:03', open, look('11:02'))).toEqual(['0002#apology#commander', '0002#apology#deputy']);
  });

  it('page the escalation target every half hour once the pipeline is quiet, and only for the latest round', () => {
    const quiet = [opened('10:00'), look('10:17'), look('10:50')] as const;
    const rounds = ['10:50', '11:19', '11:20', '+2 10:51'].map((clock) =>
      due(clock, ...quiet).filter((key) => key.endsWith('#escalation')),
    );
    const since = at('10:50');
    expect(rounds).toEqual([
      [`${since}#silence#0#escalation`],
      [`${since}#silence#0#escalation`],
      [`${since}#silence#1#escalation`],
      [`${since}#silence#96#escalation`],
    ]);
    expect(due('11:20', ...quiet, update('11:00', { nextUpdateBy: null }))).toEqual([]);
  });

  it('page at once for what is late while the pipeline is frozen', () => {
    const frozen = (clock: string) =>
      remindersOf(toldReported(opened('10:00')), policy, at(clock), true).due.map((one) => one.key);
    expect(frozen('10:16')).not.toContain(`${at('10:16:30')}#silence#0#escalation`);
    expect(frozen('10:17')).toContain(`${at('10:16:30')}#silence#0#escalation`);
  });

  it('page for a slip that is too old to be apologised for', () => {
    expect(due('11:20', opened('10:00')).at(-1)).toBe(`${at('11:15')}#silence#0#escalation`);
  });
});

describe('the watch', () => {
  it('first looks whether an entry was delivered, or sooner when something is due sooner', () => {
    expect(firstWatchAt(toldReported(opened('10:00')), policy, at('10:00'))).toBe(at('10:00:20'));
    expect(firstWatchAt(toldReported(opened('10:00', { nextUpdateBy: '10:00:04' })), policy, at('10:00'))).toBe(
      at('10:00:04'),
    );
  });

  it('knows when an incident by itself becomes late, sorry, or a reminder’s turn', () => {
    const points = turningPoints(toldReported(opened('10:00', { nextUpdateBy: '10:10' })), policy, at('10:00'));
    expect(points.slice(0, 3)).toEqual([at('10:05'), at('10:10'), at('10:11')]);
  });

  it('ends when everything that the incident implies has happened', () => {
    const done = toldReported(opened('10:00'), resolved('10:10'));
    expect(nextWatchAt(done, policy, at('10:11'), { reminders: false })).toBeUndefined();
    expect(nextWatchAt(done, policy, at('10:11'), { reminders: true })).toBe(at('10:11:20'));
    expect(nextWatchAt(done, policy, at('10:11'), { reminders: false, deliveriesAt: at('10:12') })).toBe(at('10:12'));
  });

  it('looks again at a report that is late, since its apology may only be waiting for a freeze to end', () => {
    const late = toldReported(opened('10:00'), resolved('10:10', { reportBy: '10:40' }));
    expect(nextWatchAt(late, policy, at('10:50'), { reminders: false })).toBe(at('10:51'));
    expect(nextWatchAt(late, policy, at('11:41'), { reminders: false })).toBeUndefined();
  });

  it('goes on while an incident is open and something was promised, or the pipeline is quiet', () => {
    expect(nextWatchAt(toldReported(opened('10:00')), policy, at('10:01'), { reminders: false })).toBe(at('10:10'));
    const quiet = toldReported(opened('10:00'), look('10:17'), look('10:50'));
    expect(nextWatchAt(quiet, policy, at('10:51'), { reminders: false })).toBe(at('11:20'));
  });
});
