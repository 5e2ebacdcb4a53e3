import { linksIn } from '../../../../shared/core/x/links.ts';
import type { Part } from '../networks/network.ts';

/** What an instance has unless its admin says otherwise. */
export const MAX_CHARACTERS = 500;
export const PER_URL = 23;

const segmenter = new Intl.Segmenter();

/** The words of a status in order; those that are an address lead there. */
export function partsOf(text: string): Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (const { url, start, end } of linksIn(text, { bare: false })) {
    if (start > from) parts.push(text.slice(from, start));
    parts.push({ words: url, url });
    from = end;
  }
  if (from < text.length) parts.push(text.slice(from));
  return parts;
}

/** As `StatusLengthValidator` counts: letters as readers see them, any address as 23, a name of somebody without its host. */
export function charactersOf(text: string): number {
  const words = partsOf(text).map((part) => (typeof part === 'string' ? localNames(part) : 'x'.repeat(PER_URL)));
  return [...segmenter.segment(words.join(''))].length;
}

const localNames = (text: string): string => text.replaceAll(/(@[a-z0-9_]+)@[a-z0-9.-]+[a-z0-9]/gi, '$1');

export const measured = (text: string): string => `${charactersOf(text)} of ${MAX_CHARACTERS} characters`;

/** A status as the instance shows it: paragraphs, line breaks, and links whose ends are hidden from eyes. */
export const contentOf = (text: string): string =>
  text
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${lines(paragraph)}</p>`)
    .join('');

const lines = (paragraph: string): string =>
  partsOf(paragraph)
    .map((part) => (typeof part === 'string' ? escaped(part).replaceAll('\n', '<br />') : linked(part.url)))
    .join('');

function linked(url: string): string {
  const [, scheme = '', rest = ''] = /^(https?:\/\/(?:www\.)?)(.*)$/s.exec(url) ?? [];
  const [shown, hidden] = [rest.slice(0, 30), rest.slice(30)];
  const cut = hidden === '' ? '' : ' class="ellipsis"';
  return `<a href="${escaped(url)}" target="_blank" rel="nofollow noopener" translate="no"><span class="invisible">${scheme}</span><span${cut}>${escaped(shown)}</span><span class="invisible">${escaped(hidden)}</span></a>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign]!);
