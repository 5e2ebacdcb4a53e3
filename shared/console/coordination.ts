import { html } from 'hono/html';
import type { ApiDraft, ApiIncident, ApiLoop } from '../client/types.ts';
import { isOver } from '../client/words.ts';
import { isKept } from '../core/approval.ts';
import { KEPT_STOPPED } from '../wording/coordination-reminders.ts';
import { promisedTime } from '../wording/time.ts';
import { counting } from './clocks.ts';
import { type Html, hidden } from './layout.ts';
import { calledBy, type Look, mayDo } from './moments.ts';
import { FORMS, PAGES, pathTo } from './paths.ts';

/** What people owe each other about an incident: who takes it over, what waits to be read, who waits for an answer. */
export const coordinationSections = (incident: ApiIncident, csrf: string, look: Look): Html =>
  html`${waiting(incident.drafts ?? [], look)}${incident.handover ? taking(incident, csrf, look) : ''}${followUpsToAnswer(incident, csrf, look)}`;

/** Statements that wait for a person, each leading to the page where it is read and decided. */
export function waiting(drafts: readonly ApiDraft[], look: Look): Html | '' {
  const all = drafts.filter(({ state }) => state === 'waiting');
  const open = all.filter((draft) => !isKept(draft.reason));
  return html`${open.length === 0 ? '' : toRead(open, look)}${keptTexts(
    all.filter((draft) => isKept(draft.reason)),
    look,
  )}`;
}

const toRead = (open: readonly ApiDraft[], look: Look): Html =>
  html`<section class="card ahead" aria-label="Statements that wait for a second person"><h2 class="top">To be read by a second person</h2><ul class="plain">${open.map(
    (draft) =>
      html`<li><a class="row" href="/console/drafts/${draft.id}">${draft.body.title ?? draft.body.message ?? draft.command}</a><p class="soft">${draft.command}, by ${calledBy(look, draft.proposedBy.actor)}${draft.decideBy ? html`, to be decided by ${counting(draft.decideBy, look, promisedTime(look.voice, draft.decideBy, look.now))}` : ''}</p></li>`,
  )}</ul></section>`;

/** What somebody keeps for later: when it goes out, or that it did not. */
const keptTexts = (kept: readonly ApiDraft[], look: Look): Html | '' =>
  kept.length === 0
    ? ''
    : html`<section class="card ahead" aria-label="Texts that are kept for later"><h2 class="top">Kept for later</h2><ul class="plain">${kept.map(
        (draft) =>
          html`<li><a class="row" href="${pathTo(PAGES.draft, { draft: draft.id })}">${draft.body.message ?? draft.command}</a><p class="soft">By ${calledBy(look, draft.proposedBy.actor)}. ${whenPosted(draft, look)}</p></li>`,
      )}</ul></section>`;

/** When a kept text is posted, and by whom; or why it was not. */
export function whenPosted({ publishAt, stopped, proposedBy }: ApiDraft, look: Look): Html {
  if (publishAt === undefined) return html`It is posted when ${calledBy(look, proposedBy.actor)} posts it.`;
  if (stopped === undefined)
    return html`It is posted by itself at ${counting(publishAt, look, promisedTime(look.voice, publishAt, look.now))}, unless something is said before.`;
  return html`<strong>It was not posted</strong> at ${promisedTime(look.voice, publishAt, look.now)}: ${KEPT_STOPPED[stopped.because]}`;
}

/** Handed over and not taken yet: until then both are reminded. */
function taking({ id, handover }: ApiIncident, csrf: string, look: Look): Html | '' {
  if (handover?.state !== 'waiting') return '';
  return html`<section class="card ahead"><h2 class="top">Handed over to ${calledBy(look, handover.to)}</h2>
<p>By ${calledBy(look, handover.from)}, ${promisedTime(look.voice, handover.at, look.now)}. Not taken yet: both are reminded of what was promised.</p>
${mayDo(look, 'speak') ? html`<form method="post" action="/console/incidents/${id}/handover/accept">${hidden('csrf', csrf)}<button>I take it</button></form>` : ''}</section>`;
}

/** Once it is over, those who still wait come first. */
function followUpsToAnswer(incident: ApiIncident, csrf: string, look: Look): Html | '' {
  const open = (incident.loops ?? []).filter(({ answered }) => !answered);
  if (!isOver(incident) || open.length === 0) return '';
  return html`<section class="card ahead"><h2 class="top">Still to be answered: ${open.length}</h2>
<p class="soft">It is over, and these asked. They are reminded of after a day.</p>${followUpList(incident, open, csrf, look)}</section>`;
}

/** Handing over, and noting who waits; folded away until it is wanted. */
export function coordinationForms(incident: ApiIncident, csrf: string, look: Look): Html {
  const { id, handover, loops = [] } = incident;
  const taken =
    handover?.state === 'accepted'
      ? html`<p class="soft">${calledBy(look, handover.to)} has it, from ${calledBy(look, handover.from)}.</p>`
      : '';
  const [over, speaks] = [isOver(incident), mayDo(look, 'speak')];
  return html`${
    over || !speaks
      ? ''
      : html`<details><summary>Hand it over</summary>${taken}<form method="post" action="${pathTo(FORMS.handOver, { id })}" id="handover">${hidden('csrf', csrf)}
<label for="handover-to">Who takes it</label><span class="hint" id="handover-to-hint">They have to accept; until then you are both reminded.</span>
<input id="handover-to" name="to" maxlength="80" required autocomplete="off" aria-describedby="handover-to-hint"><button>Hand it over</button></form></details>`
  }
<details><summary>Who waits for an answer (${loops.filter(({ answered }) => !answered).length})</summary>
${over ? '' : followUpList(incident, loops, csrf, look)}${
  !speaks
    ? ''
    : html`<form method="post" action="${pathTo(FORMS.noteLoop, { id })}" id="loops">${hidden('csrf', csrf)}
<label for="loops-reference">A ticket or a handle</label><span class="hint" id="loops-reference-hint">Private. Once it is over you are told whom to answer.</span>
<input id="loops-reference" name="reference" maxlength="200" required autocomplete="off" aria-describedby="loops-reference-hint"><button class="quiet">Note it</button></form>`
}</details>`;
}

const followUpList = ({ id }: ApiIncident, loops: readonly ApiLoop[], csrf: string, look: Look): Html =>
  html`<ul class="plain">${loops.map(({ id: loop, reference, answered }) =>
    answered
      ? html`<li class="soft">${reference}: answered by ${calledBy(look, answered.by)}</li>`
      : !mayDo(look, 'speak')
        ? html`<li>${reference}</li>`
        : html`<li><form method="post" action="${pathTo(FORMS.answerLoop, { id, loop })}">${hidden('csrf', csrf)}<span>${reference}</span> <button class="chip">I have answered ${reference}</button></form></li>`,
  )}</ul>`;
