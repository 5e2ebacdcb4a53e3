import { createHash } from 'node:crypto';
import type { SiteFile } from '../ports/site-store.ts';

/** A script of the site. Its name changes with its content, so that a browser may keep it and still never runs an old one. */
export const namedScript = (name: string, body: string): SiteFile => ({
  key: `${name}-${createHash('sha256').update(body).digest('hex').slice(0, 8)}.js`,
  body,
  contentType: 'text/javascript; charset=utf-8',
  cacheControl: 'public, max-age=31536000, immutable',
});
