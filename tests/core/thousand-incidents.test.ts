import { describe, expect, it } from 'vitest';
import { spoken } from '../../shared/config/voice.ts';
import { authorOf, type Entry } from '../../shared/core/entry.ts';
import type { Incident, ReportedIncident } from '../../shared/core/incident.ts';
import { isOverdue } from '../../shared/core/promises.ts';
import { promisedTime, sayClock } from '../../shared/wording/time.ts';
import { wordedForX } from '../../shared/wording/x/post.ts';
import { weightOf } from '../../shared/wording/x/weight.ts';
import { everyIncident } from './generated-incidents.ts';

const wordsOf = (entry: Entry): string => entry.content?.message ?? '';
const apologiesIn = ({ entries }: ReportedIncident) => entries.filter((entry) => authorOf(entry) === 'pipeline');

/** What the pipeline said by itself, without what it quoted. */
const own = (text: string): string => text.replace(/“.*”/s, 'QUOTE.');

const sentencesIn = (text: string): string[] => (own(text).match(/[^.!?]+[.!?]+/g) ?? []).map((one) => one.trim());

/** Written down here once more, apart from the lint: a rule that went soft there is still noticed here. */
const BANNED =
  /inconvenience|patience|understanding|shortly|\bsoon\b|as soon as|some users|may be experienc|intermittent|hopefully|unfortunately|working hard|rest assured|thank|forgive|bear with|still down|is down|is back(?<!not confirmed that it is back|without our saying that it is back|cannot say yet that it is back)|fixed|no data|data was|engineer|on it\b|working on|due to|caused|because|fault|refund|compensat|entitled|guarantee|never again|fully/i;

describe('in a thousand incidents with slips', () => {
  it('every slipped promise is settled as slipped by exactly one entry, an apology or a person’s late word', () => {
    let [byApology, byPerson, standing] = [0, 0, 0];
    everyIncident(({ incident, befores, quietAfterLook }) => {
      const slipped = incident.promises.filter((row) => row.state === 'slipped');
      for (const row of slipped) {
        const settling = incident.entries.filter((entry) =>
          entry.settles.some((one) => one.seq === row.seq && one.promise === row.promise && one.as === 'slipped'),
        );
        expect(settling.map((entry) => entry.seq)).toEqual([row.settledBy]);
        const by = authorOf(settling[0] as Entry);
        expect(by === 'machine' && settling[0]?.kind !== 'resolved').toBe(false);
        if (by === 'pipeline') byApology += 1;
        if (by === 'person') byPerson += 1;
        expect((settling[0] as Entry).at > row.at).toBe(true);
      }
      for (const [index, entry] of incident.entries.entries()) {
        // Nothing is settled that was settled before, but an ETA that a relapse opens again.
        const before = befores[index] as Incident;
        for (const one of entry.settles) {
          const row = before.promises.find(({ seq, promise }) => seq === one.seq && promise === one.promise);
          expect(row?.state === 'open' || (row?.state === 'kept' && row.promise === 'restoreBy')).toBe(true);
          if (authorOf(entry) === 'pipeline') expect(row?.state).toBe('open');
        }
      }
      const open = incident.promises.filter((row) => isOverdue(row, incident.head.at));
      if (quietAfterLook.length > 0) standing += open.length;
    });
    // A generator that never got there would prove nothing.
    expect(Math.min(byApology, byPerson, standing)).toBeGreaterThan(100);
  });

  it('a silence gets at most two automated entries, and the second gives no time', () => {
    let seconds = 0;
    everyIncident(({ incident }) => {
      let [count, quiet] = [0, false];
      for (const entry of incident.entries) {
        if (!entry.automated && entry.kind !== 'correction' && entry.kind !== 'postmortem') [count, quiet] = [0, false];
        if (authorOf(entry) !== 'pipeline' || entry.settles.every((one) => one.promise === 'reportBy')) continue;
        expect(quiet).toBe(false);
        count += 1;
        if (count < 2) continue;
        seconds += 1;
        quiet = true;
        expect(entry.promises).toEqual({ nextUpdateBy: null });
      }
    });
    expect(seconds).toBeGreaterThan(100);
  });

  it('every automated text fits into a post, on the page and on X', () => {
    everyIncident(({ incident }) => {
      for (const entry of incident.entries) {
        const root = entry.seq % 2 === 0;
        const post = { incident, entry, root, late: !root, now: entry.at, precision: 'minute' } as const;
        expect(
          weightOf(wordedForX(spoken, { ...post, link: 'https://status.example.com/i/1' }).text),
        ).toBeLessThanOrEqual(280);
        if (authorOf(entry) !== 'pipeline') continue;
        expect(weightOf(wordsOf(entry))).toBeLessThanOrEqual(280);
        expect(wordedForX(spoken, post).text).toContain(wordsOf(entry).slice(0, 60));
      }
    });
  });

  it('no automated text holds a banned phrase, and none claims what nobody can know', () => {
    everyIncident(({ incident }) => {
      for (const entry of apologiesIn(incident)) expect(own(wordsOf(entry))).not.toMatch(BANNED);
    });
  });

  it('no sentence is said twice in an incident, nor a person quoted twice with the same words', () => {
    everyIncident(({ incident }) => {
      const texts = apologiesIn(incident).map(wordsOf);
      const said = texts.flatMap(sentencesIn).filter((sentence) => !sentence.includes('QUOTE'));
      expect(said.filter((sentence, index) => said.indexOf(sentence) !== index)).toEqual([]);
      const quotes = texts.flatMap((text) => /“(.*)”/s.exec(text)?.[1] ?? []);
      expect(quotes.filter((quote, index) => quotes.indexOf(quote) !== index)).toEqual([]);
    });
  });

  it('every time in an automated text is one that the chain knows, and every quote is a person’s, unaltered', () => {
    let quotes = 0;
    everyIncident(({ incident }) => {
      for (const entry of apologiesIn(incident)) {
        const until = incident.entries.filter((one) => one.seq <= entry.seq);
        const known = [
          ...until.map((one) => one.at),
          ...until.flatMap((one) => Object.values(one.promises)).filter((at) => typeof at === 'string'),
        ];
        const forms = new Set(
          known.flatMap((at) => [
            sayClock(at),
            sayClock(at, true),
            promisedTime(spoken, at, entry.at),
            promisedTime(spoken, at, entry.at, 0),
          ]),
        );
        const times = own(wordsOf(entry)).match(/(?:\d+ \w{3}(?: \d{4})?, )?\d\d:\d\d(?::\d\d)? UTC/g) ?? [];
        expect(times.filter((time) => !forms.has(time))).toEqual([]);
        const quote = /“(.*)”/s.exec(wordsOf(entry))?.[1];
        if (quote === undefined) continue;
        quotes += 1;
        const persons = until.filter((one) => authorOf(one) === 'person');
        const sources = persons.flatMap((one) => [wordsOf(one), one.private.ifLate ?? '']);
        expect(sources.some((said) => said.replaceAll(/\s+/g, ' ').trim().startsWith(quote))).toBe(true);
      }
    });
    expect(quotes).toBeGreaterThan(100);
  });

  it('counts missed updates as the chain does', () => {
    let counted = 0;
    everyIncident(({ incident }) => {
      for (const entry of apologiesIn(incident)) {
        const said = /missed (\w+) updates/.exec(own(wordsOf(entry)))?.[1];
        if (said === undefined) continue;
        counted += 1;
        const since = incident.entries.findLast(
          (one) => one.seq < entry.seq && !one.automated && one.kind !== 'correction',
        );
        const missed = incident.entries
          .filter((one) => one.seq > (since?.seq ?? 0) && one.seq <= entry.seq)
          .flatMap((one) => one.settles)
          .filter((one) => one.promise === 'nextUpdateBy' && one.as === 'slipped');
        expect(said).toBe(['no', 'one', 'two', 'three'][missed.length]);
      }
    });
    expect(counted).toBeGreaterThan(100);
  });
});
