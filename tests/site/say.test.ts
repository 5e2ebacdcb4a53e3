import { describe, expect, it } from 'vitest';
import type { PublicIncident } from '../../shared/core/public-incident.ts';
import { sayFile } from '../../shared/site/say.ts';
import { testConfig } from './support/site.ts';
import { at, story } from './support/story.ts';

const said = (incident: PublicIncident, now: string) =>
  sayFile({ config: testConfig, siteUrl: 'https://status.example.com', now: at(now) }, incident)
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
