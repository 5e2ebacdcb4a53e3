import type { AddressProblem } from '../core/subscribers/address.ts';
import type { Choice, Level } from '../core/subscribers/subscriber.ts';
import { IMPACT_WORDS } from './incident.ts';
import { listed } from './site.ts';

// What people read who ask to be told, confirm it, change it or leave. Nothing here says whether an address is known.

/** Which version of the words somebody agreed to. Counted up when what they agree to changes. */
export const CONSENT_WORDS = '2026-11-30';

/** The form, in the page that somebody follows. */
export const FOLLOW = {
  open: 'Follow this by mail',
  intro: 'We mail you what we post here, and one tap in any mail ends it. First you get one mail, to confirm.',
  address: 'Your mail address',
  about: 'About',
  everything: 'everything',
  incident: 'this incident alone',
  someParts: 'only these parts:',
  more: 'Choose parts, and how much',
  level: 'How much',
  levels: { all: 'every update', ends: 'when something begins, and when it is over' } satisfies Record<Level, string>,
  impact: 'From which impact on',
  anyImpact: 'any',
  maintenance: 'planned maintenance too',
  submit: 'Send me the mail to confirm',
  leaveEmpty: 'Leave this empty',
  privacy: 'Your address is kept for these mails alone, and deleted when you leave.',
  feeds: 'Without an address:',
};

/** The same fields, for somebody who is told already. */
export const CHANGE = {
  title: 'What you get',
  for: (masked: string) => `Mails to ${masked}.`,
  saved: 'Saved. It holds from now on.',
  pending: 'Not confirmed yet: nothing is sent to you.',
  stopped: 'Our mails to this address came back, so none are sent at the moment. Sign up again on the status page.',
  zone: 'Times are also shown for',
  zoneHint: 'A zone such as Europe/Berlin; empty for UTC alone',
  noSuchZone: 'is no zone that we know. Nothing was changed.',
  save: 'Save',
  export: 'Download what is kept about you',
  leave: 'Stop all mails',
  erase: 'Erase everything about you',
  eraseHint: 'Your address and your choices are deleted at once; from backups within 35 days.',
  ended: {
    left: { title: 'You get no more mails', text: 'Your address has been deleted. You can follow again at any time.' },
    erased: {
      title: 'All of it is erased',
      text: 'Your address and your choices are gone; from backups within 35 days. One that was being sent may still arrive.',
    },
  },
  refused: {
    forged: { title: 'This link is not ours', text: 'It was cut off or changed on its way. Nothing was changed.' },
    expired: { title: 'This link has expired', text: 'It works for an hour. Have a new one sent to you.' },
    gone: { title: 'Nothing is kept for this link', text: 'Whoever it was for gets no mails from us.' },
  },
  askTitle: 'Change what you get',
  askText: 'We mail you a link with which you change, see or erase what is kept about you.',
  ask: 'Mail me the link',
};

/** What stands beside what is taken along. */
export const EXPORT_NOTE = 'Besides this, a row for each incident of the last months says what you were told of it.';

/** The answer to the form: the same whether an address is known or not. */
export const ASKED = {
  title: 'Look into your mail',
  text: 'If that address can be told, a mail is on its way, with one link and one button. Nothing else comes before you press it.',
  linkText:
    'If this address follows, a link is mailed to it, three times a day at most. None there in a few minutes? Ask again in an hour.',
  none: 'None there in a few minutes? Look among the spam. An address gets one such mail a day.',
};

/** What somebody sees who confirms. */
export const CONFIRM = {
  title: 'One last step',
  text: (masked: string) => `Mails to ${masked}:`,
  changes: (masked: string) => `From now on, in the place of what ${masked} gets today:`,
  button: 'Yes, send me these mails',
  changeButton: 'Yes, change it',
  open: 'Open right now',
  nothingOpen: 'Nothing is open right now.',
  openUnknown: 'What is open right now we cannot say here:',
  noCatchUp: 'You are told of what we post after you have confirmed; this is what was said before:',
  doneTitle: 'You will be told',
  done: (masked: string) => `Mails to ${masked}:`,
  close: 'You can close this page.',
  refused: {
    forged: { title: 'This link is not ours', text: 'It was cut off or changed on its way. Nothing was done.' },
    expired: {
      title: 'This link has expired',
      text: 'A link to confirm works for two days. Sign up again, if you like.',
    },
    gone: {
      title: 'Nobody is asked this any more',
      text: 'It was not confirmed in time, or was taken back. Sign up again, if you like.',
    },
  },
};

/** What somebody sees who leaves. */
export const LEAVE = {
  title: 'Stop these mails?',
  text: (masked: string) => `No more mails of ours to ${masked}. The address is deleted.`,
  button: 'Stop all mails',
  change: 'Get fewer instead',
  leftTitle: 'You get no more mails',
  left: 'Your address is not kept here any more. One that was being sent may still arrive.',
  forged: {
    title: 'This link is not ours',
    text: 'It was cut off or changed on its way. Take the link from any mail of ours.',
  },
};

/** What is wrong with an address, and what to do. */
export const ADDRESS_PROBLEMS: Readonly<Record<AddressProblem, string>> = {
  empty: 'Type your mail address.',
  syntax: 'This is no mail address: it has to look like name@example.com.',
  'foreign-letters': 'What stands before the @ may only hold plain letters: our mails cannot go to others yet.',
  role: 'This mailbox belongs to a function that gets reports. Take the address of a person or a team.',
  'sms-gateway': 'This address rings a phone by text message, which may cost its owner. Take a mail address.',
};

/** What a program asks for that is not offered here. */
export const STATUSPAGE_PROBLEMS = {
  phone: 'Text messages are not sent: follow by subscriber[email].',
  noIds: (field: string) => `${field}: ids are strings, those of components in a list.`,
};

/** What is wrong with the rest of a form. Nothing was done. */
export const FORM_PROBLEMS = {
  noParts: 'Choose at least one part, or everything.',
  unknownPart: 'A part that was chosen is not there any more. Choose again.',
  over: 'This incident is over, so nothing more will be said of it. Choose everything or some parts.',
  level: 'How much: take one of the choices.',
  impact: 'From which impact on: take one of the choices.',
  nothingDone: 'Nothing was done.',
};

/** Why a sign-up was not taken, and what there is instead. */
export const REFUSED = {
  tooMany: 'Not just now',
  network: (until: string) => `Too many sign-ups came from your network. Try again from ${until} on.`,
  domain: (until: string) => `Too many sign-ups came for this domain. Try again from ${until} on.`,
  all: (until: string) =>
    `So many people sign up at the moment that we cannot take everybody on. Try again from ${until} on.`,
  noMail: 'We cannot send mails at the moment. Try again later; people look after it.',
  broken: 'Something is wrong on our side. Try again in a minute.',
  feeds: 'Without signing up, all that we post is at once in',
  back: 'To the status',
};

/** `About everything, from minor impact on; every update; planned maintenance too.` `title`: of the one incident. */
export function choiceWords(names: ReadonlyMap<string, string>, choice: Choice, title?: string): string {
  const { components, incident, level, minImpact, maintenance } = choice;
  if (incident !== undefined)
    return `About ${title === undefined ? 'one incident' : `“${title}”`}: ${FOLLOW.levels[level]}.`;
  const what = components === undefined ? FOLLOW.everything : listed(components.map((id) => names.get(id) ?? id));
  const from = minImpact === 'none' ? '' : `, from ${IMPACT_WORDS[minImpact].toLowerCase()} on`;
  return `About ${what}${from}: ${FOLLOW.levels[level]}${maintenance ? `; ${FOLLOW.maintenance}` : '; no planned maintenance'}.`;
}
