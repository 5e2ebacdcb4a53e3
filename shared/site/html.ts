import { html } from 'hono/html';
import { plain } from '../core/hidden-characters.ts';

/** A piece of a page. Everything put into an `html` template is escaped unless it is such a piece. */
export type Html = ReturnType<typeof html>;

export { html, raw } from 'hono/html';
export { plain };

export const NOTHING: Html = html``;

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
