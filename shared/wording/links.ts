import type { LinkAction } from '../core/action-link.ts';
import type { Status } from '../core/entry.ts';

/** What *No news yet* posts. It claims that work goes on, which is what the person says who taps it; nothing else. */
export function noNews(status: Status): string {
  switch (status) {
    case 'investigating':
      return 'We have no news since our last update. We are still looking for the cause.';
    case 'identified':
      return 'We have no news since our last update. The repair goes on.';
    default:
      return 'We have no news since our last update. We go on watching the repair.';
  }
}

/** The words beside a link in a reminder. */
export const LINK_LABELS: Record<LinkAction, string> = {
  'no-news': 'No news yet: look at the text and post it',
  'on-it': 'I am on it: stop the pages',
  approve: 'Read the text and approve it',
};
