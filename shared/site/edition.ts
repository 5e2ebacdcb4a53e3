import { createHash } from 'node:crypto';
import { followScriptFile } from './follow/script.ts';
import { proofScriptFile } from './proof-script.ts';
import { scriptFile } from './script.ts';
import { styleSheet } from './style.ts';

/** Counted up by whoever changes what pages, feeds or documents contain, so that stored ones are rendered anew. */
const TEMPLATES = 15;

/** Changes with the look of the site; what was rendered by another edition is rendered again after a deploy. */
export const EDITION: string = createHash('sha256')
  .update([TEMPLATES, scriptFile().body, proofScriptFile().body, followScriptFile().body, styleSheet('#000000')].join())
  .digest('hex')
  .slice(0, 8);
