import { saidLine } from '../post/foot.ts';
import type { Voice } from '../sentences.ts';
import { promisedTime } from '../time.ts';
import { cutWords } from './cut.ts';
import { type Fit, fitsIn } from './fit.ts';
import { linkLine, shortLink } from './link.ts';
import { neutral, neutralLine } from './neutral.ts';
import type { KeyedPost } from './post.ts';
import { shortPromises } from './times.ts';

/** What was promised, and that we did not keep it and are sorry: the first two sentences of every apology. */
const OWNING_UP = /^(?:.*?[.!?。！？।](?:\s+|$)){2}/su;

/**
 * An apology, whose words are said unaltered; title, time and link join them where there is room. Only where a network has
 * no room for its words it says what was promised, that we did not keep it, and when the next word comes.
 */
export function apologyFor(voice: Voice, post: KeyedPost, fit: Fit): string {
  const message = neutral(post.entry.content?.message ?? '');
  const title = post.root ? `${neutralLine(post.incident.title)}:` : '';
  const at = promisedTime(voice, post.entry.at, post.now);
  const said = (promises: readonly string[]) => saidLine(voice, at, post.late, promises);
  const promised = shortPromises(voice, post);
  const [link, short] = [linkLine(voice, post.link, fit), shortLink(voice, post.link, fit)];
  const owningUp = OWNING_UP.exec(message)?.[0].trimEnd() ?? message;
  const paragraphs = [
    [title, message, `${said([])}\n${link}`],
    [message, `${said([])}\n${link}`],
    [message, `${at}\n${link}`],
    [message, link],
    [message, short],
    [owningUp, `${said(promised)}\n${link}`],
    [owningUp, [...promised, short].join('\n')],
    [owningUp, ...promised],
  ];
  const texts = paragraphs.map((parts) => parts.filter(Boolean).join('\n\n'));
  return texts.find((text) => fitsIn(fit, text)) ?? cutWords(message, (words) => fitsIn(fit, words));
}
