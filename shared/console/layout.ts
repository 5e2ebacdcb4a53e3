import { html, raw } from 'hono/html';
import { DOORS, PAGES } from './paths.ts';
import { SCRIPT_PATH } from './script.ts';
import { STYLE } from './style.ts';

/** A piece of a page; what was put into it is escaped. */
export type Html = ReturnType<typeof html>;

/** What every page of the console knows. */
export type Frame = {
  /** Whose status this is. */
  brand: string;
  siteUrl: string;
  /** Who is signed in, as the token says; undefined on pages that need no sign-in. */
  person: string | undefined;
  /** Goes into every form; see `functions/console/session.ts`. */
  csrf: string;
  /** For whoever may see the desk: how many wait there, where that is known. */
  desk?: { waiting?: number | undefined } | undefined;
};

/**
 * A whole page. It never reloads itself: that would take away what somebody types, or is having read to them. With
 * `fresh`, its script brings its slots up to date while nobody types in them. `script`: the address of one that comes besides.
 */
export function page(
  frame: Frame,
  title: string,
  body: Html,
  { fresh = false, wide = false, script = '' } = {},
): string {
  return String(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title} · ${frame.brand} console</title>
<link rel="icon" href="data:,">
<style>${raw(STYLE)}</style>
${frame.person === undefined ? '' : html`<script src="${SCRIPT_PATH}" defer></script>`}
${script === '' ? '' : html`<script src="${script}" defer></script>`}
</head>
<body${wide ? html` class="wide"` : ''}>
<a class="skip" href="#main">To the content</a>
<header>
<a class="home" href="${PAGES.overview}">${frame.brand} console</a>
${frame.person === undefined ? '' : html`${deskLink(frame)}${signOut(frame)}`}
</header>
<main id="main"${fresh ? html` data-fresh` : ''}>
${body}
</main>
<footer>
<a href="${frame.siteUrl}/">What customers see</a>
</footer>
</body>
</html>`);
}

const deskLink = ({ desk }: Frame): Html | '' =>
  desk === undefined
    ? ''
    : html`<nav aria-label="Console"><a class="row" href="${PAGES.desk}">Desk${desk.waiting ? html` <span class="badge">${desk.waiting}<span class="first"> waiting</span></span>` : ''}</a></nav>`;

const signOut = ({ person, csrf }: Frame): Html => html`<form method="post" action="${DOORS.signOut}">
${hidden('csrf', csrf)}
<button class="quiet" aria-label="Sign out ${person}">Sign out</button>
</form>`;

export const hidden = (name: string, value: string): Html =>
  html`<input type="hidden" name="${name}" value="${value}">`;

/** A part of a page that its script exchanges when the server knows better. */
export const slot = (id: string, body: Html | ''): Html => html`<div id="${id}" data-slot>${body}</div>`;
