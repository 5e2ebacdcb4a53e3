import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { spoken } from '../../shared/config/voice.ts';
import type { OutageStatus } from '../../shared/core/entry.ts';
import type { ReportedIncident } from '../../shared/core/incident.ts';
import { objectionsTo } from '../../shared/core/lint/automated.ts';
import { recognisePromises } from '../../shared/core/recogniser/promises.ts';
import { STATUS_WORDS } from '../../shared/wording/incident.ts';
import { header } from '../../shared/wording/mail/headers.ts';
import type { MailWords } from '../../shared/wording/mail/letter.ts';
import { timeFor } from '../../shared/wording/mail/own-time.ts';
import { everyIncident } from '../core/generated-incidents.ts';
import { flat, fourLetters, incidentOf, mailOf, outage, type Statement, viewOf } from './support/samples.ts';

const ZONE = 'Asia/Kolkata';
const READER = { level: 'all', zone: ZONE } as const;
/** Nobody’s hours stand in these. */
const HOUSE = { name: 'Example Cloud', contact: [] };

/** All tags that a mail may have, each as it is written; anything else that looks like one is markup that somebody typed. */
const TAGS =
  /<!doctype html>|<\/?(?:html|head|meta|title|style|body|main|div|h1|h2|h3|p|ul|li|br|dl|dt|dd|hr|a|bdi)(?: [a-z-]+="[^"<>]*")*>/g;

/** What holds of every mail, whoever typed what. */
function expectSound({ subject, text, html, headers }: MailWords): void {
  expect(subject).toMatch(/^[^\p{Cc}]{1,120}$/u);
  expect(subject.length).toBeLessThanOrEqual(120);
  expect(text.split('\n').filter((line) => line.length > 78 && !line.includes('://'))).toEqual([]);
  expect(html.replaceAll(TAGS, '')).not.toMatch(/[<>]/);
  expect(html).not.toMatch(/<img|<script|src=|url\(|@import|href="(?!https:|mailto:)/);
  expect(Buffer.byteLength(html)).toBeLessThanOrEqual(100_000);
  for (const { name, value } of headers) {
    expect(name).toMatch(/^[A-Za-z-]{1,126}$/);
    expect(value).toMatch(/^[\x20-\x7e]{1,995}$/);
  }
}

/** What a reader of the HTML reads. */
const seen = (html: string): string =>
  flat(
    html
      .slice(html.indexOf('<body>'))
      .replaceAll(/<[^>]*>/g, ' ')
      .replaceAll('&#39;', "'")
      .replaceAll('&quot;', '"')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&'),
  );

type Made = { incident: ReportedIncident; mail: MailWords };
const made: Made[] = [];

describe('in a thousand incidents', () => {
  beforeAll(() => {
    everyIncident(({ incident }) => {
      const toldBefore = incident.head.seq % 2 === 0;
      made.push({ incident, mail: mailOf(incident, { reader: READER, house: HOUSE, toldBefore }) });
    });
  });

  it('every time that still binds us is in text and HTML, on both clocks', () => {
    let times = 0;
    for (const { incident, mail } of made) {
      const [text, html] = [flat(mail.text), seen(mail.html)];
      for (const row of incident.promises.filter(({ state }) => state === 'open')) {
        const spanMs = Date.parse(row.at) - Date.parse(row.madeAt);
        const now = incident.type === 'maintenance' ? 'dated' : incident.head.at;
        const said = timeFor(spoken, ZONE, row.at, now, spanMs);
        expect(said).toContain(' UTC (');
        expect(text).toContain(said);
        expect(html).toContain(said);
        times += 1;
      }
    }
    expect(times).toBeGreaterThan(300);
  });

  it('every time has a zone', () => {
    // What follows an offset is no time, and the sentence about the reader's clock names its zone once.
    const bare =
      /(?<!UTC[+−])(?<!UTC is (?:\d+ \w+, )?)\b\d{1,2}:\d{2}(?::\d{2})?(?!:| UTC| in Asia\/Kolkata, UTC\+5:30)/g;
    for (const { mail } of made) expect(flat(mail.text).match(bare)).toBeNull();
  });

  it('text and HTML say the same', () => {
    const words = (one: string) => one.replaceAll(/https?:\S+|[=-]{4,}|[\s:-]/g, '');
    for (const { mail } of made) expect(words(flat(mail.text))).toBe(words(seen(mail.html)));
  });

  it('the newest words stand first, and what was before stands newest first', () => {
    for (const { incident, mail } of made) {
      const newest = incident.entries.at(-1)?.content?.message.split(/\s+/).slice(0, 3).join(' ') ?? '';
      const isCorrection = incident.entries.at(-1)?.kind === 'correction';
      const begin = flat(mail.text).replace(/^.*?={4,} /, '');
      expect(isCorrection ? begin.startsWith('Corrects what we said') : begin.startsWith(newest)).toBe(true);
      const heads = [...mail.html.matchAll(/<h3>(?:\d+ \w+, )?(\d\d:\d\d) UTC, /g)].map(([, clock]) => clock);
      const older = incident.entries.slice(0, -1).toReversed().slice(0, 6);
      expect(heads).toEqual(older.map(({ at }) => at.slice(11, 16)));
    }
  });

  it('every mail is sound', () => {
    for (const { mail } of made) expectSound(mail);
  });

  it('no mail promises what the log does not', () => {
    let read = 0;
    for (const { incident } of made.slice(0, 400)) {
      const entries = incident.entries.map((entry) => ({ ...entry, content: { salt: '', message: 'Words.' } }));
      const { text } = mailOf({ ...incident, entries } as ReportedIncident, { reader: { level: 'all' }, house: HOUSE });
      // A paragraph or a row ends as a sentence does.
      const ours = flat((text.split('So far')[0] ?? '').replaceAll(/\n(?=\n|[A-Z][a-z ]+: )/g, '. ')).replaceAll(
        ': by',
        ' by',
      );
      const known = incident.promises.map(({ at }) => at.slice(0, 16));
      for (const promise of recognisePromises(ours, { postedAt: incident.head.at })) {
        read += 1;
        expect(known).toContain(promise.at?.slice(0, 16));
      }
    }
    expect(read).toBeGreaterThan(100);
  });
});

describe('whatever is typed', () => {
  const typed = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.string({
      unit: fc.constantFrom(
        '\r',
        '\n',
        '<',
        '>',
        '"',
        '&',
        '*',
        '`',
        '[x](',
        ')',
        'https://a',
        '\u2028',
        '\u202e',
        '\u2068',
        ' ',
        'Bcc: a@b',
      ),
      maxLength: 80,
    }),
  );

  it('nothing in it becomes a header, a tag or a name in a sentence of ours', () => {
    fc.assert(
      fc.property(
        fc.record({ title: typed, message: typed, workaround: typed, name: typed, brand: typed }),
        (words) => {
          const incident = incidentOf(
            ['10:00', { ...words, components: [{ id: 'api', status: 'major_outage' }] }],
            ['10:10', { message: words.message }],
          );
          const names = new Map([['api', words.name]]);
          const house = { name: words.brand, contact: [{ label: words.name, href: 'mailto:help@example.com' }] };
          const reader = { level: 'all', components: [words.name] } as const;
          const mail = mailOf(incident, {
            names,
            house,
            reader,
            goesOnIn: { title: words.title, url: 'https://status.example.com/b' },
          });
          expectSound(mail);
          expect(mail.html.match(/<bdi>/g)?.length).toBe(mail.html.match(/<\/bdi>/g)?.length);
          for (const letter of Object.values(fourLetters(spoken, { brand: words.brand }))) expectSound(letter);
        },
      ),
      { numRuns: 100 },
    );
  });

  it.each(['&', '<', '語', '🙂', 'https://&&&&&&&&&& ', 'https://a ', '- a\n', 'a\n\n', `https://${'&'.repeat(4990)}`])(
    'as much as may be typed of %j stays below what Gmail shows in one piece',
    (part) => {
      const message = part.repeat(Math.ceil(5000 / part.length)).slice(0, 5000);
      const said = Array.from({ length: 40 }, (_, n): Statement => [`10:${10 + n}`, { message, workaround: message }]);
      const components = Array.from({ length: 200 }, (_, n) => ({
        id: `${n}${'&'.repeat(77)}`,
        status: 'major_outage' as const,
      }));
      expectSound(mailOf(incidentOf(['10:00', { title: '&'.repeat(200), message, components }], ...said)));
    },
  );

  it('an address of ours that holds what no header may hold is made harmless', () => {
    const { addresses } = viewOf(outage.opened);
    const evil = {
      unsubscribe: 'https://status.example.com/s/u/a>\r\nBcc: <x@y>',
      listId: 'a\r\nBcc: b',
      incidentRef: 'ü <x>\n',
    };
    const mail = mailOf(outage.opened, { addresses: { ...addresses, ...evil } });
    for (const { value } of mail.headers) expect(value).toMatch(/^[\x20-\x7e]{1,995}$/);
    expect(header('X', `a\r\nBcc: ü${'b'.repeat(2000)}`).value).toBe(`aBcc: ${'b'.repeat(989)}`);
    expect(mail.headers.map(({ value }) => value).join(' ')).not.toMatch(/[<>][^ ]*[ ]?[^ ]*>[^ ]*>/);
  });
});

describe('our own words', () => {
  const all = [
    ...Object.values(outage).flatMap((incident) => [
      mailOf(incident),
      mailOf(incident, { toldBefore: false, reader: { level: 'ends', components: ['API'] } }),
      mailOf(incident, { now: '2026-11-22T18:00:00.000Z' }),
    ]),
    ...Object.values(fourLetters(spoken)),
  ];

  it('say nothing that an automated text may not say', () => {
    const typed = Object.values(outage).flatMap(({ entries }) =>
      entries.flatMap(({ content }) => [content?.message, content?.workaround]),
    );
    for (const { text } of all) {
      const ours = typed
        .reduce<string>((rest, one) => (one === undefined ? rest : rest.replaceAll(flat(one), '')), flat(text))
        // What the log says that a person said, and what a subscriber asked for: no claim of the moment.
        .replaceAll(/we said at .*? that it is over|when it is over|and are repairing it/g, '');
      expect(objectionsTo(ours)).toEqual([]);
    }
  });
});

describe('incidents of others', () => {
  const file = path.resolve(import.meta.dirname, '../../../shared/data/incidents/github.jsonl');
  const present = existsSync(file);
  type Recorded = {
    name: string;
    kind: string;
    components: string[];
    updates: { at: string; status: string; body: string }[];
  };

  it.skipIf(!present)(`make sound mails at each of their updates${present ? '' : ' (which are not here)'}`, () => {
    const records = readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Recorded);
    let mails = 0;
    for (const { name, kind, components, updates } of records.filter((_, index) => index % 6 === 0)) {
      if (kind !== 'incident' || updates.length === 0) continue;
      const said = updates
        .filter(({ status, body }) => status in STATUS_WORDS && body.trim() !== '')
        .map(({ at, status, body }, index): Statement => {
          const parts = components.map((id) => ({ id, status: 'partial_outage' as const }));
          const opens = index === 0 ? { kind: 'opened' as const, title: name.slice(0, 200), components: parts } : {};
          const ends = status === 'resolved' ? { kind: 'resolved' as const } : {};
          return [at, { status: status as OutageStatus, message: body.slice(0, 5000), ...ends, ...opens }];
        });
      for (let upTo = 1; upTo <= said.length; upTo += 1) {
        const mail = mailOf(incidentOf(...said.slice(0, upTo)), { toldBefore: upTo % 2 === 0 });
        expectSound(mail);
        expect(mail.subject).toContain(': ');
        mails += 1;
      }
    }
    expect(mails).toBeGreaterThan(200);
  });
});
