/** Chance from a seed: the same seed gives the same sequence for ever. */
export type Random = {
  /** From 0 up to, not including, 1. */
  next(): number;
  chance(probability: number): boolean;
  /** A whole number from `min` to `max`, both included. */
  int(min: number, max: number): number;
  pick<T>(choices: readonly T[]): T;
  /** An independent sequence that depends on the seed and the name, not on how much was drawn before. */
  fork(name: string): Random;
  /** 128 bits as hex. */
  salt(): string;
};

/** Small, fast and good enough to choose by (sfc32, Chris Doty-Humphrey's "small fast counting" generator). */
export function seeded(seed: number, name = ''): Random {
  let [a, b, c, counter] = [seed >>> 0, hash32(name), 0x9e3779b9, 1];
  const uint32 = () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let warmUp = 0; warmUp < 12; warmUp++) uint32();

  const next = () => uint32() / 2 ** 32;
  return {
    next,
    chance: (probability) => next() < probability,
    int: (min, max) => min + Math.floor(next() * (max - min + 1)),
    pick: (choices) => choices[Math.floor(next() * choices.length)]!,
    fork: (inner) => seeded(seed, `${name}/${inner}`),
    salt: () => [uint32(), uint32(), uint32(), uint32()].map((part) => part.toString(16).padStart(8, '0')).join(''),
  };
}

/** FNV-1a, to give names their own sequences. */
function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (const char of text) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193);
  return hash >>> 0;
}
