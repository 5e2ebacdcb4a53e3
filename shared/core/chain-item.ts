import { bodyOf, hashOf } from './chain.ts';
import type { Entry } from './entry.ts';

/**
 * Why an entry that was kept elsewhere is not what was once stated, by its own hashes; undefined if it is. One whose text
 * was redacted has none, and one whose private part was has no salt for it.
 */
export function entryFault(entry: Entry): string | undefined {
  let fits: boolean;
  try {
    fits = hashOf(bodyOf(entry)) === entry.hash;
    if (fits && entry.content !== undefined && hashOf(entry.content) !== entry.contentHash)
      return 'has a text that was changed after it was written';
    if (fits && entry.private?.salt !== undefined && hashOf(entry.private) !== entry.privateHash)
      return 'has a private part that was changed after it was written';
  } catch {
    return 'holds what cannot be hashed';
  }
  return fits ? undefined : 'was changed after it was written: its hash does not match';
}
