import { describe, expect, it } from 'vitest';
import { pageClocks } from '../../shared/core/recogniser/page-clocks.ts';
import { recognisePromises } from '../../shared/core/recogniser/promises.ts';

const WINTER = '2026-11-23T14:00:00.000Z';
const SUMMER = '2026-07-06T14:00:00.000Z';
const MINUTE_MS = 60_000;

/** What a clock that is this much ahead of UTC shows two hours after the post. */
const clock = (minutes: number, postedAt = WINTER) =>
  new Date(Date.parse(postedAt) + (120 + minutes) * MINUTE_MS).toISOString().slice(11, 16);

const read = (text: string, postedAt = WINTER, clocks = undefined as ReturnType<typeof pageClocks> | undefined) =>
  recognisePromises(text, clocks ? { postedAt, clocks } : { postedAt });

const IN_TWO_HOURS = '2026-11-23T16:00:00.000Z';
const hours = (spellings: Readonly<Record<string, number>>) => Object.entries(spellings);

describe('the zone behind a time', () => {
  it.each(
    hours({
      UTC: 0,
      GMT: 0,
      Z: 0,
      UT: 0,
      utc: 0,
      gmt: 0,
      PT: -8,
      PST: -8,
      pst: -8,
      PDT: -8,
      MT: -7,
      MST: -7,
      CT: -6,
      CDT: -6,
      ET: -5,
      EST: -5,
      est: -5,
      'E.S.T.': -5,
      AKST: -9,
      HST: -10,
      NST: -3.5,
      BRT: -3,
      ART: -3,
      CLT: -3,
      COT: -5,
      PET: -5,
      VET: -4,
      BOT: -4,
      UYT: -3,
      WET: 0,
      CET: 1,
      cet: 1,
      MEZ: 1,
      EET: 2,
      MSK: 3,
      TRT: 3,
      SAST: 2,
      EAT: 3,
      WAT: 1,
      CAT: 2,
      GST: 4,
      PKT: 5,
      IRST: 3.5,
      AFT: 4.5,
      NPT: 5.75,
      MMT: 6.5,
      ICT: 7,
      WIB: 7,
      WITA: 8,
      HKT: 8,
      SGT: 8,
      MYT: 8,
      PHT: 8,
      AWST: 8,
      JST: 9,
      KST: 9,
      ChST: 10,
      ACDT: 10.5,
      AEDT: 11,
      AET: 11,
      NZDT: 13,
      CHADT: 13.75,
      LINT: 14,
      FJT: 12,
    }),
  )('may be letters: %s', (zone, ahead) => {
    expect(read(`Next update by ${clock(ahead * 60)} ${zone}.`)).toMatchObject([{ at: IN_TWO_HOURS, zone }]);
  });

  it.each(
    hours({
      Eastern: -5,
      'eastern time': -5,
      'Eastern Standard Time': -5,
      'US Eastern': -5,
      'Pacific Time': -8,
      'Pacific Standard Time': -8,
      'Pacific Time (US & Canada)': -8,
      'U.S. Central Time': -6,
      Central: -6,
      'Central European Time': 1,
      'Central European Standard Time': 1,
      'Eastern European Time': 2,
      'Berlin time': 1,
      'London time': 0,
      'New York time': -5,
      'São Paulo time': -3,
      'UK time': 0,
      'German time': 1,
      'PST time': -8,
      'India Standard Time': 5.5,
      'Indian Standard Time': 5.5,
      'Israel Standard Time': 2,
      'China Standard Time': 8,
      'Japan Standard Time': 9,
      'Singapore Time': 8,
      'Gulf Standard Time': 4,
      'Brasilia Time': -3,
      'Moscow time': 3,
      'Australian Eastern Daylight Time': 11,
      'Hong Kong Time': 8,
      'New Zealand Daylight Time': 13,
      'Greenwich Mean Time': 0,
      'Coordinated Universal Time': 0,
      'British Summer Time': 0,
      'Berlin local time': 1,
      Berlin: 1,
      Tokyo: 9,
    }),
  )('may be words: %s', (zone, ahead) => {
    const [promise, ...others] = read(`Next update by ${clock(ahead * 60)} ${zone}.`);
    expect([promise?.at, others]).toEqual([IN_TWO_HOURS, []]);
  });

  it.each(
    hours({
      'Europe/Berlin': 1,
      'America/New_York': -5,
      'america/new_york': -5,
      'America/New York': -5,
      'US/Pacific': -8,
      'Us/pacific': -8,
      'America/Argentina/Buenos_Aires': -3,
      'Asia/Kolkata': 5.5,
      'Asia/Kathmandu': 5.75,
      'Australia/Lord_Howe': 11,
      'Pacific/Auckland': 13,
      'Etc/GMT+5': -5,
      'Etc/UTC': 0,
      EST5EDT: -5,
    }),
  )('may be an id of the tz database: %s', (zone, ahead) => {
    expect(read(`Next update by ${clock(ahead * 60)} ${zone}.`)).toMatchObject([{ at: IN_TWO_HOURS, zone }]);
  });

  it.each(
    hours({
      'UTC+5:30': 5.5,
      'UTC +5:30': 5.5,
      'UTC+0530': 5.5,
      'UTC+05:30': 5.5,
      'UTC+5.5': 5.5,
      'GMT +0100': 1,
      'GMT+1': 1,
      'UTC−5': -5,
      'UTC-5': -5,
      'UTC – 5': -5,
      'UTC-05:00': -5,
      'GMT-0800': -8,
      'utc + 2': 2,
      'UTC\u00a0+\u00a02': 2,
      'UTC\u202f+2': 2,
      'UTC+2h': 2,
      'UTC＋2': 2,
      'UTC±0': 0,
      'UTC plus 2': 2,
      'GMT minus 3': -3,
      'hrs. GMT': 0,
      'UTC+00:00': 0,
      '+02:00': 2,
      '+0200': 2,
      '(UTC+2)': 2,
      'UTC/GMT+3': 3,
      '(GMT -3)': -3,
      '\u00a0PST': -8,
      '(CET)': 1,
      ', CET': 1,
      'hrs CET': 1,
      'h CET': 1,
    }),
  )('may be an offset, or stand in whatever signs and spaces editors make: %s', (zone, ahead) => {
    const [promise, ...others] = read(`Next update by ${clock(ahead * 60)} ${zone}.`);
    expect([promise?.at, others]).toEqual([IN_TWO_HOURS, []]);
  });

  it('may stand behind the day, and may be said once for a span, whose end counts', () => {
    expect(read('Next update at 10:00 tomorrow PST.')).toMatchObject([{ at: '2026-11-24T18:00:00.000Z' }]);
    expect(read('Next update at 10 AM on Tuesday (ET).')).toMatchObject([{ at: '2026-11-24T15:00:00.000Z' }]);
    expect(read('We expect recovery by 14:30-15:00 UTC.')).toMatchObject([{ at: '2026-11-23T15:00:00.000Z' }]);
    expect(read('We expect recovery by 15:00 UTC - 15:30 UTC.')).toMatchObject([{ at: '2026-11-23T15:30:00.000Z' }]);
    expect(read('We expect recovery by 2–3 PM ET.')).toMatchObject([{ at: '2026-11-23T20:00:00.000Z' }]);
  });

  it('may be an ambiguous one that is explained', () => {
    const at = (text: string) => read(`Next update by ${text}.`).map((promise) => promise.at);
    expect(at(`${clock(8 * 60)} CST (UTC+8)`)).toEqual([IN_TWO_HOURS]);
    expect(at(`${clock(2 * 60)} IST (Israel Standard Time)`)).toEqual([IN_TWO_HOURS]);
    expect(at(`${clock(-6 * 60)} CST (Central Time)`)).toEqual([IN_TWO_HOURS]);
  });

  it.each([
    ['CST', WINTER],
    ['IST', WINTER],
    ['BST', WINTER],
    ['AST', WINTER],
    ['SST', WINTER],
    ['WST', WINTER],
    ['AMT', WINTER],
    ['ACT', WINTER],
    ['ECT', WINTER],
    ['BDT', WINTER],
    ['CCT', WINTER],
    ['cst', WINTER],
    ['ist', SUMMER],
    ['BST', SUMMER],
    ['MST', SUMMER],
    ['AEST', WINTER],
    ['ACST', WINTER],
    ['QZT', WINTER],
    ['XYZ', WINTER],
    ['qzt', WINTER],
    ['(QZT)', WINTER],
    ['QZT today', WINTER],
    ['Krypton Standard Time', WINTER],
    ['local time', WINTER],
    ['our time', WINTER],
    ['Europe/Atlantis', WINTER],
    ['UTC+25', WINTER],
    ['UTC1', WINTER],
    ['Berlin/Paris time', WINTER],
    ['Samoa Standard Time', WINTER],
    ['Central Standard Time (Mexico)', SUMMER],
    ['European Time', WINTER],
    ['Australian time', WINTER],
  ])('is unknown, never UTC, where the letters mean several or nobody knows them: %s', (zone, postedAt) => {
    const [promise, ...others] = read(`Next update by 15:30 ${zone}.`, postedAt);
    expect(others).toEqual([]);
    expect(promise).toMatchObject({ kind: 'nextUpdateBy', at: undefined });
    expect(promise?.zone).toBeDefined();
  });

  it('is no question where all that it can mean is the same at that time of the year', () => {
    expect(read('Next update by 09:00 MST.')).toMatchObject([{ at: IN_TWO_HOURS }]);
    expect(read('Next update by 02:00 AEST.', SUMMER)).toMatchObject([{ at: '2026-07-06T16:00:00.000Z' }]);
  });

  it.each([
    'Next update by 15:00 and not later.',
    'Next update at 3 PM today.',
    'At 3pm today we will post an update.',
    'NEXT UPDATE BY 3 PM IN THE LATEST CASE.',
    'NEXT UPDATE BY 15:00 AND NOT LATER.',
    'NEXT UPDATE BY 15:00 WITH DETAILS.',
    'NEXT UPDATE BY 15:00 AS USUAL.',
    'Next update by 15:00 at the latest.',
    'Next update by 15:00 sharp.',
    'Next update by 15:00 for the first time since noon.',
    'Next update by 15:00 when we met the provider.',
    'Next update by 15:00 eat your lunch.',
    'Next update by 15:00 API errors or not.',
    'Next update by 15:00 central services willing.',
    'Next update by 15:00 (or earlier).',
    'Next update by 15:00 EU customers first.',
    'Next update by 15:00, London and Paris first.',
  ])('is none where the sentence only goes on: %s', (text) => {
    const [promise, ...others] = read(text);
    expect(others).toEqual([]);
    expect(promise).toMatchObject({ at: '2026-11-23T15:00:00.000Z' });
    expect(promise).not.toHaveProperty('zone');
  });

  it('is none in a span of two clock times, which are no offset', () => {
    const one = (text: string) => read(text).map(({ at, zone }) => [at, zone]);
    const [at, zone] = ['2026-11-23T15:00:00.000Z', 'UTC'];
    expect(one('Next update at 15:00 UTC - 2/24/2027 is a holiday.')).toEqual([[at, zone]]);
    expect(one('Next update at 15:00 UTC - 2 March is a holiday.')).toEqual([[at, zone]]);
    expect(one('Next update at 15:00 UTC–16:00 CET.')).toEqual([[at, zone]]);
    expect(one('Next update at 01:00 UTC–02:00 UTC.')).toEqual([['2026-11-24T02:00:00.000Z', zone]]);
    expect(one('Next update between 14:30-15:00.')).toEqual([[at, undefined]]);
    expect(read('Next update at 15:00-15:30.')).toMatchObject([{ at: '2026-11-23T15:30:00.000Z' }]);
  });
});

describe('an abbreviation that means several zones', () => {
  it.each([
    ['CST', 'America/Chicago', -6],
    ['CST', 'America/New_York', -6],
    ['CST', 'Asia/Shanghai', 8],
    ['CST', 'America/Havana', -5],
    ['CST', 'Pacific Time (US & Canada)', -6],
    ['IST', 'Asia/Kolkata', 5.5],
    ['IST', 'Asia/Calcutta', 5.5],
    ['IST', 'Europe/Dublin', 0],
    ['IST', 'Asia/Jerusalem', 2],
    ['IST', 'New Delhi', 5.5],
    ['BST', 'Europe/London', 0],
    ['BST', 'Asia/Dhaka', 6],
    ['AST', 'America/Halifax', -4],
    ['AST', 'Asia/Riyadh', 3],
    ['EST', 'Australia/Sydney', 11],
    ['EST', 'Australia/Brisbane', 10],
    ['EST', 'Europe/Berlin', -5],
    ['MST', 'America/Phoenix', -7],
    ['PST', 'Asia/Manila', 8],
    ['AEST', 'Australia/Brisbane', 10],
    ['AEST', 'Australia/Melbourne', 11],
    ['Central', 'Australia/Adelaide', 10.5],
  ])('%s on a page of %s is known', (zone, page, ahead) => {
    const clocks = pageClocks([], page);
    expect(read(`Next update by ${clock(ahead * 60)} ${zone}.`, WINTER, clocks)).toMatchObject([{ at: IN_TWO_HOURS }]);
  });

  it.each([
    ['CST', 'Etc/UTC'],
    ['CST', 'Europe/Berlin'],
    ['IST', 'America/New_York'],
    ['BST', 'America/New_York'],
  ])('%s is not decided by a page of %s', (zone, page) => {
    expect(read(`Next update by 15:30 ${zone}.`, WINTER, pageClocks([], page))).toMatchObject([{ at: undefined }]);
  });

  it('is decided by what the other texts of the page use, if they do not contradict each other', () => {
    const at = (...texts: string[]) =>
      read(`Next update by ${clock(-6 * 60)} CST.`, WINTER, pageClocks(texts, 'Etc/UTC')).map((promise) => promise.at);
    expect(at('Errors began at 9:10 AM PST.')).toEqual([IN_TWO_HOURS]);
    expect(at('Errors began at 9:10 AM PST.', 'They ended at 10:00 UTC.')).toEqual([IN_TWO_HOURS]);
    expect(at('Errors began at 9:10 AM PST.', 'They ended at 10:00 Asia/Shanghai.')).toEqual([undefined]);
    expect(at('Errors began at 9:10.')).toEqual([undefined]);
  });
});

describe('a time without a zone on a foreign page', () => {
  const bare = (page: string | undefined, ...texts: string[]) =>
    read('Next update by 17:00.', WINTER, pageClocks(texts, page)).map((promise) => promise.at);

  it('is in the zone of the page, as Statuspage names it', () => {
    expect(bare('Europe/Berlin')).toEqual([IN_TWO_HOURS]);
    expect(bare('Berlin')).toEqual([IN_TWO_HOURS]);
    expect(bare('(GMT+01:00) Berlin')).toEqual([IN_TWO_HOURS]);
    expect(bare('Kolkata')).toEqual(['2026-11-23T11:30:00.000Z']);
    expect(bare('Etc/UTC')).toEqual(['2026-11-23T17:00:00.000Z']);
    expect(bare('Eastern Time (US & Canada)')).toEqual(['2026-11-23T22:00:00.000Z']);
    expect(bare('International Date Line West')).toEqual(['2026-11-24T04:00:00.000Z']);
  });

  it('is else in the one that its other texts use', () => {
    expect(bare(undefined, 'Errors began at 9:10 CET.', 'They ended at 10:00 Europe/Berlin.')).toEqual([IN_TWO_HOURS]);
    expect(bare(undefined, 'All times are given in Central European Time.')).toEqual([IN_TWO_HOURS]);
  });

  it('is unknown where these contradict each other, or say nothing', () => {
    expect(bare(undefined, 'Errors began at 9:10 CET.', 'They ended at 10:00 UTC.')).toEqual([undefined]);
    expect(bare(undefined)).toEqual([undefined]);
    expect(bare('Nowhere', 'Errors began at 9:10.')).toEqual([undefined]);
  });
});
