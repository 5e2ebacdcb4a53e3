import { html } from 'hono/html';
import type { InboxMessage } from '../inbox.ts';
import { type Html, layout, shownTime } from './layout.ts';
import { linked } from './linked.ts';

/** What reached the people on call, newest first, with the links that they would press. */
export function inboxPage(messages: readonly InboxMessage[], faults: number): Promise<string> {
  const main =
    messages.length === 0
      ? html`<p class="empty">No reminder yet. Open an incident that promises its next update in a few minutes, and the reminder arrives here before it is due.</p>`
      : html`<ol>${messages.toReversed().map(shownMessage)}</ol>`;
  return layout(
    { title: 'Inbox', path: '/inbox', live: true, faults },
    html`<h1>Inbox</h1><p class="lead">Reminders, pages and mail to the people on call, newest first.</p>${main}`,
  );
}

const shownMessage = ({ kind, to, at, incident, promise, text, links }: InboxMessage): Html => html`
<li class="card">
<p class="meta"><span class="tag ${kind}">${kind}</span>to ${to} · ${shownTime(at)}</p>
<p class="text">${linked(text)}</p>
<p class="meta">${incident ? html`incident <code>${incident}</code>` : ''}${promise ? html` · promise <code>${promise}</code>` : ''}</p>
${links.length > 0 ? html`<p class="links">${links.map(shownLink)}</p>` : ''}
</li>`;

function shownLink(link: InboxMessage['links'][number]): Html {
  const { url, label } = typeof link === 'string' ? { url: link, label: undefined } : link;
  // A message comes from a webhook: an address that would run as script is shown, not linked.
  return /^https?:\/\//i.test(url)
    ? html`<a href="${url}">${label ?? url}</a>`
    : html`<span>${label ?? ''} ${url}</span>`;
}
