import MarkdownIt from 'markdown-it';
import type { LogLine } from '../core/chain.ts';
import { REDACTED } from '../wording/incident.ts';
import { plain } from './html.ts';

type Markdown = InstanceType<typeof MarkdownIt>;

/** Made with the first text: its tables take 10 ms, which a function that starts has better use for. */
let made: Markdown | undefined;

// No raw HTML, no images (a third-party host would learn who reads), no headings (they would compete with the page's).
function markdown(): Markdown {
  if (made !== undefined) return made;
  made = new MarkdownIt({ html: false, linkify: true, breaks: true }).disable(['image', 'heading', 'lheading']);
  made.linkify.set({ fuzzyLink: false, fuzzyEmail: false });
  made.validateLink = (url) => /^(https?:\/\/|mailto:)/i.test(url.trim());
  made.renderer.rules.link_open = (tokens, index, options, _env, renderer) => {
    tokens[index]!.attrSet('rel', 'nofollow noopener');
    return renderer.renderToken(tokens, index, options);
  };
  return made;
}

/**
 * Incident text as safe HTML: links only to http, https and mail, no markup of its own, no images. What comes out is made
 * plain, since Markdown turns `&#8238;` into the character itself.
 */
export const renderMarkdown = (text: string): string => plain(markdown().render(text)).trim();

const rendered = new WeakMap<LogLine, string>();

/** The message of an entry as HTML; the same line is rendered once, although pages and feeds all show it. */
export function messageHtml(line: LogLine): string {
  const known = rendered.get(line);
  if (known !== undefined) return known;
  const fresh = renderMarkdown(line.message ?? REDACTED);
  rendered.set(line, fresh);
  return fresh;
}

/** The same, where its signs make other words of the message than were typed; else undefined. */
export function markedUp(line: LogLine): string | undefined {
  const typed = line.message ?? REDACTED;
  const same = (text: string) => text.replace(/\s+/g, '');
  return same(plain(markdownText(typed))) === same(typed) ? undefined : messageHtml(line);
}

type Token = ReturnType<Markdown['parse']>[number];

/** The words of a Markdown text without its signs: of a link its words, of a list its items one a line. */
export const markdownText = (text: string): string => markdown().parse(text, {}).map(wordsOf).join('');

function wordsOf(token: Token): string {
  switch (token.type) {
    case 'inline':
      return `${(token.children ?? []).map(wordsOf).join('')}\n`;
    case 'softbreak':
    case 'hardbreak':
      return '\n';
    default:
      return token.content;
  }
}
