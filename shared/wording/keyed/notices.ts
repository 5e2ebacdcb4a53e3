import type { Entry } from '../../core/entry.ts';
import type { KeyedGateKind } from '../../core/keyed/account.ts';

/** A word to the people on call about a channel's account: what happened, and what only they can do. */
export type ChannelNotice = { subject: string; text: string };

const GATES: Record<KeyedGateKind, (label: string) => string> = {
  rate: (label) => `${label} takes no more posts for now. Nothing needs to be done; they follow when its limit allows.`,
  unauthorized: (label) =>
    `${label} refuses our sign-in. Nothing is posted there until the secret holds one that is valid: candor ${label.toLowerCase()} connect.`,
  suspended: (label) => `${label} has suspended the account. Nothing is posted there until that is lifted.`,
  gone: (label) =>
    `The account on ${label}, its name or its server is not there any more. Nothing is posted there until somebody looks: candor ${label.toLowerCase()} connect.`,
  unreachable: (label) => `${label} cannot be reached from here. Posts follow when it can.`,
};

export const gateNotice = (label: string, kind: KeyedGateKind, reason: string): ChannelNotice => ({
  subject: `${label} takes no posts from us`,
  text: `${GATES[kind](label)} The status site is not affected. ${reason}`,
});

export const waitingNotice = (label: string, entry: Entry, title: string): ChannelNotice => ({
  subject: `Not on ${label} after 10 minutes: ${entry.kind === 'apology' ? 'an apology' : entry.kind}`,
  text: `“${title}”: what was said at ${entry.at.slice(11, 16)} UTC is on the status site, but ${label} has not taken it yet. We go on trying.`,
});

/** `text`: undefined if it was redacted meanwhile. */
export const unknownNotice = (label: string, text: string | undefined, reason: string): ChannelNotice => ({
  subject: `Nobody knows whether this is on ${label}`,
  text:
    text === undefined
      ? `${label} did not say whether it took a post whose text was removed meanwhile. Look there, and delete it if it stands. ${reason}`
      : `${label} did not say whether it took this post, and its incident has been over for a day. It is not tried again. ${reason}\n\n${text}`,
});

/** `text`: undefined if it was redacted meanwhile. */
export const rejectedNotice = (label: string, text: string | undefined, reason: string): ChannelNotice => ({
  subject: `${label} refused a post`,
  text: `It is on the status site, but not on ${label}, and it is not tried again. ${reason}\n\n${text ?? 'Its text was removed meanwhile.'}`,
});

export const rehearsal = (label: string, text: string, title: string): ChannelNotice => ({
  subject: `Would be on ${label}: ${title}`,
  text,
});
