import { html, raw } from 'hono/html';
import type { ApiIncident, ChannelPreview, Finding, Preview } from '../client/types.ts';
import { labelOf } from '../core/channel/shipped.ts';
import { KEYED_CHANNELS } from '../core/keyed/shipped.ts';
import { isPersonalChannel } from '../core/subscribers/subscriber.ts';
import { promiseName } from './entries.ts';
import type { FormContext } from './form-context.ts';
import type { Html } from './layout.ts';
import { slot } from './layout.ts';
import { bothTimes, type Look } from './moments.ts';

/** What customers will read on each channel if the form is sent as it stands. */
export const previewSlot = (form: string, context: FormContext): Html =>
  slot(
    `${form}-preview`,
    context.preview === undefined
      ? ''
      : previewPane(context.preview, context, form === 'schedule' ? 'maintenance' : context.incident?.type),
  );

/** The exact text per channel, what is promised with it, and whether it would be refused. */
export function previewPane(
  preview: Preview,
  context: Look,
  type: ApiIncident['type'] = 'outage',
  promising = 'You promise',
): Html {
  const { channels = {}, findings = [], wouldBeRefused } = preview;
  const refusal = wouldBeRefused && wouldBeRefused.type !== 'lint-asks' ? wouldBeRefused : undefined;
  if (refusal?.errors?.some(({ field }) => field === 'title' || field === 'message'))
    return html`<p class="soft">What customers will read appears here once there are words for it.</p>`;
  if (preview.unchanged) return html`<p class="note">It is so already: nothing would be posted.</p>`;
  const { site, feed, ...others } = channels;
  const { waits } = preview;
  const second = waits
    ? html`<p class="note">This goes out at once, and nothing that you have typed. Your title and your text wait until a second person has read them.</p>`
    : preview.needsApproval
      ? html`<p class="note">A second person reads it first. Nothing is posted until they approve.</p>`
      : '';
  return html`<section class="preview" aria-label="What customers will read"><h2 class="top">What customers will read</h2>
${refusal ? html`<p class="late">It would be refused. ${refusal.detail}</p>` : ''}
${second}
${site?.text === undefined ? '' : html`<article class="shown"><h3>Status page</h3><p class="strong" dir="auto">${site.title ?? ''}</p><p class="text" dir="auto">${marked(site.text, findings)}</p>${asShown(site)}</article>`}
${Object.entries(others).map(([name, one]) => channelCard(name, one, findings))}
${feed?.text === undefined ? '' : html`<details class="shown"><summary>Feed entry and mail</summary><p class="strong" dir="auto">${feed.title ?? ''}</p><p class="text" dir="auto">${feed.text}</p></details>`}
${promises(preview, context, type, promising)}${waits ? waiting(waits.channels, findings) : ''}</section>`;
}

const NETWORKS: ReadonlySet<string> = new Set(KEYED_CHANNELS.map(({ name }) => name));

/** What signs like `*` or `&amp;` become: whoever reads it first reads what customers read. */
export const asShown = ({ html: shown }: ChannelPreview): Html | '' =>
  shown === undefined
    ? ''
    : html`<p class="soft">With its signs read as Markdown, the page shows:</p><div class="card" dir="auto">${raw(shown)}</div>`;

function channelCard(name: string, said: ChannelPreview, findings: readonly Finding[]): Html {
  const label = labelOf(name);
  if (said.text === undefined)
    return html`<article class="shown"><h3>${label}</h3><p class="soft">Nothing is posted: ${said.notPosted ?? 'the channel is off'}.</p></article>`;
  const { weight = 0, limit = 280 } = said;
  const shadow = said.mode === 'shadow' ? html`<strong>${label} is in shadow: nobody sees it.</strong> ` : '';
  // Nobody counts its letters, and at night it would push everything else off the screen.
  if (isPersonalChannel(name))
    return html`<article class="shown"><h3>${label}</h3>
<details><summary>Read what subscribers get</summary><p class="text" dir="auto">${marked(said.text, findings)}</p></details>
<p class="soft">${shadow}Whoever was not told before gets the whole of it. The minute is that of sending.</p></article>`;
  const length = html`<span class="weight">${weight} of ${limit}</span>`;
  const body = html`<meter min="0" max="${limit}" value="${weight}" aria-label="Length on ${label}">${weight} of ${limit}</meter>
<p class="text" dir="auto">${marked(said.text, findings)}</p>
<p class="soft">${said.reply ? 'Answers the thread. ' : ''}${shadow}The minute is that of posting.</p>`;
  // The same words once more, in a little more room: at night one tap away, and not in the way.
  return NETWORKS.has(name)
    ? html`<details class="shown"><summary>${label} ${length}</summary>${body}</details>`
    : html`<article class="shown"><h3>${label} ${length}</h3>
${body}</article>`;
}

/** The words that the rules are about, marked where readers would meet them. */
function marked(text: string, findings: readonly Finding[]): (Html | string)[] {
  const quote = findings.map((finding) => finding.quote ?? '').find((words) => words !== '' && text.includes(words));
  if (quote === undefined) return [text];
  const from = text.indexOf(quote);
  const rest = findings.filter((finding) => finding.quote !== quote);
  return [
    ...marked(text.slice(0, from), rest),
    html`<mark>${quote}</mark>`,
    ...marked(text.slice(from + quote.length), rest),
  ];
}

/** Of a restricted opening: what was typed, as it reads once somebody else has approved it. */
const waiting = (
  { site, feed: _feed, ...others }: NonNullable<Preview['waits']>['channels'],
  findings: readonly Finding[],
) =>
  html`<h2>What waits for a second person</h2>
${site?.text === undefined ? '' : html`<article class="shown"><h3>Status page</h3><p class="strong">${site.title ?? ''}</p><p class="text">${marked(site.text, findings)}</p></article>`}
${Object.entries(others).map(([name, one]) => channelCard(name, one, findings))}`;

function promises(
  { promises: made = [] }: Preview,
  look: Look,
  type: ApiIncident['type'],
  promising: string,
): Html | '' {
  if (made.length === 0) return '';
  return html`<ul class="plain made">${made.map(
    (row) =>
      html`<li>${promising}: ${promiseName(row.promise, type)} by <strong>${bothTimes(look, row.at)}</strong></li>`,
  )}</ul>`;
}
