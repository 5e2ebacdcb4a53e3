import { html } from 'hono/html';
import { type ActiveFault, faultDescriptions } from '../x/faults.ts';
import { type Html, layout, shownTime } from './layout.ts';

/** Which faults are in force, and buttons to make more trouble or to end it. Plain forms, no JavaScript. */
export function faultsPage(active: readonly ActiveFault[], wrong?: string): Promise<string> {
  const inForce =
    active.length === 0
      ? html`<p class="empty">X behaves. Press a button below and it will not.</p>`
      : html`<ol>${active.map(shownActive)}</ol><form method="post" action="/faults/clear"><p><button>End all of them</button></p></form>`;
  return layout(
    { title: 'Faults', path: '/faults', live: false, faults: active.length },
    html`<h1>Faults of X</h1><p class="lead">What goes wrong between the pipeline and X from now on. They end when this process does.</p>
${wrong ? html`<p class="alarm" role="alert">${wrong}</p>` : ''}
<h2>In force</h2>${inForce}
<h2>Make trouble</h2>
<form method="post" action="/faults">
${enterDoesNothing}
<div class="fields">
<label>how many times<input name="times" inputmode="numeric" placeholder="1"></label>
<label>or for how long, ms<input name="forMs" inputmode="numeric"></label>
<label>on which requests<select name="on"><option value="post">posts</option><option value="read">reads</option><option value="all">all</option></select></label>
<label>delay, ms<input name="ms" inputmode="numeric"></label>
<label>limit<input name="limit" inputmode="numeric"></label>
</div>
<div>${faultDescriptions.map(offered)}</div>
</form>`,
  );
}

// Enter in a field presses a form's first button, which would inject whatever fault stands on top.
const enterDoesNothing = html`<button disabled hidden></button>`;

const offered = ({ fault, says }: (typeof faultDescriptions)[number]): Html => html`
<div class="row"><p><code>${fault}</code><br><span class="meta">${says}</span></p><button name="fault" value="${fault}" aria-label="inject ${fault}">Inject</button></div>`;

const shownActive = ({ id, fault, on, times, until, ms, limit }: ActiveFault): Html => html`
<li class="row"><p><code>${fault}</code> on ${on === 'all' ? 'all requests' : `${on}s`}<br><span class="meta">${times === undefined ? '' : `${times} more · `}${until ? html`until ${shownTime(until)} · ` : ''}${ms === undefined ? '' : `${ms} ms · `}${limit === undefined ? '' : `limit ${limit} · `}${times === undefined && !until ? 'until ended' : 'then it ends by itself'}</span></p>
<form method="post" action="/faults/end"><button name="id" value="${id}" aria-label="end ${fault}">End</button></form></li>`;
