import { html } from 'hono/html';
import { linksIn as linksOnX } from '../../../../shared/core/x/links.ts';
import type { Html } from './layout.ts';

/** An address with its scheme; without the punctuation that ends the sentence around it. */
const address = /https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]'”’]/g;

/**
 * The text with its links alive: those that X would link, and addresses on this machine, which X would leave alone
 * because `localhost` is no public name.
 */
export function linked(text: string): Html[] {
  const parts: Html[] = [];
  let from = 0;
  for (const { url, start } of linksIn(text)) {
    parts.push(html`${text.slice(from, start)}`);
    parts.push(html`<a href="${/^https?:/i.test(url) ? url : `http://${url}`}" rel="nofollow">${url}</a>`);
    from = start + url.length;
  }
  parts.push(html`${text.slice(from)}`);
  return parts;
}

function linksIn(text: string): { url: string; start: number }[] {
  const full = [...text.matchAll(address)].map((match) => ({ url: match[0], start: match.index }));
  const bare = linksOnX(text).filter(
    ({ url, start }) => !full.some((link) => start < link.start + link.url.length && link.start < start + url.length),
  );
  return [...full, ...bare].toSorted((a, b) => a.start - b.start);
}
