import { html } from 'hono/html';
import type { ApiReportBack } from '../../client/desk.ts';
import { handleOf, people, SOURCE_LABEL, TOLD_STATE } from '../../client/desk-words.ts';
import { promisedTime } from '../../wording/time.ts';
import { type Frame, type Html, hidden } from '../layout.ts';
import { calledBy, type Look, mayDo } from '../moments.ts';
import { FORMS, PAGES, pathTo } from '../paths.ts';
import { copyable } from './by-hand.ts';
import { whereOf } from './words.ts';

type One = ApiReportBack['people'][number];

const ways = (all: readonly One[]): string => {
  const count = (way: One['way']) => all.filter((one) => one.way === way).length;
  const said = [
    [count('message'), 'by message'],
    [count('thread'), 'in a thread'],
    [count('hand'), 'by hand'],
    [count('none'), 'not at all, as they asked'],
  ] as const;
  return said
    .filter(([number]) => number > 0)
    .map(([number, how]) => `${number} ${how}`)
    .join(', ');
};

/** How many were answered, and how they can be told; undefined where nobody was. */
export const answeredWords = ({ people: all }: ApiReportBack): string | undefined =>
  all.length === 0
    ? undefined
    : `${people(all.length)} ${all.length === 1 ? 'was' : 'were'} answered; they can be told: ${ways(all)}.`;

/** How many were answered and how they can be told, with the one box that has them told. Nobody ticks it but a person. */
export function reportBackCard(frame: Frame, back: ApiReportBack, look: Look, link = true): Html | '' {
  const { people: all, ticked, ending, incident } = back;
  if (all.length === 0) return '';
  const isTicked = ticked !== undefined && ticked.of === ending;
  return html`<section class="card" aria-labelledby="report-back"><h2 class="top" id="report-back">Those who were answered</h2>
<p>${answeredWords(back)}</p>
${
  isTicked
    ? html`<p>${calledBy(look, ticked.by)} had them told, ${promisedTime(look.voice, ticked.at, look.now)}: once it has stayed resolved for 10 minutes. If it comes back within a day, the same people hear that too.</p>`
    : ending === undefined || !mayDo(look, 'answer')
      ? ''
      : html`<form method="post" action="${pathTo(FORMS.tellBack, { id: incident })}" id="tell-back">${hidden('csrf', frame.csrf)}<label class="check"><input type="checkbox" name="tell" value="yes" required> Tell them that it is over, once it has stayed so for 10 minutes</label><button class="quiet">Have them told</button></form>`
}
${link ? html`<p><a class="row" href="${pathTo(PAGES.deskIncident, { id: incident })}">Who they are, whom to tell by hand, and what the desk did</a></p>` : ''}</section>`;
}

/** Everybody who was answered, and what came of it; those to be told by hand with words to take along. */
export function reportBackList(frame: Frame, back: ApiReportBack, look: Look): Html {
  const byHand = back.people.filter(({ way, state }) => way === 'hand' && !isTold(state));
  const others = back.people.filter((one) => !byHand.includes(one));
  return html`${
    byHand.length === 0
      ? ''
      : html`<h2>To be told by hand</h2><p class="soft">${back.rule}.</p>${back.text === undefined ? '' : copyable('hand-words', 'Words to take along', back.text)}<ul class="plain">${byHand.map((one) => handCard(frame, back, one, look))}</ul>`
  }${others.length === 0 ? '' : html`<h2>The others</h2><ul class="plain">${others.map((one) => html`<li>${handleOf(one)} on ${SOURCE_LABEL[one.source]}: ${becameOf(one)}</li>`)}</ul>`}`;
}

const isTold = (state: One['state']): boolean => state === 'sent' || state === 'by-hand' || state === 'unknown';

const becameOf = ({ way, state }: One): string =>
  way === 'none'
    ? 'asked to be left alone'
    : `${way === 'message' ? 'by message' : way === 'thread' ? 'in the thread' : 'by hand'}, ${state === 'to-tell' ? 'not told yet' : TOLD_STATE[state]}`;

function handCard(frame: Frame, { incident, ending }: ApiReportBack, one: One, look: Look): Html {
  const { source, person } = one;
  const there = whereOf(one);
  const name = `${handleOf(one)} on ${SOURCE_LABEL[source]}`;
  return html`<li class="card"><p>${there === undefined ? name : html`<a href="${there}" target="_blank" rel="noopener noreferrer">${name}</a>`}</p>${ending === undefined || !mayDo(look, 'answer') ? '' : html`<form method="post" action="${pathTo(FORMS.toldBack, { id: incident, source, person })}" id="told-${person}">${hidden('csrf', frame.csrf)}<button class="quiet" aria-label="I told ${name}">I told them</button></form>`}</li>`;
}
