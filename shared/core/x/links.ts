import { ADDRESS, BARS_BARE, LATIN_DOMAIN, SHORTENED } from './link-patterns.ts';
import { lengthInDns } from './punycode.ts';

/** Part of a text that X makes a link of. `url` as X takes it; from `start` up to `end`, in UTF-16 units. */
export type Link = { url: string; start: number; end: number };

/** What X takes of an address, and of what it has shortened itself. */
const [LONGEST, LONGEST_SLUG, LONGEST_LABEL] = [4_096, 40, 63];

/** The links of `text` in order. `bare` ones have no scheme: `run.sh` is one on X, and none elsewhere. */
export function linksIn(text: string, { bare = true }: { bare?: boolean } = {}): Link[] {
  if (!text.includes(bare ? '.' : ':')) return [];
  return [...text.matchAll(ADDRESS)].flatMap(({ 0: whole, index, groups = {} }) => {
    const { before = '', url = '', scheme, domain = '', path } = groups;
    const end = index + whole.length;
    const start = end - url.length;
    if (!isAddress(url, scheme ?? 'https://', domain)) return [];
    if (scheme !== undefined) return shortened({ url, start, end });
    return bare && !BARS_BARE.test(before) ? bareLinks({ url, start, end }, domain, path) : [];
  });
}

function isAddress(url: string, scheme: string, domain: string): boolean {
  if (domain.startsWith('xn--') && domain.search(LATIN_DOMAIN) < 0) return false;
  const lengths = domain.split('.').map(lengthOfLabel);
  return lengths.every((length) => length > 0 && length <= LONGEST_LABEL) && scheme.length + url.length <= LONGEST;
}

/** Some scripts have full stops of their own, which part a name as well. */
const lengthOfLabel = (label: string): number => {
  const parts = label.split(/[\u3002\uff0e\uff61]/);
  return parts.reduce((sum, part) => sum + lengthInDns(part), parts.length - 1);
};

/** Of an address that was shortened already, X takes what it gave out itself. */
function shortened(link: Link): Link[] {
  const own = SHORTENED.exec(link.url);
  if (own === null) return [link];
  if ((own.groups?.slug ?? '').length > LONGEST_SLUG) return [];
  return [{ url: own[0], start: link.start, end: link.start + own[0].length }];
}

/** Of a name in other letters, the parts in Latin ones; the path is the last one's. */
function bareLinks({ url, start, end }: Link, domain: string, path: string | undefined): Link[] {
  const links: Link[] = [...domain.matchAll(LATIN_DOMAIN)].map(({ 0: name, index }) => ({
    url: name,
    start: start + index,
    end: start + index + name.length,
  }));
  const last = links.at(-1);
  if (last !== undefined && path) Object.assign(last, { url: url.replace(domain, () => last.url), end });
  return links;
}
