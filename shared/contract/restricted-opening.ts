import type * as z from 'zod';
import type { openBody } from './schemas.ts';

type OpenBody = z.output<typeof openBody>;
type Words = { title: string; message: string };

/** True of a body that opens a restricted incident, whatever else may be wrong with it. */
export const opensRestricted = (body: unknown): boolean =>
  (body as { handling?: unknown } | null | undefined)?.handling === 'restricted';

/**
 * A restricted opening in two: what is public at once, in our words, and the update that waits for a second person with
 * everything that was typed. What was chosen from a list (impact, status, components) and the clock of the next update
 * are public; a time to be back is a claim, and waits with the words. Whoever promises no update gives the reason in
 * the text, so that the text takes the clock along.
 */
export function splitOpening(
  { title, message, workaround, restoreBy, happenedAt, ifLate, override, ...chosen }: OpenBody,
  words: Words,
): { atOnce: OpenBody; waits: Record<string, unknown> } {
  const said = { title, message, workaround, restoreBy, happenedAt, ifLate, override };
  const clock = chosen.nextUpdateBy === null ? { nextUpdateBy: null } : {};
  const waits = Object.fromEntries(Object.entries({ ...said, ...clock }).filter(([, value]) => value !== undefined));
  return { atOnce: { ...chosen, ...words }, waits };
}
