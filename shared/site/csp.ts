import { createHash } from 'node:crypto';
import { styleSheet } from './style.ts';

/**
 * The hash of what every page has inline, as a `style-src` source of a Content-Security-Policy. The script is a file of
 * the same host, and needs no hash. `accent` is the brand's, from the config.
 */
export const styleHash = (accent: string): string =>
  `'sha256-${createHash('sha256').update(styleSheet(accent)).digest('base64')}'`;
