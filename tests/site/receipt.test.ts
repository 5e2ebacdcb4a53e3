import { describe, expect, it } from 'vitest';
import { spoken } from '../../shared/config/voice.ts';
import type { PublicIncident } from '../../shared/core/public-incident.ts';
import { receiptOf } from '../../shared/site/receipt.ts';
import { at, story } from './support/story.ts';

const textOf = (incident: PublicIncident) =>
  receiptOf(spoken, incident)!
    .map(({ text }) => text)
    .join(' ');

describe('the receipt of an incident that is over', () => {
  it('says how soon we spoke, which updates came late and how far the first restore time was off', () => {
    const incident = story(
      'i1',
      ['14:00', { happenedAt: at('13:56'), promises: { nextUpdateBy: at('14:30') } }],
      [
        '14:39',
        {
          status: 'identified',
          promises: { nextUpdateBy: at('15:10'), restoreBy: at('15:20') },
          settles: [{ seq: 1, promise: 'nextUpdateBy', as: 'slipped' }],
        },
      ],
      [
        '15:08',
        {
          kind: 'resolved',
          status: 'resolved',
          settles: [
            { seq: 2, promise: 'nextUpdateBy', as: 'kept' },
            { seq: 2, promise: 'restoreBy', as: 'kept' },
          ],
        },
      ],
    );
    expect(receiptOf(spoken, incident)).toEqual([
      { text: 'First word 4 min after it began.' },
      { text: '3 statements by people.' },
      { text: '2 promised updates: 1 on time, 1 late by 9 min.', good: false },
      { text: 'Restored 12 min before the first time that we gave.', good: true },
    ]);
  });

  it('counts as late until a person spoke, not until the pipeline apologised, and says how late the service was', () => {
    const incident = story(
      'i1',
      ['14:00', { status: 'identified', promises: { nextUpdateBy: at('14:30'), restoreBy: at('14:40') } }],
      [
        '14:32',
        {
          kind: 'apology',
          automated: true,
          promises: { nextUpdateBy: at('15:30') },
          settles: [{ seq: 1, promise: 'nextUpdateBy', as: 'slipped' }],
        },
      ],
      ['14:35', { kind: 'correction', corrects: 1 }],
      ['14:45', { automated: true, message: 'The probe still fails.' }],
      [
        '14:50',
        {
          status: 'monitoring',
          settles: [
            { seq: 2, promise: 'nextUpdateBy', as: 'kept' },
            { seq: 1, promise: 'restoreBy', as: 'slipped' },
          ],
        },
      ],
      ['15:00', { kind: 'resolved', status: 'resolved' }],
    );
    expect(receiptOf(spoken, incident)?.slice(2)).toEqual([
      { text: '1 promised update: 0 on time, 1 late by 20 min.', good: false },
      { text: 'Restored 10 min after the first time that we gave.', good: false },
    ]);
  });

  it('scores the first time that was given, however often it was moved', () => {
    const incident = story(
      'i1',
      ['14:00', { status: 'identified', promises: { restoreBy: at('15:00') } }],
      ['14:50', { promises: { restoreBy: at('16:00') }, settles: [{ seq: 1, promise: 'restoreBy', as: 'revised' }] }],
      ['15:30', { kind: 'resolved', status: 'resolved', settles: [{ seq: 2, promise: 'restoreBy', as: 'kept' }] }],
    );
    expect(textOf(incident)).toContain('was moved before it was due');
  });

  it('counts what the pipeline said apart from what people said', () => {
    const incident = story(
      'i1',
      ['14:00', {}],
      ['14:30', { kind: 'apology', automated: true }],
      ['15:00', { kind: 'resolved', status: 'resolved' }],
    );
    expect(textOf(incident)).toContain('2 statements by people, 1 automated apology.');
  });

  it('is not written while the incident is open', () => {
    expect(receiptOf(spoken, story('i1', ['14:00', {}]))).toBeUndefined();
  });
});
