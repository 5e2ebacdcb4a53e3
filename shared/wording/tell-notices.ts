import type { Gate } from '../core/subscribers/account.ts';

/** A word to the people on call about a channel that tells subscribers. */
export type TellNotice = { subject: string; text: string };

const GATES: Readonly<Record<Gate, string>> = {
  sandbox:
    'The account of SES is in the sandbox: it mails nobody but addresses that are verified there. Ask AWS for production access (`candor mail connect` says how).',
  paused: 'SES has paused our sending. Look at the account’s dashboard: bounces and complaints are the usual cause.',
  suspended: 'AWS has suspended our sending. Nothing goes out until AWS lifts it.',
  quota: 'The quota of the day is used up. What is owed follows when some of the last 24 hours are over.',
  unverified: 'The sender’s identity is not verified: its DNS records are missing (`candor mail connect` prints them).',
};

/** `label`: of the channel. */
export const closedNotice = (label: string, gate: Gate, reason: string): TellNotice => ({
  subject: `${label}: nothing is taken from us`,
  text: `Subscribers are not being told. ${GATES[gate]} Status site, feeds and the other channels go on. ${reason}`,
});

export const brakeNotice = (label: string, of: 'bounces' | 'complaints'): TellNotice => ({
  subject: `${label}: only openings and resolutions go out`,
  text: `More than ${of === 'bounces' ? '4 % of the last mails came back' : '0.08 % of those who got the last mails complained'}. AWS stops accounts for that, so updates in between are not mailed until the share has fallen. Look at where the addresses come from.`,
});

/** What subscribers would have been told, for those who read along in shadow. */
export const tellRehearsal = (label: string, title: string, text: string): TellNotice => ({
  subject: `${label}, in shadow: ${title}`,
  text: `Nobody outside was told. It would have been:\n\n${text}`,
});
