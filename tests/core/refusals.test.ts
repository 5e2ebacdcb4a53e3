import { describe, it } from 'vitest';
import type { Command } from '../../shared/core/command.ts';
import type { Refusal } from '../../shared/core/refusal.ts';
import { scheduled, worked } from '../support/maintenance-story.ts';
import { at, given, type Look, opened, reopened, resolved, type Step, update } from '../support/story.ts';

const wish = (clock: string, command: Command): Step => ({ at: clock, command });
const correct = (corrects: number, more: { happenedAt?: string } = {}) =>
  wish('10:20', { type: 'Correct', corrects, message: 'It is the API.', ...more });
const redact = (seq: number) => wish('10:20', { type: 'Redact', seq, message: 'It named a customer.' });
const retract = wish('10:20', { type: 'Retract', message: 'A false alarm.' });
const merge = (into: string) => wish('10:20', { type: 'Merge', into, message: 'It goes on there.' });
const report = wish('10:20', { type: 'PublishPostmortem', message: 'What we learnt.' });

const open = [opened('10:00')];
const over = [...open, resolved('10:10')];
const undone = [...open, retract];
const merged = [...open, merge('i2')];
const planned = [scheduled('10:00')];
const working = [...planned, worked('22:00', 'in_progress')];
const cancelled = [...planned, worked('11:00', 'cancelled')];

const REFUSED: readonly [
  code: Refusal['code'],
  field: string | undefined,
  name: string,
  before: readonly (Step | Look)[],
  step: Step,
][] = [
  ['already-open', undefined, 'an opening of what is open', open, opened('10:20')],
  ['already-open', undefined, 'an opening of what is over', over, opened('10:20')],
  ['already-open', undefined, 'a reopening of what is open', open, reopened('10:20')],
  ['already-open', undefined, 'an announcement under an id that is taken', open, scheduled('10:20')],
  ['incident-not-found', undefined, 'an update of nothing', [], update('10:20')],
  ['incident-not-found', undefined, 'a correction of nothing', [], correct(1)],
  ['maintenance-not-found', undefined, 'a word about work that nobody announced', [], worked('10:20')],
  ['incident-not-open', undefined, 'an update of what is over', over, update('10:20')],
  ['incident-not-open', undefined, 'an update of what was retracted', undone, update('10:30')],
  ['incident-not-open', undefined, 'a resolution of what was retracted', undone, resolved('10:30')],
  ['incident-not-open', undefined, 'a reopening of what was retracted', undone, reopened('10:30')],
  ['incident-not-open', undefined, 'a report on what was retracted', undone, { ...report, at: '10:30' }],
  ['still-open', undefined, 'a report on what is open', open, report],
  ['merge-into-itself', 'into', 'a merge into itself', open, merge('i1')],
  ['merged-already', 'into', 'a merge of what was merged', merged, { ...merge('i3'), at: '10:30' }],
  ['merged-already', undefined, 'a retraction of what was merged', merged, { ...retract, at: '10:30' }],
  ['no-such-entry', 'corrects', 'a correction of an entry that there is not', open, correct(2)],
  ['no-such-entry', 'seq', 'a redaction of an entry that there is not', open, redact(2)],
  [
    'happened-in-the-future',
    'happenedAt',
    'a correction to a later time',
    open,
    correct(1, { happenedAt: at('10:21') }),
  ],
  ['happened-in-the-future', 'happenedAt', 'an opening dated ahead', [], opened('10:00', { happenedAt: at('10:01') })],
  ['promise-in-the-past', 'nextUpdateBy', 'an update by now', open, update('10:20', { nextUpdateBy: '10:20' })],
  [
    'promise-too-far',
    'nextUpdateBy',
    'an update in over a week',
    open,
    update('10:20', { nextUpdateBy: '+7 10:20:01' }),
  ],
  ['promise-too-far', 'restoreBy', 'an ETA of over 90 days', open, update('10:20', { restoreBy: '+90 10:20:01' })],
  ['promise-in-the-past', 'reportBy', 'a report by now', open, resolved('10:20', { reportBy: '10:20' })],
  ['promise-too-far', 'reportBy', 'a report in over 90 days', open, resolved('10:20', { reportBy: '+90 10:20:01' })],
  ['is-maintenance', undefined, 'an update of announced work', planned, update('10:20')],
  ['is-maintenance', undefined, 'a resolution of announced work', planned, resolved('10:20')],
  ['is-not-maintenance', undefined, 'a word about work on an outage', open, worked('10:20')],
  ['maintenance-over', undefined, 'a word about cancelled work', cancelled, worked('11:30')],
  ['maintenance-over', undefined, 'a beginning of cancelled work', cancelled, worked('11:30', 'in_progress')],
  [
    'maintenance-over',
    undefined,
    'a cancellation of finished work',
    [...working, worked('22:30', 'completed')],
    worked('22:40', 'cancelled'),
  ],
  [
    'maintenance-has-begun',
    'scheduledFor',
    'another beginning of work under way',
    working,
    worked('22:10', undefined, { scheduledFor: '22:20' }),
  ],
  [
    'scheduled-in-the-past',
    'scheduledFor',
    'a beginning moved to now',
    planned,
    worked('11:00', undefined, { scheduledFor: '11:00' }),
  ],
  [
    'scheduled-in-the-past',
    'scheduledFor',
    'work announced for over a minute ago',
    [],
    scheduled('10:01:01', { scheduledFor: '10:00' }),
  ],
  [
    'ends-before-it-begins',
    'scheduledUntil',
    'an end moved to the beginning',
    planned,
    worked('11:00', undefined, { scheduledUntil: '22:00' }),
  ],
  ['ends-before-it-begins', 'scheduledUntil', 'work of no length', [], scheduled('10:00', { scheduledUntil: '22:00' })],
  [
    'promise-in-the-past',
    'scheduledUntil',
    'an end moved to now',
    working,
    worked('22:30', undefined, { scheduledUntil: '22:30' }),
  ],
];

const ACCEPTED: readonly [name: string, before: readonly (Step | Look)[], step: Step][] = [
  ['an opening that began now', [], opened('10:00', { happenedAt: at('10:00') })],
  ['an update in a week', open, update('10:20', { nextUpdateBy: '+7 10:20' })],
  ['an ETA of 90 days', open, update('10:20', { restoreBy: '+90 10:20' })],
  ['a report in 90 days', open, resolved('10:20', { reportBy: '+90 10:20' })],
  ['a correction of what is over', over, correct(2)],
  ['a redaction of what was retracted', undone, { ...redact(1), at: '10:30' }],
  ['a correction of announced work', planned, correct(1)],
  ['work announced for a minute ago', [], scheduled('10:01', { scheduledFor: '10:00' })],
  [
    'a completion that a person confirms',
    [...planned, { at: '22:00', look: true }, { at: '23:00', look: true }],
    worked('23:10', 'completed'),
  ],
];

const IDLE: readonly [name: string, before: readonly (Step | Look)[], step: Step][] = [
  ['a resolution of what is over', over, resolved('10:20')],
  ['a retraction of what was retracted', undone, { ...retract, at: '10:30' }],
  ['a redaction of what was redacted', [...open, redact(1)], { ...redact(1), at: '10:30' }],
  ['a cancellation of what was cancelled', cancelled, worked('11:30', 'cancelled')],
  [
    'a completion of what a person has completed',
    [...working, worked('22:30', 'completed')],
    worked('22:40', 'completed'),
  ],
];

describe('a wish', () => {
  it.each(REFUSED)('is refused as %s (%s): %s', (code, field, _name, before, step) => {
    given(...before)
      .when(step)
      .thenRefused(code, field);
  });

  it.each(ACCEPTED)('is taken up to the limit: %s', (_name, before, step) => {
    const kind = {
      OpenIncident: 'opened',
      PostUpdate: 'update',
      Resolve: 'resolved',
      Correct: 'correction',
      Redact: 'redaction',
      ScheduleMaintenance: 'maintenance',
      UpdateMaintenance: 'maintenance',
    } as const;
    given(...before)
      .when(step)
      .thenAdds(kind[step.command.type as keyof typeof kind]);
  });

  it.each(IDLE)('adds nothing where it holds already: %s', (_name, before, step) => {
    given(...before)
      .when(step)
      .thenNothing();
  });
});
