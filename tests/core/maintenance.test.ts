import { describe, expect, it } from 'vitest';
import { bodyOf, findChainFault, logLine } from '../../shared/core/chain.ts';
import type { Maintenance } from '../../shared/core/incident.ts';
import { remindersOf } from '../../shared/core/reminders/reminders.ts';
import { firstWatchAt, nextWatchAt, turningPoints } from '../../shared/core/watch.ts';
import { scheduled, worked } from '../support/maintenance-story.ts';
import {
  at,
  given,
  type Look,
  look,
  opened,
  policy,
  resolved,
  rowsOf,
  type Step,
  toldReported,
  update,
} from '../support/story.ts';

const maintenance = (...steps: readonly (Step | Look)[]): Maintenance => {
  const told = toldReported(...steps);
  if (told.type !== 'maintenance') throw new Error('the story tells of an outage');
  return told;
};

const componentsOf = (one: Maintenance): string[] => one.components.map(({ id, status }) => `${id} ${status}`);

describe('a maintenance', () => {
  it('is announced with its times, and concerns nobody before it begins', () => {
    const one = maintenance(scheduled('10:00'));
    expect(one).toMatchObject({ phase: 'scheduled', scheduledFor: at('22:00'), scheduledUntil: at('23:00') });
    expect(componentsOf(one)).toEqual(['api operational']);
    expect(rowsOf(one)).toEqual(['restoreBy 23:00 open']);
  });

  it('can be given another title, and the old one stays in its log', () => {
    const one = maintenance(
      scheduled('10:00', { title: 'Databse' }),
      worked('11:00', undefined, { title: 'Database' }),
    );
    expect(one.title).toBe('Database');
    expect(one.phase).toBe('scheduled');
    expect(one.entries.map(({ content }) => content?.title)).toEqual(['Databse', 'Database']);
  });

  it('begins at once when it is announced for now', () => {
    const one = maintenance(scheduled('10:00', { scheduledFor: '10:00', scheduledUntil: '11:00' }));
    expect(one.phase).toBe('open');
    expect(componentsOf(one)).toEqual(['api under_maintenance']);
  });

  it('takes a time that passed on its way to us for now', () => {
    expect(maintenance(scheduled('10:00:30', { scheduledFor: '10:00' })).scheduledFor).toBe(at('10:00:30'));
  });

  it('is refused when its times lie wrong', () => {
    given()
      .when(scheduled('10:00', { scheduledFor: '09:00' }))
      .thenRefused('scheduled-in-the-past', 'scheduledFor');
    given()
      .when(scheduled('10:00', { scheduledFor: '12:00', scheduledUntil: '11:00' }))
      .thenRefused('ends-before-it-begins', 'scheduledUntil');
    given()
      .when(scheduled('10:00', { scheduledUntil: '+91 10:00' }))
      .thenRefused('promise-too-far', 'scheduledUntil');
  });

  it('has its components under maintenance from its beginning to its end', () => {
    const begun = [scheduled('10:00'), worked('22:00', 'in_progress')];
    expect(componentsOf(maintenance(...begun))).toEqual(['api under_maintenance']);
    expect(componentsOf(maintenance(...begun, worked('22:40', 'verifying')))).toEqual(['api under_maintenance']);
    expect(componentsOf(maintenance(...begun, worked('22:50', 'completed')))).toEqual(['api operational']);
    expect(componentsOf(maintenance(...begun, worked('22:50', 'cancelled')))).toEqual(['api operational']);
  });

  it('concerns from now on what an update names: before it begins, and while it goes on', () => {
    const now = (clock: string, ...components: string[]) => worked(clock, undefined, { components });
    const planned = [scheduled('10:00'), now('11:00', 'database', 'website'), now('11:05', 'website')];
    expect(componentsOf(maintenance(...planned))).toEqual(['website operational']);
    const begun = [...planned, worked('22:00', 'in_progress')];
    expect(componentsOf(maintenance(...begun))).toEqual(['website under_maintenance']);

    const other = maintenance(...begun, now('22:10', 'api'));
    expect(componentsOf(other)).toEqual(['api under_maintenance']);
    // Said of the dropped one too: whoever reads entry by entry must not leave it under maintenance.
    expect(other.entries.at(-1)?.components).toEqual([
      { id: 'api', status: 'under_maintenance' },
      { id: 'website', status: 'operational' },
    ]);
    const done = maintenance(...begun, now('22:10', 'api'), worked('22:50', 'completed'));
    expect(componentsOf(done)).toEqual(['api operational']);
    expect(componentsOf(maintenance(...begun, now('22:10')))).toEqual([]);
  });

  it('says nothing of its components where an update names the same ones', () => {
    const again = given(scheduled('10:00'))
      .when(worked('11:00', undefined, { components: ['api'] }))
      .thenAdds('maintenance');
    expect(again).not.toHaveProperty('components');
  });

  it('may be moved before it begins, and only extended afterwards', () => {
    const moved = worked('11:00', undefined, { scheduledFor: '21:00', scheduledUntil: '22:00' });
    expect(maintenance(scheduled('10:00'), moved)).toMatchObject({
      phase: 'scheduled',
      scheduledFor: at('21:00'),
      scheduledUntil: at('22:00'),
    });
    given(scheduled('10:00'), worked('22:00', 'in_progress'))
      .when(worked('22:10', undefined, { scheduledFor: '22:30' }))
      .thenRefused('maintenance-has-begun', 'scheduledFor');
  });

  it('may have its end moved as far as an end may be announced: 90 days ahead', () => {
    const moved = (scheduledUntil: string) =>
      given(scheduled('10:00')).when(worked('11:00', undefined, { scheduledUntil }));
    moved('+90 11:00').thenPromises('restoreBy 23:00 revised', 'restoreBy 11:00 open');
    moved('+90 11:00:01').thenRefused('promise-too-far', 'scheduledUntil');
  });

  it('adds nothing when it is completed or cancelled once more, and takes no other word then', () => {
    const done = [scheduled('10:00'), worked('22:00', 'in_progress'), worked('22:50', 'completed')];
    given(...done)
      .when(worked('22:55', 'completed'))
      .thenNothing();
    given(...done)
      .when(worked('22:55'))
      .thenRefused('maintenance-over');
    given(scheduled('10:00'), worked('11:00', 'cancelled')).when(worked('11:05', 'cancelled')).thenNothing();
    given(scheduled('10:00'), worked('11:00', 'cancelled'))
      .when(worked('11:05', 'in_progress'))
      .thenRefused('maintenance-over');
  });

  it('is never taken for an incident, nor an incident for it', () => {
    given(scheduled('10:00')).when(update('10:05')).thenRefused('is-maintenance');
    given(scheduled('10:00')).when(resolved('10:05')).thenRefused('is-maintenance');
    given(opened('10:00')).when(worked('10:05', 'completed')).thenRefused('is-not-maintenance');
    given(opened('10:00')).when(scheduled('10:05')).thenRefused('already-open');
  });

  it('can be corrected like anything that was said', () => {
    const correction: Step = { at: '10:05', command: { type: 'Correct', corrects: 1, message: 'Reads fail, too.' } };
    given(scheduled('10:00')).when(correction).thenAdds('correction');
    expect(maintenance(scheduled('10:00'), correction).phase).toBe('scheduled');
  });

  it('has its times in the hashed chain, and other entries have none', () => {
    const { entries } = maintenance(scheduled('10:00'), worked('22:00', 'in_progress'));
    expect(bodyOf(entries[0]!)).toMatchObject({ scheduledFor: at('22:00'), scheduledUntil: at('23:00') });
    expect(Object.keys(bodyOf(entries[1]!))).not.toContain('scheduledFor');
    const lines = entries.map(logLine);
    expect(findChainFault(lines)).toBeUndefined();
    expect(findChainFault([{ ...lines[0]!, scheduledUntil: at('23:30') }, lines[1]!])).toMatchObject({ line: 1 });
  });
});

describe('work that was begun early', () => {
  const begunEarly = [scheduled('10:00'), worked('21:00', 'in_progress')];

  it('may be planned to end before it was to begin, and from then on begins when it did', () => {
    const moved = maintenance(...begunEarly, worked('21:10', undefined, { scheduledUntil: '21:30' }));
    expect([moved.scheduledFor, moved.scheduledUntil]).toEqual([at('21:00'), at('21:30')]);
  });

  it('keeps its planned beginning where its end stays behind that', () => {
    const moved = maintenance(...begunEarly, worked('21:10', undefined, { scheduledUntil: '22:30' }));
    expect([moved.scheduledFor, moved.scheduledUntil]).toEqual([at('22:00'), at('22:30')]);
  });
});

describe('the planned end', () => {
  const begun = [scheduled('10:00'), worked('22:00', 'in_progress')];

  it('is kept by a person who says in time that it is done', () => {
    given(...begun)
      .when(worked('22:50', 'completed'))
      .thenPromises('restoreBy 23:00 kept');
    given(...begun)
      .when(worked('23:01', 'completed'))
      .thenPromises('restoreBy 23:00 kept');
  });

  it('is revised by an extension before it was due, and slipped after', () => {
    given(...begun)
      .when(worked('22:50', undefined, { scheduledUntil: '23:30' }))
      .thenPromises('restoreBy 23:00 revised', 'restoreBy 23:30 open');
    given(...begun)
      .when(worked('23:10', undefined, { scheduledUntil: '23:30' }))
      .thenPromises('restoreBy 23:00 slipped', 'restoreBy 23:30 open');
  });

  it('is withdrawn when the work is cancelled in time', () => {
    given(scheduled('10:00')).when(worked('11:00', 'cancelled')).thenPromises('restoreBy 23:00 withdrawn');
  });

  it('is the next word, so no other is set until it has passed', () => {
    given(...begun)
      .when(worked('22:20'))
      .thenPromises('restoreBy 23:00 open');
    given(...begun)
      .when(worked('23:10'))
      .thenPromises('restoreBy 23:00 slipped', 'nextUpdateBy 23:40 open');
  });

  it('is apologised for once when it passes without a word, and everything stays under maintenance', () => {
    given(...begun)
      .when(look('23:01'))
      .thenNothing();
    const apology = given(...begun)
      .when(look('23:02'))
      .thenAdds('apology');
    expect(apology.content?.message).toContain(
      'At 22 Nov, 10:00 UTC we promised the end of this maintenance by 23:00 UTC.',
    );
    expect(apology.content?.message).toContain('stays under maintenance');
    const after = [...begun, look('23:02')];
    expect(maintenance(...after)).toMatchObject({ phase: 'open', components: [{ status: 'under_maintenance' }] });
    given(...after)
      .when(look('+1 01:00'))
      .thenNothing();
  });

  it('that passed has people paged every half hour until one of them posts', () => {
    const overrun = [...begun, look('23:02')];
    const paged = (...steps: readonly (Step | Look)[]) =>
      remindersOf(maintenance(...steps), policy, at('23:40')).due.filter((one) => one.about === 'silence');
    expect(paged(...overrun)).toMatchObject([{ round: 1, to: 'escalation' }]);
    expect(paged(...overrun, worked('23:20'))).toEqual([]);
    // Whoever promised to write again is reminded of that instead.
    expect(
      paged(scheduled('10:00'), worked('22:00', 'in_progress', { nextUpdateBy: '+1 09:00' }), look('23:02')),
    ).toEqual([]);
  });
});

describe('a word about work that goes on', () => {
  const begun = [scheduled('10:00'), worked('22:00', 'in_progress')];
  const sources = (step: Step) =>
    given(...begun)
      .when(step)
      .thenAdds('maintenance').private.sources;

  it('says where each of its promises comes from', () => {
    expect(sources(worked('22:30'))).toEqual({});
    expect(sources(worked('22:30', undefined, { scheduledUntil: '23:30' }))).toEqual({ restoreBy: 'person' });
    expect(sources(worked('22:30', undefined, { nextUpdateBy: '22:50' }))).toEqual({ nextUpdateBy: 'person' });
    // Nothing is due of work that has not begun, even where its planned end went by.
    given(scheduled('10:00')).when(worked('23:30')).thenPromises('restoreBy 23:00 slipped');
    // Once the planned end has passed, the cadence says when the next word is due.
    expect(sources(worked('23:10'))).toEqual({ nextUpdateBy: 'default' });
  });
});

describe('the clock', () => {
  it('begins what nobody has begun, and not before its time', () => {
    given(scheduled('10:00')).when(look('21:59:59')).thenNothing();
    const begun = given(scheduled('10:00')).when(look('22:00')).thenAdds('maintenance');
    expect(begun).toMatchObject({ automated: true, status: 'in_progress' });
    expect(componentsOf(maintenance(scheduled('10:00'), look('22:00')))).toEqual(['api under_maintenance']);
  });

  it('says nothing of components where the work affects none', () => {
    const begun = given(scheduled('10:00', { components: [] }))
      .when(look('22:00'))
      .thenAdds('maintenance');
    expect(bodyOf(begun)).not.toHaveProperty('components');
  });

  it('does not begin what is cancelled, has begun, or while automated words are frozen', () => {
    given(scheduled('10:00'), worked('11:00', 'cancelled')).when(look('22:00')).thenNothing();
    given(scheduled('10:00'), worked('21:50', 'in_progress')).when(look('22:00')).thenNothing();
    given(scheduled('10:00'))
      .when(look('22:00', { frozen: true }))
      .thenNothing();
  });

  it('ends on schedule what it began and nobody spoke of since, and keeps no promise by that', () => {
    const run = [scheduled('10:00'), look('22:00')];
    given(...run)
      .when(look('22:59:59'))
      .thenNothing();
    given(...run)
      .when(look('23:00'))
      .thenPromises('restoreBy 23:00 withdrawn');
    const ended = maintenance(...run, look('23:00'));
    expect(ended).toMatchObject({ phase: 'completed', confirmed: false });
    // Nobody has said that they work again.
    expect(componentsOf(ended)).toEqual(['api under_maintenance']);
    expect(ended.entries[2]).not.toHaveProperty('components');
    expect(componentsOf(maintenance(...run, look('23:00'), worked('23:20', 'completed')))).toEqual(['api operational']);
  });

  it('ends nothing that a person has a hand in: then the end is theirs to say', () => {
    given(scheduled('10:00'), look('22:00'), worked('22:30')).when(look('23:00')).thenNothing();
    given(scheduled('10:00'), look('22:00'), worked('22:30')).when(look('23:02')).thenAdds('apology');
  });

  it('has a person confirm the end, whose word does not move it', () => {
    const ended = [scheduled('10:00'), look('22:00'), look('23:00')];
    expect(maintenance(...ended, worked('23:20', 'completed'))).toMatchObject({
      phase: 'completed',
      confirmed: true,
      endedAt: at('23:00'),
    });
    given(...ended)
      .when(worked('23:20'))
      .thenRefused('maintenance-over');
  });

  it('is not confirmed by a person who only mends a text', () => {
    const correction: Step = { at: '23:10', command: { type: 'Correct', corrects: 1, message: 'Reads failed, too.' } };
    const ended = maintenance(scheduled('10:00'), look('22:00'), look('23:00'), correction);
    expect(ended).toMatchObject({ phase: 'completed', confirmed: false, endedAt: at('23:00') });
  });

  it('asks a person to confirm the end, until one does', () => {
    const ended = [scheduled('10:00'), look('22:00'), look('23:00')];
    const asked = (...steps: readonly (Step | Look)[]) =>
      remindersOf(maintenance(...steps), policy, at('23:30')).due.map((one) => one.about);
    expect(asked(...ended)).toEqual(['unconfirmed']);
    expect(asked(...ended, worked('23:20', 'completed'))).toEqual([]);
  });
});

describe('the watch over a maintenance', () => {
  it('wakes at its beginning and at its end', () => {
    const one = maintenance(scheduled('10:00'));
    expect(turningPoints(one, policy, one.head.at)).toEqual(expect.arrayContaining([at('22:00'), at('23:00')]));
    expect(firstWatchAt(maintenance(scheduled('21:59:50')), policy, at('21:59:50'))).toBe(at('22:00'));
    expect(nextWatchAt(one, policy, at('21:56'), { reminders: false })).toBe(at('22:00'));
  });

  it('looks again every minute while the beginning is overdue', () => {
    expect(nextWatchAt(maintenance(scheduled('10:00')), policy, at('22:05'), { reminders: false })).toBe(at('22:06'));
  });

  it('ends once it is over', () => {
    const done = maintenance(scheduled('10:00'), worked('22:00', 'in_progress'), worked('22:50', 'completed'));
    expect(nextWatchAt(done, policy, at('22:51'), { reminders: false })).toBeUndefined();
  });

  it('reminds the commander before it begins and before it ends', () => {
    const due = (time: string, ...steps: readonly (Step | Look)[]) =>
      remindersOf(maintenance(...steps), policy, at(time)).due.map(
        ({ about, at: when }) => `${about} ${when.slice(11, 16)}`,
      );
    expect(due('21:45', scheduled('10:00'))).toEqual(['beginning 21:45']);
    expect(due('21:56', scheduled('10:00'))).toEqual(['beginning 21:55']);
    expect(due('22:45', scheduled('10:00'), look('22:00'))).toEqual(['promise 22:45']);
    expect(due('21:45', scheduled('10:00'), worked('11:00', 'cancelled'))).toEqual([]);
  });
});
