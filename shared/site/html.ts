import { html } from 'hono/html';

/** A piece of a page. Everything put into an `html` template is escaped unless it is such a piece. */
export type Html = ReturnType<typeof html>;

export { html, raw } from 'hono/html';

export const NOTHING: Html = html``;

/** Characters that turn the direction of the text around them: in a title they could make a page say the opposite. */
const DIRECTION_CONTROLS = /[\u202A-\u202E\u2066-\u2069\u200E\u200F\u061C]/g;

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML forbids, so they are what is taken out
const FORBIDDEN_IN_XML = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;

/** Text of people as it may stand on a page or in a feed: without characters that reorder it or that XML forbids. */
export const plain = (text: string): string => text.replace(DIRECTION_CONTROLS, '').replace(FORBIDDEN_IN_XML, '');
