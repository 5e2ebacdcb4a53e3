import { html } from 'hono/html';
import type { ApiStream, ReadMention } from '../../client/desk.ts';
import { STATE_WORD, TOLD_STATE } from '../../client/desk-words.ts';
import { promisedTime } from '../../wording/time.ts';
import type { Html } from '../layout.ts';
import { calledBy, type Look } from '../moments.ts';
import { PAGES, pathTo } from '../paths.ts';

const KIND: Readonly<Record<ReadMention['told'][number]['kind'], string>> = {
  reply: 'answered',
  receipt: 'the receipt',
  solved: 'told that it is over',
  correction: 'told that it is not over',
};

/** What they were told about this already, above everything else: nobody answers them a second time. */
export const told = ({ told: all }: ReadMention, look: Look): Html =>
  html`${all.map(
    ({ kind, state, text, by, at, reason }) =>
      html`<div class="note"><p><strong>${kind === 'reply' ? `${calledBy(look, by)} ${KIND.reply}` : KIND[kind]}</strong>, ${promisedTime(look.voice, at, look.now, 0)}: ${TOLD_STATE[state]}${reason === undefined || reason === '' ? '' : `, ${reason}`}</p>${text === '' ? '' : html`<blockquote><p class="text">${text}</p></blockquote>`}</div>`,
  )}`;

/** What the same person said besides, and what they say elsewhere where somebody has just paid for it. */
export function conversation(
  { conversation: all, mention }: ReadMention,
  look: Look,
  stream: ApiStream | undefined,
): Html {
  const when = (at: string) => promisedTime(look.voice, at, look.now);
  return html`${
    all.length === 0
      ? ''
      : html`<h2>What else they said to us</h2><ul class="plain">${all.map(({ id, text, at, state }) => html`<li class="card"><p class="soft"><a href="${pathTo(PAGES.mention, { source: mention.source, id })}">${when(at)}</a>, ${STATE_WORD[state]}</p><p class="text" dir="auto">${text === '' ? 'The words are not here.' : text}</p></li>`)}</ul>`
  }${
    stream === undefined
      ? ''
      : html`<h2 id="stream">What they said of late</h2>${stream.unreadable === undefined ? '' : html`<p>It cannot be read: ${stream.unreadable}</p>`}${stream.unreadable === undefined && stream.posts.length === 0 ? html`<p>Nothing that can be read.</p>` : ''}<ul class="plain">${stream.posts.map(({ text, at }) => html`<li class="card"><p class="soft">${when(at)}</p><p class="text" dir="auto">${text}</p></li>`)}</ul><p class="soft">It is shown once, and not kept.</p>`
  }`;
}
