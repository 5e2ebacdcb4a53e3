import { type Block, isolated } from './blocks.ts';
import { STYLE } from './style.ts';
import { type Piece, piecesOf, type Run } from './typed.ts';

/**
 * A mail as HTML: one column of ordinary elements, which still reads in order where a program throws the style away. No
 * table, image, script or anything that is fetched: opening it tells nobody anything.
 */
export const asHtml = (
  tongue: { tag: string; dir: string },
  title: string,
  blocks: readonly Block[],
): string => `<!doctype html>
<html lang="${tongue.tag}" dir="${tongue.dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escaped(title)}</title>
${STYLE}
</head>
<body>
<main><div class="mail" lang="${tongue.tag}" dir="${tongue.dir}">
${blocks.map(htmlOf).join('\n')}
</div></main>
</body>
</html>
`;

function htmlOf(block: Block): string {
  switch (block.is) {
    case 'title':
      return `<h1>${ours(block.text)}</h1>`;
    case 'heading':
      return `<h2>${ours(block.text)}</h2>`;
    case 'when':
      return `<h3>${ours(block.text)}</h3>`;
    case 'words':
      return `<p${classOf(block.tone)}>${ours(block.text)}</p>`;
    case 'typed':
      return `<div class="typed" dir="auto">${piecesOf(block.text).map(pieceOf).join('\n')}</div>`;
    case 'rows':
      return `<dl>${block.rows.map(({ label, value }) => `<dt>${ours(label)}</dt><dd>${ours(value)}</dd>`).join('\n')}</dl>`;
    case 'link':
      return `<p${block.tone === 'fine' ? ' class="fine"' : ''}><a${classOf(block.tone === 'button' ? 'button' : undefined)} href="${escaped(block.href)}">${ours(block.words)}</a></p>`;
    case 'line':
      return '<hr>';
  }
}

const classOf = (name: string | undefined): string => (name === undefined ? '' : ` class="${name}"`);

const ours = (words: string): string => isolated(escaped(words));

const pieceOf = ({ is, lines }: Piece): string =>
  is === 'list'
    ? `<ul>${lines.map((runs) => `<li>${runs.map(runOf).join('')}</li>`).join('')}</ul>`
    : `<p>${lines.map((runs) => runs.map(runOf).join('')).join('<br>\n')}</p>`;

const runOf = ({ text, href }: Run): string =>
  href === undefined ? escaped(text) : `<a href="${escaped(href)}" rel="nofollow noopener">${escaped(text)}</a>`;

const SIGNS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => SIGNS[sign] as string);
