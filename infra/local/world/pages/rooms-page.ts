import { html } from 'hono/html';
import type { OutsideCall } from '../outside/receivers.ts';
import { shownMessage } from '../outside/shown-message.ts';
import { type Html, layout, shownTime } from './layout.ts';
import { linked } from './linked.ts';

/** How many messages are listed. */
const LISTED = 100;

/** What reached rooms, devices and programs outside, newest first, as each of them shows it. */
export function roomsPage(calls: readonly OutsideCall[], faults: number): Promise<string> {
  const more = calls.length > LISTED ? ` The newest ${LISTED} are shown; /sim/hooks has all.` : '';
  const main =
    calls.length === 0
      ? html`<p class="empty">No message yet. Open “Follow in a room, by a program or on this device” on the status page; any address below <code>https://hooks.slack.com/services/</code> or <code>https://receiver.example.com/hooks/</code> arrives here.</p>`
      : html`<ol>${calls.slice(-LISTED).toReversed().map(shown)}</ol>`;
  return layout(
    { title: 'Rooms', path: '/rooms', live: true, faults },
    html`<h1>Rooms, devices and programs</h1><p class="lead">What was sent to those outside who follow, newest first.${more}</p>${main}`,
  );
}

function shown(call: OutsideCall): Html {
  const { by, headline, paragraphs, links } = shownMessage(call);
  const isProgram = call.part === 'hooks';
  return html`
<li class="card" data-part="${call.part}">
<p class="meta"><span class="tag">${by}</span> ${shownTime(call.at)}${isProgram ? html` · ${signatures(call)}` : ''}</p>
<p class="text"><strong>${headline}</strong></p>
${paragraphs.map((one) => (isProgram ? html`<details><summary>What it was sent</summary><p class="text"><code>${one}</code></p></details>` : html`<p class="text">${linked(one)}</p>`))}
${links.length === 0 ? '' : html`<p class="links">${links.map(({ label, url }) => (/^https?:/i.test(url) ? html`<a href="${url}">${label}</a>` : label))}</p>`}
</li>`;
}

/** A receiver checks only what it was given something to check by (`POST /sim/hooks`). */
function signatures({ verified }: OutsideCall): string {
  const words = { true: 'holds', false: 'does not hold', null: 'not checked' } as const;
  return (['v1', 'v1a'] as const).map((of) => `${of} ${words[String(verified?.[of] ?? null) as 'true']}`).join(', ');
}
