import type { AddressProblem } from '../core/subscribers/address.ts';
import type { SubscriberKind } from '../core/subscribers/subscriber.ts';

/** Why an address is not taken, behind the name of its field. None of them quotes it. */
export const NOT_TAKEN: Readonly<Record<AddressProblem, string>> = {
  empty: 'is empty',
  syntax: 'is no mail address',
  'foreign-letters': 'has letters before the @ that mail is not delivered with',
  role: 'is a mailbox of a role, such as abuse@ or noreply@, which no person follows a page with',
  'sms-gateway': 'becomes a text message on a phone, which its owner cannot stop',
};

/** Why a channel tells of beginnings and ends only, for people of the house. */
export const BRAKED: Readonly<Record<'bounces' | 'complaints', string>> = {
  bounces:
    'more than 4 of 100 mails came back, and AWS stops an account that goes on so. Look at whom an import has brought.',
  complaints: 'more people than 8 in 10,000 called a mail spam, and AWS stops an account that goes on so.',
};

/** What somebody is told by, as people call it. */
export const KIND_WORD: Readonly<Record<SubscriberKind, string>> = {
  mail: 'mail',
  webhook: 'webhook',
  slack: 'Slack',
  teams: 'Teams',
  discord: 'Discord',
  push: 'web push',
};
