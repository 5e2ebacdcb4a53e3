import { html } from 'hono/html';
import { handleOf, SOURCE_LABEL } from '../../client/desk-words.ts';
import { type Frame, type Html, hidden } from '../layout.ts';
import { FORMS, pathTo } from '../paths.ts';
import type { MentionShown } from './mention-shown.ts';
import { whereOf } from './words.ts';

/** A text to take along: it can be selected without a script, and is copied by one tap with it. */
export const copyable = (id: string, label: string, text: string): Html =>
  html`<label for="${id}">${label}</label><textarea id="${id}" rows="3" readonly>
${text}</textarea><button type="button" class="quiet copy" data-copies="${id}">Copy it</button>`;

/** The way for what a program may not answer: the words to take along, the place, and that it was done. */
export function byHandSection(frame: Frame, { seen: { mention, suggestions }, notice }: MentionShown): Html {
  const { source, id, byHand } = mention;
  const there = whereOf(mention);
  const body = html`<p>${byHand ? 'They neither named nor quoted us, so a program may not answer; a person may, with the house’s own account.' : `Where it cannot be sent from here, or should not: answer on ${SOURCE_LABEL[source]} yourself.`}</p>
${suggestions.map(({ text }, index) => copyable(`by-hand-${index}`, index === 0 ? 'Words to take along' : 'Or these', text))}
${there === undefined ? '' : html`<p><a class="row" href="${there}" target="_blank" rel="noopener noreferrer">Open ${handleOf(mention)} on ${SOURCE_LABEL[source]}</a></p>`}
<form method="post" action="${pathTo(FORMS.mention, { source, id, move: 'by-hand' })}" id="by-hand">${hidden('csrf', frame.csrf)}<button class="quiet">I answered there: close it</button></form>`;
  return byHand
    ? html`<div id="answer-notice" tabindex="-1" data-stays>${notice ?? ''}</div><h2>Answer by hand</h2>${body}`
    : html`<details><summary>Answer by hand instead</summary>${body}</details>`;
}
