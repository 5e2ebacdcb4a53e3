/** What a network lets through, and how it counts. One file for each network beside this one. */
export type Fit = {
  /** Of the channel. */
  name: string;
  /** How long the network counts a text, or more; never less. */
  length: (text: string) => number;
  /** The longest that we make a text, in that count. */
  most: number;
  /** The same in bytes of UTF-8, where the network counts these too. */
  mostBytes?: number;
  /** `facet`: words carry the link, and the network is told which. `plain`: the address stands in the text. */
  link: 'facet' | 'plain';
};

const utf8 = new TextEncoder();

export const bytesOf = (text: string): number => utf8.encode(text).length;

export const fitsIn = ({ length, most, mostBytes = Number.POSITIVE_INFINITY }: Fit, text: string): boolean =>
  length(text) <= most && bytesOf(text) <= mostBytes;

/** `fit` with as much less room, for a part of a text. */
export const shareOf = (fit: Fit, share: number): Fit => ({
  ...fit,
  most: Math.floor(fit.most * share),
  ...(fit.mostBytes === undefined ? {} : { mostBytes: Math.floor(fit.mostBytes * share) }),
});
