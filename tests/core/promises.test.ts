import { describe, expect, it } from 'vitest';
import { remindersOf } from '../../shared/core/reminders/reminders.ts';
import { nextWatchAt } from '../../shared/core/watch.ts';
import {
  at,
  given,
  type Look,
  look,
  machine,
  opened,
  policy,
  reopened,
  resolved,
  rowsOf,
  type Step,
  told,
  toldReported,
  update,
} from '../support/story.ts';

describe('the next update', () => {
  it('is promised by default, from the cadence of impact and status', () => {
    given().when(opened('10:00')).thenPromises('nextUpdateBy 10:15 open');
    given()
      .when(opened('10:00', { impact: 'critical' }))
      .thenPromises('nextUpdateBy 10:10 open');
    given(opened('10:00'))
      .when(update('10:05', { status: 'monitoring' }))
      .thenPromises('nextUpdateBy 10:15 kept', 'nextUpdateBy 11:05 open');
  });

  it('has the cadence of minor where the impact is none', () => {
    given()
      .when(opened('10:00', { impact: 'none' }))
      .thenPromises('nextUpdateBy 10:15 open');
  });

  it('is known to come from who gave it, or from the cadence, as an ETA is', () => {
    const sources = (step: Parameters<ReturnType<typeof given>['when']>[0]) =>
      given().when(step).thenAdds('opened').private.sources;
    const both = { status: 'identified', nextUpdateBy: '10:30', restoreBy: '11:00' } as const;
    expect(sources(opened('10:00', both))).toEqual({ nextUpdateBy: 'person', restoreBy: 'person' });
    expect(sources(opened('10:00', { ...both, by: machine }))).toEqual({
      nextUpdateBy: 'machine',
      restoreBy: 'machine',
    });
    expect(sources(opened('10:00'))).toEqual({ nextUpdateBy: 'default' });
    expect(sources(opened('10:00', { by: machine }))).toEqual({ nextUpdateBy: 'machine' });
    expect(sources(opened('10:00', { nextUpdateBy: null }))).toEqual({});
  });

  it('is kept by a person who posts in time, and renewed', () => {
    given(opened('10:00')).when(update('10:14')).thenPromises('nextUpdateBy 10:15 kept', 'nextUpdateBy 10:29 open');
  });

  it('is kept late within the grace, and slipped after it', () => {
    given(opened('10:00')).when(update('10:16')).thenPromises('nextUpdateBy 10:15 kept', 'nextUpdateBy 10:31 open');
    given(opened('10:00')).when(update('10:17')).thenPromises('nextUpdateBy 10:15 slipped', 'nextUpdateBy 10:32 open');
  });

  it('is withdrawn by a person who says so in time, and nothing is promised then', () => {
    given(opened('10:00'))
      .when(update('10:05', { nextUpdateBy: null }))
      .thenPromises('nextUpdateBy 10:15 withdrawn');
  });

  it('has slipped, however it is worded, when a person speaks only after the grace', () => {
    given(opened('10:00'))
      .when(update('10:20', { nextUpdateBy: null }))
      .thenPromises('nextUpdateBy 10:15 slipped');
  });

  it('is kept by nothing that a machine says', () => {
    given(opened('10:00'))
      .when(update('10:05', { by: machine }))
      .thenPromises('nextUpdateBy 10:15 open');
    given(opened('10:00'))
      .when(update('10:40', { by: machine }))
      .thenPromises('nextUpdateBy 10:15 open');
  });

  it('may be moved by a machine only before it is due', () => {
    given(opened('10:00'))
      .when(update('10:05', { by: machine, nextUpdateBy: '10:30' }))
      .thenPromises('nextUpdateBy 10:15 revised', 'nextUpdateBy 10:30 open');
    given(opened('10:00'))
      .when(update('10:20', { by: machine, nextUpdateBy: '10:30' }))
      .thenPromises('nextUpdateBy 10:15 open');
  });

  it('changes by no correction, redaction or postmortem, and no silence ends with one', () => {
    const correct = { type: 'Correct', corrects: 1, message: 'It is the API, not logins.' } as const;
    const redact = { type: 'Redact', seq: 1, message: 'It named a customer.' } as const;
    const publish = { type: 'PublishPostmortem', message: 'What happened, and what we change.' } as const;
    const apologised = [opened('10:00'), look('10:17')];
    for (const [before, command, kind] of [
      [apologised, correct, 'correction'],
      [apologised, redact, 'redaction'],
      [[...apologised, resolved('10:20')], publish, 'postmortem'],
    ] as const) {
      const then = toldReported(...before);
      const after = toldReported(...before, { at: '10:25', command });
      expect(after.entries.at(-1)?.kind).toBe(kind);
      expect(rowsOf(after)).toEqual(rowsOf(then));
      expect(after.silence).toEqual(then.silence);
    }
  });
});

describe('a machine that ends an incident', () => {
  const end = (clock: string) => resolved(clock, { by: machine });

  it('keeps nothing: what was in time is withdrawn, what was not has slipped', () => {
    const withEta = opened('10:00', { status: 'identified', restoreBy: '11:00', nextUpdateBy: '10:30' });
    given(withEta).when(end('10:20')).thenPromises('nextUpdateBy 10:30 withdrawn', 'restoreBy 11:00 withdrawn');
    given(withEta).when(end('10:40')).thenPromises('nextUpdateBy 10:30 slipped', 'restoreBy 11:00 withdrawn');
  });

  it('leaves a report owed, and what was settled before as it was', () => {
    given(opened('10:00'), resolved('10:10', { reportBy: '13:00' }), reopened('10:20', { nextUpdateBy: '11:00' }))
      .when(end('10:30'))
      .thenPromises('nextUpdateBy 10:15 kept', 'reportBy 13:00 open', 'nextUpdateBy 11:00 withdrawn');
  });
});

describe('an ETA', () => {
  const withEta = opened('10:00', { status: 'identified', restoreBy: '11:00', nextUpdateBy: '12:00' });

  it('is refused when it lies in the past', () => {
    given(opened('10:00'))
      .when(update('10:05', { restoreBy: '09:59' }))
      .thenRefused('promise-in-the-past', 'restoreBy');
  });

  it('is refused when it lies more than 90 days ahead', () => {
    given(opened('10:00'))
      .when(update('10:05', { restoreBy: '+91 10:06' }))
      .thenRefused('promise-too-far', 'restoreBy');
  });

  it('stands when an update does not mention it, or says it again', () => {
    given(withEta)
      .when(update('10:20', { nextUpdateBy: '12:00' }))
      .thenPromises('nextUpdateBy 12:00 kept', 'restoreBy 11:00 open', 'nextUpdateBy 12:00 open');
    given(withEta)
      .when(update('10:20', { restoreBy: '11:00', nextUpdateBy: '12:30' }))
      .thenPromises('nextUpdateBy 12:00 kept', 'restoreBy 11:00 open', 'nextUpdateBy 12:30 open');
  });

  it('is revised by another one before it is due, and slipped after', () => {
    expect(rowsOf(told(withEta, update('10:20', { restoreBy: '13:00' })))).toContain('restoreBy 11:00 revised');
    expect(rowsOf(told(withEta, update('11:30', { restoreBy: '13:00' })))).toContain('restoreBy 11:00 slipped');
  });

  it('is withdrawn by null', () => {
    expect(rowsOf(told(withEta, update('10:20', { restoreBy: null })))).toContain('restoreBy 11:00 withdrawn');
  });

  it('is kept by the first entry that says the service is back: monitoring, resolved, or every component operational', () => {
    const affected = opened('10:00', {
      status: 'identified',
      restoreBy: '11:00',
      components: [{ id: 'api', status: 'major_outage' }],
    });
    expect(rowsOf(told(withEta, update('10:50', { status: 'monitoring' })))).toContain('restoreBy 11:00 kept');
    expect(rowsOf(told(withEta, resolved('10:50')))).toContain('restoreBy 11:00 kept');
    expect(rowsOf(told(affected, update('10:50', { components: [{ id: 'api', status: 'operational' }] })))).toContain(
      'restoreBy 11:00 kept',
    );
  });

  it('is kept by nothing less: partly back, or a machine that says so', () => {
    const two = opened('10:00', {
      status: 'identified',
      restoreBy: '11:00',
      components: [
        { id: 'api', status: 'major_outage' },
        { id: 'website', status: 'major_outage' },
      ],
    });
    expect(rowsOf(told(two, update('10:50', { components: [{ id: 'api', status: 'operational' }] })))).toContain(
      'restoreBy 11:00 open',
    );
    expect(rowsOf(told(withEta, update('10:50', { status: 'monitoring', by: machine })))).toContain(
      'restoreBy 11:00 open',
    );
  });

  it('is slipped by a person who speaks after it was due without saying that it is back, even within the grace', () => {
    expect(rowsOf(told(withEta, update('11:01')))).toContain('restoreBy 11:00 slipped');
    expect(rowsOf(told(withEta, update('11:01', { status: 'monitoring' })))).toContain('restoreBy 11:00 kept');
    expect(rowsOf(told(withEta, update('11:03', { status: 'monitoring' })))).toContain('restoreBy 11:00 slipped');
  });

  it('is open again when the service falls back before it was due, and not after', () => {
    const back = [withEta, update('10:30', { status: 'monitoring', nextUpdateBy: '12:00' })];
    expect(rowsOf(told(...back, update('10:40', { status: 'identified' })))).toContain('restoreBy 11:00 open');
    expect(rowsOf(told(...back, update('11:40', { status: 'identified' })))).toContain('restoreBy 11:00 kept');
  });

  it('stays kept while the service stays back, whoever speaks', () => {
    const back = [withEta, update('10:30', { status: 'monitoring', nextUpdateBy: '12:00' })];
    expect(rowsOf(told(...back, update('10:40')))).toContain('restoreBy 11:00 kept');
    expect(rowsOf(told(...back, update('10:40', { by: machine })))).toContain('restoreBy 11:00 kept');
    expect(rowsOf(told(...back, update('10:40', { by: machine, status: 'identified' })))).toContain(
      'restoreBy 11:00 open',
    );
  });

  it('is the one that was kept that is open again, and not one that was moved before', () => {
    const moved = [withEta, update('10:20', { restoreBy: '12:00', nextUpdateBy: '13:00' })];
    const rows = rowsOf(
      told(
        ...moved,
        update('10:30', { status: 'monitoring', nextUpdateBy: '13:00' }),
        update('11:20', { status: 'identified' }),
      ),
    );
    expect(rows).toContain('restoreBy 11:00 revised');
    expect(rows).toContain('restoreBy 12:00 open');
  });

  it('that is said again as the service falls back is no new one', () => {
    const back = [withEta, update('10:30', { status: 'monitoring', nextUpdateBy: '12:00' })];
    const again = update('10:40', { status: 'identified', restoreBy: '11:00', nextUpdateBy: '12:00' });
    expect(rowsOf(told(...back, again))).toEqual([
      'nextUpdateBy 12:00 kept',
      'restoreBy 11:00 open',
      'nextUpdateBy 12:00 kept',
      'nextUpdateBy 12:00 open',
    ]);
  });

  it('that was taken back is a new one when it is given again', () => {
    const back = [withEta, update('10:20', { restoreBy: null, nextUpdateBy: '12:00' })];
    const again = update('10:40', { restoreBy: '11:00', nextUpdateBy: '12:30' });
    expect(rowsOf(told(...back, again))).toEqual([
      'nextUpdateBy 12:00 kept',
      'restoreBy 11:00 withdrawn',
      'nextUpdateBy 12:00 kept',
      'nextUpdateBy 12:30 open',
      'restoreBy 11:00 open',
    ]);
    const byMachine = [withEta, update('10:20', { by: machine, restoreBy: null })];
    expect(rowsOf(told(...byMachine, again))).toEqual([
      'nextUpdateBy 12:00 kept',
      'restoreBy 11:00 withdrawn',
      'nextUpdateBy 12:30 open',
      'restoreBy 11:00 open',
    ]);
  });

  it('is revised at once when the fall back comes with another time', () => {
    const rows = rowsOf(
      told(
        withEta,
        update('10:30', { status: 'monitoring' }),
        update('10:40', { status: 'identified', restoreBy: '12:00' }),
      ),
    );
    expect(rows).toContain('restoreBy 11:00 revised');
    expect(rows).toContain('restoreBy 12:00 open');
  });

  it('is open again when a resolved incident is reopened before it was due', () => {
    expect(rowsOf(told(withEta, resolved('10:30'), reopened('10:40')))).toContain('restoreBy 11:00 open');
  });
});

describe('a report', () => {
  it('promised on resolving outlives the incident and is kept by the postmortem', () => {
    const postmortem = {
      at: '12:00',
      command: { type: 'PublishPostmortem', message: 'What happened, and what we change.' },
    } as const;
    given(opened('10:00'), resolved('10:10', { reportBy: '13:00' }))
      .when(postmortem)
      .thenPromises('nextUpdateBy 10:15 kept', 'reportBy 13:00 kept');
    given(opened('10:00'), resolved('10:10', { reportBy: '11:00' }))
      .when(postmortem)
      .thenPromises('nextUpdateBy 10:15 kept', 'reportBy 11:00 slipped');
  });

  it('is revised when the incident is resolved anew with another time before it is due, and else stands', () => {
    const again = (reportBy?: string) =>
      rowsOf(
        told(
          opened('10:00'),
          resolved('10:10', { reportBy: '13:00' }),
          reopened('10:20', { nextUpdateBy: null }),
          resolved('10:30', reportBy === undefined ? {} : { reportBy }),
        ),
      ).filter((row) => row.startsWith('reportBy'));
    expect(again('14:00')).toEqual(['reportBy 13:00 revised', 'reportBy 14:00 open']);
    expect(again('13:00')).toEqual(['reportBy 13:00 open']);
    expect(again()).toEqual(['reportBy 13:00 open']);
  });

  it('is kept by no machine', () => {
    const postmortem = {
      at: '12:00',
      by: machine,
      command: { type: 'PublishPostmortem', message: 'A report.' },
    } as const;
    given(opened('10:00'), resolved('10:10', { reportBy: '13:00' }))
      .when(postmortem)
      .thenPromises('nextUpdateBy 10:15 kept', 'reportBy 13:00 open');
  });

  it('that is late gets one apology without a new time, outside the silence count', () => {
    const late = [opened('10:00'), resolved('10:10', { reportBy: '11:00' })];
    expect(
      given(...late)
        .when(look('11:05'))
        .thenAdds('apology').promises,
    ).toEqual({});
    given(...late, look('11:05'))
      .when(look('13:00'))
      .thenNothing();
    expect(toldReported(...late, look('11:05')).silence.automatedEntries).toBe(0);
    expect(toldReported(opened('10:00'), look('10:17')).silence.automatedEntries).toBe(1);
  });

  it('is moved or taken back after the end without moving the end, and a late one is owned up to by that', () => {
    const over = [opened('10:00'), resolved('10:10', { reportBy: '13:00' })];
    const rowsAfter = (...steps: Step[]) => rowsOf(told(...over, ...steps)).filter((row) => row.startsWith('reportBy'));
    for (const says of [update, resolved]) {
      expect(rowsAfter(says('12:00', { reportBy: '15:00' }))).toEqual([
        'reportBy 13:00 revised',
        'reportBy 15:00 open',
      ]);
      expect(rowsAfter(says('12:00', { reportBy: null }))).toEqual(['reportBy 13:00 withdrawn']);
      expect(rowsAfter(says('13:01', { reportBy: '15:00' }))).toEqual([
        'reportBy 13:00 slipped',
        'reportBy 15:00 open',
      ]);
      const moved = told(...over, says('12:00', { reportBy: '15:00' }));
      expect(moved).toMatchObject({ phase: 'resolved', resolvedAt: at('10:10'), status: 'resolved' });
      given(...over)
        .when(says('12:00', { reportBy: '13:00' }))
        .thenNothing();
    }
  });

  it('and the title are all that can be changed of what is over', () => {
    const over = [opened('10:00'), resolved('10:10', { reportBy: '13:00' })];
    expect(told(...over, update('12:00', { title: 'Sign-in failed' }))).toMatchObject({
      title: 'Sign-in failed',
      phase: 'resolved',
    });
    for (const more of [{ nextUpdateBy: '14:00' }, { impact: 'minor' as const }, { happenedAt: at('10:05') }]) {
      given(...over)
        .when(update('12:00', { reportBy: '15:00', ...more }))
        .thenRefused('incident-not-open');
    }
    given(...over)
      .when(update('12:00'))
      .thenRefused('incident-not-open');
    given(...over)
      .when(update('12:00', { reportBy: '15:00', by: machine }))
      .thenRefused('incident-not-open');
  });

  describe('while the incident is open again', () => {
    const again = [
      opened('10:00'),
      resolved('10:10', { reportBy: '11:00' }),
      reopened('10:20', { nextUpdateBy: '12:00' }),
    ];
    const reportAfter = (...steps: (Step | Look)[]) =>
      rowsOf(told(...again, ...steps)).filter((row) => row.startsWith('reportBy'));
    const report: Step = { at: '10:50', command: { type: 'PublishPostmortem', message: 'How it came about.' } };

    it('is moved, taken back or kept as before', () => {
      expect(reportAfter(update('10:30', { reportBy: '15:00' }))).toEqual([
        'reportBy 11:00 revised',
        'reportBy 15:00 open',
      ]);
      expect(reportAfter(update('10:30', { reportBy: null }))).toEqual(['reportBy 11:00 withdrawn']);
      expect(reportAfter(report)).toEqual(['reportBy 11:00 kept']);
      expect(told(...again, report)).toMatchObject({ phase: 'open', status: 'investigating' });
    });

    it('gets no apology: it stands late until a person speaks, and has slipped then', () => {
      given(...again)
        .when(look('11:05'))
        .thenNothing();
      expect(reportAfter(look('11:05'))).toEqual(['reportBy 11:00 open']);
      expect(reportAfter(update('11:06', { by: machine }))).toEqual(['reportBy 11:00 open']);
      expect(reportAfter(update('11:06'))).toEqual(['reportBy 11:00 slipped']);
      expect(reportAfter(resolved('11:06', { reportBy: '15:00' }))).toEqual([
        'reportBy 11:00 slipped',
        'reportBy 15:00 open',
      ]);
    });

    it('gets its apology after a machine has ended it, which settles no report', () => {
      const ended = [...again, resolved('11:06', { by: machine })];
      const apology = given(...ended)
        .when(look('11:07'))
        .thenAdds('apology');
      expect(apology.settles).toEqual([{ seq: 2, promise: 'reportBy', as: 'slipped' }]);
    });

    it('is neither looked at again nor a reason to page anybody, however late it is', () => {
      const late = toldReported(...again, update('10:59', { nextUpdateBy: null }));
      expect(nextWatchAt(late, policy, at('12:01'), { reminders: false })).toBeUndefined();
      expect(remindersOf(late, policy, at('13:00')).due.filter(({ about }) => about === 'silence')).toEqual([]);
    });
  });

  it('and what a machine says are none of the automated words that a silence may have', () => {
    const moved = [opened('10:00'), update('10:05', { by: machine, nextUpdateBy: '10:30' })];
    expect(toldReported(...moved).silence).toEqual({ since: at('10:00'), automatedEntries: 0 });
  });
});

describe('commands on what has ended', () => {
  it('are refused: an update of the resolved, a reopening of the open', () => {
    given(opened('10:00'), resolved('10:10')).when(update('10:20')).thenRefused('incident-not-open');
    given(opened('10:00')).when(reopened('10:20')).thenRefused('already-open');
    given().when(update('10:20')).thenRefused('incident-not-found');
  });

  it('change nothing when what they ask for holds already', () => {
    given(opened('10:00'), resolved('10:10')).when(resolved('10:20')).thenNothing();
  });

  it('leave it over when they only speak of what was said', () => {
    const correct = { at: '11:00', command: { type: 'Correct', corrects: 1, message: 'It was the API.' } } as const;
    const retract = { at: '10:20', command: { type: 'Retract', message: 'A false alarm.' } } as const;
    const merge = { at: '10:20', command: { type: 'Merge', into: 'i2', message: 'It goes on there.' } } as const;
    expect(told(opened('10:00'), resolved('10:20'), correct)).toMatchObject({
      phase: 'resolved',
      resolvedAt: at('10:20'),
    });
    expect(told(opened('10:00'), retract, correct)).toMatchObject({ phase: 'retracted', endedAt: at('10:20') });
    expect(told(opened('10:00'), merge, correct)).toMatchObject({ phase: 'merged', endedAt: at('10:20') });
    expect(told(opened('10:00'), correct)).toMatchObject({ phase: 'open' });
  });

  it('withdraw every promise without an apology when the incident was opened in error', () => {
    const retract = { at: '10:05', command: { type: 'Retract', message: 'A false alarm of our monitoring.' } } as const;
    given(opened('10:00', { status: 'identified', restoreBy: '11:00' }))
      .when(retract)
      .thenPromises('nextUpdateBy 10:30 withdrawn', 'restoreBy 11:00 withdrawn');
    given(opened('10:00'), retract).when(look('10:30')).thenNothing();
    given(opened('10:00'), update('10:03'))
      .when(retract)
      .thenPromises('nextUpdateBy 10:15 kept', 'nextUpdateBy 10:18 withdrawn');
  });
});

it('a time in a chain only goes forward, also when a clock is behind', () => {
  const entry = given(opened('10:00')).when(update('09:59')).thenAdds('update');
  expect(entry.at).toBe('2026-11-22T10:00:00.001Z');
  expect(at('10:00')).toBe('2026-11-22T10:00:00.000Z');
});
