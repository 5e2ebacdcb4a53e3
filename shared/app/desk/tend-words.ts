import type { DeskSource } from '../../core/desk/mention.ts';
import { emptied, emptiedBecause, WORDS_KEPT_MS } from '../../core/desk/privacy.ts';
import { DAY_MS, HOUR_MS, type Instant, plus } from '../../core/instant.ts';
import type { DeskPorts } from './ports.ts';

/** Where nobody can take away what they wrote, there is nothing to look for. */
const NEVER_LOOKS: readonly DeskSource[] = ['mail'];

/** Words are looked after in the first minutes of each hour: so many records are read for it. */
const WITHIN_MINUTES = 2;

/** Empties what is a week old, and what nobody could look at for a day. What is behind that had its words taken long ago. */
export async function tendWords({ stores, clock }: DeskPorts): Promise<void> {
  const now = clock.now();
  if (Number(now.slice(14, 16)) >= WITHIN_MINUTES) return;
  const lookedAt = new Map<DeskSource, Instant | undefined>();
  const oldest = plus(now, -WORDS_KEPT_MS - 2 * DAY_MS);
  for (const mention of await stores.mentions.said(oldest, plus(now, -HOUR_MS))) {
    const { source } = mention;
    if (!lookedAt.has(source)) lookedAt.set(source, (await stores.account(source).read()).state?.lookedAt);
    const because = emptiedBecause(mention, {
      lookedAt: lookedAt.get(source),
      everLooks: !NEVER_LOOKS.includes(source),
      now,
    });
    if (because !== undefined) await stores.mentions.swap(emptied(mention, because));
  }
}
