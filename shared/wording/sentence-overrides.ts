import { objectionsTo } from '../core/lint/automated.ts';
import {
  type ApologyStyle,
  type Language,
  numberIn,
  type Place,
  SENTENCES,
  type SentenceName,
  type SentenceOverrides,
  sentenceOf,
  type Voice,
  voiceOf,
} from './sentences.ts';

/** What is wrong with a sentence that a brand puts in the place of ours. */
export type SentenceProblem = { name: SentenceName; reason: string };

/** Longer than any value that the place will ever have. */
const LONGEST: Readonly<Record<Place, string>> = {
  components: 'Website, API and Background jobs',
  at: '31 Dec 2026, 23:50:00 UTC',
  case: 'K7QXF',
  count: 'seven',
  due: '31 Dec 2026, 23:50:00 UTC',
  from: '31 Dec 2026, 23:50:00 UTC',
  goal: '',
  happened: '31 Dec 2026, 23:50:00 UTC',
  hours: 'Mon to Fri, 09:00 to 17:00 UTC',
  incident: '000000000000',
  lasted: '2 days 23 h 59 min',
  late: '59 min 59 s',
  made: '31 Dec 2026, 23:50:00 UTC',
  missed: 'update by 31 Dec 2026, 23:50:00 UTC',
  next: 'Next update by 31 Dec 2026, 23:50:00 UTC.',
  now: '23:50:00 UTC',
  page: 'status page',
  sentence: '',
  title: 'A title',
  until: '31 Dec 2026, 23:50:00 UTC',
  ways: 'Mail our support',
  words: 'Words.',
};

const X_LIMIT = 280;

const DATED: readonly Place[] = ['at', 'due', 'from', 'happened', 'made', 'until'];

/** The same with the longest date that the language has. */
function longestIn(voice: Voice): Readonly<Record<Place, string>> {
  const dates = Array.from({ length: 12 }, (_, month) => voice.times.date(31, month + 1, '2026'));
  const time = `${dates.toSorted((a, b) => b.length - a.length)[0]}, 23:50:00 UTC`;
  return { ...LONGEST, ...Object.fromEntries(DATED.map((place) => [place, time])) };
}

/** X counts letters up to here once, and at most twice whatever lies beyond. */
const COUNTED_ONCE_UNTIL = 0x10ff;

/** Quotation marks and dashes, which X counts once as well. */
const PUNCTUATION = /[\u2010-\u201f]/;

/**
 * At most how long X counts a text without links. X's own library would say it exactly and cost each function that reads
 * the config 90 KB.
 */
export const weightAtMost = (text: string): number =>
  [...text].reduce(
    (sum, letter) => sum + (Number(letter.codePointAt(0)) <= COUNTED_ONCE_UNTIL || PUNCTUATION.test(letter) ? 1 : 2),
    0,
  );

/** Everything that is wrong with a brand's own sentences, each by its name; empty if all of them may go out. */
export function problemsOf(language: Language, style: ApologyStyle, own: SentenceOverrides): SentenceProblem[] {
  const names = Object.keys(own) as SentenceName[];
  const each = names.flatMap((name) =>
    [own[name] ?? []].flat().flatMap((said) => problemsIn(name, said, language.tag)),
  );
  return each.length > 0 ? each : tooLong(voiceOf(language, style, own), names);
}

function problemsIn(name: SentenceName, said: string, language: string): SentenceProblem[] {
  const problem = (reason: string): SentenceProblem => ({ name, reason: `“${said}” ${reason}` });
  const places: readonly Place[] = SENTENCES[name].places;
  const known = name.startsWith('apology-') ? [...places, 'now'] : places;
  const used = [...said.matchAll(/\{([^}]*)\}/g)].map(([, place]) => place as Place);
  const rest = said.replaceAll(/\{[^}]*\}/g, ' ');
  return [
    ...(rest.trim() === '' ? [problem('says nothing')] : []),
    ...places.filter((place) => !used.includes(place)).map((place) => problem(`does not say {${place}}`)),
    ...used
      .filter((place) => !known.includes(place))
      .map((place) =>
        problem(
          `names {${place}}, which nobody fills in here; it may hold ${known.map((one) => `{${one}}`).join(', ') || 'no place'}`,
        ),
      ),
    ...(/https?:|www\.|[@#$]|[\p{Cc}{}]/iu.test(rest)
      ? [problem('holds a link, a mention, a tag or a stray sign')]
      : []),
    ...(used.includes('words') && !/["“„«‹「『]\{words\}["”“»›」』]/.test(said)
      ? [problem('quotes a person without quotation marks around {words}')]
      : []),
    // The lint reads English. In other languages a person has to.
    ...(language === 'en' ? objectionsTo(filledAtMost(said)) : []).map(({ quote, reason }) =>
      problem(`says “${quote}”: ${reason}`),
    ),
  ];
}

const filledAtMost = (said: string): string =>
  said.replaceAll(/\{(\w+)\}/g, (brace, place: Place) => LONGEST[place] ?? brace);

/** The combination of slots that is longest at its shortest has to fit into a post: slot 3 is left out for it. */
function tooLong(voice: Voice, names: readonly SentenceName[]): SentenceProblem[] {
  return longestApologies(voice).flatMap(({ slots, weight }) => {
    const ours = names.filter((name) => slots.includes(name));
    if (weight <= X_LIMIT || ours.length === 0) return [];
    const reason = `makes an apology of up to ${weight} characters, together with ${slots.filter((one) => !ours.includes(one)).join(', ') || 'nothing of ours'}; X takes ${X_LIMIT}`;
    return ours.map((name) => ({ name, reason }));
  });
}

function longestApologies(voice: Voice): { slots: SentenceName[]; weight: number }[] {
  const longest = longestIn(voice);
  const both: SentenceName[] = ['apology-promised-short', 'apology-goal-update', 'apology-goal-back'];
  const one = (goal: SentenceName): SentenceName[] => ['apology-promised-short', goal];
  const ends: SentenceName[][] = [
    ['apology-next-new'],
    ['apology-next-standing'],
    ['apology-missed', 'apology-next-none'],
  ];
  const begins: [SentenceName[], SentenceName][] = [
    [both, 'apology-sorry-both'],
    [one('apology-goal-update'), 'apology-sorry-update'],
    [one('apology-goal-back'), 'apology-sorry-eta'],
    [['apology-promised-short', 'apology-goal-update', 'apology-goal-over'], 'apology-sorry-overrun'],
  ];
  const all = begins.flatMap(([promised, sorry]) => ends.map((end) => ({ promised, rest: [sorry, ...end] })));
  return [
    ...all,
    {
      promised: one('apology-goal-report'),
      rest: ['apology-sorry-report', 'apology-next-no-report'] as SentenceName[],
    },
  ].map(({ promised, rest }) => {
    const goal = promised
      .slice(1)
      .map((name) => sentenceOf(voice, name, longest))
      .join(voice.and);
    const first = sentenceOf(voice, 'apology-promised-short', { ...longest, goal });
    const text = [first, ...rest.map((name) => shortestFresh(voice, name))].join(' ');
    return { slots: [...promised, ...rest], weight: weightAtMost(text) };
  });
}

/** The shortest form of a sentence that can always be said, also after all variants were used: one that names the time. */
function shortestFresh(voice: Voice, name: SentenceName): string {
  const places = {
    ...longestIn(voice),
    count: voice.numbers.toSorted((a, b) => b.length - a.length)[0] ?? numberIn(voice, 7),
  };
  const sentence = (template: string) =>
    sentenceOf({ ...voice, sentences: { ...voice.sentences, [name]: [template] } }, name, places);
  const forms = voice.sentences[name].map((template) => {
    const said = sentence(template);
    return template.includes('{now}') ? said : sentenceOf(voice, 'apology-again', { ...places, sentence: said });
  });
  return forms.toSorted((a, b) => weightAtMost(a) - weightAtMost(b))[0] ?? '';
}
