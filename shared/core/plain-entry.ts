import type { Content, Entry } from './entry.ts';
import { plain, plainParts } from './hidden-characters.ts';

/**
 * An entry with its words as they may be shown. Entries from before such characters were refused may hold some: whoever
 * shows, quotes or sends words takes them from here, and the log still has what was hashed (`hashedContent`).
 */
export function plainEntry<E extends Entry>(entry: E): E {
  const { content, private: within } = entry;
  const shown = content && plainContent(content);
  const ours = plainParts(within);
  if (shown === content && ours.changed.length === 0) return entry;
  return { ...entry, ...(shown === undefined ? {} : { content: shown }), private: ours.value };
}

/** It goes with the words that are shown: what removes these removes both. */
function plainContent(content: Content): Content {
  const { title, message, workaround } = content;
  const words = {
    ...(title === undefined ? {} : { title: plain(title) }),
    message: plain(message),
    ...(workaround === undefined ? {} : { workaround: plain(workaround) }),
  };
  const same = words.message === message && words.title === title && words.workaround === workaround;
  return same ? content : { ...content, ...words, asHashed: { ...content } };
}

/** The words as the hash was made of them. */
export const hashedContent = ({ asHashed, ...content }: Content): Content => asHashed ?? content;
