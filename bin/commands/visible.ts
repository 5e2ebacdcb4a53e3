import { hiddenReplaced } from '../../shared/core/hidden-characters.ts';
import type { Prompts } from './guided/prompts.ts';
import type { Surroundings } from './surroundings.ts';

/** Our own posts to X hold it, so that nobody is mentioned; a terminal does nothing about it. */
const ZERO_WIDTH_SPACE = 0x200b;

/** `\u{1b}`: what a terminal would obey, in letters. */
const inLetters = (code: number): string => `\\u{${code.toString(16)}}`;

/** The same inside a document of JSON, where it stays the character that it is: `\u001b`. */
const inJson = (code: number): string =>
  String.fromCodePoint(code)
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');

const shown = (text: string, letters: (code: number) => string): string =>
  hiddenReplaced(text.replaceAll('\r\n', '\n'), (code) =>
    code === ZERO_WIDTH_SPACE ? String.fromCodePoint(code) : letters(code),
  ).replaceAll('\r', letters(0x0d));

/**
 * Text from elsewhere as a terminal may have it: everything that would move the cursor, colour, hide, turn or send is
 * shown in letters. Line breaks and tabs stay.
 */
export const visible = (text: string): string => shown(text, inLetters);

/** The same where a whole line is ours: what is put into it does not begin another. */
export const visibleLine = (text: string): string =>
  visible(text).replace(/[\n\t\u2028\u2029]/g, (one) => inLetters(one.charCodeAt(0)));

/**
 * The surroundings of one command, on which nothing is obeyed that came from elsewhere: whatever a command prints or
 * asks passes here, and nowhere else. What steers the terminal on our behalf is added behind it.
 */
export function withVisibleOutput(surroundings: Surroundings, json: boolean): Surroundings {
  const safe = (text: string) => shown(text, json ? inJson : inLetters);
  const { prompts } = surroundings;
  return {
    ...surroundings,
    out: (text) => surroundings.out(safe(text)),
    err: (text) => surroundings.err(safe(text)),
    rewrite: (text) => surroundings.rewrite(visibleLine(text)),
    ask: (question) => surroundings.ask(visible(question)),
    prompts: prompts && (async () => withVisibleQuestions(await prompts())),
  };
}

const withVisibleQuestions = (prompts: Prompts): Prompts => ({
  show: (title, text) => prompts.show(visible(title), visible(text)),
  text: ({ message, placeholder, initial, check }) =>
    prompts.text({
      message: visible(message),
      ...(placeholder === undefined ? {} : { placeholder: visible(placeholder) }),
      ...(initial === undefined ? {} : { initial }),
      ...(check === undefined ? {} : { check: (text) => seen(check(text)) }),
    }),
  secret: (message) => prompts.secret(visible(message)),
  choose: (message, choices) => prompts.choose(visible(message), choices.map(seenChoice)),
  chooseSeveral: (message, choices) => prompts.chooseSeveral(visible(message), choices.map(seenChoice)),
});

const seen = (text: string | undefined): string | undefined => (text === undefined ? undefined : visible(text));

const seenChoice = <Choice extends { label: string; hint?: string }>(choice: Choice): Choice => ({
  ...choice,
  label: visible(choice.label),
  ...(choice.hint === undefined ? {} : { hint: visible(choice.hint) }),
});
