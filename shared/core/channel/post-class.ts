import type { Entry } from '../entry.ts';
import { anythingSaid, type ChannelView } from './owed.ts';

/** How much a post matters when not all can be sent. */
export type PostClass = 'resolution' | 'opening' | 'apology' | 'routine';

/** How much a post of this entry matters. The first that a channel hears of an incident opens it, whatever its kind. */
export function classOf(entry: Entry, view: Pick<ChannelView, 'deliveries' | 'mode'>): PostClass {
  switch (entry.kind) {
    case 'resolved':
    case 'retracted':
    case 'merged':
      return 'resolution';
    case 'opened':
    case 'reopened':
      return 'opening';
    case 'apology':
    case 'correction':
      return 'apology';
    case 'maintenance':
      if (entry.status === 'completed' || entry.status === 'cancelled') return 'resolution';
      return anythingSaid(view) ? 'routine' : 'opening';
    case 'update':
    case 'postmortem':
    case 'redaction':
      return anythingSaid(view) ? 'routine' : 'opening';
  }
}
