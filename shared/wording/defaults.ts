/** What a merged incident says last when nobody wrote more. */
export const mergedInto = (into: string): string =>
  `This turned out to be part of another incident and continues there: ${into}.`;
