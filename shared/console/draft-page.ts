import { html } from 'hono/html';
import type { ReadDraft } from '../client/types.ts';
import { promisedTime } from '../wording/time.ts';
import { counting } from './clocks.ts';
import { emptyForm } from './filled.ts';
import { findingsElsewhere } from './findings.ts';
import { type Frame, type Html, hidden, page } from './layout.ts';
import type { Look } from './moments.ts';
import { FORMS, PAGES, pathTo } from './paths.ts';
import { previewPane } from './preview-pane.ts';

/** A statement that waits for a second person: what customers would read, why it waits, and the two ways to decide. */
export function draftPage(frame: Frame, draft: ReadDraft, look: Look, notice: Html | '' = ''): string {
  const { id, incident, preview, command, proposedBy, proposedAt } = draft;
  const waits = draft.state === 'waiting';
  const title = waits ? 'To be read by a second person' : `This draft was ${draft.state}`;
  return page(
    frame,
    title,
    html`<p class="back">${incident && command !== 'open' ? html`<a href="${pathTo(PAGES.incident, { id: incident })}">To the incident</a>` : html`<a href="${PAGES.overview}">Console</a>`}</p>
<h1>${title}</h1>${notice}
<p class="soft">${command}, by ${proposedBy.actor}, ${promisedTime(look.voice, proposedAt, look.now)}. ${whyItWaits(draft.reason)}</p>
${waits ? deadline(draft, look) : html`<p>Decided by ${draft.decided?.by ?? 'somebody'}${draft.decided?.note ? html`: ${draft.decided.note}` : ''}.</p>`}
${preview === undefined ? html`<p class="card text" dir="auto">${draft.body.message ?? ''}</p>` : previewPane({ ...preview, needsApproval: null }, look)}
${
  waits
    ? html`<form method="post" action="${pathTo(FORMS.approve, { draft: id })}" id="approve">${hidden('csrf', frame.csrf)}
${findingsElsewhere({ ...emptyForm('approve'), findings: preview?.findings ?? [] }, [])}
${proposedBy.person && proposedBy.actor === frame.person ? html`<p class="note">You wrote it: somebody else has to read and approve it.</p>` : html`<button>Approve, and post it</button>`}</form>
<details><summary>Do not post it</summary><form method="post" action="${pathTo(FORMS.drop, { draft: id })}" id="drop">${hidden('csrf', frame.csrf)}
<label for="drop-reason">Why not, for whoever wrote it</label><input id="drop-reason" name="reason" maxlength="500" autocomplete="off"><button class="danger">Drop it</button></form></details>`
    : ''
}`,
  );
}

const deadline = ({ decideBy, onTimeout }: ReadDraft, look: Look): Html | '' =>
  decideBy
    ? html`<p>Decide by ${counting(decideBy, look, promisedTime(look.voice, decideBy, look.now))}; then ${onTimeout === 'publish' ? html`it is <strong>posted as it is</strong>` : 'people are paged'}.</p>`
    : '';

/** In words, for whoever has to decide; a reason that we do not know is left out. */
function whyItWaits(reason: unknown): string {
  const { reason: name, impact, phrase } = (reason ?? {}) as { reason?: string; impact?: string; phrase?: string };
  switch (name) {
    case 'restricted':
      return 'The incident is restricted: every text of it is read by two.';
    case 'impact':
      return `Statements of ${impact} impact are read by two.`;
    case 'phrase':
      return `It says “${phrase}”.`;
    case 'under-maintenance':
      return 'An alarm, about what is being worked on anyway.';
    default:
      return '';
  }
}
