import type { Instant } from '../core/instant.ts';
import type { SubscriberKind } from '../core/subscribers/subscriber.ts';
import type { RoomWords } from '../ports/carrier.ts';
import { FOLLOW_PUSH, placeOf } from './follow-hooks.ts';
import { STOP } from './rooms.ts';
import type { Voice } from './sentences.ts';
import { promisedTime } from './time.ts';

// What people read who change what a room, a program or a device is told, by a link that is sent there fresh.

/** The page by which what is sent to a room, a program or a device is changed, seen and ended; the rest is as for mails. */
export const HOOK_CHANGE = {
  title: 'What is sent there',
  for: (kind: SubscriberKind, host: string) => `What ${placeOf(kind)} (${host}) is told:`,
  stopped:
    'Our messages did not arrive there for too long, so none are sent at the moment. Follow again on the status page.',
  export: 'Download what is kept',
  erase: 'Erase everything',
  eraseHint: 'The address and the choices are deleted at once; from backups within 35 days.',
  erased: {
    title: 'All of it is erased',
    text: 'The address and the choices are gone; from backups within 35 days. A message that was being sent may still arrive.',
  },
  gone: { title: 'Nothing is kept for this link', text: 'Whoever it was for gets no messages from us.' },
};

/** Where somebody asks for that page, beside the form for mails. The answer is the same whether it follows or not. */
export const HOOK_ASK = {
  title: 'Of a room or a program',
  text: 'We send the link there, not to you: whoever reads it can change, see or erase what is kept about this room or program.',
  submit: 'Send the link there',
  device: `On a device: press “${FOLLOW_PUSH.button}” on the status page once more. The link stands beside it.`,
  askedTitle: 'Look there',
  asked: 'If it follows, a link was sent there (at most three a day). It works for an hour.',
};

/** The link by which a room is changed, said in that room. `choice`: what it follows, in a sentence. */
export const changeLinkRoomWords = (
  voice: Voice,
  link: {
    brand: string;
    choice: string;
    why: 'asked' | 'again';
    url: string;
    until: Instant;
    now: Instant;
    stopUrl: string;
  },
): RoomWords => ({
  headline: `${link.brand}: change what this room is told`,
  message: `${CHANGE_LINK_WHY[link.why]} Now it is told:\n\n${link.choice}`,
  lines: [
    `The link works until ${promisedTime(voice, link.until, link.now)}, for everybody who reads this room.`,
    'If nobody here asked for it, do nothing: nothing changes.',
  ],
  page: { label: 'Change, see or erase it', url: link.url },
  stop: { label: STOP, url: link.stopUrl },
});

const CHANGE_LINK_WHY = {
  asked: 'Somebody asked to change what this room is told.',
  again: 'Somebody asked for this room to be told something else. Nothing was changed.',
};

/** Beside what a program's owner takes along. */
export const SECRET_NOTE =
  'The secret that the calls are signed with is not kept: we work it out anew each time, and send it to the program alone.';
