import { html } from 'hono/html';
import type { ReadMention } from '../../client/desk.ts';
import { money, SOURCE_LABEL } from '../../client/desk-words.ts';
import { type Frame, type Html, hidden } from '../layout.ts';
import { FORMS, pathTo } from '../paths.ts';
import type { MentionShown } from './mention-shown.ts';
import { TEMPLATE_LABEL } from './words.ts';

/**
 * The one answer. Nothing is filled in beforehand: whoever sends words has chosen or written them. The browser keeps what is
 * typed as it does with every form of the console (script-kept.ts).
 */
export function answerForm(frame: Frame, { seen, typed, notice, key }: MentionShown): Html {
  const { mention, suggestions, most, price, etag } = seen;
  const { source, id } = mention;
  const wrong = typed?.wrong ?? [];
  return html`<h2>Answer</h2>
<form method="post" action="${pathTo(FORMS.mention, { source, id, move: 'answer' })}#answer-notice" id="answer" class="compose" data-by="${frame.person ?? ''}"${typed === undefined ? '' : html` data-back`}>
${hidden('csrf', frame.csrf)}${hidden('key', key)}${hidden('etag', typed?.etag ?? etag ?? '')}${hidden('template', typed?.template ?? '')}
<div id="answer-notice" tabindex="-1"${notice === undefined ? '' : html` data-stays`}>${notice ?? ''}</div>
${suggestions.length === 0 ? html`<p class="soft">There are no words to choose from here: write your own.</p>` : html`<p class="label">Words to choose from</p><ul class="plain">${suggestions.map(suggestion)}</ul>`}
<label for="answer-text">What they read</label>
<span class="hint" id="answer-hint">At most ${most} letters on ${SOURCE_LABEL[source]}, no link; only what our page says. They are answered once.</span>
${wrong.length === 0 ? '' : html`<ul class="findings" id="answer-error">${wrong.map((reason) => html`<li class="ask">${reason}</li>`)}</ul>`}
<textarea id="answer-text" name="text" rows="4" maxlength="2000" required aria-describedby="answer-hint${wrong.length === 0 ? '' : ' answer-error'}"${wrong.length === 0 ? '' : html` aria-invalid="true"`}>
${typed?.text ?? ''}</textarea>
${
  typed?.before
    ? html`<details open><summary>What you had written before</summary><p class="text kept">${typed.before}</p></details><textarea name="before" hidden>
${typed.before}</textarea>`
    : ''
}
<button name="do" value="post">Send the answer <span class="weight">(${money(price.answer)})</span></button>
</form>`;
}

const suggestion = ({ template, text }: ReadMention['suggestions'][number], index: number): Html =>
  html`<li class="card"><p class="text" id="says-${index}">${text}</p><button class="quiet" name="choose" value="${template}" data-says="${text}" data-key="${index + 1}" aria-describedby="says-${index}" formnovalidate><kbd class="key">${index + 1}</kbd> ${TEMPLATE_LABEL[template]}</button></li>`;
