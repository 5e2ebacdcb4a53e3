import { addressOn, labelOf } from '../core/channel/shipped.ts';
import { REDACTION_REASONS, type RedactionReason } from '../core/redaction.ts';
import type { Remains } from '../core/remains.ts';
import { sentenceOf, type Voice } from './sentences.ts';

/** What the public reads in the place of a text that was removed: our sentence for the reason, and the note if there is one. */
export const removedBecause = (voice: Voice, reason: RedactionReason, note?: string): string =>
  [sentenceOf(voice, `redacted-${reason}`), ...(note === undefined ? [] : [note])].join(' ');

/** The same of what only repeated it: our sentence for the reason that was given, without what somebody added to it. */
export function removedAsWell(voice: Voice, said = ''): string {
  const sentences = REDACTION_REASONS.map((reason) => sentenceOf(voice, `redacted-${reason}`));
  return sentences.find((sentence) => said.startsWith(sentence)) ?? sentenceOf(voice, 'redacted-other');
}

/** What a person has to know, and do, about something that still holds a removed text. Times are in UTC. */
export function remainsSentence(remains: Remains): string {
  switch (remains.what) {
    case 'post': {
      const address = addressOn(remains.channel, remains.receipt);
      return remains.names === 'text'
        ? `The post ${address} still stands: delete it on ${labelOf(remains.channel)}.`
        : `The post ${address} still stands and may name the removed title: look, and delete it on ${labelOf(remains.channel)} if it does.`;
    }
    case 'perhaps':
      return `Entry ${remains.seq} may be on ${labelOf(remains.channel)}: nobody knows yet. Look there in 15 minutes, and delete it if it stands.`;
    case 'told':
      return remains.count === undefined
        ? `It is being told to subscribers (${labelOf(remains.channel)}): what has gone out cannot be called back, and what follows is without it.`
        : `It went to ${remains.count} ${remains.count === 1 ? 'subscriber' : 'subscribers'} (${labelOf(remains.channel)}), the last at ${minuteOf(remains.at)}, and cannot be called back.`;
    case 'message':
      return `${remains.count === 1 ? 'A message was' : `${remains.count} messages were`} sent to ${remains.to}, the last at ${minuteOf(remains.at)}, and may hold it: have them deleted by whoever got them, also in chat rooms.`;
    case 'copies':
      return 'Pages and feeds were public: feed readers, search engines and archives may have copies. Ask those that matter to remove them.';
    case 'backup':
      return remains.of === 'table'
        ? `Backups of the table hold it until ${minuteOf(remains.until)}: a table that is restored to a time before the removal has the text again, so remove it there too.`
        : `If the site has a standby, old versions of its pages lie unread in the buckets until ${minuteOf(remains.until)}.`;
  }
}

const minuteOf = (at: string): string => `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;

/** What a person reads before a text is removed, wherever they do it. */
export const REMOVAL_REACHES =
  'It goes from the status site, the feeds, the API, drafts and our own log, and so does every apology that quotes it.';
export const REMOVAL_LEAVES =
  'What stays: that something was said then, its promises, and the reason, in public; posts on other channels until somebody deletes them there; messages that were sent; copies that readers have; backups for 35 days. The answer lists them.';
