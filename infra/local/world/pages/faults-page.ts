import { html } from 'hono/html';
import type { ActiveTrouble, Trouble, Troubles } from '../troubles.ts';
import { type Html, layout, shownTime } from './layout.ts';

/** Which faults are in force, and buttons to make more trouble or to end it. Plain forms, no JavaScript. */
export function faultsPage(troubles: Troubles, wrong?: string): Promise<string> {
  const active = troubles.active();
  const [x, ...others] = troubles.all.map(({ title }) => title);
  const inForce =
    active.length === 0
      ? html`<p class="empty">${x} behaves. Press a button below and it will not. So do ${inWords(others)}.</p>`
      : html`<ol>${active.map((one) => shown(one, troubles))}</ol><form method="post" action="/faults/clear"><p><button>End all of them</button></p></form>`;
  return layout(
    { title: 'Faults', path: '/faults', live: false, faults: active.length },
    html`<h1>Faults of ${inWords(troubles.all.map(({ title }) => title))}</h1><p class="lead">What goes wrong between the pipeline and the world from now on. They end when this process does.</p>
${wrong ? html`<p class="alarm" role="alert">${wrong}</p>` : ''}
<p class="links">${troubles.all.map(({ channel, title }) => html`<a href="#${channel}">Trouble: ${title}</a>`)}</p>
<h2>In force</h2>${inForce}
${troubles.all.map(offers)}`,
  );
}

const inWords = (names: readonly string[]): string => new Intl.ListFormat('en', { type: 'conjunction' }).format(names);

/** How each channel speaks of what a fault hits, and of making it. Mail has neither reads nor limits of its own. */
function wordsFor({ channel, title }: Trouble) {
  if (channel === 'x') return { heading: `on ${title}`, hits: 'times', act: 'inject', hasRequests: true };
  if (channel === 'mail')
    return { heading: `for ${title}`, hits: 'mails', act: `inject for ${title}:`, hasRequests: false };
  return { heading: `on ${title}`, hits: 'requests', act: `inject for ${title}:`, hasRequests: true };
}

function offers(trouble: Trouble): Html {
  const { heading, hits, act, hasRequests } = wordsFor(trouble);
  return html`
<h2 id="${trouble.channel}">Make trouble ${heading}</h2>
<form method="post" action="/faults">
${enterDoesNothing}
<input type="hidden" name="channel" value="${trouble.channel}">
<div class="fields">
${howOften(hits)}
${hasRequests ? html`<label>on which requests<select name="on"><option value="post">posts</option><option value="read">reads</option><option value="all">all</option></select></label>` : ''}
<label>delay, ms<input name="ms" inputmode="numeric"></label>
${hasRequests ? html`<label>limit<input name="limit" inputmode="numeric"></label>` : ''}
</div>
<div>${trouble.faults.map((one) => offered(one, act))}</div>
</form>`;
}

const howOften = (
  what: string,
): Html => html`<label>how many ${what}<input name="times" inputmode="numeric" placeholder="1"></label>
<label>or for how long, ms<input name="forMs" inputmode="numeric"></label>`;

// Enter in a field presses a form's first button, which would inject whatever fault stands on top.
const enterDoesNothing = html`<button disabled hidden></button>`;

const offered = ({ fault, says }: { fault: string; says: string }, act: string): Html => html`
<div class="row"><p><code>${fault}</code><br><span class="meta">${says}</span></p><button name="fault" value="${fault}" aria-label="${act} ${fault}">Inject</button></div>`;

function shown({ id, fault, channel, on, times, until, ms, limit }: ActiveTrouble, { all }: Troubles): Html {
  const title = channel === undefined ? undefined : all.find((one) => one.channel === channel)?.title;
  const where = [
    ...(title === undefined ? [] : [`of ${title}`]),
    ...(on === undefined ? [] : [`on ${on === 'all' ? 'all requests' : `${on}s`}`]),
  ];
  return html`
<li class="row"><p><code>${fault}</code> ${where.join(', ')}<br><span class="meta">${times === undefined ? '' : `${times} more · `}${until ? html`until ${shownTime(until)} · ` : ''}${ms === undefined ? '' : `${ms} ms · `}${limit === undefined ? '' : `limit ${limit} · `}${times === undefined && !until ? 'until ended' : 'then it ends by itself'}</span></p>
<form method="post" action="/faults/end"><button name="id" value="${id}" aria-label="end ${fault}">End</button></form></li>`;
}
