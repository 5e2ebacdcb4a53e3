import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../shared/config/parse-config.ts';
import { decideSlip } from '../../shared/core/apology.ts';
import { logLine } from '../../shared/core/chain.ts';
import type { ReportedIncident } from '../../shared/core/incident.ts';
import { apologyText } from '../../shared/wording/apologies.ts';
import { english } from '../../shared/wording/languages/en.ts';
import { noNews } from '../../shared/wording/links.ts';
import { mergedInto } from '../../shared/wording/merging.ts';
import { latenessSentences, promiseSentences } from '../../shared/wording/promise-lines.ts';
import { problemsOf, weightAtMost } from '../../shared/wording/sentence-overrides.ts';
import {
  type Language,
  SENTENCES,
  type SentenceName,
  type SentenceOverrides,
  type Sentences,
  type Voice,
  voiceOf,
} from '../../shared/wording/sentences.ts';
import { jointApology } from '../../shared/wording/x/joint-apology.ts';
import { weightOf } from '../../shared/wording/x/weight.ts';
import { at, look, opened, policy, toldReported, update } from '../support/story.ts';

const NAMES = Object.keys(SENTENCES) as SentenceName[];

/** A language of one word: every letter of English becomes ж, and what stands in braces stays. */
const zhe: Language = {
  tag: 'x-zhe',
  dir: 'rtl',
  and: ' жж ',
  numbers: english.numbers.map(() => 'ж'),
  times: {
    date: (day, month, year) => [day, `${month}-ж`, year].filter(Boolean).join(' '),
    month: (month, year) => `${month}-ж ${year}`,
    units: { underSecond: 'ж', underMinute: 'жж', seconds: 'ж', minutes: 'жж', hours: 'жжж', day: 'жжж', days: 'жжжж' },
  },
  sentences: inZhe(english.sentences),
  acknowledging: inZhe(english.acknowledging) as Partial<Sentences>,
};

function inZhe(sentences: Partial<Sentences>): Sentences {
  const word = (said: string) =>
    said.replaceAll(/\{\w+\}|[A-Za-z]/g, (one) => (one.startsWith('{') ? one : 'ж')).replaceAll(/“|”/g, '"');
  // Each variant a letter longer than the one before, so that they stay apart.
  return Object.fromEntries(
    Object.entries(sentences).map(([name, variants]) => [
      name,
      variants.map((one, n) => `ж${'ж'.repeat(n)} ${word(one)}`),
    ]),
  ) as unknown as Sentences;
}

const spokenIn = (voice: Voice, incident: ReportedIncident, clock: string): string => {
  const slip = decideSlip(incident, at(clock), policy, { frozen: false });
  if (slip.type !== 'apologise') throw new Error('nothing is owed');
  return apologyText(voice, incident, slip.plan, at(clock));
};

const own = (wording: SentenceOverrides, more: object = {}) =>
  parseConfig({ brand: { name: 'Example' }, components: [{ id: 'api', name: 'API' }], wording, ...more });

describe('the sentences that no person types', () => {
  it('are all there, hold what they must, and meet our own lint in both styles', () => {
    for (const style of ['sorry', 'acknowledge'] as const) {
      const { sentences } = voiceOf(english, style);
      expect(Object.keys(sentences).toSorted()).toEqual(NAMES.toSorted());
      // What a person's tap posts speaks for that person, and may say that work goes on.
      const ours = Object.fromEntries(Object.entries(sentences).filter(([name]) => !name.startsWith('no-news')));
      expect(problemsOf(english, style, ours)).toEqual([]);
    }
  });

  it('come from one language only, whichever it is', () => {
    const voice = voiceOf(zhe);
    const english = /[A-Za-z]{2,}/;
    const plain = (text: string) => text.replaceAll(/"[^"]*"|UTC/g, '');
    const incident = toldReported(opened('10:00', { message: 'Logins fail.' }));
    const later = toldReported(opened('10:00', { message: 'Logins fail.' }), look('10:17'));
    const both = toldReported(opened('10:00', { nextUpdateBy: '10:20', restoreBy: '10:20', status: 'identified' }));
    const said = [
      spokenIn(voice, incident, '10:17'),
      spokenIn(voice, later, '10:55'),
      spokenIn(voice, both, '10:23'),
      spokenIn(voice, toldReported(opened('23:50', { nextUpdateBy: '+1 00:05' })), '+1 00:07'),
      ...promiseSentences(voice, logLine(both.entries[0]!)),
      ...latenessSentences(voice, incident.promises, {
        seq: 2,
        at: at('10:16'),
        settles: [{ seq: 1, promise: 'nextUpdateBy', as: 'kept' }],
      }),
      noNews(voice, 'identified'),
      mergedInto(voice, 'i2').replace('i2', ''),
    ];
    for (const text of said) expect(plain(text)).not.toMatch(english);
    expect(said[0]).toContain('"Logins fail."');
    const owed = [later, later].map((one) => ({ incident: { ...one, title: 'Ж' }, entry: one.entries[1]! }));
    expect(plain(jointApology(voice, owed, at('10:17'), 'minute')?.text ?? 'english')).not.toMatch(english);
  });

  it('leave out the word sorry where the house owns up without it', () => {
    const voice = voiceOf(english, 'acknowledge');
    const text = spokenIn(voice, toldReported(opened('10:00')), '10:17');
    expect(text).toBe(
      'At 10:00 UTC we promised an update by 10:15 UTC. You did not hear from us in time. Our last word, 10:00 UTC: “Logins fail for everyone.” Next update by 10:47 UTC.',
    );
    expect(Object.values(voice.sentences).flat().join(' ')).not.toMatch(/sorry|apologi/i);
  });
});

describe('a sentence of a brand’s own', () => {
  it('stands in the place of ours, in every variant that the brand gives', () => {
    const { wording } = own({ 'apology-sorry-update': ['We were silent.', 'We were silent once more.'] });
    const voice = voiceOf(english, 'sorry', wording);
    const once = toldReported(opened('10:00'));
    expect(spokenIn(voice, once, '10:17')).toContain('10:15 UTC. We were silent. Our last word');
  });

  it('is not said twice either: after the last variant the time is named', () => {
    const voice = voiceOf(english, 'sorry', { 'apology-sorry-update': 'We were silent.' });
    const slip = (incident: ReportedIncident, clock: string) => spokenIn(voice, incident, clock);
    const before = toldReported(opened('10:00', { message: 'We were silent.' }));
    expect(slip(before, '10:17')).toContain('At 10:17 UTC, again: We were silent.');
  });

  it('is refused by its field for a place that is missing or unknown', () => {
    expect(() => own({ 'apology-next-new': 'We will write again.' })).toThrow(
      /wording\.apology-next-new: “We will write again\.” does not say \{due\}/,
    );
    expect(() => own({ 'apology-next-new': 'By {due}, dear {name}.' })).toThrow(
      /names \{name\}, which nobody fills in/,
    );
    expect(() => own({ 'apology-last-word': 'At {at} we said {words}.' })).toThrow(/quotation marks around \{words\}/);
  });

  it('is refused for what the lint has against people’s texts', () => {
    for (const [said, why] of [
      ['We apologise for any inconvenience.', 'any inconvenience'],
      ['We will be back shortly.', 'shortly'],
      ['This was due to our provider.', 'due to our provider'],
      ['No data was lost.', 'No data was lost'],
      ['Our engineers are working on it.', 'engineers are working'],
      ['Service is still down.', 'is still down'],
      ['Service is down, and nobody can say more.', 'is down'],
      ['You are entitled to a refund.', 'entitled'],
      ['This was our fault.', '“our fault”: touches cause, fault, loss or entitlement'],
      ['Please forgive us.', '“forgive”: asks readers for something'],
      ['See https://example.com.', 'a link'],
    ]) {
      expect(() => own({ 'apology-sorry-update': said as string })).toThrow(`wording.apology-sorry-update: “${said}”`);
      expect(() => own({ 'apology-sorry-update': said as string })).toThrow(why as string);
    }
  });

  it('is refused where an apology would grow longer than X takes, with what else is in it', () => {
    const long = `We did not write to you by then, ${'and that is not how it should have been, '.repeat(5)}and we are sorry.`;
    expect(() => own({ 'apology-sorry-update': long })).toThrow(
      /wording\.apology-sorry-update: makes an apology of up to 3\d\d characters, together with apology-promised-short/,
    );
  });

  it('is refused under a name that there is not, and in a language that is not shipped', () => {
    expect(() => own({ 'apology-sory-update': 'We were silent.' } as SentenceOverrides)).toThrow(
      /wording: .*apology-sory-update/,
    );
    const brand = { name: 'Example', language: 'tlh' };
    expect(() => own({}, { brand })).toThrow(/brand\.language: .*"en"/);
  });

  it('is weighed by a count that is never less than X’s', () => {
    for (const text of ['Zürich “quoted” – dash', 'データベース', '🙂 👩‍👩‍👧 ok', 'Ж жж', 'plain']) {
      expect(weightAtMost(text)).toBeGreaterThanOrEqual(weightOf(text));
    }
  });
});

describe('what a person wrote in case of silence', () => {
  const ready = 'We wait for a restore of the index. It is slow.';

  it('is what the apology quotes, with when it was written', () => {
    const incident = toldReported(opened('10:00', { ifLate: ready }), look('10:17'));
    expect(incident.entries[1]?.content?.message).toContain(
      `Left for you at 10:00 UTC, in case we were late: “${ready}”`,
    );
  });

  it('is in the public chain only from then on, and quoted once', () => {
    const incident = toldReported(opened('10:00', { ifLate: ready }), look('10:17'), look('10:52'));
    const lines = incident.entries.map((entry) => JSON.stringify(logLine(entry)));
    expect(lines.map((line) => line.includes('restore of the index'))).toEqual([false, true, false]);
  });

  it('counts no more once a person has spoken again', () => {
    const incident = toldReported(opened('10:00', { ifLate: ready }), update('10:10'), look('10:42'));
    expect(incident.entries[2]?.content?.message).toContain('“We are still looking into it.”');
  });

  it('gives way to what fits, and is then cut behind a sentence', () => {
    const words = `It is a database. ${'We restore it step by step and look at each part. '.repeat(3)}`.trim();
    const incident = toldReported(opened('10:00', { ifLate: words }), look('10:17'));
    expect(incident.entries[1]?.content?.message).toMatch(/“It is a database\.(?: We restore [^”]*part\.)*”/);
  });
});
