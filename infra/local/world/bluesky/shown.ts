import type { Part } from '../networks/network.ts';
import { graphemesOf, MAX_BYTES, MAX_GRAPHEMES, type PostRecord } from './post-record.ts';

const LINK = 'app.bsky.richtext.facet#link';

/** The words of a post, those of a facet with where they lead. A facet that lies outside of the text is passed over. */
export function partsOf({ text, facets = [] }: PostRecord): Part[] {
  const bytes = Buffer.from(text);
  const words = (from: number, to?: number) => bytes.subarray(from, to).toString('utf8');
  const parts: Part[] = [];
  let from = 0;
  for (const { index, features } of facets.toSorted((a, b) => a.index.byteStart - b.index.byteStart)) {
    const { byteStart, byteEnd } = index;
    const url = features.find(({ $type }) => $type === LINK)?.uri;
    if (url === undefined || byteStart < from || byteEnd <= byteStart || byteEnd > bytes.length) continue;
    if (byteStart > from) parts.push(words(from, byteStart));
    parts.push({ words: words(byteStart, byteEnd), url });
    from = byteEnd;
  }
  if (from < bytes.length) parts.push(words(from));
  return parts;
}

/** Where the first words lead that lead anywhere. */
export const linkOf = (record: PostRecord): string | undefined =>
  partsOf(record).find((part) => typeof part !== 'string')?.url;

export const measured = (text: string): string =>
  `${graphemesOf(text)} of ${MAX_GRAPHEMES} graphemes, ${Buffer.byteLength(text)} of ${MAX_BYTES.toLocaleString('en')} bytes`;
