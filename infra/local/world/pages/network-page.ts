import { html } from 'hono/html';
import type { Part, ShownPost } from '../networks/network.ts';
import type { RunningNetwork } from '../networks/running.ts';
import { conversations } from './conversations.ts';
import { type Html, layout, shownTime } from './layout.ts';
import { threadsOf } from './timeline-page.ts';

/** The account's posts as a reader of the network sees them: threads joined, the one with the newest post first. */
export function networkPage(
  { name, title, simulated }: RunningNetwork,
  nowMs: number,
  faults: number,
): Promise<string> {
  const { account } = simulated;
  const posts = simulated.shown(nowMs);
  const ours = posts.filter(({ by }) => by === undefined).length;
  const main =
    posts.length === 0
      ? html`<p class="empty">Nothing has been posted on ${title} yet. A house that has <code>${name}</code> among its channels, armed, speaks here.</p>`
      : html`<ol>${threadsOf(posts).map((thread) => html`<li class="thread"><ol>${thread.map((post, index) => shownPost(post, account, index))}</ol></li>`)}</ol>`;
  return layout(
    { title, path: `/${name}`, live: true, faults },
    html`<h1>${account.name} on ${title}</h1><p class="lead">@${account.handle} · ${ours === 1 ? '1 post' : `${ours} posts`}</p>${main}${conversations(simulated.people.messages(), account.name)}`,
  );
}

const shownPost = (
  { at, replyTo, parts, measured, by }: ShownPost,
  account: { name: string; handle: string },
  index: number,
): Html => html`
<li class="${by ? 'post theirs' : 'post'}">
<p class="meta"><strong>${by?.name ?? account.name}</strong> @${by?.handle ?? account.handle} · ${shownTime(at)}</p>
${replyTo && index === 0 ? html`<p class="meta">in reply to a post that was deleted</p>` : ''}
<p class="text">${parts.map(shownPart)}</p>
<p class="meta">${measured}</p>
</li>`;

/** What came from outside is never linked to if it would run. */
const shownPart = (part: Part): Html =>
  typeof part !== 'string' && /^https?:\/\//i.test(part.url)
    ? html`<a href="${part.url}" rel="nofollow">${part.words}</a>`
    : html`${typeof part === 'string' ? part : part.words}`;
