/** What can go wrong with one mail, from before SES has it until long after it said so. */
export const MAIL_TROUBLES = [
  'throttled',
  'lost-request',
  '500-without-effect',
  '500-with-effect',
  'lost-response',
  'broken-body',
  'silent',
  'events-late',
  'events-lost',
  'events-doubled',
  'bounce',
  'soft-bounce',
  'complaint',
  'delivery-delay',
  'reject',
] as const;

/** What can be wrong with the account, so that nothing is taken from it. */
export const MAIL_GATES = ['sandbox', 'paused', 'suspended', 'quota', 'unverified'] as const;

export type MailTroubleName = (typeof MAIL_TROUBLES)[number];
export type MailGateName = (typeof MAIL_GATES)[number];

/** Who makes trouble for SES. */
export interface MailTrouble {
  /** What goes wrong with this mail, used up by one; undefined if that does not. `ms`: how late, for what comes late. */
  strikes(name: MailTroubleName): { readonly ms?: number } | undefined;
  /** True while the account is in this state. Looking at it uses nothing up; a mail that it stops does. */
  stands(name: MailGateName, by: 'mail' | 'look'): boolean;
}

export const noTrouble: MailTrouble = { strikes: () => undefined, stands: () => false };
