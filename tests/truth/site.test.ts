import { describe, expect, it } from 'vitest';
import { publicIncident } from '../../shared/core/public-incident.ts';
import { daysOf, recordedSince, sumsOf } from '../../shared/site/day-history.ts';
import { supportLinesFile } from '../../shared/site/support-lines.ts';
import { siteVerdict } from '../../shared/site/verdict.ts';
import { filesOf } from '../site/support/reader.ts';
import { renderedFile, renderedJson, siteOf, testConfig, textOf } from '../site/support/site.ts';
import { at, type Said, story } from '../site/support/story.ts';
import { scheduled } from '../support/maintenance-story.ts';
import { given, look, opened, reopened, resolved, toldReported, update } from '../support/story.ts';

const headline = (now: string, ...incidents: Parameters<typeof siteOf>[0]) => {
  const input = siteOf(incidents, now);
  return siteVerdict(input.siteIndex, testConfig, input.now).headline;
};

const missed = publicIncident(
  toldReported(opened('14:00', { status: 'identified', restoreBy: '14:30', nextUpdateBy: '15:00' }), look('14:33')),
);

describe('a restore time that was missed', () => {
  it('is said to be missed to those who speak with customers, and not to have never been given', () => {
    const [, second] = supportLinesFile(siteOf([], '14:40'), missed).body.split('\n');
    expect(second).toBe(
      'We said that it would work again by 14:30 UTC on 22 Nov 2026, missed that, and have given no new time yet.',
    );
  });

  it('stands late on the page, by its time, and under no word that says that it works', () => {
    const page = textOf(renderedFile(siteOf([missed], '14:40'), 'index.html'));
    expect(page).toContain('Expected back We said 14:30 UTC and missed it; no new time yet.');
    expect(page).not.toContain('Restored');
  });

  it('is told apart from one that was taken back in time', () => {
    const takenBack = publicIncident(
      toldReported(
        opened('14:00', { status: 'identified', restoreBy: '14:30', nextUpdateBy: '15:00' }),
        update('14:10', { restoreBy: null }),
      ),
    );
    const page = textOf(renderedFile(siteOf([takenBack], '14:40'), 'index.html'));
    expect(page).toContain('We took back the time that we gave, 14:30 UTC; no new one yet.');
    expect(renderedJson(siteOf([takenBack], '14:40'), 'promises.json').promises).toContainEqual(
      expect.objectContaining({ promise: 'restoreBy', state: 'withdrawn', standing: 'withdrawn' }),
    );
  });
});

describe('the headline', () => {
  const down = (id: string, clock: string, said: Said) => story(id, [clock, said]);

  it('says the worst word of what is worst, and names the others apart', () => {
    const outage = down('i1', '14:00', {
      components: [
        { id: 'api', status: 'partial_outage' },
        { id: 'webhooks', status: 'degraded_performance' },
        { id: 'website', status: 'major_outage' },
      ],
    });
    expect(headline('14:10', outage)).toBe('Major outage: Website. Also affected: API and Webhooks');
  });

  it('is the title where no component is named', () => {
    const outage = down('i1', '14:00', { impact: 'critical', title: 'Invoices were sent twice' });
    const second = down('i2', '14:05', { impact: 'minor', title: 'Slow mail' });
    expect(headline('14:10', outage)).toBe('Invoices were sent twice');
    expect(headline('14:10', outage, second)).toBe('Invoices were sent twice, and 1 more incident');
  });

  it('stands above the worst incident, the newest of equals first, what is watched last', () => {
    const incidents = [
      down('watched', '14:30', { impact: 'critical', status: 'monitoring', title: 'W' }),
      down('minor', '14:20', { impact: 'minor', title: 'M' }),
      down('critical', '14:00', { impact: 'critical', title: 'C' }),
      down('newer', '14:10', { impact: 'critical', title: 'N' }),
    ];
    const page = renderedFile(siteOf(incidents, '14:40'), 'index.html');
    const order = [...page.matchAll(/id="incident-(\w+)"/g)].map((match) => match[1]);
    expect(order).toEqual(['newer', 'critical', 'minor', 'watched']);
    const clients = renderedJson(siteOf(incidents, '14:40'), 'api/v2/incidents/unresolved.json').incidents;
    expect(clients.map((one: { id: string }) => one.id)).toEqual(['watched', 'minor', 'newer', 'critical']);
  });
});

describe('the score', () => {
  const day = (n: number, clock: string) => `2026-11-${String(n).padStart(2, '0')}T${clock}:00.000Z`;
  const late = (n: number) =>
    story(
      `late${n}`,
      [day(n, '10:00'), { promises: { nextUpdateBy: day(n, '10:30') } }],
      [
        day(n, '13:00'),
        { kind: 'resolved', status: 'resolved', settles: [{ seq: 1, promise: 'nextUpdateBy', as: 'slipped' }] },
      ],
    );
  const quick = story(
    'quick',
    [day(20, '10:00'), { promises: { nextUpdateBy: day(20, '16:00') } }],
    ...Array.from({ length: 40 }, (_, n): [string, Said] => [
      day(20, `10:${String(n + 1).padStart(2, '0')}`),
      {
        promises: { nextUpdateBy: day(20, '16:00') },
        settles: [{ seq: n + 1, promise: 'nextUpdateBy', as: 'kept' }],
      },
    ]),
    [
      day(20, '11:00'),
      { kind: 'resolved', status: 'resolved', settles: [{ seq: 41, promise: 'nextUpdateBy', as: 'kept' }] },
    ],
  );

  it('counts an incident once, however often it speaks: five that missed, and one of forty quick updates, are 1 in 6', () => {
    const input = siteOf([1, 2, 3, 4, 5].map((n) => late(n + 10)).concat(quick), '18:00');
    const { ledger } = renderedJson(input, 'promises.json');
    expect(ledger.updates).toMatchObject({ incidents: 6, inTime: 1, lateSumMs: 5 * 150 * 60_000 });
    const page = textOf(renderedFile(input, 'promises/index.html'));
    expect(page).toContain('Incidents in which every promised update came in time 1 of 6');
    expect(page).toContain('Late by 12 h 30 min in sum, by 2 h 30 min in the median');
  });

  it('shows no line of zeros', () => {
    const page = textOf(renderedFile(siteOf([quick], '18:00'), 'promises/index.html'));
    expect(page).not.toMatch(/counted apart: 0 kept, 0 missed, 0 open|: 0\./);
  });
});

describe('the record', () => {
  it('begins when it was begun, also where an incident admits that it began earlier', () => {
    const backdated = story('i1', [
      '14:00',
      { happenedAt: '2026-10-01T08:00:00.000Z', components: [{ id: 'api', status: 'partial_outage' }] },
    ]);
    const input = siteOf([backdated], '15:00');
    expect(recordedSince(input, sumsOf(input))).toBe('2026-11-03');
    const [website, api] = ['website', 'api'].map((id) => daysOf(input, sumsOf(input), [id]));
    expect(website!.filter((one) => one.day < '2026-11-03' && one.was !== 'unrecorded')).toEqual([]);
    expect(api!.filter((one) => one.was === 'affected').length).toBeGreaterThan(50);
  });
});

describe('planned work', () => {
  it('wears no tick before it is done, and shows its window in the zone of the reader', () => {
    const planned = publicIncident(toldReported(scheduled('10:00')));
    const page = filesOf([planned], '14:00').find(({ key }) => key === `incidents/${planned.id}/index.html`)!.body;
    expect(page).toContain('class="verdict maintenance"');
    expect(page).toMatch(/<span class="zones" data-at="\S+Z \S+Z">/);
  });
});

describe('an incident that is opened again', () => {
  it('affects what it affected when it was last not back', () => {
    given(
      opened('14:00', { components: [{ id: 'api', status: 'major_outage' }] }),
      update('14:20', { status: 'monitoring', components: [{ id: 'api', status: 'operational' }] }),
      resolved('14:40'),
    )
      .when(reopened('15:00'))
      .thenAdds('reopened');
    const again = toldReported(
      opened('14:00', { components: [{ id: 'api', status: 'major_outage' }] }),
      update('14:20', { status: 'monitoring', components: [{ id: 'api', status: 'operational' }] }),
      resolved('14:40'),
      reopened('15:00'),
    );
    expect(again.components).toEqual([{ id: 'api', status: 'major_outage' }]);
  });
});

describe('what clients read', () => {
  it('is told of the end of what was opened in error, and that it had no impact', () => {
    const error = story('i1', ['14:00', { impact: 'major' }], ['14:10', { kind: 'retracted' }]);
    const [incident] = renderedJson(siteOf([error], '15:00'), 'api/v2/incidents.json').incidents;
    expect(incident).toMatchObject({ status: 'resolved', impact: 'none', resolved_at: at('14:10') });
    expect(incident.incident_updates[0]).toMatchObject({ status: 'resolved', display_at: at('14:10') });
  });

  it('has the status in the content of the feed, where readers look for it', () => {
    const over = story(
      'i1',
      ['14:00', {}],
      ['14:10', { kind: 'resolved', status: 'resolved', message: 'It is over.' }],
    );
    const atom = renderedFile(siteOf([over], '15:00'), 'history.atom');
    expect(atom).toContain('&lt;p&gt;&lt;strong&gt;Resolved&lt;/strong&gt; - It is over.&lt;/p&gt;');
  });

  it('has titles in RSS that read the same as text and as HTML', () => {
    const odd = story('i1', ['14:00', { title: 'R&D <b> fails' }]);
    expect(renderedFile(siteOf([odd], '15:00'), 'history.rss')).toContain('R&#x26;D &#x3C;b&#x3E; fails</title>');
  });
});

describe('words for people and machines', () => {
  const marked = story('i1', [
    '14:00',
    {
      message: 'Logins **fail**:\n\n- in [Europe](https://example.com)\n- with `sso`',
      workaround: '**Stay** signed in.',
    },
  ]);

  it('are read out without the signs of Markdown, and cut at a word', () => {
    const page = renderedFile(siteOf([marked], '14:10'), 'index.html');
    expect(/data-say="([^"]*)"/.exec(page)![1]).toBe(
      'Investigating: Requests to the API fail. Logins fail: in Europe with sso',
    );
    expect(supportLinesFile(siteOf([], '14:10'), marked).body).toContain('what you can do now: Stay signed in.');
    const long = story('i1', ['14:00', { message: `${'word '.repeat(60)}end` }]);
    expect(/data-say="([^"]*)"/.exec(renderedFile(siteOf([long], '14:10'), 'index.html'))![1]).toMatch(/ word…$/);
  });

  it('unfurl with the newest words, as of when, and the next promised time', () => {
    const promised = story('i1', ['14:00', { message: 'Logins fail.', promises: { nextUpdateBy: at('14:30') } }]);
    const page = filesOf([promised], '14:10').find(({ key }) => key === 'incidents/i1/index.html')!.body;
    expect(page).toContain(
      '<meta property="og:description" content="As of 14:10 UTC, 22 Nov 2026: Investigating. Logins fail. Next update by 14:30 UTC, 22 Nov 2026.">',
    );
  });

  it('say where nothing is that there is nothing, and do not look for news there', () => {
    expect(renderedFile(siteOf([], '14:00'), '404.html')).not.toContain('<script');
  });
});
