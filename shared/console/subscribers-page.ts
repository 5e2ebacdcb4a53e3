import { html } from 'hono/html';
import type { PublicChannel } from '../client/channels.ts';
import type { Counted } from '../client/counts.ts';
import type { ApiSubscriber } from '../client/types.ts';
import { SUBSCRIBER_KINDS } from '../core/subscribers/subscriber.ts';
import { BRAKED, KIND_WORD } from '../wording/subscribers.ts';
import { promisedTime } from '../wording/time.ts';
import { type Frame, type Html, hidden, page } from './layout.ts';
import type { Look } from './moments.ts';
import { alertNotice } from './notices.ts';
import { FORMS, PAGES } from './paths.ts';

type Shown = {
  counted: Counted;
  /** Those whose messages came back; `more`: there are others. */
  quarantined: readonly ApiSubscriber[];
  more: boolean;
  /** Those that tell each person, as far as the config names them. */
  channels: readonly PublicChannel[];
  look: Look;
  /** True for whoever may delete somebody. */
  administers: boolean;
  notice?: Html | undefined;
  /** Somebody who was found by their address, and may be deleted with one tap. */
  found?: ApiSubscriber | undefined;
};

/** Who asked to be told: how many, how the channels stand, whose messages came back, and taking somebody out. */
export function subscribersPage(frame: Frame, shown: Shown): string {
  const { counted, quarantined, more, channels, look, administers, notice, found } = shown;
  return page(
    frame,
    'Subscribers',
    html`<p class="back"><a href="${PAGES.overview}">Console</a></p>
<h1>Subscribers</h1>
${notice ?? ''}${found === undefined ? '' : eraseCard(frame, found, look)}
${channels.map((channel) => standingOf(channel, look))}
<h2>Who asked to be told</h2>
${countTable(counted)}
<h2>Quarantined</h2>
${
  quarantined.length === 0
    ? html`<p>Nobody: what was sent has arrived, or has not come back.</p>`
    : html`<p class="soft">What was sent to them came back. Nothing is sent until they sign up anew.</p><ul class="plain">${quarantined.map((one) => quarantinedCard(one, look))}</ul>${more ? html`<p class="soft">There are more: candor subscribers export has all of them.</p>` : ''}`
}
${administers ? html`<h2>Take somebody out</h2>${findForm(frame)}<p class="soft">Bringing and taking along many: candor subscribers import, and export.</p>` : ''}`,
  );
}

/** Why a channel tells nobody, or only of beginnings and ends. */
function standingOf({ label, mode, refusal, brake }: PublicChannel, { voice, now }: Look): Html | '' {
  if (mode === 'off') return html`<p>${label} is off: nobody is told by it.</p>`;
  if (mode === 'shadow')
    return html`<p>${label} is in shadow: people of the house see what would be told, and nobody else is.</p>`;
  return html`${
    refusal === undefined
      ? ''
      : alertNotice(
          html`<p><strong>${label} tells nobody</strong> since ${promisedTime(voice, refusal.since, now)}: ${refusal.reason}. It is tried again at ${promisedTime(voice, refusal.until, now)}; whoever is owed something gets the newest words then.</p>`,
        )
  }${brake === undefined ? '' : alertNotice(html`<p><strong>${label} tells of beginnings and ends only:</strong> ${BRAKED[brake]}</p>`)}`;
}

function countTable({ kinds, all }: Counted): Html {
  const there = SUBSCRIBER_KINDS.filter((kind) => kinds[kind] !== undefined);
  if (there.length === 0) return html`<p>Nobody has asked to be told yet.</p>`;
  return html`<table><thead><tr><th scope="col">By</th><th scope="col">Confirmed</th><th scope="col">Not confirmed yet</th><th scope="col">Quarantined</th></tr></thead><tbody>${there.map(
    (kind) =>
      html`<tr><th scope="row">${KIND_WORD[kind]}</th>${(['confirmed', 'pending', 'quarantined'] as const).map((state) => html`<td>${number(kinds[kind]?.[state] ?? 0)}</td>`)}</tr>`,
  )}</tbody></table>${all ? '' : html`<p class="soft">At least so many; candor subscribers count counts all.</p>`}`;
}

const quarantinedCard = ({ id, address, quarantined }: ApiSubscriber, { voice, now }: Look): Html =>
  html`<li class="card" id="subscriber-${id}"><p>${address}${quarantined === undefined ? '' : html` <span class="soft">${quarantined.reason}, ${promisedTime(voice, quarantined.at, now)}</span>`}</p></li>`;

const findForm = ({ csrf }: Frame): Html =>
  html`<form method="post" action="${FORMS.findSubscriber}" id="find-subscriber">${hidden('csrf', csrf)}<label for="subscriber-address">Mail address</label><span class="hint" id="subscriber-address-hint">You see who it is before anybody is deleted</span><input id="subscriber-address" name="address" required maxlength="254" inputmode="email" autocomplete="off" autocapitalize="none" aria-describedby="subscriber-address-hint"><button class="quiet">Find them</button></form>`;

const eraseCard = (
  { csrf }: Frame,
  { channel, id, address, confirmedAt, consent }: ApiSubscriber,
  { voice, now }: Look,
): Html =>
  html`<section class="card" aria-labelledby="found"><h2 class="top" id="found">${address}</h2><p>Follows since ${promisedTime(voice, confirmedAt ?? consent.at, now)}.</p><form method="post" action="${FORMS.eraseSubscriber}" id="erase-subscriber">${hidden('csrf', csrf)}${hidden('channel', channel)}${hidden('id', id)}<p>Deleted with their address, for good; no import brings them back. Backups hold it for 35 days.</p><button>Yes, delete them</button></form></section>`;

const number = (n: number): string => n.toLocaleString('en');
