import type { Entry } from '../../core/entry.ts';
import type { GateKind } from '../../core/x/account.ts';

/** A word to the people on call about the X account: what happened, and what only they can do. */
export type XNotice = { subject: string; text: string };

const GATES: Record<GateKind, string> = {
  rate: 'X takes no more posts for now. Nothing needs to be done; they follow when its limit allows.',
  credits: 'The credits of the X account are used up. Nothing is posted until somebody buys new ones.',
  unauthorized: 'X refuses our tokens. Nothing is posted until the secret holds valid ones.',
  suspended: 'X has suspended the account. Nothing is posted until X lifts it.',
  'spend-cap':
    'The spend cap of the X account is reached. Nothing is posted until it is raised or the next cycle begins.',
  'not-permitted': 'X does not permit the app to post. Nothing is posted until its access is mended.',
  unreachable: 'X cannot be reached from here. Posts follow when it can.',
};

export const gateNotice = (kind: GateKind, reason: string): XNotice => ({
  subject: 'X takes no posts from us',
  text: `${GATES[kind]} The status site is not affected. ${reason}`,
});

export const waitingNotice = (entry: Entry, title: string): XNotice => ({
  subject: `Not on X after 10 minutes: ${entry.kind === 'apology' ? 'an apology' : entry.kind}`,
  text: `“${title}”: what was said at ${entry.at.slice(11, 16)} UTC is on the status site, but X has not taken it yet. We go on trying. Consider another channel.`,
});

/** `text`: undefined if it was redacted meanwhile. */
export const unknownNotice = (text: string | undefined, reason: string): XNotice => ({
  subject: 'Nobody knows whether this is on X',
  text:
    text === undefined
      ? `X did not say whether it took a post whose text was removed meanwhile. Look there, and delete it if it stands. ${reason}`
      : `X did not say whether it took this post, and it has not appeared within 15 minutes. It is not sent again; look, and post it by hand if it is missing. ${reason}\n\n${text}`,
});

export const standaloneNotice = (reason: string): XNotice => ({
  subject: 'X refuses replies to our own posts',
  text: `From now on each update is a post of its own instead of a thread. ${reason}`,
});

/** `text`: undefined if it was redacted meanwhile. */
export const rejectedNotice = (text: string | undefined, reason: string): XNotice => ({
  subject: 'X refused a post',
  text: `It is on the status site, but not on X, and it is not tried again. ${reason}\n\n${text ?? 'Its text was removed meanwhile.'}`,
});

export const rehearsal = (text: string, title: string): XNotice => ({
  subject: `Would be on X: ${title}`,
  text,
});
