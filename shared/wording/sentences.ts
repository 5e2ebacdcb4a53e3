/**
 * Every automated sentence that has languages and that a brand may replace, by its name. `places` are what stands in
 * braces: each must be in every variant of the sentence, because without it the sentence would not say what it is there
 * for. A name is never renamed: brands replace sentences by it in `candor.config.json`.
 */
export const SENTENCES = {
  'apology-promised': { places: ['made', 'goal'], about: 'What was promised, and when' },
  'apology-promised-short': { places: ['goal'], about: 'What was promised: several things, or little room' },
  'apology-goal-update': { places: ['due'], about: 'The promised next update, inside of what was promised' },
  'apology-goal-back': { places: ['due'], about: 'The promised restoration' },
  'apology-goal-over': { places: ['due'], about: 'The planned end of maintenance' },
  'apology-goal-report': { places: ['due'], about: 'The promised report' },
  'apology-sorry-update': { places: [], about: 'An update was missed' },
  'apology-sorry-eta': { places: [], about: 'A restore time was missed' },
  'apology-sorry-both': { places: [], about: 'Both were missed' },
  'apology-sorry-overrun': { places: [], about: 'Maintenance has passed its planned end' },
  'apology-sorry-report': { places: [], about: 'A report was missed' },
  'apology-if-late': { places: ['at', 'words'], about: 'Words that a person wrote beforehand, quoted' },
  'apology-last-word': { places: ['at', 'words'], about: 'The last word of a person, quoted' },
  'apology-last-time': { places: ['at'], about: 'Only when a person spoke last' },
  'apology-next-new': { places: ['due'], about: 'When the next update comes' },
  'apology-next-standing': { places: ['due'], about: 'The next update that was promised before' },
  'apology-next-none': { places: [], about: 'No further time is given' },
  'apology-next-no-report': { places: [], about: 'No further date is given for the report' },
  'apology-missed': { places: ['count'], about: 'How many updates were missed in a row' },
  'apology-again': { places: ['now', 'sentence'], about: 'Around a sentence that this incident has had before' },
  'joint-opening': { places: [], about: 'One apology on X for several incidents: its first line' },
  'joint-incident': { places: ['title', 'missed', 'next'], about: 'One line of it for each incident' },
  'joint-update': { places: ['due'], about: 'What was missed, in such a line' },
  'joint-back': { places: ['due'], about: 'What was missed, in such a line' },
  'joint-over': { places: ['due'], about: 'What was missed, in such a line' },
  'joint-report': { places: ['due'], about: 'What was missed, in such a line' },
  'joint-none': { places: [], about: 'No further time, in such a line' },
  'promise-next-update': { places: ['due'], about: 'Behind a statement: when the next update comes' },
  'promise-next-none': { places: [], about: 'No next update is promised' },
  'promise-restore': { places: ['due'], about: 'When service is expected to be back' },
  'promise-restore-short': { places: ['due'], about: 'The same, on X' },
  'promise-restore-withdrawn': { places: [], about: 'The restore time is taken back' },
  'promise-report': { places: ['due'], about: 'When a report is promised' },
  'promise-report-withdrawn': { places: [], about: 'The time of the report is taken back' },
  'maintenance-planned-begin': { places: ['from'], about: 'When announced work is to begin' },
  'maintenance-planned-end': { places: ['until'], about: 'When it is to end' },
  'maintenance-plan': { places: ['from', 'until'], about: 'Both in one' },
  'maintenance-begins': { places: ['from', 'until'], about: 'What the clock says when the planned begin has come' },
  'maintenance-concerns': { places: [], about: 'Behind it, where components are named' },
  'maintenance-ends': { places: ['until'], about: 'What the clock says when the planned end has come' },
  'late-next-update': { places: ['late'], about: 'A promised update came late' },
  'late-restore-kept': { places: ['late', 'due'], about: 'It was said to be back within the grace' },
  'late-restore': { places: ['due'], about: 'The restore time has passed' },
  'late-report': { places: ['late'], about: 'A promised report came late' },
  'back-before-said': { places: ['happened', 'due'], about: 'Back in time by its own account, and announced late' },
  'happened-before': { places: ['happened'], about: 'Behind a statement about an earlier time' },
  'posted-late': { places: ['at'], about: 'In a post: it is older than it looks' },
  'page-line': { places: ['page'], about: 'Below a post whose link stands behind words; {page} is the link' },
  'page-words': { places: [], about: 'The words in it that carry the link' },
  'no-news-investigating': { places: [], about: 'What the link “No news yet” posts' },
  'no-news-identified': { places: [], about: 'The same, while a repair is under way' },
  'no-news-monitoring': { places: [], about: 'The same, while a repair is being watched' },
  'restricted-title': {
    places: ['components'],
    about: 'The title that is public at once of a restricted incident; {components} are their names',
  },
  'restricted-title-none': { places: [], about: 'The same, where it names no component, or too many' },
  'restricted-opening': { places: [], about: 'What is public at once of a restricted incident, before anything typed' },
  'merged-into': { places: ['incident'], about: 'What a merged incident says last, if nobody wrote more' },
  'takes-in': { places: ['incident'], about: 'What the incident says in which a merged one goes on' },
  'lets-go': { places: ['incident'], about: 'What it says if that was a mistake' },
  'redacted-personal-data': { places: [], about: 'What a redaction says: the text held personal data' },
  'redacted-secret': { places: [], about: 'The same: it held a secret' },
  'redacted-legal': { places: [], about: 'The same: the law, a court or a contract asks for it' },
  'redacted-other': { places: [], about: 'The same, for another reason' },
  'desk-ack-known': {
    places: ['components', 'next'],
    about: 'An answer to a customer: we know of it, and our page says so',
  },
  'desk-ack-unknown': { places: [], about: 'An answer: our page does not show it yet' },
  'desk-thanks': { places: [], about: 'An answer to somebody who tells us something' },
  'desk-to-private': { places: [], about: 'An answer that asks somebody to write to us in private' },
  'desk-receipt': { places: ['case'], about: 'What a private message is answered with by itself' },
  'desk-solved': { places: ['components', 'lasted'], about: 'To whoever was answered, once it is over' },
  'desk-correction': { places: ['components', 'next'], about: 'To whom we said that it is over, if it is back' },
  'desk-next-late': { places: [], about: 'Inside of an answer: the next update is late' },
  'desk-service': { places: [], about: 'Inside of an answer, where no component is named' },
  'desk-ways': { places: ['ways'], about: 'Behind the request to write in private: other ways to reach us' },
  'desk-receipt-read': { places: ['hours'], about: 'Behind a receipt: when somebody reads it' },
  'desk-receipt-read-any': { places: [], about: 'The same, where no hours are set' },
  'desk-receipt-back': { places: ['components'], about: 'Behind a receipt: that we write when it is over' },
  'desk-receipt-stop': { places: [], about: 'At the end of a receipt: how to hear no more' },
} as const satisfies Record<string, { places: readonly Place[]; about: string }>;

/** What can stand in braces. `now` may stand in any sentence of an apology. */
export type Place =
  | 'at'
  | 'case'
  | 'components'
  | 'count'
  | 'due'
  | 'from'
  | 'goal'
  | 'happened'
  | 'hours'
  | 'incident'
  | 'lasted'
  | 'late'
  | 'made'
  | 'missed'
  | 'next'
  | 'now'
  | 'page'
  | 'sentence'
  | 'title'
  | 'until'
  | 'ways'
  | 'words';

export type SentenceName = keyof typeof SENTENCES;

/** Each sentence in one or more variants: an incident hears the next one rather than the same again. */
export type Sentences = Readonly<Record<SentenceName, readonly string[]>>;

/** How a house apologises: with "sorry", or by owning up without it. */
export type ApologyStyle = 'sorry' | 'acknowledge';

/** A language as a file in `languages/` gives it. */
export type Language = {
  /** As in `<html lang>`. */
  tag: string;
  dir: 'ltr' | 'rtl';
  sentences: Sentences;
  /** What replaces the sentences that say sorry, where the house owns up without it. */
  acknowledging: Partial<Sentences>;
  /** Small numbers as words, from zero on. */
  numbers: readonly string[];
  /** Between two things. */
  and: string;
  times: TimeWords;
};

/** How a language says days and durations. Clock times are in UTC, in digits, everywhere. */
export type TimeWords = {
  /** `month` from 1 on; without a year where it is the present one. */
  date: (day: number, month: number, year?: string) => string;
  /** A whole month, as a heading. */
  month: (month: number, year: string) => string;
  /** Behind a number each, but for what is too short for one. */
  units: {
    underSecond: string;
    underMinute: string;
    seconds: string;
    minutes: string;
    hours: string;
    day: string;
    days: string;
  };
};

/** What a brand puts in the place of our sentences. */
export type SentenceOverrides = { readonly [Name in SentenceName]?: string | readonly string[] | undefined };

/** A language in the words of one house. Whatever says one of its sentences or a time takes it as its first argument. */
export type Voice = Omit<Language, 'acknowledging'>;

/** `language` in the style of a house, with its own sentences in the place of ours. */
export function voiceOf(language: Language, style: ApologyStyle = 'sorry', own: SentenceOverrides = {}): Voice {
  const { acknowledging, ...voice } = language;
  const replaced = Object.fromEntries(
    Object.entries(own).flatMap(([name, said]) => (said === undefined ? [] : [[name, [said].flat()]])),
  );
  const styled = style === 'acknowledge' ? acknowledging : {};
  return { ...voice, sentences: { ...language.sentences, ...styled, ...replaced } };
}

/** Every variant of a sentence, with its places filled. */
export const variantsOf = (
  voice: Voice,
  name: SentenceName,
  places: Partial<Record<Place, string>> = {},
): [string, ...string[]] => voice.sentences[name].map((template) => filled(template, places)) as [string, ...string[]];

/** The first variant of a sentence, with its places filled. */
export const sentenceOf = (voice: Voice, name: SentenceName, places: Partial<Record<Place, string>> = {}): string =>
  variantsOf(voice, name, places)[0];

/** In one go, so that braces in what is filled in stay what they are. */
const filled = (template: string, places: Partial<Record<Place, string>>): string =>
  template.replaceAll(/\{(\w+)\}/g, (brace, place: Place) => places[place] ?? brace);

/** A small number as a word, a bigger one in digits. */
export const numberIn = (voice: Voice, n: number): string => voice.numbers[n] ?? String(n);
