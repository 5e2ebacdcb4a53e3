import { html } from 'hono/html';
import type { ApiApologyIfSilent, ApiIncident, ChannelPreview } from '../client/types.ts';
import { PROMISE_WORDS } from '../client/words.ts';
import { labelOf } from '../core/channel/shipped.ts';
import type { Instant } from '../core/instant.ts';
import { promisedTime } from '../wording/time.ts';
import { counting } from './clocks.ts';
import { type Html, hidden } from './layout.ts';
import { type Look, mayDo } from './moments.ts';
import { FORMS, pathTo } from './paths.ts';

const QUIET: Record<(ApiApologyIfSilent & { quiet: string })['quiet'], string> = {
  frozen: 'Everything automated is frozen.',
  restricted: 'This incident is restricted: no automated words are said about it.',
  'too-old': 'A promised time passed too long ago to apologise for it by itself.',
  'silence-ended': 'Two apologies went out in this silence, and the pipeline has gone quiet.',
};

/** In one line, for whoever is writing already. */
export function apologyLine({ apologyIfSilent: ahead }: ApiIncident, look: Look): Html | '' {
  if (ahead === undefined || 'quiet' in ahead) return '';
  return html`<p>If nobody speaks, an apology goes out by itself ${when(ahead.at, look)}.</p>`;
}

const when = (at: Instant, look: Look): Html =>
  at <= look.now
    ? html`<strong class="late">any second</strong>`
    : html`at ${counting(at, look, promisedTime(look.voice, at, look.now, 0))}`;

/** What goes out by itself if nobody speaks, when, and the one hold that whoever is writing may take. */
export function apologyCard(incident: ApiIncident, csrf: string, look: Look): Html | '' {
  const ahead = incident.apologyIfSilent;
  if (ahead === undefined) return '';
  if ('quiet' in ahead)
    return html`<section class="card ahead"><h2 class="top">Nothing goes out by itself</h2><p>${QUIET[ahead.quiet]} A person has to speak.</p>
${ahead.readyText === undefined ? '' : html`<details><summary>Words that you could post</summary><p class="text" dir="auto">${ahead.readyText}</p></details>`}</section>`;
  const { at, slips, last, texts } = ahead;
  const { site, ...others } = texts;
  const promises = slips.map(({ promise }) => PROMISE_WORDS[promise]).join(' and ');
  return html`<section class="card ahead" aria-label="The apology that goes out if nobody speaks"><h2 class="top">If nobody speaks</h2>
<p>An apology for the promise “${promises}” goes out by itself ${when(at, look)}.${last ? ' It is the last one in this silence.' : ''}</p>
<details><summary>Read it</summary>
<h3>Status site and feeds</h3><p class="text" dir="auto">${site.text}</p>
${Object.entries(others).map(([name, said]) => channelText(labelOf(name), said))}</details>
${mayDo(look, 'speak') ? html`<form method="post" action="${pathTo(FORMS.hold, incident)}">${hidden('csrf', csrf)}<button class="quiet">I am writing: hold it for 3 minutes</button></form>` : ''}</section>`;
}

const channelText = (label: string, { text, weight, limit, mode, notPosted }: ChannelPreview): Html =>
  html`<h3>${label}</h3>${text === undefined ? html`<p class="soft">Nothing: ${notPosted}.</p>` : html`<p class="text" dir="auto">${text}</p><p class="soft">${weight} of ${limit}${mode === 'shadow' ? `; ${label} is in shadow, nobody sees it` : ''}</p>`}`;
