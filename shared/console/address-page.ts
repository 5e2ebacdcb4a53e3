import { html } from 'hono/html';
import type { AddressState } from '../app/people/confirm-address.ts';
import { addressWord } from '../wording/people.ts';
import { type Frame, type Html, page } from './layout.ts';
import { alertNotice } from './notices.ts';

/** What a link that confirms an address leads to, and the HTTP status that goes with it. */
export function addressPage(frame: Frame, state: AddressState): { status: number; body: string } {
  switch (state.type) {
    case 'done':
      return shown(
        frame,
        200,
        'Confirmed',
        html`<p>What is meant for ${state.name} reaches this ${addressWord(state.kind)} from now on. You can close this page.</p>`,
      );
    case 'ready':
      return shown(frame, state.wrong === undefined ? 200 : 422, 'Is this yours?', question(state));
    case 'refused':
      return REFUSED[state.why](frame);
  }
}

const shown = (frame: Frame, status: number, title: string, body: Html) => ({
  status,
  body: page(frame, title, html`<h1>${title}</h1>${body}`),
});

const askAnew = html`<p>Nothing was done. Whoever looks after the directory can have you asked again.</p>`;

const REFUSED = {
  forged: (frame: Frame) =>
    shown(frame, 403, 'This link is not ours', html`<p>It was cut off or changed on its way.</p>${askAnew}`),
  expired: (frame: Frame) =>
    shown(frame, 410, 'This link has expired', html`<p>A link works for two days.</p>${askAnew}`),
  gone: (frame: Frame) =>
    shown(
      frame,
      410,
      'Nobody is asked this any more',
      html`<p>The address was changed or taken out since.</p>${askAnew}`,
    ),
} as const;

type Ready = AddressState & { type: 'ready' };

function question({ kind, name, to, wrong }: Ready): Html {
  if (kind === 'hook')
    return html`<p>Messages for <strong>${name}</strong> alone, with links that act in that name, would go to the webhook at <strong>${to}</strong>.</p>
<form method="post"><button>Yes, only ${name} reads it</button></form>`;
  return html`<p>Messages for <strong>${name}</strong> alone, with links that act in that name, would go to <strong>${to}</strong>.</p>
${wrong === undefined ? '' : alertNotice(html`<p>${WRONG[wrong]}</p>`)}
<ol><li>A mail has come to that address from AWS Notifications, about a subscription.</li>
<li><strong>Do not open</strong> its link “Confirm subscription”. Copy the address of the link: a long tap, or the right button of the mouse.</li>
<li>Paste it here.</li></ol>
<form method="post"><label for="link">The address of the link “Confirm subscription”</label><span class="hint" id="link-hint">It begins with https://sns. and holds Token=</span>
<input id="link" name="link" required maxlength="2000" autocomplete="off" inputmode="url" aria-describedby="link-hint"${wrong === undefined ? '' : html` aria-invalid="true"`}><button>Confirm</button></form>
<p class="soft">Confirmed here, no link in a later mail can end it by accident. Opened in the mail, a program that looks at your mail could.</p>`;
}

const WRONG: Readonly<Record<NonNullable<Ready['wrong']>, string>> = {
  'no-token': 'This is not the link of that mail: it holds no Token. Nothing was done.',
  'not-accepted': 'SNS did not take it. The mail may be an older one, or about another address. Nothing was done.',
  'opened-before':
    'The link in the mail was opened before, perhaps by a program that looks at your mail. So confirmed, any visit of a link could end it: a new mail is on its way. Copy its link this time, and do not open it.',
};
