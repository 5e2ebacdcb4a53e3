import type { Instant } from '../../core/instant.ts';
import type { Voice } from '../sentences.ts';
import { siteTitle } from '../site.ts';
import { promisedTime } from '../time.ts';
import { type Block, named, words } from './blocks.ts';
import { follow, get, whyYou } from './following.ts';
import { AUTOMATIC, type ListAddresses, listHeaders } from './headers.ts';
import { letter, type MailWords } from './letter.ts';
import { ownZone, timeFor } from './own-time.ts';
import type { Following } from './view.ts';

// Letters that are about a subscription itself. None says what is open at the moment, and none holds a word that whoever
// filled in a form has typed: they go to addresses that somebody else may have named.

/** Where a letter is about: the brand and its status site. `zone` is the reader's, if they have told it. */
type From = { brand: string; site: string; zone?: string | undefined; now: Instant };

/** A link that counts until a time. */
type OneLink = { link: string; until: Instant };

const untilTime = (voice: Voice, { zone, now }: From, until: Instant): string =>
  timeFor(voice, ownZone(zone), until, now);

/** Asks the owner of an address whether they want what was asked for in their name. One link, and no harm in no answer. */
export function confirmMail(voice: Voice, from: From & OneLink & { following: Following }): MailWords {
  const status = named(siteTitle(from.brand));
  const { following, link, until } = from;
  const blocks: Block[] = [
    { is: 'title', text: 'One last step' },
    words(
      `Somebody, probably you, asked to ${follow(from.brand, following)} with this address, and to ${get(following)}.`,
    ),
    words('If that is what you want, open this page and press the button there. Nothing more is needed.'),
    { is: 'link', words: 'Open the page to confirm', href: link, tone: 'button' },
    words(`The link works until ${untilTime(voice, from, until)}.`),
    words('If you did not ask for it, do nothing: no mails come, and the request is forgotten after that time.'),
    { is: 'line' },
    { is: 'link', words: 'The status site', href: from.site, tone: 'fine' },
  ];
  return letter(voice, `Please confirm: mails from ${status}`, blocks, [AUTOMATIC]);
}

/** The link with which a subscriber changes, takes along or erases what is kept about them. */
export function changeLinkMail(voice: Voice, from: From & OneLink): MailWords {
  const status = named(siteTitle(from.brand));
  const blocks: Block[] = [
    { is: 'title', text: 'Your link' },
    words(`With this link you change which mails you get from ${status}, see what is kept about you, or erase it:`),
    { is: 'link', words: 'Change, see or erase', href: from.link, tone: 'button' },
    words(
      `It works until ${untilTime(voice, from, from.until)}. Whoever has it can do the same, so do not pass it on.`,
    ),
    words('If you did not ask for it, do nothing: nothing changes.'),
    { is: 'line' },
    { is: 'link', words: 'The status site', href: from.site, tone: 'fine' },
  ];
  return letter(voice, `Your link to change what you get from ${status}`, blocks, [AUTOMATIC]);
}

/**
 * To the owner of a webhook that is not called any more. `host`: of its address, of which nothing else is said; `reason`:
 * in words of ours; `again`: where its owner has it called again, if they can.
 */
export function ownerMail(
  voice: Voice,
  from: From & {
    host: string;
    failing: { since: Instant; times: number };
    reason: string;
    again?: string;
  },
): MailWords {
  const status = named(siteTitle(from.brand));
  const { host, failing, reason, again } = from;
  const since = timeFor(voice, ownZone(from.zone), failing.since, from.now);
  const calls = failing.times === 1 ? 'One call' : `${failing.times} calls in a row`;
  const blocks: Block[] = [
    { is: 'title', text: 'We stopped calling your webhook' },
    words(`${status} calls the webhook at ${named(host)} no more.`),
    words(`${calls} failed since ${since}. The last one: ${reason}.`),
    words('What we say in the meantime is not sent to it later. The status site and its feeds have it.'),
    ...(again === undefined
      ? [words('Once it works again, sign it up anew.')]
      : [
          words('Once it works again, have it called again:'),
          { is: 'link' as const, words: 'Call it again', href: again, tone: 'button' as const },
        ]),
    { is: 'line' },
    { is: 'link', words: 'The status site', href: from.site, tone: 'fine' },
  ];
  return letter(voice, `We stopped calling your webhook at ${host}`, blocks, [AUTOMATIC]);
}

/** The last mail before a pause: so many went to one person within an hour that more would only hide the one that counts. */
export function pauseMail(
  voice: Voice,
  from: From & {
    /** How many they had within the hour, with this one. */
    mails: number;
    until: Instant;
    reader: Following;
    addresses: ListAddresses & { change: string };
  },
): MailWords {
  const { reader, addresses, mails } = from;
  const until = untilTime(voice, from, from.until);
  const blocks: Block[] = [
    { is: 'title', text: 'No more mails for now' },
    words(`This is mail number ${mails} within an hour. So that your inbox stays usable, no more come until ${until}.`),
    words('After that you get one mail about each incident of which there is anything new. Until then, it is here:'),
    { is: 'link', words: 'The status site', href: from.site, tone: 'button' },
    ...whyYou(from.brand, reader, addresses),
  ];
  return letter(
    voice,
    `No more mails until ${promisedTime(voice, from.until, from.now)}: ${siteTitle(from.brand)}`,
    blocks,
    listHeaders(addresses),
  );
}
