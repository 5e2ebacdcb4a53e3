import { html } from 'hono/html';
import type { Mail } from '../mail/mailboxes.ts';
import { type Html, layout, shownTime } from './layout.ts';
import { linked } from './linked.ts';

/** How many mails are listed; a list of ten thousand helps nobody. */
const LISTED = 200;

/** What reached the mailboxes outside, newest first. */
export function mailPage(mails: readonly Mail[], faults: number, to?: string): Promise<string> {
  const main =
    mails.length === 0
      ? html`<p class="empty">${to === undefined ? 'No mail yet. Follow an incident on the status page, and the mail that asks for your confirmation arrives here.' : `No mail to ${to} yet.`}</p>`
      : html`<ol>${mails.slice(-LISTED).toReversed().map(shownMail)}</ol>`;
  const more = mails.length > LISTED ? ` The newest ${LISTED} are shown; /sim/mail has all.` : '';
  const counted = mails.length === 1 ? '1 mail' : `${mails.length} mails`;
  return layout(
    { title: 'Mail', path: '/mail', live: true, faults },
    html`<h1>Mail</h1><p class="lead">${counted} to ${to ?? 'everybody outside'}, newest first.${more}</p>${main}`,
  );
}

const shownMail = ({ id, to, from, subject, at }: Mail): Html => html`
<li class="card">
<p class="meta">to <a href="/mail?to=${encodeURIComponent(to)}">${to}</a> · from ${from} · ${shownTime(at)}</p>
<p class="text"><a href="/mail/${id}">${subject}</a></p>
</li>`;

/** One mail: as HTML in a frame that may run nothing and load nothing, as text, and its headers. */
export function oneMailPage(mail: Mail, faults: number): Promise<string> {
  const { id, to, from, subject, text, headers, calendar, at } = mail;
  return layout(
    { title: subject, path: `/mail/${id}`, live: false, faults },
    html`<h1>${subject}</h1>
<p class="meta">to <a href="/mail?to=${encodeURIComponent(to)}">${to}</a> · from ${from} · ${shownTime(at)}</p>
<h2>As HTML</h2>
<iframe class="mail" src="/mail/${id}/html" title="The mail as HTML" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>
<p class="meta"><a href="/mail/${id}/html">by itself</a></p>
<h2>As text</h2>
<p class="text">${linked(text)}</p>
${calendar === undefined ? '' : html`<h2>Calendar</h2><p class="text"><code>${calendar}</code></p>`}
<h2>Headers</h2>
<ol>${headers.map(({ name, value }) => html`<li class="meta"><code>${name}: ${value}</code></li>`)}</ol>`,
  );
}

/** The mail's own HTML, whose links open beside it. */
export const mailHtml = ({ html: own }: Mail): string => `<base target="_blank">${own}`;
