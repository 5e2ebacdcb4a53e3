import { html } from 'hono/html';
import type { ApiMention } from '../../client/desk.ts';
import { handleOf, SOURCE_LABEL, waits } from '../../client/desk-words.ts';
import { span } from '../../client/words.ts';
import { msBetween } from '../../core/instant.ts';
import { promisedTime } from '../../wording/time.ts';
import type { Html } from '../layout.ts';
import type { Look } from '../moments.ts';
import { PAGES, pathTo } from '../paths.ts';
import { stateWords } from './words.ts';

export const mentionPath = ({ source, id }: Pick<ApiMention, 'source' | 'id'>): string =>
  pathTo(PAGES.mention, { source, id });

type Beside = {
  look: Look;
  /** How often the same person spoke before. */
  before: number;
  components: ReadonlyMap<string, string>;
  /** Of the incident that it is about. */
  title?: string | undefined;
};

/** One mention in the queue: who, since when, their words, and why we think what it is about. No number of followers. */
export function mentionCard(mention: ApiMention, { look, before, components, title }: Beside): Html {
  const { at, why, incident } = mention;
  const parts = mention.components.map((id) => components.get(id) ?? id).join(', ');
  const about = title ?? (incident === undefined ? parts : incident);
  return html`<li class="card"><h3 class="top"><a href="${mentionPath(mention)}"${waits(mention) ? html` data-mention` : ''}>${handleOf(mention)} on ${SOURCE_LABEL[mention.source]}</a></h3>
<p class="soft">${promisedTime(look.voice, at, look.now)}, ${span(msBetween(at, look.now))} ago${about ? ` · about ${about}` : ''}</p>
${wordsOf(mention)}
<p><span class="badge${waits(mention) ? ' waits' : ''}">${stateWords(mention, look)}</span>${before === 0 ? '' : html` <span class="badge">asked before: ${times(before)}</span>`}${mention.byHand ? html` <span class="badge">by hand only</span>` : ''}${mention.direct ? html` <span class="badge">private</span>` : ''}</p>
${why === '' ? '' : html`<p class="soft">Why it is here: ${why}</p>`}</li>`;
}

export const times = (count: number): string => (count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`);

/** What they said; or why we do not have it. */
export function wordsOf({ text, direct, emptied, case: name }: ApiMention, big = false): Html {
  if (text !== '') return html`<p class="text${big ? ' said' : ''}" dir="auto">${text}</p>`;
  if (emptied === 'deleted') return html`<p class="soft">Its author took it away; the words are gone here too.</p>`;
  if (direct)
    return html`<p class="soft">A private message: it is read where it was written${name === undefined ? '' : `, as case ${name}`}.</p>`;
  return html`<p class="soft">The words are not kept any more.</p>`;
}
