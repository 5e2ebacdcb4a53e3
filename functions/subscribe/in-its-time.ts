/**
 * What `work` comes to, and not before `ms` have passed: an answer that comes sooner tells whoever measures it what was done
 * for it. `pause`: waits so many ms.
 */
export async function inItsTime<T>(
  { pause }: { pause: (ms: number) => Promise<unknown> },
  ms: number,
  work: Promise<T>,
): Promise<T> {
  const [outcome] = await Promise.all([work, pause(ms)]);
  return outcome;
}
