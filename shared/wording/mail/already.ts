import type { Instant } from '../../core/instant.ts';
import type { Voice } from '../sentences.ts';
import { siteTitle } from '../site.ts';
import { type Block, named, words } from './blocks.ts';
import { AUTOMATIC } from './headers.ts';
import { letter, type MailWords } from './letter.ts';
import { ownZone, timeFor } from './own-time.ts';

/**
 * To somebody who asks for what they get already. `choice`: what they get, as a sentence. The link changes it, and counts
 * until a time. Whoever filled in the form was told nothing of this.
 */
export function alreadyMail(
  voice: Voice,
  from: {
    brand: string;
    site: string;
    zone?: string | undefined;
    now: Instant;
    choice: string;
    link: string;
    until: Instant;
  },
): MailWords {
  const status = named(siteTitle(from.brand));
  const blocks: Block[] = [
    { is: 'title', text: 'You are told already' },
    words(`Somebody, probably you, asked for mails from ${status} to this address. It gets them already:`),
    words(from.choice),
    words('There is nothing to do. To get other mails, or to see or erase what is kept about you, open this page:'),
    { is: 'link', words: 'Change, see or erase', href: from.link, tone: 'button' },
    words(
      `It works until ${timeFor(voice, ownZone(from.zone), from.until, from.now)}. Whoever has it can do the same, so do not pass it on.`,
    ),
    { is: 'line' },
    { is: 'link', words: 'The status site', href: from.site, tone: 'fine' },
  ];
  return letter(voice, `You get mails from ${status} already`, blocks, [AUTOMATIC]);
}
