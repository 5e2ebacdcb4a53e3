/**
 * Does a work for many at once; where that rejects, for each by itself, because one that cannot be done must not take the
 * others with it. Answers with those for which it could not be done, and why.
 */
export async function togetherOrEach<T>(
  all: readonly T[],
  work: (some: readonly T[]) => Promise<void>,
): Promise<Map<T, unknown>> {
  const failed = new Map<T, unknown>();
  if (all.length === 0) return failed;
  try {
    await work(all);
  } catch (error) {
    if (all.length === 1) return failed.set(all[0]!, error);
    const alone = await Promise.all(all.map((one) => togetherOrEach([one], work)));
    for (const one of alone) for (const [which, why] of one) failed.set(which, why);
  }
  return failed;
}
