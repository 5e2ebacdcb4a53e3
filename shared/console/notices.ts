import { html } from 'hono/html';
import type { ApiEntry } from '../client/types.ts';
import type { Instant } from '../core/instant.ts';
import type { Voice } from '../wording/sentences.ts';
import { promisedTime } from '../wording/time.ts';
import { text } from './entries.ts';
import type { Html } from './layout.ts';

/**
 * Above a form that lost a race: what was said meanwhile, and what the person wrote, side by side. The form below still
 * holds it. If only the pipeline spoke, one tap posts it as it is.
 */
export function conflictNotice(voice: Voice, since: readonly ApiEntry[], mine: string, now: Instant): Html {
  const others = html`${since.map((entry) => html`<blockquote><p class="soft">${entry.kind}${entry.automated ? ', by itself' : ''}${entry.actor === undefined ? '' : `, ${entry.actor}`}, ${promisedTime(voice, entry.at, now)}</p>${text(entry)}</blockquote>`)}`;
  const automated = since.length > 0 && since.every((entry) => entry.automated);
  return html`<div class="alert" role="alert">
<p><strong>${automated ? 'The pipeline spoke while you were writing.' : 'Somebody spoke while you were writing.'}</strong> Nothing of yours was posted. This was said:</p>
${others}
<p>You wrote:</p><blockquote><p class="text">${mine}</p></blockquote>
${automated ? html`<button name="do" value="post">Post mine, as it is</button><p>Or change it below.</p>` : html`<p>It stands below, as you wrote it. Read theirs, then change yours or post it as it is.</p>`}
</div>`;
}

export const alertNotice = (words: Html): Html => html`<div class="alert" role="alert">${words}</div>`;

/** Something went as it should. */
export const calmNotice = (words: Html): Html => html`<div class="note" role="status">${words}</div>`;
