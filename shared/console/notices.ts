import { html } from 'hono/html';
import type { ApiEntry } from '../client/types.ts';
import { promisedTime } from '../wording/time.ts';
import { text } from './entries.ts';
import { type Html, hidden } from './layout.ts';
import { calledBy, type Look } from './moments.ts';

/** Above a form: something went wrong, or has to be decided. */
export const alertNotice = (words: Html): Html => html`<div class="alert" role="alert">${words}</div>`;

/** Something went as it should. */
export const calmNotice = (words: Html): Html => html`<div class="note" role="status">${words}</div>`;

/** What has to be decided before a text may go out, and why: the next tap must not post over it unawares. */
export const DECISIONS = ['conflict', 'reused', 'again'] as const;
export type Decision = (typeof DECISIONS)[number];

/** A text that was not posted, what stands against it, and which state a person takes note of by deciding. */
export type Undecided = {
  decision: Decision;
  /** What was said meanwhile, or said already. */
  said: readonly ApiEntry[];
  /** Where that can be read, if it has a page. */
  link: string | undefined;
  mine: string;
  /** The ETag of the state with all of it. */
  seen: string;
  /** The key of the command that is posted after it. */
  nextKey: string;
};

/**
 * What was said, what the person wrote, and three buttons of which each is a decision. It stays until one is pressed;
 * until then the form has no other button that posts, and relies on the state that its author had seen.
 */
export function decisionNotice(look: Teller, { decision, said, link, mine, seen, nextKey }: Undecided): Html {
  const { lead, after } = WORDS[decision === 'conflict' && isAutomated(said) ? 'automated' : decision];
  return alertNotice(html`${hidden('pending', decision)}${hidden('seen', seen)}${hidden('nextKey', nextKey)}
${lead}
${said.map((entry) => quoted(look, entry))}
${link === undefined ? '' : html`<p><a class="row" href="${link}">See what was said</a></p>`}
<p>You wrote:</p><blockquote><p class="text">${mine}</p></blockquote>
<div class="decide">
<button name="do" value="post">${after}</button>
<button class="quiet" name="do" value="change" formnovalidate>Change mine</button>
<button class="quiet" name="do" value="drop" formnovalidate>Drop mine</button>
</div>`);
}

const isAutomated = (said: readonly ApiEntry[]): boolean => said.length > 0 && said.every((entry) => entry.automated);

const WORDS: Record<Decision | 'automated', { lead: Html; after: string }> = {
  conflict: {
    lead: html`<p><strong>Somebody spoke while you were writing.</strong> Nothing of yours was posted. This was said:</p>`,
    after: 'Post mine after it',
  },
  automated: {
    lead: html`<p><strong>The pipeline spoke while you were writing.</strong> Nothing of yours was posted. This was said:</p>`,
    after: 'Post mine after it',
  },
  reused: {
    lead: html`<p><strong>An earlier version of this text was accepted.</strong> What you have changed since was not posted. This was said:</p>`,
    after: 'Post mine after it',
  },
  again: {
    lead: html`<p><strong>You said exactly this a moment ago, and it was accepted.</strong> It was not posted again. This was said:</p>`,
    after: 'Post it a second time',
  },
};

/** How what was said is quoted: when, and by whom. */
type Teller = Pick<Look, 'voice' | 'now' | 'names'>;

const quoted = (look: Teller, entry: ApiEntry): Html =>
  html`<blockquote><p class="soft">${entry.kind}${entry.automated ? ', by itself' : ''}${entry.actor === undefined ? '' : `, ${calledBy(look, entry.actor)}`}, ${promisedTime(look.voice, entry.at, look.now, 0)}</p>${text(entry)}</blockquote>`;

/** After *Change mine*: what the text goes out behind stays in sight while it is changed. */
export const changingNotice = (look: Teller, said: readonly ApiEntry[]): Html =>
  calmNotice(
    html`<p><strong>Change yours below.</strong> ${said.length === 0 ? 'Nothing was posted yet.' : 'It will stand after this:'}</p>${said.map((entry) => quoted(look, entry))}`,
  );
