import { html } from 'hono/html';

/** A piece of a page. Everything put into an `html` template is escaped unless it is such a piece. */
export type Html = ReturnType<typeof html>;

export { html, raw } from 'hono/html';

export const NOTHING: Html = html``;

/** Characters that turn the direction of the text around them: in a title they could make a page say the opposite. */
const DIRECTION_CONTROLS = /[\u202A-\u202E\u2066-\u2069\u200E\u200F\u061C]/g;

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are controls, and what XML forbids, so they are what is taken out
const CONTROLS = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uFFF9-\uFFFB\uFFFE\uFFFF]/g;

/** Text as it may stand on a page or in a feed: without characters that reorder it, that steer a terminal, or that XML forbids. */
export const plain = (text: string): string =>
  text.toWellFormed().replace(DIRECTION_CONTROLS, '').replace(CONTROLS, '');

/** The JSON of a document that other programs show: its texts as plain as on the pages. */
export function plainJson(value: object): string {
  const json = JSON.stringify(value);
  // Looking at each text costs four times as much, and hardly any document needs it. JSON writes what it escapes, as it
  // does half a character, with a backslash and a `u`.
  return json.includes('\\u') || plain(json) !== json
    ? JSON.stringify(value, (_, part) => (typeof part === 'string' ? plain(part) : part))
    : json;
}

/** A name that people gave, inside a sentence of ours: whichever way it is written, it does not reorder what is around it. */
export const named = (name: string): Html => html`<bdi>${name}</bdi>`;
