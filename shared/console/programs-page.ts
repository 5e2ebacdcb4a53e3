import { html } from 'hono/html';
import type { ApiHouse, ApiMachine, ApiMachines } from '../client/types.ts';
import { namesIn } from '../client/words.ts';
import { MACHINE_SCOPES, type MachineScope } from '../core/machine.ts';
import { promisedTime } from '../wording/time.ts';
import { type Frame, type Html, hidden, page } from './layout.ts';
import { calledBy, type Look } from './moments.ts';
import { alertNotice, calmNotice } from './notices.ts';
import { FORMS, PAGES, pathTo } from './paths.ts';

/** What somebody typed into the form about a new program. */
export type TypedProgram = { name: string; owner: string; scopes: readonly string[] };

type Shown = {
  machines: ApiMachines;
  house: ApiHouse;
  look: Look;
  notice?: Html | undefined;
  /** What was typed and not taken. */
  typed?: TypedProgram | undefined;
};

const MAY: Readonly<Record<MachineScope, string>> = {
  read: 'look at everything',
  write: 'speak to the public',
  approve: 'decide what waits for a second person',
  admin: 'change the house: channels, people, programs',
};

/** The programs that may call, whose each is, and what becomes of their secrets. For administrators alone. */
export function programsPage(frame: Frame, { machines, house, look, notice, typed }: Shown): string {
  const { clients, unrecorded } = machines;
  const named = { ...look, names: namesIn(house) };
  return page(
    frame,
    'Programs',
    html`<p class="back"><a href="${PAGES.people}">People</a></p>
<h1>Programs</h1>
${notice ?? ''}<p class="soft">Each has a client of its own, with the least that it needs, and somebody whose it is. When one was last used is not kept here; the audit log has what it did.</p>
${clients.length === 0 ? html`<p>No program has a client of its own.</p>` : html`<ul class="plain">${clients.map((one) => card(frame, one, named))}</ul>`}
${unrecorded.length === 0 ? '' : alertNotice(html`<p><strong>Nobody’s:</strong> made halfway or by hand. Nobody has their secret from here; remove them.</p>`)}
${unrecorded.map((one) => html`<div class="card"><h2 class="top">${one.name}</h2>${removal(frame, one)}</div>`)}
<details${clients.length === 0 || typed !== undefined ? html` open` : ''}><summary>Add a program</summary>${addForm(frame, house, typed)}</details>`,
  );
}

const STATES: Readonly<Record<ApiMachine['state'], string>> = {
  ready: '',
  'shut-out': 'Its tokens are not taken: a new secret lets it in again.',
  gone: 'It has no client at the sign-in service any more: remove it.',
};

function card(frame: Frame, machine: ApiMachine, look: Look): Html {
  const { id, name, owner, ownerIsHere, scopes, state, addedAt, addedBy } = machine;
  const rotate = pathTo(FORMS.rotateProgram, { client: id });
  return html`<li class="card" id="program-${id}"><h2 class="top">${name}</h2>
<p class="soft">${calledBy(look, owner)}’s · may ${scopes.join(', ')} · since ${promisedTime(look.voice, addedAt, look.now)}, by ${calledBy(look, addedBy)}</p>
${ownerIsHere === false ? html`<p><strong>${calledBy(look, owner)} has left.</strong> It goes on, and is nobody’s: remove it, or add it anew for somebody.</p>` : ''}
${state === 'ready' ? '' : html`<p><strong>${STATES[state]}</strong></p>`}
<details><summary>New secret for ${name}</summary><form method="post" action="${rotate}" id="rotate-${id}">${hidden('csrf', frame.csrf)}<p>The one before it stays good beside it, until the next. Seen by others? Then end it at once.</p>
<label class="chip"><input type="checkbox" name="endOld" value="true"><span>End the one before it at once</span></label><button>Make a new secret for ${name}</button></form></details>
${removal(frame, machine)}</li>`;
}

const removal = ({ csrf }: Frame, { id, name }: Pick<ApiMachine, 'id' | 'name'>): Html =>
  html`<details><summary>Remove ${name}</summary><form method="post" action="${pathTo(FORMS.removeProgram, { client: id })}" id="remove-${id}">${hidden('csrf', csrf)}<p>Nothing that ${name} sends is taken any more, within seconds. Is that what you want?</p><button>Yes, remove ${name}</button></form></details>`;

function addForm({ csrf }: Frame, { people }: ApiHouse, typed: TypedProgram | undefined): Html {
  const chosen = typed?.scopes ?? ['read'];
  const owner =
    people.length === 0
      ? html`<input id="program-owner" name="owner" value="${typed?.owner ?? ''}" required maxlength="80" autocomplete="off" aria-describedby="program-owner-hint">`
      : html`<select id="program-owner" name="owner" aria-describedby="program-owner-hint">${people.map(({ id, name }) => html`<option value="${id}"${id === typed?.owner ? html` selected` : ''}>${name}</option>`)}</select>`;
  return html`<form method="post" action="${FORMS.program}" id="program-form">${hidden('csrf', csrf)}
<label for="program-name">Name</label><span class="hint" id="program-name-hint">Lower-case letters and digits, like ci</span><input id="program-name" name="name" value="${typed?.name ?? ''}" required maxlength="40" autocomplete="off" autocapitalize="none" aria-describedby="program-name-hint">
<label for="program-owner">Whose it is</label><span class="hint" id="program-owner-hint">What it proposes counts as theirs, so they are no second person for it</span>${owner}
<fieldset class="choice"><legend>What it may</legend><div class="chips">${MACHINE_SCOPES.map((scope) => html`<label class="chip"><input type="checkbox" name="scopes" value="${scope}"${chosen.includes(scope) ? html` checked` : ''}><span>${scope}: ${MAY[scope]}</span></label>`)}</div></fieldset>
<button>Add it</button></form>`;
}

/** A secret, once: nothing shows it again. `says`: whose it is, and what became of the one before it. */
export function secretNotice(says: Html, opsUrl: string, { id, secret, signInUrl }: Secret): Html {
  const environment = { OPS_URL: opsUrl, SIGN_IN_URL: signInUrl, CLIENT_ID: id, CLIENT_SECRET: secret };
  const lines = Object.entries(environment).map(([name, value]) => `CANDOR_${name}=${value}`);
  return calmNotice(
    html`<p>${says}</p><p><strong>The secret is shown this once.</strong> Copy it into the environment of the program before you leave this page:</p><pre class="text">${lines.join('\n')}</pre>`,
  );
}

type Secret = { id: string; secret: string; signInUrl: string };
