import { html } from 'hono/html';
import type { ApiDesk, ApiFlood } from '../../client/desk.ts';
import { people, SOURCE_LABEL } from '../../client/desk-words.ts';
import type { BudgetLevel } from '../../core/desk/budget.ts';
import { capital } from '../../wording/capital.ts';
import { promisedTime } from '../../wording/time.ts';
import type { Html } from '../layout.ts';
import { type Look, mayDo } from '../moments.ts';
import { alertNotice } from '../notices.ts';
import { PAGES, pathTo } from '../paths.ts';

/** What ends as the money does, in the words of whoever looks at the queue and sees it get shorter. */
const NOT_DONE: Readonly<Record<Exclude<BudgetLevel, 'all'>, string>> = {
  'no-streams': 'Four fifths of the money are used: what else somebody said is not read any more.',
  mentions: 'Nine tenths of the money are used: words are not counted any more, so a flood there may not be seen.',
  answers:
    'Nearly all of the money is used: nothing is read there any more. Who speaks now is not in this list; the rest answers whom we have heard.',
  nothing: 'The money is used up: nothing is read there, and nothing goes out. Answer by hand, or raise the budget.',
};

/** What is not seen or not sent at the moment, and why: an empty list must not look like calm. */
export const unseen = ({ sources, frozen }: Pick<ApiDesk, 'sources' | 'frozen'>, { voice, now }: Look): Html =>
  html`${frozen ? alertNotice(html`<p><strong>Everything that goes out is frozen.</strong> Nobody can be answered from here until somebody who may speak releases it on <a href="${PAGES.overview}">the console</a>.</p>`) : ''}${sources.map(
    ({ source, level, unreadable, dollars }) =>
      html`${unreadable === undefined ? '' : alertNotice(html`<p><strong>${capital(SOURCE_LABEL[source])} cannot be read</strong> since ${promisedTime(voice, unreadable.since, now)}: ${unreadable.reason}. What was said there since then is not in this list yet.</p>`)}${level === 'all' ? '' : alertNotice(html`<p><strong>${capital(SOURCE_LABEL[source])}:</strong> ${NOT_DONE[level]} It has cost $${dollars.toFixed(2)} this month.</p>`)}`,
  )}`;

/** `on`: the incident on whose page it stands. */
type Names = { look: Look; components: ReadonlyMap<string, string>; on?: string };

/** Many at once about one thing. Nothing goes out from it: a person decides, with a draft where one was prepared. */
export const floodCards = (floods: readonly ApiFlood[], { look, components, on }: Names): Html =>
  html`${floods.map((flood) => {
    const about = flood.component === undefined ? 'something' : (components.get(flood.component) ?? flood.component);
    const who = flood.by === 'posts' ? `${flood.people} posts` : people(flood.people);
    return html`<div class="note" role="status"><p><strong>${who} ${flood.incident === undefined ? 'complain about' : 'also mention'} ${about}</strong> <span class="soft">since ${promisedTime(look.voice, flood.at, look.now)}; ${flood.threshold} at once are hardly chance</span></p>
${flood.incident === undefined ? '' : flood.incident === on ? html`<p>This incident is about something else. <a class="row" href="${PAGES.desk}">To the desk</a></p>` : html`<p>The open incident is about something else. <a class="row" href="${pathTo(PAGES.incident, { id: flood.incident })}">To the incident</a></p>`}
${flood.draft === undefined ? '' : html`<p>Nothing was said in public. <a class="row" href="${pathTo(PAGES.draft, { draft: flood.draft })}">The draft that was prepared</a></p>`}${flood.draft === undefined && flood.incident === undefined ? html`<p>Nothing was said in public.${mayDo(look, 'speak') ? html` <a class="row" href="/console/open">Report an incident</a>` : ''}</p>` : ''}</div>`;
  })}`;
