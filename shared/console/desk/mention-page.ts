import { html } from 'hono/html';
import type { ReadMention } from '../../client/desk.ts';
import { handleOf, money, SOURCE_LABEL, waits } from '../../client/desk-words.ts';
import { promisedTime } from '../../wording/time.ts';
import { clocks } from '../clocks.ts';
import { text } from '../entries.ts';
import { type Frame, type Html, hidden, page, slot } from '../layout.ts';
import { type Look, mayDo } from '../moments.ts';
import { path, state } from '../pages.ts';
import { FORMS, PAGES, pathTo } from '../paths.ts';
import { answerForm } from './answer-form.ts';
import { byHandSection } from './by-hand.ts';
import { conversation, told } from './conversation.ts';
import { KEYS_PATH } from './keys-script.ts';
import { mentionPath, times, wordsOf } from './mention-card.ts';
import type { MentionShown, TypedAnswer } from './mention-shown.ts';
import { stateWords } from './words.ts';

/** Somebody and what they said; what our page says now; and the one answer that they get. */
export function mentionPage(frame: Frame, shown: MentionShown): string {
  const { seen, look, next, stream } = shown;
  const { mention } = seen;
  const open = waits(mention);
  const before = seen.conversation.filter(({ at }) => at < mention.at).length;
  const isTold = seen.told.some(
    ({ kind, state: became }) => kind === 'reply' && became !== 'unsent' && became !== 'refused',
  );
  const answers = open && !isTold && mayDo(look, 'answer');
  return page(
    frame,
    `${handleOf(mention)} on ${SOURCE_LABEL[mention.source]}`,
    html`<p class="back"><a href="${PAGES.desk}">Desk</a></p>
<h1>${handleOf(mention)} on ${SOURCE_LABEL[mention.source]}</h1>
${slot('who', html`<p><span class="badge${open ? ' waits' : ''}">${stateWords(mention, look)}</span> <span class="soft">${promisedTime(look.voice, mention.at, look.now)}</span>${before === 0 ? '' : html` <span class="badge">asked before: ${times(before)}</span>`}</p>${told(seen, look)}${privateCase(seen, look)}`)}
${answers ? '' : html`<div id="answer-notice" tabindex="-1" data-stays>${shown.notice ?? ''}${kept(shown.typed)}</div>`}
${next === undefined ? '' : html`<a class="button" data-next href="${mentionPath(next)}">Next: ${handleOf(next)} on ${SOURCE_LABEL[next.source]}</a>`}
<div class="two desk"><div>
${repliedTo(seen)}
<blockquote>${wordsOf(mention, true)}</blockquote>
<p class="soft">Why it is here: ${mention.why === '' ? 'they named us' : mention.why}</p>
${conversation(seen, look, stream)}
</div><div class="beside">
${slot('says', whatWeSay(shown))}
</div>
<div>
${answers && !mention.byHand ? answerForm(frame, shown) : ''}
${answers ? byHandSection(frame, shown) : ''}
${open && mayDo(look, 'tend') ? otherMoves(frame, shown) : ''}
</div></div>
<p class="keys soft" data-keys>Keys: ${answers && !mention.byHand ? html`<kbd>1</kbd> to <kbd>3</kbd> choose words, <kbd>Ctrl</kbd> <kbd>Enter</kbd> sends them, <kbd>Esc</kbd> leaves the field, <kbd>t</kbd> takes it, ` : ''}${next === undefined ? '' : html`<kbd>n</kbd> opens the next, `}<kbd>q</kbd> goes back to the queue. <button type="button" class="quiet small" data-keys-switch>Turn these keys off</button></p>`,
    { fresh: true, wide: true, script: KEYS_PATH },
  );
}

const repliedTo = ({ answers: to }: ReadMention): Html | '' =>
  to?.text === undefined
    ? ''
    : html`<p class="soft">They reply to ${to.ours ? 'us' : to.from === undefined ? 'somebody' : `@${to.from}`}:</p><blockquote class="soft"><p class="text" dir="auto">${to.text}</p></blockquote>`;

/** Typed into a form that is not shown any more. */
const kept = (typed: TypedAnswer | undefined): Html | '' =>
  typed === undefined || typed.text.trim() === ''
    ? ''
    : html`<p class="label">What you had written, to keep</p><p class="card text kept">${typed.text}</p>`;

/** What our page says at this moment: nobody may be told anything else. */
function whatWeSay({ incident, seen, look }: MentionShown): Html {
  const last = incident?.entries.findLast((entry) => entry.message !== undefined);
  return html`<h2>What we say now</h2>
${incident === undefined ? html`<p>${seen.says.length === 0 ? 'Nothing: no incident is open about this.' : ''}</p>` : html`<p><a class="row" href="${path(incident)}">${incident.title}</a></p>${state(incident)}${clocks(incident, look)}${last === undefined ? '' : html`<p class="soft">Last word, ${promisedTime(look.voice, last.at, look.now)}</p><blockquote>${text(last)}</blockquote>`}`}
${seen.says.length === 0 ? '' : html`<details><summary>As support reads it out</summary>${seen.says.map((line) => html`<p>${line}</p>`)}</details>`}`;
}

const privateCase = ({ case: one }: ReadMention, { voice, now }: Look): Html | '' =>
  one === undefined
    ? ''
    : html`<div class="note"><p><strong>Case ${one.case}</strong>: ${one.state.replaceAll('-', ' ')}${one.handedAt === undefined ? '; the ticket system does not have it yet' : `; with support since ${promisedTime(voice, one.handedAt, now)}`}</p>${one.notes.map(({ at, by, state: is, text: words }) => html`<p class="soft">${promisedTime(voice, at, now)}, ${by}: ${words ?? is?.replaceAll('-', ' ') ?? ''}</p>`)}</div>`;

/** What one may do besides answering. Each is a form of its own, so that it works without a script. */
function otherMoves({ csrf }: Frame, { seen: { mention, price }, look }: MentionShown): Html {
  const { source, id, person } = mention;
  const form = (move: string, body: Html) =>
    html`<form method="post" action="${pathTo(FORMS.mention, { source, id, move })}" id="${move}">${hidden('csrf', csrf)}${body}</form>`;
  const mine = mention.state === 'taken' && mention.by === look.reader;
  return html`<h2>Or</h2>
${form('take', html`<button class="quiet">${mine ? 'Keep it for three more minutes' : 'Take it: for three minutes nobody else answers'}</button>`)}
${mine ? form('release', html`<button class="quiet">Give it back: somebody else may have it at once</button>`) : ''}
${price.stream === undefined ? '' : form('stream', html`<button class="quiet">Read what else they said of late: 5 posts, ${money(price.stream)}</button>`)}
${form('left', html`<button class="quiet">Leave it: nothing is said to them</button>`)}
<details><summary>Mute ${handleOf(mention)}</summary><form method="post" action="${pathTo(FORMS.deskPerson, { source, id: person, move: 'mute' })}" id="mute">${hidden('csrf', csrf)}<p>Nobody sees what they say for 90 days. Your name stands beside it, and anybody of the desk undoes it by one tap. They still count where many complain.</p><button class="danger">Mute them</button></form></details>`;
}
