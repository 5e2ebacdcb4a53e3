import { html } from 'hono/html';
import type { ApiHouse, ApiPerson } from '../client/types.ts';
import { namesIn } from '../client/words.ts';
import { DUTIES, type Duty, HOUSE_ROLES } from '../core/people/person.ts';
import { capital } from '../wording/capital.ts';
import { addressWord, DUTY_MEANS } from '../wording/people.ts';
import { promisedTime } from '../wording/time.ts';
import { type Frame, type Html, hidden, page } from './layout.ts';
import { calledBy, type Look } from './moments.ts';
import { alertNotice } from './notices.ts';
import { FORMS, PAGES, pathTo } from './paths.ts';

/** What somebody typed into the form about a person. */
export type TypedPerson = {
  id: string;
  name: string;
  as: readonly string[];
  mail: string;
  hook: string;
  zone: string;
};

type Shown = {
  house: ApiHouse;
  look: Look;
  /** True for whoever may change the directory: others read it, and see no button that is not theirs. */
  administers: boolean;
  /** True for whoever may say who is on duty. */
  decides: boolean;
  notice?: Html | undefined;
  /** What was typed and not taken. */
  typed?: TypedPerson | undefined;
};

/** Who is in the house, who is on duty, and where each is reached. */
export function peoplePage(frame: Frame, shown: Shown): string {
  const { house, administers, notice, typed } = shown;
  const isNew = typed !== undefined && !house.people.some(({ id }) => id === typed.id);
  return page(
    frame,
    'People',
    html`<p class="back"><a href="${PAGES.overview}">Console</a></p>
<h1>People</h1>
${notice ?? ''}${reachedNotice(house)}
<h2>On duty now</h2>
<ul class="plain">${DUTIES.map((duty) => dutyCard(frame, duty, shown))}</ul>
<h2>Who is in the house</h2>
${house.people.length === 0 ? html`<p>Nobody is in the directory yet: messages go to whoever has subscribed to the topic, by the names of the config.</p>` : html`<ul class="plain">${house.people.map((one) => personCard(frame, one, shown))}</ul>`}
${administers ? html`<details${house.people.length === 0 || isNew ? html` open` : ''}><summary>Add somebody</summary>${personForm(frame, undefined, isNew ? typed : undefined)}</details><p><a class="row" href="${PAGES.programs}">Programs that may call</a></p>` : ''}`,
  );
}

/** That nothing goes out without people, or that others read along. */
export function reachedNotice({ reached: { armed, why, readAlong } }: Pick<ApiHouse, 'reached'>): Html | '' {
  return html`${
    armed === false
      ? alertNotice(
          html`<p><strong>No apology goes out by itself:</strong> ${why ?? 'why is not known'}. Nobody speaks for people who cannot be reached.</p>`,
        )
      : ''
  }${readAlong === undefined ? '' : alertNotice(html`<p>${readAlong}</p>`)}`;
}

const BECAUSE = { said: '', table: 'by the weekly table', everybody: 'nobody says who: everybody who may be' } as const;

function dutyCard({ csrf }: Frame, as: Duty, { house, look, decides }: Shown): Html {
  const now = house.duty.find((one) => one.as === as);
  const on = now?.people ?? [];
  const able = house.people.filter((one) => one.as.includes(as));
  const why =
    now?.because === 'said'
      ? saidBy(now, { ...look, names: namesIn(house) })
      : on.length === 0
        ? ''
        : BECAUSE[now?.because ?? 'everybody'];
  const alone = (id: string) => on.length === 1 && on[0] === id && now?.because === 'said';
  const taps = able.filter(({ id }) => !alone(id));
  return html`<li class="card"><h3 class="top">${as}</h3>
<p class="soft">${DUTY_MEANS[as]}</p>
<p>${on.length === 0 ? 'Nobody' : on.map((id) => house.people.find((one) => one.id === id)?.name ?? id).join(', ')}${why === '' ? '' : html` <span class="soft">${why}</span>`}</p>
${decides && taps.length > 0 ? html`<form method="post" action="${FORMS.duty}" id="duty-${as}">${hidden('csrf', csrf)}${hidden('as', as)}<div class="chips">${taps.map(({ id, name }) => html`<button class="chip" name="person" value="${id}" aria-label="${name} from now on, on duty as ${as}">${name} from now on</button>`)}</div></form>` : ''}</li>`;
}

const saidBy = ({ by = '', since, until }: ApiHouse['duty'][number], look: Look): string => {
  const { voice, now } = look;
  return `said by ${calledBy(look, by)}${since === undefined ? '' : `, ${promisedTime(voice, since, now)}`}${until === undefined ? '' : `, until ${promisedTime(voice, until, now)}`}`;
};

function personCard(frame: Frame, person: ApiPerson, { administers, typed }: Shown): Html {
  const { id, name, as, addresses, zone } = person;
  const mine = typed?.id === id ? typed : undefined;
  return html`<li class="card" id="person-${id}"><h3 class="top">${name}</h3>
<p class="soft">${id} · ${as.length === 0 ? 'on duty for nothing' : as.join(', ')}${zone === undefined ? '' : ` · ${zone}`}</p>
${addresses.length === 0 ? html`<p>Is reached nowhere.</p>` : html`<ul class="plain">${addresses.map((one) => html`<li><p>${capital(addressWord(one.kind))}${one.to === undefined ? '' : ` ${one.to}`}: ${one.confirmed ? 'confirmed' : html`<strong>not confirmed yet</strong>, nothing is sent there`}</p>${administers && !one.confirmed ? askForm(frame, person, one.kind) : ''}</li>`)}</ul>`}
${administers ? html`<details${mine === undefined ? '' : html` open`}><summary>Change ${name}</summary>${personForm(frame, person, mine)}</details><details><summary>Remove ${name}</summary><form method="post" action="${pathTo(FORMS.removePerson, { id })}" id="remove-${id}">${hidden('csrf', frame.csrf)}<p>From now on no sign-in and no link of ${name} does anything, nothing is addressed to them, and what they have is offered to the deputy on duty. Is that what you want?</p><button>Yes, remove ${name}</button></form></details>` : ''}</li>`;
}

const askForm = ({ csrf }: Frame, { id, name }: ApiPerson, kind: 'mail' | 'hook'): Html =>
  html`<form method="post" action="${pathTo(FORMS.askOwner, { id })}" id="ask-${id}-${kind}">${hidden('csrf', csrf)}${hidden('kind', kind)}<button class="quiet" aria-label="Ask again the owner of the ${addressWord(kind)} of ${name}">Ask again</button></form>`;

/** Of somebody who is there only what is typed changes; an address that is there is not shown, and stays. */
function personForm({ csrf }: Frame, person: ApiPerson | undefined, typed: TypedPerson | undefined): Html {
  const at = person?.id ?? 'new';
  const roles: readonly string[] = typed?.as ?? person?.as ?? [];
  const has = (kind: 'mail' | 'hook') => person?.addresses.find((one) => one.kind === kind);
  const field = (name: string, label: string, hint: string, value: string, more: Html | '' = '') =>
    html`<label for="${at}-${name}">${label}</label><span class="hint" id="${at}-${name}-hint">${hint}</span><input id="${at}-${name}" name="${name}" value="${value}" autocomplete="off" aria-describedby="${at}-${name}-hint"${more}>`;
  const addressHint = (kind: 'mail' | 'hook', otherwise: string) => {
    const there = has(kind);
    return there === undefined ? otherwise : `Now ${there.to ?? 'there'}. Left empty it stays; “none” takes it out.`;
  };
  return html`<form method="post" action="${FORMS.person}" id="person-form-${at}">${hidden('csrf', csrf)}
${person === undefined ? field('id', 'Sign-in name', 'Lower-case letters and digits, like ada', typed?.id ?? '', html` required maxlength="40" autocapitalize="none"`) : hidden('id', person.id)}
${field('name', 'Name', 'How colleagues call them', typed?.name ?? person?.name ?? '', html` required maxlength="80"`)}
<fieldset class="choice"><legend>On duty as</legend><div class="chips">${HOUSE_ROLES.map((role) => html`<label class="chip"><input type="checkbox" name="as" value="${role}"${roles.includes(role) ? html` checked` : ''}><span>${role}</span></label>`)}</div></fieldset>
<p class="soft">alarms is ${DUTY_MEANS.alarms}.</p>
${field('mail', 'Mail address', addressHint('mail', 'Its owner is asked first'), typed?.mail ?? '', html` maxlength="200" inputmode="email" autocapitalize="none"`)}
${field('hook', 'Webhook', addressHint('hook', 'One that they alone read; its owner is asked first. Text messages are not offered yet: a service that sends them has such an address'), typed?.hook ?? '', html` maxlength="1000" inputmode="url" autocapitalize="none"`)}
${field('zone', 'Time zone', 'Like Europe/Vienna: messages say times on this clock too', typed?.zone ?? person?.zone ?? '', html` maxlength="60"`)}
<button>${person === undefined ? 'Add them' : 'Change it'}</button></form>`;
}
