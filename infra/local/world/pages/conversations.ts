import { html } from 'hono/html';
import type { Message } from '../people/people.ts';
import { type Html, shownTime } from './layout.ts';
import { linked } from './linked.ts';

/** What people and the account have written to each other where nobody else reads it, by person, the newest on top. */
export function conversations(messages: readonly Message[], account: string): Html {
  if (messages.length === 0) return html``;
  const people = [...new Set(messages.toReversed().map((message) => message.with))];
  const of = (person: string) => messages.filter((message) => message.with === person);
  return html`<h2>Messages</h2><ol>${people.map((person) => html`<li class="thread"><ol>${of(person).map((message) => shown(message, account))}</ol></li>`)}</ol>`;
}

const shown = ({ with: person, by, text, at }: Message, account: string): Html => html`
<li class="${by === 'us' ? 'post' : 'post theirs'}">
<p class="meta"><strong>${by === 'us' ? account : person}</strong> to ${by === 'us' ? person : account} · ${shownTime(at)}</p>
<p class="text">${linked(text)}</p>
</li>`;
