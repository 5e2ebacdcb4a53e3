import { describe, expect, it } from 'vitest';
import { authorOf } from '../../shared/core/entry.ts';
import type { Incident } from '../../shared/core/incident.ts';
import { at, given, look, machine, opened, resolved, rowsOf, told, toldReported, update } from '../support/story.ts';

const apologiesIn = (incident: Incident) => incident.entries.filter((entry) => authorOf(entry) === 'pipeline');

describe('the apology', () => {
  it('follows a grace of a tenth of the promised span, at least a second and at most two minutes', () => {
    given(opened('10:00', { nextUpdateBy: '10:10' }))
      .when(look('10:10:59'))
      .thenNothing();
    given(opened('10:00', { nextUpdateBy: '10:10' }))
      .when(look('10:11'))
      .thenAdds('apology');
    given(opened('10:00', { nextUpdateBy: '10:00:04' }))
      .when(look('10:00:04.9'))
      .thenNothing();
    given(opened('10:00', { nextUpdateBy: '10:00:04' }))
      .when(look('10:00:05'))
      .thenAdds('apology');
    given(opened('10:00', { nextUpdateBy: '13:00' }))
      .when(look('13:01:59'))
      .thenNothing();
    given(opened('10:00', { nextUpdateBy: '13:00' }))
      .when(look('13:02'))
      .thenAdds('apology');
  });

  it('comes once, and not at all once a person has spoken', () => {
    given(opened('10:00', { nextUpdateBy: '10:30' }))
      .when(look('10:33'))
      .thenAdds('apology');
    given(opened('10:00', { nextUpdateBy: '10:30' }), look('10:33'))
      .when(look('10:34'))
      .thenNothing();
    given(opened('10:00', { nextUpdateBy: '10:30' }), update('10:31'))
      .when(look('10:33'))
      .thenNothing();
  });

  it('never follows a promise that was renewed, withdrawn or resolved in time', () => {
    given(opened('10:00'), update('10:10')).when(look('10:20')).thenNothing();
    given(opened('10:00'), update('10:10', { nextUpdateBy: null }))
      .when(look('15:00'))
      .thenNothing();
    given(opened('10:00'), resolved('10:10')).when(look('10:20')).thenNothing();
  });

  it('is not owed for an ETA while the service is monitored, and is again after it fell back', () => {
    const eta = opened('10:00', { status: 'identified', restoreBy: '11:00', nextUpdateBy: '14:00' });
    const monitored = update('10:30', { status: 'monitoring', nextUpdateBy: '14:00' });
    given(eta, monitored).when(look('11:30')).thenNothing();
    given(eta, monitored, update('10:40', { status: 'identified', nextUpdateBy: '14:00' }))
      .when(look('11:30'))
      .thenAdds('apology');
  });

  it('is one for both clocks that are due together, also for the one still in its own grace', () => {
    const both = opened('10:00', { status: 'identified', restoreBy: '10:20', nextUpdateBy: '10:20' });
    expect(given(both).when(look('10:23')).thenAdds('apology').settles).toHaveLength(2);
    const graced = opened('10:00', { status: 'identified', restoreBy: '10:31:30', nextUpdateBy: '10:30' });
    expect(given(graced).when(look('10:32')).thenAdds('apology').settles).toHaveLength(2);
  });

  it('promises the next update at twice the cadence, never derived from the slipped span', () => {
    const apology = given(opened('10:00', { nextUpdateBy: '10:00:04' }))
      .when(look('10:00:06'))
      .thenAdds('apology');
    expect(apology.promises).toEqual({ nextUpdateBy: at('10:30:06') });
  });

  it('repeats the standing next update where only the ETA slipped', () => {
    const eta = opened('10:00', { status: 'identified', restoreBy: '11:00', nextUpdateBy: '11:30' });
    const apology = given(eta).when(look('11:02')).thenAdds('apology');
    expect(apology.promises).toEqual({});
    expect(apology.content?.message).toContain('The next update is still due by 11:30 UTC.');
  });

  it('gives no time the second time, withdraws the one that stands, and says how many updates were missed', () => {
    const second = given(opened('10:00'), look('10:17')).when(look('11:00')).thenAdds('apology');
    expect(second.promises).toEqual({ nextUpdateBy: null });
    expect(second.content?.message).toContain('We have now missed two updates.');

    const eta = opened('10:00', { status: 'identified', restoreBy: '11:30', nextUpdateBy: '10:30' });
    const incident = toldReported(eta, look('10:33'), look('11:32'));
    expect(rowsOf(incident)).toEqual([
      'nextUpdateBy 10:30 slipped',
      'restoreBy 11:30 slipped',
      'nextUpdateBy 11:33 withdrawn',
    ]);
    expect(incident.entries.at(-1)?.content?.message).not.toContain('We have now missed');
  });

  it('comes at most twice in a silence of 72 hours, and anew after a person has spoken', () => {
    const hours = Array.from({ length: 72 * 4 }, (_, quarter) =>
      look(
        `+${Math.floor(quarter / 96)} ${10 + 0}:${String(0).padStart(2, '0')}:${quarter * 900 - Math.floor(quarter / 96) * 86_400}`,
      ),
    );
    expect(apologiesIn(told(opened('10:00'), ...hours))).toHaveLength(2);
    const again = told(
      opened('10:00'),
      look('10:17'),
      look('11:00'),
      update('11:10'),
      look('11:40'),
      look('13:00'),
      look('14:00'),
    );
    expect(apologiesIn(again)).toHaveLength(4);
  });

  it('is not kept away by what a machine says', () => {
    given(opened('10:00'), update('10:16', { by: machine }))
      .when(look('10:17'))
      .thenAdds('apology');
  });

  it('is owed by nobody while frozen, restricted, held, or when it was noticed more than an hour late', () => {
    given(opened('10:00'))
      .when(look('10:20', { frozen: true }))
      .thenNothing();
    given(opened('10:00'))
      .when(look('10:20', { holdUntil: at('10:21') }))
      .thenNothing();
    given(opened('10:00'))
      .when(look('10:20', { holdUntil: at('10:19') }))
      .thenAdds('apology');
    given(opened('10:00', { handling: 'restricted' }))
      .when(look('10:20'))
      .thenNothing();
    given(opened('10:00')).when(look('11:15:01')).thenNothing();
    given(opened('10:00')).when(look('11:15')).thenAdds('apology');
  });

  it('leaves a promise open that nobody may answer, until a person does', () => {
    expect(rowsOf(told(opened('10:00'), look('12:00')))).toEqual(['nextUpdateBy 10:15 open']);
    expect(rowsOf(told(opened('10:00'), look('12:00'), update('12:10')))).toContain('nextUpdateBy 10:15 slipped');
  });
});
