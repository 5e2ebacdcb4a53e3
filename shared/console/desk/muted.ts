import { html } from 'hono/html';
import type { ApiDeskPerson } from '../../client/desk.ts';
import { handleOf, SOURCE_LABEL } from '../../client/desk-words.ts';
import { promisedTime } from '../../wording/time.ts';
import { type Frame, type Html, hidden } from '../layout.ts';
import { calledBy, type Look, mayDo } from '../moments.ts';
import { FORMS, pathTo } from '../paths.ts';

/** Whom we do not show, who decided so, and one tap that ends it; and who asked to be left alone, which nobody ends. */
export function mutedList(frame: Frame, everybody: readonly ApiDeskPerson[], look: Look): Html | '' {
  const { voice, now } = look;
  const named = ({ source, id, from }: ApiDeskPerson) =>
    from === undefined
      ? `Somebody on ${SOURCE_LABEL[source]}, ${id.slice(0, 6)}`
      : `${handleOf({ source, from })} on ${SOURCE_LABEL[source]}`;
  const mutedOnes = everybody.flatMap((one) =>
    one.muted === undefined ? [] : [{ source: one.source, id: one.id, who: named(one), ...one.muted }],
  );
  const left = everybody.flatMap((one) => (one.optedOut === undefined ? [] : [{ who: named(one), ...one.optedOut }]));
  return html`${
    mutedOnes.length === 0
      ? ''
      : html`<h2 id="muted">Muted</h2><ul class="plain">${mutedOnes.map(
          ({ source, id, who, by, until }) =>
            html`<li class="card"><p>${who}: muted by ${calledBy(look, by)} until ${promisedTime(voice, until, now)}. They still count where many complain.</p>${mayDo(look, 'tend') ? html`<form method="post" action="${pathTo(FORMS.deskPerson, { source, id, move: 'unmute' })}" id="unmute-${id}">${hidden('csrf', frame.csrf)}<button class="quiet" aria-label="Unmute ${who}">Unmute</button></form>` : ''}</li>`,
        )}</ul>`
  }${
    left.length === 0
      ? ''
      : html`<h2>Asked to be left alone</h2><ul class="plain">${left.map(({ who, at }) => html`<li class="card"><p>${who}: since ${promisedTime(voice, at, now)}. Nobody writes to them from here.</p></li>`)}</ul>`
  }`;
}
