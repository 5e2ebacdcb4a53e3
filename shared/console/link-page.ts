import { html } from 'hono/html';
import type { LinkDone, LinkReady, LinkRefused } from '../app/act-on-link.ts';
import type { ChannelPreview } from '../client/types.ts';
import { labelOf } from '../core/channel/shipped.ts';
import type { Entry } from '../core/entry.ts';
import type { ReportedIncident } from '../core/incident.ts';
import type { Instant } from '../core/instant.ts';
import { kindWord, STATUS_WORDS } from '../wording/incident.ts';
import type { Voice } from '../wording/sentences.ts';
import { promisedTime } from '../wording/time.ts';
import { type Frame, type Html, hidden, page } from './layout.ts';
import { PAGES, pathTo } from './paths.ts';
import { asShown } from './preview-pane.ts';

/** What a link from a reminder leads to, and the HTTP status that goes with it. */
export function linkPage(
  voice: Voice,
  frame: Frame,
  state: LinkRefused | LinkReady | LinkDone,
  now: Instant,
  moved = false,
): { status: number; body: string } {
  switch (state.type) {
    case 'ready':
      return shown(frame, 200, 'One more tap', ready(voice, state, now, moved));
    case 'done':
      return shown(frame, 200, state.entry ? 'Posted' : 'Noted', done(voice, state, now));
    case 'refused':
      return refused(voice, frame, state, now);
  }
}

const shown = (frame: Frame, status: number, title: string, body: Html) => ({
  status,
  body: page(frame, title, html`<h1>${title}</h1>${body}`),
});

function ready(voice: Voice, { incident, says, approves, name }: LinkReady, now: Instant, moved: boolean): Html {
  if (approves) {
    return html`
<p><strong>${incident.title}</strong></p>
<p>${approves.by} asks for a second person. Nothing is posted before you tap.</p>
${channelTexts(approves.texts.channels)}
${moved ? html`<p class="alert" role="alert">It was edited while you were reading. Nothing was posted; this is what it says now.</p>` : ''}
<form method="post">${hidden('version', String(approves.draft.version ?? 1))}<button>I have read it: post it</button></form>${more(incident)}`;
  }
  if (says === undefined) {
    return html`
<p><strong>${incident.title}</strong></p>
<p>Nothing is posted. The pages about this silence stop until somebody posts; the public goes on reading how long we have said nothing.</p>
<form method="post"><button>I am on it (${name})</button></form>${more(incident)}`;
  }
  return html`
<p><strong>${incident.title}</strong>: ${STATUS_WORDS[incident.status].toLowerCase()}</p>
${moved ? html`<p class="alert" role="alert">You looked at it for long: the promised time has moved. Nothing was posted.</p>` : ''}
${channelTexts(says.texts.channels)}
<form method="post">${hidden('by', says.nextUpdateBy)}<button>Post this, with the next update by ${promisedTime(voice, says.nextUpdateBy, now)}</button></form>${more(incident)}`;
}

function channelTexts(channels: object): Html {
  const { site, feed: _feed, ...others } = channels as Record<string, ChannelPreview>;
  return html`<h2>On the status site and in the feeds</h2>
<p class="card text" dir="auto">${site?.text ?? ''}</p>${site ? asShown(site) : ''}
${Object.entries(others).map(([name, said]) => channelText(labelOf(name), said))}`;
}

const channelText = (label: string, { text, weight, limit, mode, notPosted }: ChannelPreview): Html =>
  html`<h2>On ${label}</h2>
${text === undefined ? html`<p class="soft">Nothing: ${notPosted ?? 'the channel is off'}.</p>` : html`<p class="card text" dir="auto">${text}</p><p class="soft">${weight} of ${limit}${mode === 'shadow' ? `; ${label} is in shadow, so nobody sees it` : ''}. The minute is that of posting.</p>`}`;

function done(voice: Voice, { entry, incident, name }: LinkDone, now: Instant): Html {
  if (entry === undefined)
    return html`<p>It is noted that ${name} is on it. The pages about this silence stop.</p>${more(incident)}`;
  const next = entry.promises.nextUpdateBy;
  return html`<p class="card text" dir="auto">${entry.content?.message ?? ''}</p>
<p>It is on its way to every channel.${next ? ` The next update is promised by ${promisedTime(voice, next, now)}.` : ''}</p>${more(incident)}`;
}

function refused(voice: Voice, frame: Frame, state: LinkRefused, now: Instant) {
  switch (state.why) {
    case 'forged':
      return shown(
        frame,
        403,
        'This link is not ours',
        html`<p>It was cut off or changed on its way. Nothing was done.</p>${signIn}`,
      );
    case 'expired':
      return shown(
        frame,
        410,
        'This link has expired',
        html`<p>A link works for an hour. Nothing was done.</p>${signIn}`,
      );
    case 'left':
      return shown(
        frame,
        403,
        'This link does nothing any more',
        html`<p>Whoever it was sent to is not in the house any more. Nothing was done.</p>`,
      );
    case 'used':
      return shown(
        frame,
        409,
        'This link was used',
        html`<p>What it was for is done, and is not done twice.</p>${more(state.incident)}`,
      );
    case 'over':
      return shown(
        frame,
        409,
        'It is over',
        html`<p>${state.incident.title} is no longer open. Nothing was done.</p>${more(state.incident)}`,
      );
    case 'restricted':
      return shown(
        frame,
        403,
        'This incident is restricted',
        html`<p>Every text of it is read by a second person first. Nothing was done.</p>${more(state.incident)}`,
      );
    case 'sign-in':
      return shown(
        frame,
        403,
        'Sign in to approve it',
        html`<p>A link cannot tell who taps on it, and the text is for a second person to read. Nothing was done.</p>${toDraft(state.draft)}`,
      );
    case 'unsayable':
      return shown(
        frame,
        409,
        'It cannot be said any more',
        html`<p>What was true when it was written is not now: a promised time has passed, or the rules ask about the text. Nothing was done.</p>${more(state.incident)}`,
      );
    case 'outdated':
      return shown(
        frame,
        409,
        'Something was said since',
        html`<p>Nothing was done: the reminder that you have in hand is older than this.</p>
<ol>${state.since.map((entry) => html`<li class="card">${said(voice, entry, now)}</li>`)}</ol>${state.draft === undefined ? more(state.incident) : toDraft(state.draft)}`,
      );
  }
}

const said = (voice: Voice, entry: Entry, now: Instant): Html =>
  html`<p><strong>${kindWord(entry) ?? STATUS_WORDS[entry.status]}</strong> at ${promisedTime(voice, entry.at, now)}${entry.automated ? ', by itself' : ''}</p><p class="text" dir="auto">${entry.content?.message ?? ''}</p>`;

const signIn = html`<p><a class="button" href="${PAGES.overview}">Sign in to act</a></p>`;

/** Where somebody who has signed in reads it, sees what was said since, and decides. */
const toDraft = (draft: string): Html =>
  html`<p><a class="button" href="${pathTo(PAGES.draft, { draft })}">Sign in and read it</a></p>`;

/** Everything beyond this one act needs a session. */
const more = (incident: ReportedIncident): Html =>
  html`<p><a class="button quiet" href="${pathTo(PAGES.incident, incident)}">Sign in for anything else</a></p>`;
