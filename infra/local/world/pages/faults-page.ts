import { html } from 'hono/html';
import { type ActiveMailFault, mailFaultDescriptions } from '../mail/faults.ts';
import { type ActiveFault, faultDescriptions } from '../x/faults.ts';
import { type Html, layout, shownTime } from './layout.ts';

type Active = { ofX: readonly ActiveFault[]; ofMail: readonly ActiveMailFault[] };

/** Which faults are in force, and buttons to make more trouble or to end it. Plain forms, no JavaScript. */
export function faultsPage({ ofX, ofMail }: Active, wrong?: string): Promise<string> {
  const count = ofX.length + ofMail.length;
  const inForce =
    count === 0
      ? html`<p class="empty">X behaves. Press a button below and it will not. So does the mail.</p>`
      : html`<ol>${ofX.map(shownActive)}${ofMail.map(shownOfMail)}</ol><form method="post" action="/faults/clear"><p><button>End all of them</button></p></form>`;
  return layout(
    { title: 'Faults', path: '/faults', live: false, faults: count },
    html`<h1>Faults of X and of mail</h1><p class="lead">What goes wrong between the pipeline and the world from now on. They end when this process does.</p>
${wrong ? html`<p class="alarm" role="alert">${wrong}</p>` : ''}
<h2>In force</h2>${inForce}
<h2>Make trouble on X</h2>
<form method="post" action="/faults">
${enterDoesNothing}
<div class="fields">
${howOften('times')}
<label>on which requests<select name="on"><option value="post">posts</option><option value="read">reads</option><option value="all">all</option></select></label>
<label>delay, ms<input name="ms" inputmode="numeric"></label>
<label>limit<input name="limit" inputmode="numeric"></label>
</div>
<div>${faultDescriptions.map((one) => offered(one, 'inject'))}</div>
</form>
<h2>Make trouble for mail</h2>
<form method="post" action="/faults">
${enterDoesNothing}
<input type="hidden" name="channel" value="mail">
<div class="fields">
${howOften('mails')}
<label>delay, ms<input name="ms" inputmode="numeric"></label>
</div>
<div>${mailFaultDescriptions.map((one) => offered(one, 'inject for mail:'))}</div>
</form>`,
  );
}

const howOften = (
  what: string,
): Html => html`<label>how many ${what}<input name="times" inputmode="numeric" placeholder="1"></label>
<label>or for how long, ms<input name="forMs" inputmode="numeric"></label>`;

// Enter in a field presses a form's first button, which would inject whatever fault stands on top.
const enterDoesNothing = html`<button disabled hidden></button>`;

const offered = ({ fault, says }: { fault: string; says: string }, act: string): Html => html`
<div class="row"><p><code>${fault}</code><br><span class="meta">${says}</span></p><button name="fault" value="${fault}" aria-label="${act} ${fault}">Inject</button></div>`;

const shownActive = ({ on, limit, ...fault }: ActiveFault): Html =>
  shown(fault, `on ${on === 'all' ? 'all requests' : `${on}s`}`, limit);

const shownOfMail = (fault: ActiveMailFault): Html => shown(fault, 'of mail');

type Shown = { id: string | number; fault: string; times?: number; until?: string; ms?: number };

const shown = ({ id, fault, times, until, ms }: Shown, where: string, limit?: number): Html => html`
<li class="row"><p><code>${fault}</code> ${where}<br><span class="meta">${times === undefined ? '' : `${times} more · `}${until ? html`until ${shownTime(until)} · ` : ''}${ms === undefined ? '' : `${ms} ms · `}${limit === undefined ? '' : `limit ${limit} · `}${times === undefined && !until ? 'until ended' : 'then it ends by itself'}</span></p>
<form method="post" action="/faults/end"><button name="id" value="${id}" aria-label="end ${fault}">End</button></form></li>`;
