import { describe, expect, it } from 'vitest';
import { spoken } from '../../shared/config/voice.ts';
import { alarmsNow, calmOf, type JoinedAlarm } from '../../shared/core/alarm-state.ts';
import type { Speaker } from '../../shared/core/command.ts';
import { remindersOf } from '../../shared/core/reminders/reminders.ts';
import { statusMeans } from '../../shared/wording/incident.ts';
import { wordedForX } from '../../shared/wording/x/post.ts';
import { at, machine, opened, policy, type Step, toldReported, update } from '../support/story.ts';

/** A machine that says itself that nobody has confirmed what it reports. */
const unattended: Speaker = { ...machine, unattended: true };

const lastOf = (...steps: Step[]) => toldReported(...steps).entries.at(-1)!;

describe('intake: a machine without a time for the next update', () => {
  it('is not heard: the house gives one, and what was promised stands', () => {
    expect(lastOf(opened('10:00', { by: machine, nextUpdateBy: null })).promises).toEqual({
      nextUpdateBy: at('10:15'),
    });
    const moved = lastOf(opened('10:00', { by: machine }), update('10:05', { by: machine, nextUpdateBy: null }));
    expect([moved.promises, moved.settles]).toEqual([{}, []]);
  });

  it('is heard where it says that nobody has confirmed what it reports', () => {
    expect(lastOf(opened('10:00', { by: unattended, nextUpdateBy: null })).promises).toEqual({ nextUpdateBy: null });
    const withdrawn = lastOf(opened('10:00', { by: machine }), update('10:05', { by: unattended, nextUpdateBy: null }));
    expect(withdrawn.settles).toEqual([{ seq: 1, promise: 'nextUpdateBy', as: 'withdrawn' }]);
  });

  it('takes back no promise of a person, none of the pipeline, and none once a person has spoken', () => {
    const byPerson = lastOf(opened('10:00'), update('10:05', { by: unattended, nextUpdateBy: null }));
    const spoken = lastOf(
      opened('10:00', { by: machine }),
      update('10:03', { nextUpdateBy: null }),
      update('10:05', { by: unattended, nextUpdateBy: null }),
    );
    expect([byPerson.settles, byPerson.promises, spoken.promises.nextUpdateBy]).toEqual([[], {}, at('10:20:00')]);
  });

  it('has people paged at once and every half hour, until a person speaks', () => {
    const story = [opened('10:00', { by: unattended, nextUpdateBy: null })];
    const due = (clock: string, ...more: Step[]) =>
      remindersOf(toldReported(...story, ...more), policy, at(clock)).due.map(({ to }) => to);
    expect(due('10:00')).toEqual(['commander', 'deputy', 'escalation']);
    expect(due('10:31')).toEqual(['escalation']);
    expect(due('10:31', update('10:30'))).toEqual([]);
  });
});

describe('intake: the words beside what only a machine has said', () => {
  const alone = toldReported(opened('10:00', { by: machine }));
  const confirmed = toldReported(opened('10:00', { by: machine }), update('10:05'));
  const onX = (incident: typeof alone) => {
    const entry = incident.entries.at(-1)!;
    return wordedForX(spoken, { incident, entry, root: true, late: false, now: entry.at, precision: 'minute' }).text;
  };

  it('claim of nobody that they are looking', () => {
    expect(statusMeans(alone)).toBe('our monitoring reports it, and nobody has confirmed it yet');
    expect(onX(alone)).toMatch(/^Not confirmed: Logins fail/);
  });

  it('are those of the phase once a person has spoken', () => {
    expect(statusMeans(confirmed)).toBe('we are looking for the cause');
    expect(onX(confirmed)).toMatch(/^Investigating: Logins fail/);
  });
});

describe('intake: what a check says now', () => {
  const one = (state: JoinedAlarm['state'], clock: string, more: Partial<JoinedAlarm> = {}): JoinedAlarm => ({
    key: 'c1',
    check: 'c1',
    source: 'prom',
    state,
    at: at(clock),
    ...more,
  });
  const nowOf = (...joined: JoinedAlarm[]) => alarmsNow(joined).map(({ state }) => state);

  it('is what came last, where it names no outage', () => {
    expect(nowOf(one('firing', '10:00'), one('recovered', '10:05'))).toEqual(['recovered']);
    expect(nowOf(one('firing', '10:00', { lastAt: at('10:07') }), one('recovered', '10:05'))).toEqual(['firing']);
    expect(nowOf(one('firing', '10:00'), one('recovered', '10:05'), one('no-data', '10:06'))).toEqual(['no-data']);
  });

  it('is that the outage is over, however late its firing comes, where it names the outage', () => {
    const of = { key: 'c1@o1', outage: 'o1' };
    expect(nowOf(one('recovered', '10:00', of), one('firing', '10:05', { ...of, lastAt: at('10:09') }))).toEqual([
      'recovered',
    ]);
  });

  it('is that of the outage which began last, where all say when they began', () => {
    const firing = one('firing', '10:09', { key: 'a', outage: '2026-11-22T09:58:00Z' });
    const ok = one('recovered', '10:05', { key: 'b', outage: '2026-11-22T10:02:00Z' });
    expect(nowOf(ok, firing)).toEqual(['recovered']);
  });

  it('is calm once all have recovered, and not while one is seen by nobody', () => {
    const other = { key: 'c2', check: 'c2' };
    expect(calmOf([])).toBeUndefined();
    expect(calmOf([one('firing', '10:00'), one('recovered', '10:05'), one('no-data', '10:01', other)])).toBeUndefined();
    expect(calmOf([one('firing', '10:00'), one('recovered', '10:05'), one('recovered', '10:04', other)])).toEqual({
      since: at('10:05'),
      firedAt: at('10:00'),
      restless: false,
    });
  });

  it('is known of alarms that joined before checks were noted', () => {
    const { check: _check, ...older } = one('firing', '10:00');
    expect(alarmsNow([older])).toMatchObject([{ check: 'c1', state: 'firing' }]);
  });
});
