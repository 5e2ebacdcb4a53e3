/** The file's clock and ours: the file's minutes become `1 / speed` of themselves, anchored at one moment. */
export type CompressedClock = {
  /** When this time of the file is for us, in ms since the epoch. */
  ours: (theirs: string) => number;
  /** Which time of the file it is now for us. */
  theirs: (ourMs: number) => string;
};

/** The clock on which the file's `theirs` happens at our `oursMs`. */
export function compressedClock(anchor: { theirs: string; oursMs: number }, speed: number): CompressedClock {
  const anchorMs = Date.parse(anchor.theirs);
  return {
    ours: (theirs) => Math.round(anchor.oursMs + (Date.parse(theirs) - anchorMs) / speed),
    theirs: (ourMs) => new Date(anchorMs + (ourMs - anchor.oursMs) * speed).toISOString(),
  };
}
