/** No scheme is longer; without an end to it a long word would be read once from each of its letters. */
const ADDRESS = /[a-z][a-z0-9+.-]{0,20}:\/\/\S+/giu;

/** Where addresses of pages stand in `text`, in UTF-16 units; `to` is behind the last sign that may belong to one. */
export const addressesIn = (text: string): { from: number; to: number }[] =>
  [...text.matchAll(ADDRESS)].map(({ 0: { length }, index }) => ({ from: index, to: index + length }));
