import { graphemesAtMost } from './graphemes.ts';

/**
 * An address that every server links and counts as one length: with a scheme, and a host under a domain of letters. It ends
 * before what need not be a part of it. Behind the bar, whatever else may be one to some.
 */
const ADDRESS =
  /(?<![\p{L}\p{N}@])(https?:\/\/(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?(?:\/[\w\-.~%/]*[\w\-/]|\/)?(?![\w-]))|[a-z]+:\/\/[^\s,]+/giu;

/**
 * How many characters a server counts, or more, that counts letters as readers see them and each address as `perUrl`
 * (`StatusLengthValidator` of Mastodon's server). A name of somebody would count without its host; none of ours is one.
 */
export const countingAddresses =
  (perUrl: number) =>
  (text: string): number =>
    graphemesAtMost(
      text.replaceAll(ADDRESS, (found: string, certain: string | undefined) =>
        certain === undefined ? found.padEnd(perUrl, 'x') : 'x'.repeat(perUrl),
      ),
    );
