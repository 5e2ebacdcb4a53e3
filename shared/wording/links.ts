import type { LinkAction } from '../core/action-link.ts';
import type { Status } from '../core/entry.ts';
import { sentenceOf, type Voice } from './sentences.ts';

/** What *No news yet* posts. It claims that work goes on, which is what the person says who taps it; nothing else. */
export function noNews(voice: Voice, status: Status): string {
  switch (status) {
    case 'investigating':
    case 'identified':
      return sentenceOf(voice, `no-news-${status}`);
    default:
      return sentenceOf(voice, 'no-news-monitoring');
  }
}

/** The words beside a link in a reminder. */
export const LINK_LABELS: Record<LinkAction, string> = {
  'no-news': 'No news yet: look at the text and post it',
  'on-it': 'I am on it: stop the pages',
  approve: 'Read the text and approve it',
};
