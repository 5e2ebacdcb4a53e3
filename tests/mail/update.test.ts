import nodeIcal, { type VEvent } from 'node-ical';
import { describe, expect, it } from 'vitest';
import { spoken } from '../../shared/config/voice.ts';
import type { ReportedIncident } from '../../shared/core/incident.ts';
import { updateMail } from '../../shared/wording/mail/update.ts';
import { at } from '../site/support/story.ts';
import { scheduled, worked } from '../support/maintenance-story.ts';
import { look, machine, opened, toldReported, update } from '../support/story.ts';
import { flat, incidentOf, mailOf, outage, type Statement, viewOf } from './support/samples.ts';

const linesOf = (text: string) => text.split('\n');
const textOf = (...args: Parameters<typeof mailOf>) => flat(mailOf(...args).text);

/** The incident as it is once the text of entry `seq` was removed. */
const redacted = (incident: ReportedIncident, seq: number): ReportedIncident => ({
  ...incident,
  entries: incident.entries.map((entry) => {
    const { content, ...rest } = entry;
    return entry.seq === seq ? rest : entry;
  }),
});

describe('the mail about an outage', () => {
  it('says state, part and matter in its subject, the same in every mail of one state', () => {
    expect(mailOf(outage.opened).subject).toBe('Investigating: API and Website – Sign-in and API requests fail');
    const again = incidentOf(
      ['13:40', { title: 'Sign-in fails', components: [{ id: 'website', status: 'major_outage' }] }],
      ['13:50', { message: 'Still looking.' }],
    );
    expect(mailOf(again).subject).toBe(mailOf({ ...again, entries: again.entries.slice(0, 1) }).subject);
    expect(mailOf(outage.late).subject).toMatch(/^Delayed: /);
    expect(mailOf(outage.over).subject).toMatch(/^Resolved: /);
  });

  it('names no part that the title names, counts where there are many, and never grows beyond 120 characters', () => {
    const titled = (title: string, ids: string[]) =>
      mailOf(incidentOf(['13:40', { title, components: ids.map((id) => ({ id, status: 'major_outage' as const })) }]))
        .subject;
    expect(titled('The API does not answer', ['api'])).toBe('Investigating: The API does not answer');
    expect(titled('Nothing works', ['api', 'website', 'one', 'two', 'three'])).toBe(
      'Investigating: API, Website, one and 2 more – Nothing works',
    );
    expect(titled('Nothing works', ['a-long-name-of-a-part', 'another-long-name-of-a-part', 'one'])).toBe(
      'Investigating: a-long-name-of-a-part and 2 more – Nothing works',
    );
    const long = titled('Nothing works at all '.repeat(9).trim(), ['api']);
    expect(long.length).toBeLessThanOrEqual(120);
    expect(long).toMatch(/^Investigating: API – Nothing .* works…$/);
  });

  it('begins with the newest words, then both clocks in UTC and in the reader’s zone', () => {
    expect(linesOf(mailOf(outage.identified).text).slice(0, 7)).toEqual([
      'Identified',
      '==========',
      '',
      'A database failover did not finish. We are completing it by hand.',
      '',
      'Next update: by 14:15 UTC (15:15 in Europe/Vienna, UTC+1)',
      'Expected back: by 14:30 UTC (15:30 in Europe/Vienna, UTC+1)',
    ]);
  });

  it.each([
    ['America/Sao_Paulo', '14:15 UTC (11:15 in America/Sao_Paulo, UTC−3)'],
    ['Asia/Kolkata', '14:15 UTC (19:45 in Asia/Kolkata, UTC+5:30)'],
    ['Pacific/Auckland', '14:15 UTC (23 Nov, 03:15 in Pacific/Auckland, UTC+13)'],
    ['Europe/London', '14:15 UTC (14:15 in Europe/London, UTC+0)'],
  ])('says a time in %s with its offset, and its date where it is another one', (zone, said) => {
    expect(textOf(outage.identified, { reader: { level: 'all', zone } })).toContain(`Next update: by ${said}`);
  });

  it.each([undefined, 'UTC', 'Etc/UTC', 'Mars/Phobos'])('says it in UTC alone to a reader in %s', (zone) => {
    expect(mailOf(outage.identified, { reader: { level: 'all', zone } }).text).toContain('Next update: by 14:15 UTC\n');
  });

  it('says a promise of seconds with its seconds', () => {
    const brief = incidentOf(['14:00', { promises: { nextUpdateBy: at('14:00:35') } }]);
    expect(textOf(brief)).toContain('Next update: by 14:00:35 UTC (15:00:35 in Europe/Vienna, UTC+1)');
  });

  it('tells whoever gets it late which times have passed meanwhile', () => {
    const text = textOf(outage.identified, { now: at('14:20') });
    expect(text).toContain(
      'Next update: was promised for 14:15 UTC (15:15 in Europe/Vienna, UTC+1); that time has passed',
    );
    expect(text).toContain('Expected back: by 14:30 UTC');
  });

  it('says that no time is given, that one was taken back, and that it is said to be back', () => {
    expect(textOf(outage.opened)).toContain('Expected back: No time given yet.');
    const back = incidentOf(
      ['13:40', { promises: { restoreBy: at('15:00') } }],
      ['13:50', { promises: { restoreBy: null }, settles: [{ seq: 1, promise: 'restoreBy', as: 'withdrawn' }] }],
    );
    expect(textOf(back)).toContain('Expected back: We took back the time that we gave, 15:00 UTC');
    expect(textOf(outage.watched)).toContain('Said to be back: since 14:41 UTC (15:41 in Europe/Vienna, UTC+1)');
  });

  it('says of a restore time that was missed, and of one that did not last, that there is no new one', () => {
    const missed = (as: 'slipped' | 'kept', status: 'identified' | 'monitoring') =>
      incidentOf(
        ['13:40', { promises: { restoreBy: at('14:00') } }],
        ['13:55', { status }],
        ['14:05', { status: 'identified', settles: [{ seq: 1, promise: 'restoreBy', as }] }],
      );
    expect(textOf(missed('slipped', 'identified'))).toContain('Expected back: We said 14:00 UTC');
    expect(textOf(missed('slipped', 'identified'))).toContain('and missed it; no new time yet.');
    expect(textOf(missed('kept', 'monitoring'))).toContain('It was back and fails again; no new time yet.');
  });

  it('owns up to what came late', () => {
    expect(textOf(outage.watched)).toContain(
      'Said 6 min later than promised. The time that we gave, 14:30 UTC, has passed.',
    );
  });

  it('of an apology says that a program wrote it, and no more about the state than a person did', () => {
    const text = textOf(outage.late);
    expect(text).toContain('This was written automatically, because nobody of us spoke in time.');
    expect(text).toContain('On your clock (Europe/Vienna) 14:15 UTC is 15:15.');
    expect(text).toContain('When a person last spoke, it stood at “Identified”.');
    expect(text).not.toMatch(/It stands at|later than promised|has passed/);
  });

  it('names twenty parts, and says how many more there are', () => {
    const components = Array.from({ length: 23 }, (_, n) => ({ id: `part-${n}`, status: 'partial_outage' as const }));
    expect(textOf(incidentOf(['10:00', { components }]))).toContain('part-19 (partial outage), 3 more.');
  });

  it('says when a thing happened that is told later, and of an opening when it began instead', () => {
    const later = incidentOf(['10:00', {}], ['10:30', { happenedAt: at('10:10') }]);
    expect(textOf(later)).toContain('This happened at 10:10 UTC, and is told later.');
    expect(textOf(outage.opened)).toContain('Started at 13:31 UTC on 22 Nov 2026, first posted 9 min later.');
    expect(textOf(outage.opened)).not.toContain('This happened');
  });

  it('names the person’s role if the house does, and else says that it was a person', () => {
    expect(textOf(outage.opened)).toContain('Said at 13:40 UTC on 22 Nov 2026, by a person.');
    const house = { ...viewOf(outage.opened).house, spokenBy: 'by our incident commander' };
    expect(textOf(outage.opened, { house })).toContain('22 Nov 2026, by our incident commander.');
  });

  it('of a monitor’s report says that nobody has confirmed it', () => {
    const mail = mailOf(toldReported(opened('10:00', { by: machine })));
    expect(mail.subject).toBe('Not confirmed: Logins fail');
    expect(flat(mail.text)).toContain('written automatically; nobody has confirmed it yet.');
    expect(flat(mail.text)).not.toContain('we are looking for the cause');
  });

  it('says what one can do, and who can help, as long as it is open', () => {
    const text = textOf(outage.identified);
    expect(text).toContain('What you can do now ------------------- If you are signed in, stay signed in.');
    expect(text).toContain('Write to support (Mon to Fri, 8:00 to 18:00, Europe/Vienna): help@example.com');
    const contact = [{ label: 'Ask "us"', href: 'https://help.example.com/?q="a"' }];
    const quoted = mailOf(outage.opened, { house: { name: 'Example Cloud', contact } });
    expect(quoted.html).toContain(
      '<a href="https://help.example.com/?q=&quot;a&quot;"><bdi>Ask &quot;us&quot;</bdi></a>',
    );
    expect(textOf(outage.over)).not.toContain('What you can do now');
    expect(textOf(outage.over)).toContain('help@example.com');
  });

  it('says what was said before, newest first, and how much of it is left out', () => {
    const text = textOf(outage.over);
    const order = ['14:41 UTC, Monitoring', '14:16 UTC, Delayed', '13:54 UTC, Identified', '13:40 UTC, Investigating'];
    const places = order.map((one) => text.indexOf(one));
    expect(places.every((place) => place > text.indexOf('So far, newest first'))).toBe(true);
    expect(places).toEqual(places.toSorted((a, b) => a - b));

    const many = incidentOf(
      ['10:00', {}],
      ...Array.from({ length: 9 }, (_, n): Statement => [`10:1${n}`, { message: `${'word '.repeat(200)}no. ${n}` }]),
    );
    expect(textOf(many)).toContain('The first 3 updates are left out here. Texts that end in “…” are shortened.');
    expect(textOf(many)).toContain('Read the whole of it: https://status.example.com/incidents/');
    const one = incidentOf(['10:00', { message: 'word '.repeat(200) }], ['10:10', {}]);
    expect(textOf(one)).toContain('word… Texts that end in “…” are shortened. Read the whole of it: https://');
    expect(textOf(outage.late)).not.toMatch(/left out|shortened/);
  });

  it('tells the whole of it once to somebody who hears of it when it is over', () => {
    const text = textOf(outage.over, { toldBefore: false });
    expect(text).toContain(
      'It began at 13:31 UTC (14:31 in Europe/Vienna, UTC+1), and we said at 15:20 UTC (16:20 in Europe/Vienna, UTC+1) that it is over. It lasted 1 h 49 min. You had no mail about it before; this one holds the whole of it.',
    );
    expect(textOf(outage.over)).not.toContain('You had no mail');
    expect(textOf(outage.late, { toldBefore: false })).toContain('This is our first mail to you about it.');
    expect(textOf(outage.opened, { toldBefore: false })).not.toContain('first mail');
  });

  it('does not let somebody wait for a mail who asked for beginning and end only', () => {
    const ends = { reader: { level: 'ends' } } as const;
    expect(textOf(outage.opened, ends)).toContain('no mail comes about the updates in between');
    expect(textOf(outage.opened)).not.toContain('in between');
    expect(textOf(outage.over, ends)).not.toContain('in between');
    expect(textOf(outage.over, ends)).toContain('get a mail when something begins and when it is over');
  });

  it.each([
    [{ level: 'all' }, 'You follow everything on Example Cloud status and get every update by mail.'],
    [{ level: 'all', components: ['API', 'Website'] }, 'You follow API and Website on Example Cloud status and'],
    [
      { level: 'ends', incident: { title: 'Logins fail' } },
      'You follow “Logins fail” on Example Cloud status and get a mail when',
    ],
  ] as const)('says why it comes, and how it ends', (reader, said) => {
    const text = textOf(outage.opened, { reader });
    expect(text).toContain(said);
    expect(text).toContain(
      'Stop these mails: https://status.example.com/s/u/k3v9q2x8m1zd Change what you get: https://',
    );
  });

  it('of a correction shows what was wrong beside it, and marks it below', () => {
    const incident = incidentOf(
      ['10:00', { message: 'Only Europe is affected.' }],
      ['10:10', { kind: 'correction', corrects: 1, message: 'All regions are affected.' }],
      ['10:20', { message: 'Still looking.' }],
    );
    const correction = { ...incident, entries: incident.entries.slice(0, 2) };
    expect(mailOf(correction).subject).toMatch(/^Correction: /);
    expect(textOf(correction)).toContain(
      'Corrects what we said at 10:00 UTC: “Only Europe is affected.” All regions are affected.',
    );
    expect(textOf(incident)).toContain('10:00 UTC, Investigating, corrected at 10:10 UTC');
  });

  it('of a reopening, a retraction and a report says which of them it is', () => {
    const over: Statement = ['10:30', { kind: 'resolved', status: 'resolved' }];
    const subject = (...said: Statement[]) => mailOf(incidentOf(['10:00', {}], ...said)).subject;
    expect(subject(over, ['10:40', { kind: 'reopened', status: 'investigating' }])).toMatch(/^Reopened: /);
    expect(subject(['10:05', { kind: 'retracted' }])).toMatch(/^Opened in error: /);
    expect(subject(over, ['11:00', { kind: 'postmortem', status: 'postmortem' }])).toMatch(/^Postmortem: /);
    expect(subject(over, ['11:00', { status: 'resolved' }])).toMatch(/^Update: /);
    expect(subject(over, ['11:00', { kind: 'apology', automated: true, status: 'resolved' }])).toMatch(
      /^Report delayed: /,
    );
  });

  it('of a merge leads to where it goes on', () => {
    const merged = incidentOf(['10:00', {}], ['10:10', { kind: 'merged', into: 'b2', message: 'It continues there.' }]);
    const goesOnIn = { title: 'Databases fail', url: 'https://status.example.com/incidents/b2' };
    const mail = mailOf(merged, { goesOnIn });
    expect(mail.subject).toMatch(/^Merged into another incident: /);
    expect(mail.text).not.toContain('that it is over');
    expect(mail.text).toContain('Go on reading there: Databases fail: https://status.example.com/incidents/b2\n');
    expect(mail.html).toContain(
      '<a href="https://status.example.com/incidents/b2">Go on reading there: <bdi>Databases fail</bdi></a>',
    );
  });

  it('shows nothing of a text that was removed', () => {
    const incident = redacted(outage.identified, 1);
    expect(textOf(incident)).toContain('13:40 UTC, Investigating: This text was removed. A later entry says why.');
    const gone = redacted(outage.opened, 1);
    const mail = mailOf({ ...gone, title: '' });
    expect(mail.subject).toBe('Investigating: API and Website – Incident (title removed)');
    expect(mail.text).toContain('=\n\nThis text was removed. A later entry says why.\n');
    expect(mail.text + mail.html).not.toContain('503');
    expect(mail.text + mail.html).not.toContain('stay signed in');
  });

  it('is never written about a drill', () => {
    expect(updateMail(spoken, viewOf(toldReported(opened('10:00', { handling: 'drill' }))))).toBeUndefined();
  });
});

describe('the mail about announced work', () => {
  const plan = toldReported(scheduled('10:00'));
  const begun = toldReported(scheduled('10:00'), look('22:00'));
  const moved = toldReported(scheduled('10:00'), worked('11:00', undefined, { scheduledUntil: '23:30' }));
  const cancelled = toldReported(scheduled('10:00'), worked('11:00', 'cancelled'));
  const event = (mail: { calendar?: string }) =>
    Object.values(nodeIcal.sync.parseICS(mail.calendar ?? '')).find((one) => one?.type === 'VEVENT') as VEvent;

  it('says when it begins and by when it ends, in both zones', () => {
    const mail = mailOf(plan);
    expect(mail.subject).toBe('Maintenance scheduled: API – Database upgrade');
    expect(flat(mail.text)).toContain('Planned from: 22 Nov 2026, 22:00 UTC (23:00 in Europe/Vienna, UTC+1)');
    expect(flat(mail.text)).toContain('Planned end: by 22 Nov 2026, 23:00 UTC (23 Nov, 00:00 in Europe/Vienna, UTC+1)');
  });

  it('says of a beginning that came by the clock that nobody has said so, and of what has passed that it has', () => {
    expect(textOf(plan, { now: at('22:01') })).toContain(
      'The planned beginning has passed, and nobody has said yet that it has begun.',
    );
    expect(textOf(begun)).toContain('This was written automatically.');
    expect(textOf(begun, { now: at('23:01') })).toContain('Planned end: was promised for 22 Nov 2026, 23:00 UTC');
    const ended = mailOf(toldReported(scheduled('10:00'), look('22:00'), look('23:00')));
    expect(ended.subject).toMatch(/^Maintenance ended on schedule, not confirmed: /);
  });

  it('carries an event for the calendar, which a later mail moves or takes back', () => {
    expect(mailOf(plan).calendar).toContain('METHOD:PUBLISH\r\n');
    expect(mailOf(plan).calendar).toContain('ORGANIZER:mailto:status@status.example.com\r\n');
    expect(mailOf(plan).calendar).not.toContain('ATTENDEE');
    expect(event(mailOf(plan))).toMatchObject({ sequence: 0, status: 'CONFIRMED', summary: 'Database upgrade' });
    expect(event(mailOf(moved))).toMatchObject({ sequence: 1, uid: event(mailOf(plan)).uid });
    expect(event(mailOf(moved)).end?.toISOString()).toBe(at('23:30'));
    expect(mailOf(cancelled).calendar).toContain('METHOD:CANCEL\r\n');
    expect(event(mailOf(cancelled))).toMatchObject({
      sequence: 1,
      status: 'CANCELLED',
      uid: event(mailOf(plan)).uid,
    });
  });

  it('names its sender in the calendar as calendars do, whatever the name holds', () => {
    const { addresses } = viewOf(plan);
    const organizer = (sender: string) =>
      mailOf(plan, { addresses: { ...addresses, sender } })
        .calendar?.replaceAll('\r\n ', '')
        .split('\r\n')
        .find((line) => line.startsWith('ORGANIZER'));
    const at = 'status@status.example.com';
    expect(organizer(at)).toBe(`ORGANIZER:mailto:${at}`);
    expect(organizer(`Example Cloud Status <${at}>`)).toBe(`ORGANIZER;CN="Example Cloud Status":mailto:${at}`);
    expect(organizer(`"Cloud; a \\"new\\" one" <${at}>`)).toBe(`ORGANIZER;CN="Cloud; a ^'new^' one":mailto:${at}`);
    const named = mailOf(plan, { addresses: { ...addresses, sender: `${'Störungen '.repeat(12)}<${at}>` } });
    for (const line of named.calendar?.split('\r\n') ?? []) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(event(named).organizer).toMatchObject({ val: `mailto:${at}` });
  });

  it('carries none where no plan changes, to whom nothing was planned, and in no outage', () => {
    expect(mailOf(begun).calendar).toBeUndefined();
    expect(mailOf(cancelled, { toldBefore: false }).calendar).toBeUndefined();
    expect(mailOf(outage.identified).calendar).toBeUndefined();
  });
});

describe('the headers', () => {
  it('name the list, one tap to leave it, and what ties the mails of an incident together', () => {
    expect(Object.fromEntries(mailOf(outage.late).headers.map(({ name, value }) => [name, value]))).toEqual({
      'List-Unsubscribe': '<https://status.example.com/s/u/k3v9q2x8m1zd>',
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      'List-Id': '<updates.status.example.com>',
      'Auto-Submitted': 'auto-generated',
      References: '<incident-a81kd02mfx7p@status.example.com>',
    });
    expect(mailOf(outage.over).headers).toEqual(mailOf(outage.late).headers);
  });
});

describe('what a person typed', () => {
  const said = (message: string) => mailOf(incidentOf(['10:00', { message }]));
  const typedIn = (html: string) => /<div class="typed"[^>]*>(.*?)<\/div>/s.exec(html)?.[1];

  it('keeps its paragraphs, lines and lists, and says the same without the signs of Markdown', () => {
    const mail = said('**Logins** fail:\n\n- in `eu-1`\n- in us-1\n\nWrite to [support](https://help.example.com/a).');
    expect(typedIn(mail.html)).toBe(
      '<p>Logins fail:</p>\n<ul><li>in eu-1</li><li>in us-1</li></ul>\n<p>Write to support (<a href="https://help.example.com/a" rel="nofollow noopener">https://help.example.com/a</a>).</p>',
    );
    expect(mail.text).toContain(
      'Logins fail:\n\n- in eu-1\n- in us-1\n\nWrite to support (https://help.example.com/a).',
    );
  });

  it.each([
    ['See http://example.com/x.', 'See http://example.com/x.'],
    ['Ask @ops or a@example.com.', 'Ask @ops or a@example.com.'],
    ['[click](javascript:alert)', 'click (javascript:alert)'],
    ['<img src=x onerror=y>', '&lt;img src=x onerror=y&gt;'],
    ['https://', 'https://'],
  ])('%s makes no link and no markup', (typed, shown) => {
    expect(typedIn(said(typed).html)).toBe(`<p>${shown}</p>`);
  });

  it('is broken into lines of 78 characters, but for an address', () => {
    const long = `https://example.com/${'a'.repeat(90)}`;
    const { text } = said(`${'word '.repeat(40)}${long} ${'b'.repeat(100)}`);
    expect(text).toContain(`\n${long}\n`);
    expect(linesOf(text).filter((line) => line.length > 78)).toEqual([long]);
  });

  it('is read in its own direction, also where a title stands in our sentence', () => {
    const { html } = mailOf(incidentOf(['10:00', { title: 'تعذر تسجيل الدخول', message: 'نحن نبحث عن السبب.' }]));
    expect(html).toContain('It is about “<bdi>تعذر تسجيل الدخول</bdi>”.');
    expect(html).toContain('<div class="typed" dir="auto"><p>نحن نبحث عن السبب.</p></div>');
  });
});

it('an update that promises nothing new still says what stands', () => {
  const incident = toldReported(
    opened('10:00', { nextUpdateBy: '10:15', status: 'identified', restoreBy: '12:00' }),
    update('10:10', { nextUpdateBy: '10:40' }),
  );
  expect(textOf(incident)).toContain('Expected back: by 12:00 UTC');
});
