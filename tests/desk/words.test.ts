import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../shared/config/parse-config.ts';
import { spoken } from '../../shared/config/voice.ts';
import { lintReply } from '../../shared/core/desk/reply-lint.ts';
import { TEMPLATE_NAMES, wordsFor } from '../../shared/core/desk/template.ts';
import type { ReportedIncident } from '../../shared/core/incident.ts';
import { sayHours } from '../../shared/wording/desk/hours.ts';
import { objectionsToEdit, objectionsToReply, suggestedReplies } from '../../shared/wording/desk/replies.ts';
import { saidOf } from '../../shared/wording/desk/slots.ts';
import { type DeskVoice, wordedForDesk, wordedReceipt } from '../../shared/wording/desk/words.ts';
import { at, opened, reopened, resolved, told, update } from './support/told-story.ts';

const names = new Map([
  ['api', 'API'],
  ['shop', 'shop.example.com'],
  ['long', 'A part of the service with a name that is as long as eighty letters are, or so it is'],
]);
const desk: DeskVoice = { voice: spoken, own: [], ways: [], hours: undefined, privacy: undefined };
const open = (component = 'api', promises: { nextUpdateBy?: string; restoreBy?: string } = { nextUpdateBy: '10:30' }) =>
  told([opened('10:00', { components: [{ id: component, status: 'major_outage' }], ...promises })]);
const said = (incident: ReportedIncident | undefined, clock: string) => saidOf(spoken, incident, names, at(clock));
const offered = (incident: ReportedIncident | undefined, clock: string, of = {}) =>
  suggestedReplies(desk, said(incident, clock), { source: 'x', trouble: true, turn: 0, toldOver: false, ...of });

describe('what a person is offered', () => {
  it('names what is affected and when the next update comes, from the chain', () => {
    expect(offered(open(), '10:10')[0]).toEqual({
      template: 'ack-known',
      text: 'You are right, and we are sorry: we have a problem with API. Next update by 10:30 UTC.',
    });
  });

  it('owns that the next update is late, or that none is promised', () => {
    expect(offered(open(), '10:31')[0]?.text).toContain('Our next update is late.');
    expect(offered(told([opened('10:00', { nextUpdateBy: null })]), '10:10')[0]?.text).toContain('No time is promised');
  });

  it('is other words where nothing is open, where it is over, and where it is back', () => {
    const over = told([opened('10:00'), resolved('11:05')]);
    const back = told([opened('10:00'), resolved('11:05'), reopened('11:20')]);
    expect(offered(undefined, '10:10')[0]?.template).toBe('ack-unknown');
    expect(offered(over, '11:10')[0]?.text).toContain('1 h 5 min');
    expect(offered(back, '11:30', { toldOver: true })[0]?.template).toBe('correction');
    expect(offered(open(), '10:10', { trouble: false })[0]?.template).toBe('thanks');
  });

  it('is another variant for the next one, and the fifth is the first', () => {
    const texts = [0, 1, 2, 3, 4].map((turn) => offered(open(), '10:10', { turn })[0]?.text);
    expect(new Set(texts).size).toBe(4);
    expect(texts[4]).toBe(texts[0]);
  });

  it('names no component whose name is a link, or too long for the place', () => {
    for (const id of ['shop', 'long'])
      expect(offered(open(id), '10:10')[0]?.text).toContain('a problem with our service');
  });

  it('passes its own rules in every variant, wherever it goes', () => {
    const stories = [
      open(),
      open('shop', {}),
      told([opened('10:00', { nextUpdateBy: '10:05' }), update('10:06')]),
      told([opened('10:00', { status: 'identified', restoreBy: '+1 12:00', nextUpdateBy: '10:30' })]),
      told([opened('10:00'), resolved('10:40')]),
      told([opened('10:00'), resolved('10:40'), reopened('10:50')]),
    ];
    for (const incident of [undefined, ...stories])
      for (const turn of [0, 1, 2, 3])
        for (const trouble of [true, false])
          for (const source of ['x', 'bluesky', 'mastodon', 'mail'] as const)
            expect(offered(incident, '10:55', { turn, trouble, source })).toHaveLength(3);
  });
});

describe('a receipt', () => {
  it('says which case it is, who reads it, that we write again, and how to hear no more', () => {
    const hours = sayHours({ from: '09:00', to: '17:00', zone: 'Etc/UTC', days: ['mon', 'tue', 'wed', 'thu', 'fri'] });
    const text = wordedReceipt({ ...desk, hours }, said(open(), '10:10'), { turn: 0, case: 'K7QXF', plainly: false });
    expect(text).toBe(
      'We have your message; it is case K7QXF. A person reads it: Mon to Fri, 09:00 to 17:00 UTC. We write here again when API is confirmed back. Reply STOP and we will not write to you again.',
    );
  });

  it('of a restricted incident says nothing of what it is about', () => {
    const text = wordedReceipt(desk, said(open(), '10:10'), { turn: 1, case: 'K7QXF', plainly: true });
    expect(text).not.toContain('API');
  });
});

describe('words of the house', () => {
  const parsed = (templates: unknown) => () =>
    parseConfig({ brand: { name: 'Acme' }, components: [{ id: 'api', name: 'API' }], desk: { templates } });

  it('come for their component, or else their region, or else for all, or else ours', () => {
    const own = [
      { name: 'thanks' as const, says: ['for all'] },
      { name: 'thanks' as const, region: 'eu', says: ['for the region'] },
      { name: 'thanks' as const, component: 'api', says: ['for the component'] },
    ];
    expect(wordsFor('thanks', { component: 'api', region: 'eu' }, own, ['ours'])).toEqual(['for the component']);
    expect(wordsFor('thanks', { component: 'web', region: 'eu' }, own, ['ours'])).toEqual(['for the region']);
    expect(wordsFor('thanks', {}, own, ['ours'])).toEqual(['for all']);
    expect(wordsFor('ack-known', {}, own, ['ours'])).toEqual(['ours']);
  });

  it('are refused by the config where no answer may say them', () => {
    expect(parsed([{ name: 'thanks', says: ['Thank you for your patience.'] }])).toThrow('lip service');
    expect(parsed([{ name: 'thanks', says: ['Thanks, see {next}'] }])).toThrow('{next}');
    expect(parsed([{ name: 'ack-known', component: 'web', says: ['Sorry.'] }])).toThrow('not a component');
    expect(parsed([{ name: 'ack-known', says: ['Sorry: {components}. {next}'] }])).not.toThrow();
  });
});

/** Pieces of answers, by whether any of them may ever leave while the cause is not known and nothing is promised but 10:30 UTC. */
const HARMLESS = [
  'We are sorry. ',
  'Thank you for telling us. ',
  'Next update by 10:30 UTC. ',
  'API fails for you. ',
  'We read this. ',
];
const FORBIDDEN = [
  'It is due to a bad deploy. ',
  'It was caused by our vendor. ',
  'The root cause is a bug. ',
  'Back by 10:45 UTC. ',
  'We need 20 minutes. ',
  'Fixed in an hour. ',
  'By tomorrow it works. ',
  'See https://evil.example/x ',
  'More on status.example.com. ',
  'Ask @support there. ',
  'As stated, we look. ',
  'Actually it works for us. ',
  'Check your browser. ',
  'We apologise for any inconvenience. ',
  'Rest assured. ',
  'Very soon. ',
  'It works again. ',
  'No data was lost. ',
  '12 % of you. ',
];

describe('an answer that is edited', () => {
  it('never leaves with a forbidden word, time, cause or link, whatever the chain and the words', () => {
    const clock = fc.constantFrom('10:01', '10:15', '10:29');
    const chain = fc.constantFrom(
      open(),
      open('shop'),
      open('long'),
      told([opened('10:00', { nextUpdateBy: '10:30' }), update('10:01', { nextUpdateBy: '10:30' })]),
    );
    const length = { minLength: 1, maxLength: 5 };
    // Half are harmless throughout: of five pieces one is forbidden nearly always.
    const pieces = fc.oneof(
      fc.array(fc.constantFrom(...HARMLESS), length),
      fc.array(fc.constantFrom(...HARMLESS, ...FORBIDDEN), length),
    );
    const source = fc.constantFrom('x' as const, 'bluesky' as const, 'mastodon' as const, 'mail' as const);
    let left = 0;
    fc.assert(
      fc.property(chain, clock, pieces, source, (incident, now, words, place) => {
        const text = words.join('').trim();
        const found = objectionsToEdit(text, said(incident, now), { source: place, handling: 'normal', templates: [] });
        const bad = FORBIDDEN.filter((piece) => text.includes(piece.trim()));
        if (found.length === 0) {
          left += 1;
          expect(bad).toEqual([]);
        } else if (bad.length === 0) expect(found.map(({ rule }) => rule)).toEqual(['length']);
      }),
      { numRuns: 500 },
    );
    expect(left).toBeGreaterThan(100);
  });

  it('made of a template leaves with no time but a promised one, whatever was promised when', () => {
    const minute = fc.integer({ min: 0, max: 59 });
    fc.assert(
      fc.property(
        minute,
        minute,
        fc.boolean(),
        fc.constantFrom(...TEMPLATE_NAMES),
        fc.nat(7),
        (due, now, eta, name, turn) => {
          const two = (n: number) => String(n).padStart(2, '0');
          const incident = open('api', {
            nextUpdateBy: `11:${two(due)}`,
            ...(eta ? { restoreBy: `12:${two(due)}` } : {}),
          });
          const all = said(incident, `10:${two(now)}`);
          const text = wordedForDesk(desk, name, all, { turn, case: 'K7QXF' });
          const times = [...text.matchAll(/\d{1,2}:\d{2}(?::\d{2})?/g)].map(([time]) => time);
          for (const time of times) expect(time).toBe(`11:${two(due)}`);
          if (name !== 'solved') expect(lintReply(text, all.borne)).toEqual([]);
        },
      ),
    );
  });

  it('of a restricted incident is one of the templates, to the letter', () => {
    const all = said(open(), '10:10');
    const [first] = suggestedReplies(desk, all, { source: 'x', trouble: true, turn: 0, toldOver: false });
    const of = { source: 'x', handling: 'restricted', templates: [first!.text] } as const;
    expect(objectionsToEdit(first!.text, all, of)).toEqual([]);
    expect(objectionsToEdit(`${first!.text} Really.`, all, of)).toMatchObject([{ rule: 'words-of-others' }]);
  });

  it('fits where it goes', () => {
    const long = 'We are sorry. '.repeat(20);
    expect(objectionsToReply(long, said(open(), '10:10'), 'x')).toMatchObject([{ rule: 'length' }]);
    expect(objectionsToReply(long, said(open(), '10:10'), 'mastodon')).toEqual([]);
  });
});
