import { describe, expect, it } from 'vitest';
import { spoken } from '../../shared/config/voice.ts';
import { type PublicIncident, publicIncident } from '../../shared/core/public-incident.ts';
import { supportLinesFile } from '../../shared/site/support-lines.ts';
import { scheduled, worked } from '../support/maintenance-story.ts';
import { type Look, look, type Step, toldReported } from '../support/story.ts';
import { testConfig } from './support/site.ts';
import { at, story } from './support/story.ts';

const said = (incident: PublicIncident, now: string) =>
  supportLinesFile({ config: testConfig, voice: spoken, siteUrl: 'https://status.example.com', now: at(now) }, incident)
    .body.trimEnd()
    .split('\n');

const open = story('i1', [
  '14:00',
  {
    title: 'Sign-in fails.',
    status: 'identified',
    components: [{ id: 'api', status: 'major_outage' }],
    workaround: 'Use an API token. It keeps working.',
    promises: { nextUpdateBy: at('14:30'), restoreBy: at('15:00') },
  },
]);

describe('what may be said to a customer now', () => {
  it('is three sentences: what, until when, and how long they hold', () => {
    expect(said(open, '14:10')).toEqual([
      'We have a problem that is not over: “Sign-in fails”, affecting API, since 14:00 UTC on 22 Nov 2026; we know the cause and are repairing it.',
      'We expect it to work again by 15:00 UTC on 22 Nov 2026; what you can do now: Use an API token.',
      'This holds until 14:30 UTC on 22 Nov 2026, when our next update is due at https://status.example.com/incidents/i1.',
    ]);
  });

  it('does not hold any more from the second that the next update is due, and says that a restore time has passed', () => {
    expect(said(open, '15:00').slice(1)).toEqual([
      'We expected it to work again by 15:00 UTC on 22 Nov 2026, and have not said that it does; what you can do now: Use an API token.',
      'Our next update was promised for 14:30 UTC on 22 Nov 2026 and is late, so please look at https://status.example.com/incidents/i1 before you rely on this.',
    ]);
  });

  it('claims no more than that we said so, once it is over', () => {
    const over = story('i1', ['14:00', {}], ['15:10', { kind: 'resolved', status: 'resolved' }]);
    expect(said(over, '18:00')).toEqual([
      '“Requests to the API fail” began at 14:00 UTC on 22 Nov 2026, and we said at 15:10 UTC on 22 Nov 2026 that it is over.',
      'It lasted 1 h 10 min; if something still fails for you, please tell us.',
      'This holds until something newer stands at https://status.example.com/incidents/i1.',
    ]);
  });

  it('takes back what was opened in error', () => {
    const error = story('i1', ['14:00', {}], ['14:10', { kind: 'retracted' }]);
    expect(said(error, '18:00')[0]).toBe('“Requests to the API fail” was opened in error.');
  });

  it('stays three lines whatever the title and the workaround contain', () => {
    const odd = story('i1', ['14:00', { title: 'One\nTwo. Three!\r\nFour', workaround: 'Do this.\n\n- and\n- that' }]);
    expect(said(odd, '14:10')).toHaveLength(3);
  });
});

describe('what may be said of announced work', () => {
  const URL = 'https://status.example.com/incidents/i1';
  const toldAs = (now: string, ...steps: readonly (Step | Look)[]) =>
    said(publicIncident(toldReported(scheduled('10:00'), ...steps)), now);

  it('is what, when, and until when that holds', () => {
    expect(toldAs('14:00')).toEqual([
      'We have announced maintenance: “Database upgrade”, which affects API, planned from 22:00 UTC on 22 Nov 2026 until 23:00 UTC on 22 Nov 2026.',
      'It has not begun.',
      `This holds until 22:00 UTC on 22 Nov 2026, when it is planned to begin, unless something newer stands at ${URL}.`,
    ]);
  });

  it('does not hold any more once it should have begun', () => {
    expect(toldAs('22:00').slice(1)).toEqual([
      'Its beginning has passed, and nobody has said yet that it has begun.',
      `No time is promised for our next update, so please look at ${URL} before you rely on this.`,
    ]);
  });

  it('says by when it is planned to end, and that it has not', () => {
    expect(toldAs('22:10', worked('22:05', 'in_progress'))).toEqual([
      'Announced maintenance is under way since 22:05 UTC on 22 Nov 2026: “Database upgrade”, which affects API.',
      'It is planned to end by 23:00 UTC on 22 Nov 2026.',
      `This holds until 23:00 UTC on 22 Nov 2026, unless something newer stands at ${URL}.`,
    ]);
    expect(toldAs('23:00', worked('22:05', 'in_progress')).slice(1)).toEqual([
      'It was planned to end by 23:00 UTC on 22 Nov 2026, and we have not said that it has.',
      `No time is promised for our next update, so please look at ${URL} before you rely on this.`,
    ]);
  });

  it('tells what a person has ended from what the clock has', () => {
    expect(toldAs('23:10', worked('22:05', 'in_progress'), worked('22:40', 'completed'))[0]).toBe(
      'Announced maintenance is done: “Database upgrade”, which affects API; we said so at 22:40 UTC on 22 Nov 2026.',
    );
    const [what, known, holds] = toldAs('23:10', look('22:00'), look('23:00'));
    expect(what).toContain('The planned end of announced maintenance has come');
    expect(known).toBe('Nobody has confirmed since 23:00 UTC on 22 Nov 2026 that the work is done.');
    expect(holds).toContain('before you rely on this');
  });

  it('says that what was cancelled does not take place', () => {
    expect(toldAs('12:00', worked('11:00', 'cancelled'))[0]).toContain('does not take place: “Database upgrade”');
  });
});
