/** A value and how much it counts. */
export type Weighted = { value: number; weight: number };

export const totalWeight = (sample: readonly Weighted[]): number => sample.reduce((sum, { weight }) => sum + weight, 0);

/** How many equally weighted values this sample is worth (Kish); 0 if it is empty. */
export function effectiveSize(sample: readonly Weighted[]): number {
  const total = totalWeight(sample);
  return total === 0 ? 0 : total ** 2 / sample.reduce((sum, { weight }) => sum + weight ** 2, 0);
}

/** The same sample with weights that sum to `total`; an empty one stays empty. */
export function scaledTo(sample: readonly Weighted[], total: number): Weighted[] {
  const before = totalWeight(sample);
  return before === 0 ? [] : sample.map(({ value, weight }) => ({ value, weight: (weight * total) / before }));
}

/**
 * Adds one value of which only is known that it exceeds `bound`: its weight of 1 goes to the values above, in
 * proportion to theirs, or to the largest if none is above. `ascending` must be sorted by value and is changed.
 */
export function addCensored(ascending: Weighted[], bound: number): void {
  const above = ascending.filter(({ value }) => value > bound);
  const heirs = above.length > 0 ? above : ascending.slice(-1);
  const share = 1 / totalWeight(heirs);
  for (const heir of heirs) heir.weight += heir.weight * share;
}

/**
 * The value at each of the rising `levels` (0 to 1) of a sample sorted by value. A value stands in the middle of its
 * own weight; between two values it is interpolated, beyond the ends it is the end.
 */
export function quantiles(ascending: readonly Weighted[], levels: readonly number[]): number[] {
  const total = totalWeight(ascending);
  let cumulative = 0;
  const positions = ascending.map(({ weight }) => {
    cumulative += weight;
    return (cumulative - weight / 2) / total;
  });
  return levels.map((level) => {
    const upper = positions.findIndex((position) => position >= level);
    if (upper === -1) return ascending.at(-1)!.value;
    if (upper === 0) return ascending[0]!.value;
    const [from, to] = [positions[upper - 1]!, positions[upper]!];
    const [low, high] = [ascending[upper - 1]!.value, ascending[upper]!.value];
    return low + ((high - low) * (level - from)) / (to - from);
  });
}
