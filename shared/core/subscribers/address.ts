import { createHmac } from 'node:crypto';
import { isRoleName, isSmsGateway } from './refused-addresses.ts';
import type { SubscriberKind } from './subscriber.ts';

/** Why a typed address is not taken. `foreign-letters`: SES carries none before the @. */
export type AddressProblem = 'empty' | 'syntax' | 'foreign-letters' | 'role' | 'sms-gateway';

/** An address that mail can go to: as it was typed but for its domain, which is written as the net writes it. */
export type MailAddress = { address: string; domain: string };

/** RFC 5321, 4.5.3.1. */
const LONGEST_LOCAL = 64;
const LONGEST = 254;

/** What stands before the @, unquoted, as RFC 5322 has it: what is quoted nobody has, and every system misreads. */
const LOCAL = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i;

/** At least two labels, of which the last is no number. */
const DOMAIN = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/;

/** Reads an address as somebody types it. Sends nothing, asks nobody: whether there is such a mailbox is not known. */
export function readMailAddress(typed: string): MailAddress | AddressProblem {
  const text = typed.trim();
  if (text === '') return 'empty';
  const at = text.lastIndexOf('@');
  const local = text.slice(0, Math.max(at, 0));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: everything that is not ASCII is meant.
  if (/[^\x00-\x7f]/.test(local)) return 'foreign-letters';
  const domain = asciiDomain(text.slice(at + 1));
  if (domain === undefined || local.length > LONGEST_LOCAL || !LOCAL.test(local)) return 'syntax';
  const address = `${local}@${domain}`;
  if (address.length > LONGEST) return 'syntax';
  if (isRoleName(local.toLowerCase())) return 'role';
  return isSmsGateway(domain) ? 'sms-gateway' : { address, domain };
}

/** `Bücher.example` → `xn--bcher-kva.example`; undefined if it is no name of the net. */
function asciiDomain(typed: string): string | undefined {
  // A URL may hold more than a host: whatever ends one is no part of a name.
  if (typed.length > LONGEST || /[\s/?#@:[\]\\%]/.test(typed) || !URL.canParse(`https://${typed}`)) return undefined;
  const { hostname } = new URL(`https://${typed}`);
  return DOMAIN.test(hostname) ? hostname : undefined;
}

/** Domains of one mailbox by several names. */
const SAME_MAILBOXES: Readonly<Record<string, string>> = {
  'googlemail.com': 'gmail.com',
  'me.com': 'icloud.com',
  'mac.com': 'icloud.com',
  'pm.me': 'proton.me',
  'protonmail.com': 'proton.me',
};

/** Where what follows a plus is the owner's own, and the mailbox the one before it. Elsewhere nobody but the domain knows. */
const PLUS_IS_A_TAG: ReadonlySet<string> = new Set([
  'gmail.com',
  'outlook.com',
  'hotmail.com',
  'live.com',
  'icloud.com',
  'proton.me',
  'fastmail.com',
]);

/**
 * Who an address is: two spellings of one mailbox are one person, who is mailed once. Only for telling people apart; what is
 * mailed is what they typed. For every other kind of address that is what it says, letter by letter.
 */
export function canonical(kind: SubscriberKind, address: string): string {
  if (kind !== 'mail') return address;
  const at = address.lastIndexOf('@');
  // Two people whose addresses differ in case alone are known of no provider.
  const local = address.slice(0, at).toLowerCase();
  const typed = address.slice(at + 1).toLowerCase();
  const domain = SAME_MAILBOXES[typed] ?? typed;
  const untagged = PLUS_IS_A_TAG.has(domain) ? local.replace(/(?<=.)\+.*$/, '') : local;
  const mailbox = domain === 'gmail.com' ? untagged.replaceAll('.', '') : untagged;
  return `${mailbox}@${domain}`;
}

/** Letters of an id. */
const ID_LENGTH = 20;

/**
 * The id of whoever has an address: 20 characters of base 36 (103 bits) of an HMAC-SHA-256, which nobody can reckon back or
 * try out without `pepper`, a secret of at least 32 characters.
 */
export function subscriberId(pepper: string, kind: SubscriberKind, address: string): string {
  // With an empty key everybody could try out addresses.
  if (pepper.length < 32) throw new Error('the key of the subscribers is missing or too short');
  const digest = createHmac('sha256', pepper)
    .update(`candor subscriber v1\n${kind}\n${canonical(kind, address)}`)
    .digest('hex');
  return BigInt(`0x${digest}`).toString(36).padStart(ID_LENGTH, '0').slice(-ID_LENGTH);
}

/** `a…@example.com`: enough for its owner to know it by, and no address. Of everything else its host. */
export function maskedAddress(kind: SubscriberKind, address: string): string {
  if (kind !== 'mail') return new URL(address).host;
  const at = address.lastIndexOf('@');
  return `${address.slice(0, 1)}…@${address.slice(at + 1)}`;
}
