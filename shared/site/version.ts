import type { Version } from '../ports/site-store.ts';

/**
 * True if what is to be written is newer than what is stored: shared files by `rev`, an incident's own by
 * `(seq, readAt)`. What carries no version of the same sort is foreign, and gives way.
 */
export function replaces(next: Version, stored: Version | undefined): boolean {
  if (stored === undefined) return true;
  if (next.rev !== undefined) return stored.rev === undefined || next.rev > stored.rev;
  if (next.seq === undefined || stored.seq === undefined) return true;
  if (next.seq !== stored.seq) return next.seq > stored.seq;
  return (next.readAt ?? '') > (stored.readAt ?? '');
}
