import { html } from 'hono/html';
import type { Message } from '../people/people.ts';
import { MAX_WEIGHT, weightOf } from '../x/text.ts';
import type { Account } from '../x/timeline.ts';
import { conversations } from './conversations.ts';
import { type Html, layout, shownTime } from './layout.ts';
import { linked } from './linked.ts';

/** `by`: who said it, if not the account itself. */
type Shown = { id: string; text: string; at: string; replyTo: string | null; by?: { name: string; handle: string } };

/**
 * The account's timeline as a reader of X sees it: threads joined, with what others say to it and its answers below, the one
 * with the newest post first; then messages, which only the two who write them can read.
 */
export function timelinePage(
  posts: readonly Shown[],
  messages: readonly Message[],
  account: Account,
  faults: number,
): Promise<string> {
  const ours = posts.filter(({ by }) => by === undefined).length;
  const main =
    posts.length === 0
      ? html`<p class="empty">Nothing has been posted yet. Open an incident, in the console or with <code>npm run candor -- open</code>, and its first post appears here.</p>`
      : html`<ol>${threadsOf(posts).map((thread) => shownThread(thread, account))}</ol>`;
  return layout(
    { title: 'Timeline', path: '/', live: true, faults },
    html`<h1>${account.name} on X</h1><p class="lead">@${account.username} · ${counted(ours)} · reminders and pages are in the <a href="/inbox">inbox</a>, mail to customers is in <a href="/mail">mail</a></p>${main}${conversations(messages, account.name)}`,
  );
}

const counted = (count: number): string => (count === 1 ? '1 post' : `${count} posts`);

/** Posts grouped by the thread they belong to, oldest first within a thread. */
export function threadsOf<P extends Omit<Shown, 'text'>>(posts: readonly P[]): P[][] {
  const threadOf = new Map<string, P[]>();
  const threads: P[][] = [];
  for (const post of posts) {
    const thread = (post.replyTo && threadOf.get(post.replyTo)) || [];
    if (thread.length === 0) threads.push(thread);
    thread.push(post);
    threadOf.set(post.id, thread);
  }
  return threads.toSorted((a, b) => (a.at(-1)!.at < b.at(-1)!.at ? 1 : -1));
}

const shownThread = (thread: readonly Shown[], account: Account): Html => html`
<li class="thread"><ol>${thread.map((post, index) => shownPost(post, account, index))}</ol></li>`;

const shownPost = ({ id, text, at, replyTo, by }: Shown, account: Account, index: number): Html => html`
<li class="${by ? 'post theirs' : 'post'}" id="post-${id}">
<p class="meta"><strong>${by?.name ?? account.name}</strong> @${by?.handle ?? account.username} · ${shownTime(at)}</p>
${replyTo && index === 0 ? html`<p class="meta">in reply to a post that was deleted</p>` : ''}
<p class="text">${linked(text)}</p>
<p class="meta">weighs ${weightOf(text)} of ${MAX_WEIGHT}</p>
</li>`;
