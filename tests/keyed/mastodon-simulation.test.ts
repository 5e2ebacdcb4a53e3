import { saysEverythingOnce } from './support/noticed.ts';

saysEverythingOnce('mastodon');
