import { html } from 'hono/html';
import type { ApiIncident, ReadDraft } from '../client/types.ts';
import { isAlarmsQuestion, isKept } from '../core/approval.ts';
import { type Instant, instant } from '../core/instant.ts';
import { promisedTime } from '../wording/time.ts';
import { counting } from './clocks.ts';
import { whenPosted } from './coordination.ts';
import { entryBlock } from './entries.ts';
import { textArea, textField } from './fields.ts';
import { emptyForm } from './filled.ts';
import { findingsElsewhere } from './findings.ts';
import { type Frame, type Html, hidden, page } from './layout.ts';
import { calledBy, type Look, mayDo, shortTime } from './moments.ts';
import { FORMS, PAGES, pathTo } from './paths.ts';
import { previewPane } from './preview-pane.ts';
import { zoneHint } from './promise-field.ts';

/** The words of a draft that the page has fields for. */
export const EDITABLE = ['title', 'message', 'workaround'] as const;

/** A draft, and its incident in the state that the page shows. `typed`: what somebody typed that was not taken. */
export type ShownDraft = {
  draft: ReadDraft;
  incident?: ApiIncident;
  etag?: string | undefined;
  typed?: Readonly<Record<string, string>>;
};

/** A statement that waits for a second person: what customers would read, why it waits, and the ways to decide. */
export function draftPage(frame: Frame, shown: ShownDraft, look: Look, notice: Html | '' = ''): string {
  const { draft } = shown;
  const { incident, preview, command, proposedBy, proposedAt, version = 1 } = draft;
  const waits = draft.state === 'waiting';
  const kept = isKept(draft.reason);
  const title = waits ? titleOf(draft.reason) : `This draft was ${draft.state}`;
  const edited = version > 1 ? `, edited, version ${version}` : '';
  return page(
    frame,
    title,
    html`<p class="back">${incident && command !== 'open' ? html`<a href="${pathTo(PAGES.incident, { id: incident })}">To the incident</a>` : html`<a href="${PAGES.overview}">Console</a>`}</p>
<h1>${title}</h1>${notice}
<p class="soft">${command}, by ${calledBy(look, proposedBy.actor)}, ${promisedTime(look.voice, proposedAt, look.now)}${edited}. ${whyItWaits(draft.reason)}</p>
${waits ? (kept ? html`<p>Private: nothing of it is public. ${whenPosted(draft, look)}</p>` : deadline(draft, look)) : html`<p>Decided by ${draft.decided === undefined ? 'somebody' : calledBy(look, draft.decided.by)}${draft.decided?.note ? html`: ${draft.decided.note}` : ''}.</p>`}
${saidSince(shown, look)}
${preview === undefined ? html`<p class="card text" dir="auto">${draft.body.message ?? ''}</p>` : previewPane({ ...preview, needsApproval: null }, look, 'outage', isBy(draft, frame) ? 'You promise' : 'It promises')}
${waits ? (kept ? keptForms(frame, shown, look) : mayDo(look, 'decide') ? deciding(frame, shown, look) : '') : ''}`,
  );
}

function titleOf(reason: ReadDraft['reason']): string {
  if (isKept(reason)) return 'Kept for later';
  return isAlarmsQuestion(reason) ? 'A monitor asks you' : 'To be read by a second person';
}

const isBy = ({ proposedBy }: ReadDraft, { person }: Frame): boolean =>
  proposedBy.person && proposedBy.actor === person;

const since = ({ draft, incident }: ShownDraft) =>
  (incident?.entries ?? []).filter(({ seq }) => seq > Number(/^"(\d+)-/.exec(draft.seen ?? '')?.[1] ?? Infinity));

/** Whoever approves reads first what the public has read since the draft was written: an older figure may be wrong now. */
function saidSince(shown: ShownDraft, look: Look): Html | '' {
  const { incident } = shown;
  const said = since(shown);
  if (incident === undefined || said.length === 0) return '';
  return html`<section class="alert" role="alert"><p><strong>This was said since it was written.</strong> Is it still right after that?</p>
<ol>${said.map((entry) => entryBlock(incident, entry, look))}</ol></section>`;
}

/** What the page shows is what is decided on: another version, or another state, is shown first. */
const readSoFar = ({ csrf }: Frame, { draft: { version = 1 }, etag = '' }: ShownDraft): Html =>
  html`${hidden('csrf', csrf)}${hidden('version', String(version))}${hidden('seen', etag)}`;

/** What can be done with a kept text: its author posts it; anybody who speaks may change it, and it is theirs then. */
function keptForms(frame: Frame, shown: ShownDraft, look: Look): Html {
  const { draft } = shown;
  const own = isBy(draft, frame);
  const read = readSoFar(frame, shown);
  const post = since(shown).length > 0 ? 'I have read what was said since: post it now' : 'Post it now';
  return html`${
    own
      ? html`<form method="post" action="${pathTo(FORMS.approve, { draft: draft.id })}" id="approve">${read}
${findingsElsewhere({ ...emptyForm('approve'), findings: draft.preview?.findings ?? [] }, [])}<button>${post}</button></form>`
      : html`<p class="note">It is ${calledBy(look, draft.proposedBy.actor)}’s, who alone posts it. Change it, and it is yours.</p>`
  }
${editing(shown, own ? 'Nothing is posted before its time.' : 'It becomes yours, and loses its time unless you set one. Nothing is posted.', 'Keep these words', read, keptTimes(shown, look))}
${dropping(frame, draft)}`;
}

/** When a kept text is posted and what it promises, as far as that was chosen; what is not changed here stays. */
function keptTimes({ draft, typed = {} }: ShownDraft, look: Look): Html {
  const was = keptAsTyped(draft, look);
  const filled = emptyForm('edit', { ...was, ...typed });
  return html`${hidden('kept', 'yes')}${hidden('zone', look.zone)}${Object.entries(was).map(([name, value]) => hidden(`${name}.was`, value))}
${textField(filled, { name: 'at', label: 'Post it at', hint: `${zoneHint(look)}; empty: when I post it`, max: 40 })}
${textField(filled, { name: 'nextUpdateBy', label: 'Next update', hint: 'a time, or how long after it is posted; none if its words say why', max: 40 })}`;
}

/** The times of a kept text as they stand in its fields. */
const keptAsTyped = ({ publishAt, stopped, body }: ReadDraft, { now }: Look): Record<string, string> => ({
  at: publishAt === undefined || stopped !== undefined ? '' : shortTime(publishAt, now),
  nextUpdateBy: body.nextUpdateBy === null ? 'none' : timeInField(body.nextUpdateBy, now),
});

const timeInField = (time: unknown, now: Instant): string =>
  typeof time !== 'string' ? '' : time.startsWith('P') ? time : shortTime(instant(Date.parse(time)), now);

const dropping = ({ csrf }: Frame, { id }: ReadDraft): Html =>
  html`<details><summary>Do not post it</summary><form method="post" action="${pathTo(FORMS.drop, { draft: id })}" id="drop">${hidden('csrf', csrf)}
<label for="drop-reason">Why not, for whoever wrote it</label><input id="drop-reason" name="reason" maxlength="500" autocomplete="off"><button class="danger">Drop it</button></form></details>`;

function deciding(frame: Frame, shown: ShownDraft, look: Look): Html {
  const { draft } = shown;
  const { id, preview } = draft;
  const own = isBy(draft, frame);
  const approves = mayDo(look, isAlarmsQuestion(draft.reason) ? 'decide' : 'approve');
  const read = readSoFar(frame, shown);
  const approve =
    since(shown).length > 0 ? 'I have read what was said since: approve, and post it' : 'Approve, and post it';
  return html`<form method="post" action="${pathTo(FORMS.approve, { draft: id })}" id="approve">${read}
${findingsElsewhere({ ...emptyForm('approve'), findings: preview?.findings ?? [] }, [])}
${own ? html`<p class="note">You wrote it: somebody else has to read and approve it.</p>` : !approves ? html`<p class="note">An approver has to read and approve it.</p>` : html`<button>${approve}</button>`}</form>
${(own ? mayDo(look, 'speak') : approves) ? editing(shown, own ? 'It waits again, for somebody else to read. Nothing is posted.' : 'It becomes yours, and somebody else has to approve it. Nothing is posted.', 'Keep these words, and have them read', read) : ''}
${dropping(frame, draft)}`;
}

/** Other words: one's own wait again, and somebody else's become one's own. */
function editing(
  { draft, typed = {} }: ShownDraft,
  what: string,
  button: string,
  read: Html,
  more: Html | '' = '',
): Html {
  const { body } = draft;
  const said = Object.fromEntries(EDITABLE.map((name) => [name, typed[name] ?? String(body[name] ?? '')]));
  const filled = emptyForm('edit', said);
  const open = EDITABLE.some((name) => typed[name] !== undefined);
  return html`<details${open ? html` open` : ''}><summary>Change the words</summary><form method="post" action="${pathTo(FORMS.editDraft, { draft: draft.id })}" id="edit">${read}
<p class="soft">${what}</p>
${body.title === undefined ? '' : textField(filled, { name: 'title', label: 'What is wrong, in one line', required: true })}
${textArea(filled, { name: 'message', label: 'What customers read', required: true, rows: 4 })}
${body.workaround === undefined ? '' : textArea(filled, { name: 'workaround', label: 'What customers can do meanwhile', rows: 2 })}
${more}<button>${button}</button></form></details>`;
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
    case 'still-firing':
      return 'A monitor says that it goes on, and a person has said that it is over.';
    case 'alarm':
      return 'A monitor reports it; its rule leaves it to a person to say so.';
    case 'nobody-reached':
      return 'A monitor reports it, and nobody could be reached to hear of it. Undecided for 15 minutes it is said as not confirmed, with no time for the next update.';
    case 'alarm-cleared':
      return 'Monitors see no problem any more. Only a person says what follows from that.';
    case 'kept':
      return 'Nobody else is asked to read it.';
    default:
      return '';
  }
}
