import type { SubscriberKind } from '../core/subscribers/subscriber.ts';
import type { RoomWords } from '../ports/carrier.ts';
import { STOP } from './rooms.ts';

// What people read who follow in a room, by a program or on a device. Nothing here shows what a program's calls are signed
// with: whoever types an address may not be its owner.

/** The form beside the one for mails. */
export const FOLLOW_HOOK = {
  open: 'Follow in chat, by webhook or push',
  intro:
    'We post what we say here into your room of Slack, Teams or Discord, or call your program; every message has the link that ends it.',
  address: 'Address of the room or the program',
  addressHint:
    'It begins with https://. Of a room: what Slack, Teams (Workflows) or Discord shows you for an incoming webhook. Any other is a program, which first has to echo a challenge (Standard Webhooks).',
  submit: 'Send it there',
  forPrograms: 'For a program',
  format: 'What is sent',
  formats: { candor: 'everything we publish (JSON of this site)', statuspage: 'the shape that Statuspage sends' },
  owner: 'Whom we mail if it does not answer any more (may stay empty)',
  privacy: 'The address is kept for these messages alone, and deleted when they are ended.',
};

/** The button that follows on a device, and what becomes of it. */
export const FOLLOW_PUSH = {
  button: 'Show it on this device',
  done: 'You will be told on this device. The button in each message ends it.',
  change: 'Change, see or erase it',
  denied: 'Your browser does not allow messages from this page. Allow them in its settings, and press again.',
  failed: 'It did not work. Try again in a minute.',
};

/** What is wrong with what was typed, and what to do. */
export const HOOK_PROBLEMS = {
  empty: 'Type the address of the room or the program: it begins with https://.',
  long: 'This address is too long: at most 2,000 characters are taken.',
  address: 'This address',
  noRoom:
    'This host has rooms, but the address is none: copy the whole address of the incoming webhook (in Teams, of a workflow that begins with a webhook).',
  format: 'What is sent: take one of the choices.',
  owner: 'Whom we mail if it does not answer any more:',
  noPushService: 'This browser is told by a service that we do not know. Follow by mail instead.',
  noKeys: 'The browser did not say what to encrypt with. Reload the page and try again.',
  notHere: 'Nobody is told in rooms, by programs or on devices here. Follow by mail.',
  left: 'Whoever has this endpoint asked to be told no more. They can follow again on the status page.',
  already:
    'This endpoint follows already, and what it is told stays as it is. A link to change it was sent there (at most three a day).',
};

const PLACES: Readonly<Record<Exclude<SubscriberKind, 'mail'>, string>> = {
  webhook: 'the program',
  slack: 'the room in Slack',
  teams: 'the channel in Teams',
  discord: 'the channel in Discord',
  push: 'the device',
};

/** `the room in Slack`: what is told, as people call it. */
export const placeOf = (kind: SubscriberKind): string => (kind === 'mail' ? 'the mailbox' : PLACES[kind]);

/** The answer to whoever follows in one of these ways. */
export const HOOK_DONE = {
  title: 'It follows from now on',
  text: (kind: SubscriberKind, host: string) => `From now on we tell ${placeOf(kind)} (${host}) what we post.`,
  room: 'A first message stands there now. It has the link that ends this, and so has every other.',
  program:
    'Its challenge, which it has just echoed, brought the secret that our calls are signed with (data.secret, whsec_…) and the link that ends them (data.unsubscribe); they went to the program alone. Sign it up again to have them sent once more.',
  publicKey: 'Or check our calls by this public key, which is no secret (v1a, ed25519):',
  checking:
    'Every call is signed by Standard Webhooks: webhook-id, webhook-timestamp and webhook-signature. Its libraries check them. Answer 2xx to what you have, and 410 to end it.',
};

/** The answer to whoever types the address of a room or a program that follows already. Nothing here says what it is told. */
export const HOOK_ALREADY = {
  title: 'It follows already',
  text: (kind: SubscriberKind, host: string) =>
    `We tell ${placeOf(kind)} (${host}) what we post already. That stays as it is: only whoever reads there can change it.`,
  sent: 'If you asked for something else, a link to change it was sent there (at most three a day).',
  program:
    'The challenge, which it has just echoed, brought its secret (data.secret) and the link that ends our calls (data.unsubscribe) once more.',
  ask: 'Have the link sent there',
};

/** A first call that was not taken. */
export const HOOK_NOT_TAKEN = {
  title: 'It did not take our call',
  webhook: (reason: string) =>
    `We asked whether this program wants our calls, and ${reason}. It has to answer 200 within 10 seconds, with the challenge in its answer: {"challenge": "…"} as it was in data.challenge, or the bare text.`,
  room: (reason: string) =>
    `We posted a message into the room, and ${reason}. Copy the address again from Slack, Teams or Discord: one that was taken back or cut off never works.`,
  doubt: 'Perhaps our message has arrived all the same; look before you try again.',
};

/** Why nothing was done, and what to do. `reason`: what the far side did, in our words. `doubt`: it may have been taken. */
export function notTakenWords({
  kind,
  reason,
  doubt,
}: {
  kind: SubscriberKind;
  reason: string;
  doubt: boolean;
}): string {
  if (kind === 'webhook') return HOOK_NOT_TAKEN.webhook(reason);
  return doubt ? `${HOOK_NOT_TAKEN.room(reason)} ${HOOK_NOT_TAKEN.doubt}` : HOOK_NOT_TAKEN.room(reason);
}

/** What somebody sees who ends it. */
export const HOOK_LEAVE = {
  title: 'Stop these messages?',
  text: (kind: SubscriberKind, host: string) =>
    `Nothing more of ours is sent to ${placeOf(kind)} (${host}). The address is deleted.`,
  button: 'Stop all messages',
  change: 'Get fewer instead',
  leftTitle: 'No more messages are sent',
  left: 'The address is not kept here any more. A message that was being sent may still arrive.',
};

/** What a room is told first. `choice`: what it follows, in a sentence. */
export const firstRoomWords = ({
  brand,
  choice,
  pageUrl,
  stopUrl,
}: {
  brand: string;
  choice: string;
  pageUrl: string;
  stopUrl: string;
}): RoomWords => ({
  headline: `${brand}: this room is told from now on`,
  message: choice,
  lines: ['What was said before is on the page. If nobody here asked for this, end it with the link below.'],
  page: { label: 'Open the status page', url: pageUrl },
  stop: { label: STOP, url: stopUrl },
});
