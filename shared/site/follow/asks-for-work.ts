import type { Config } from '../../config/config-schema.ts';
import { type Html, html, NOTHING } from '../html.ts';
import { WORK_PATHS } from '../proof-of-work.ts';

/** What a form says to the script of the panel: that a browser is asked for work, and what does it. */
export const asksForWork = ({ signUp }: Pick<Config, 'signUp'>): Html =>
  signUp.proofOfWork ? html` data-work="${WORK_PATHS.script}"` : NOTHING;
