import { describe, expect, it } from 'vitest';
import { type CoordinationRecords, coordinationReminders } from '../../shared/core/reminders/coordination.ts';
import { at, opened, policy, resolved, toldReported } from '../support/story.ts';

const nothing: CoordinationRecords = { drafts: [], handover: undefined, followUps: [] };
const open = toldReported(opened('10:00'));
const over = toldReported(opened('10:00'), resolved('10:30'));

const owed = (records: Partial<CoordinationRecords>, clock: string, incident: typeof open | undefined = open) => {
  const { due, nextAt } = coordinationReminders({ ...nothing, ...records }, incident, policy, at(clock));
  return { due: due.map(({ key, to }) => `${key} ${to}`), nextAt: nextAt?.slice(11, 16) };
};

describe('a draft that waits', () => {
  const reason = { reason: 'impact' } as const;
  const draft = { id: 'd1', reason, proposedAt: at('10:00'), decideBy: at('10:20'), onTimeout: 'escalate' as const };
  const drafts = [draft];

  it('is brought to the approver at once and at each lead, and overdue to whoever is on call, every half hour', () => {
    expect(owed({ drafts }, '10:00')).toEqual({ due: ['draft#d1#asked approver'], nextAt: '10:05' });
    expect(owed({ drafts }, '10:05')).toEqual({ due: ['draft#d1#PT15M approver'], nextAt: '10:15' });
    expect(owed({ drafts }, '10:15')).toEqual({ due: ['draft#d1#PT5M approver'], nextAt: '10:20' });
    expect(owed({ drafts }, '10:20')).toEqual({ due: ['draft#d1#overdue#0 escalation'], nextAt: '10:50' });
    expect(owed({ drafts }, '10:49')).toEqual({ due: ['draft#d1#overdue#0 escalation'], nextAt: '10:50' });
    expect(owed({ drafts }, '10:50')).toEqual({ due: ['draft#d1#overdue#1 escalation'], nextAt: '11:20' });
  });

  it('is escalated by nobody where it is published by itself', () => {
    expect(owed({ drafts: [{ ...draft, onTimeout: 'publish' }] }, '10:50')).toEqual({
      due: ['draft#d1#PT5M approver'],
      nextAt: undefined,
    });
  });

  it('has no lead at or before the moment of its proposal', () => {
    expect(owed({ drafts: [{ ...draft, decideBy: at('10:15') }] }, '10:00').nextAt).toBe('10:10');
  });

  it('may be about an incident that it would open', () => {
    const before = coordinationReminders({ ...nothing, drafts }, undefined, policy, at('10:00'));
    expect(before.due).toMatchObject([{ to: 'approver', about: 'draft', draft: 'd1' }]);
  });
});

describe('a handover', () => {
  const handover = { to: 'bob', from: 'ada', at: at('10:00') };
  const round = (number: number) => [
    `handover#${at('10:00')}#${number}#to to`,
    `handover#${at('10:00')}#${number}#from from`,
  ];

  it('reminds both at once and every five minutes', () => {
    expect(owed({ handover }, '10:00')).toEqual({ due: round(0), nextAt: '10:05' });
    expect(owed({ handover }, '10:04')).toEqual({ due: round(0), nextAt: '10:05' });
    expect(owed({ handover }, '10:05')).toEqual({ due: round(1), nextAt: '10:10' });
  });

  it('reminds nobody once it is accepted or the incident is over', () => {
    expect(owed({ handover: { ...handover, accepted: {} } }, '10:05').due).toEqual([]);
    expect(owed({ handover }, '10:40', over).due).toEqual([]);
  });
});

describe('somebody who is to be answered', () => {
  const followUps = [{ reference: 'ticket 1' }, { reference: 'ticket 2', answered: {} }, { reference: 'ticket 3' }];

  it('is named a day after the end, while nobody has answered', () => {
    expect(owed({ followUps }, '10:40', over)).toEqual({ due: [], nextAt: '10:30' });
    const { due } = coordinationReminders({ ...nothing, followUps }, over, policy, at('+1 10:30'));
    expect(due).toEqual([
      {
        key: `loops#${at('10:30')}`,
        at: at('+1 10:30'),
        to: 'commander',
        about: 'loops',
        references: ['ticket 1', 'ticket 3'],
      },
    ]);
  });

  it('is named neither while it goes on nor once everybody is answered', () => {
    expect(owed({ followUps }, '+2 10:30')).toEqual({ due: [], nextAt: undefined });
    expect(owed({ followUps: [followUps[1]!] }, '+2 10:30', over)).toEqual({ due: [], nextAt: undefined });
  });
});
