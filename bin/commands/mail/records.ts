import type { MailAccount } from '../../../shared/ports/mail-account.ts';

/** A record of the DNS, as it is copied into a zone. */
export type DnsRecord = { name: string; type: 'CNAME' | 'MX' | 'TXT'; value: string; why: string };

/**
 * The records by which mailbox providers know our mails for ours: three keys, what they may do with others that say they
 * are from us, and where mails that come back are sent. Names and values as AWS's docs give them (Easy DKIM, MAIL FROM).
 */
export function recordsOf({ domain, region, identity }: MailAccount): DnsRecord[] {
  const bounces = identity?.mailFrom?.domain ?? `bounce.${domain}`;
  return [
    ...(identity?.tokens ?? []).map((token) => ({
      name: `${token}._domainkey.${domain}`,
      type: 'CNAME' as const,
      value: `${token}.dkim.amazonses.com`,
      why: 'DKIM: without the three of them nothing is sent',
    })),
    {
      name: `_dmarc.${domain}`,
      type: 'TXT',
      value: `"v=DMARC1; p=none; rua=mailto:dmarc@${domain}"`,
      why: 'DMARC: Gmail and others ask for it; p=quarantine once the reports show nothing foreign',
    },
    {
      name: bounces,
      type: 'MX',
      value: `10 feedback-smtp.${region}.amazonses.com`,
      why: 'MAIL FROM: mails that come back',
    },
    { name: bounces, type: 'TXT', value: '"v=spf1 include:amazonses.com ~all"', why: 'SPF, of the same name' },
  ];
}

/** What stands in the way of telling people, and what to do about each; empty once nothing does. */
export function missingOf({ domain, identity, sandbox, sendingEnabled, enforcement, region }: MailAccount): string[] {
  return [
    ...(identity === undefined
      ? [
          `SES in ${region} knows nothing of ${domain}: deploy with "mail" in the config, whose "from" is an address there`,
        ]
      : identity.verified
        ? []
        : [`${domain} is not verified: set the three DKIM records; SES sees them within minutes, at most 72 hours`]),
    ...(sandbox
      ? [
          'The account is in the sandbox: it sends 200 mails a day, to verified addresses only. Ask AWS to let it out, which takes about a day: aws sesv2 put-account-details --production-access-enabled --mail-type TRANSACTIONAL --website-url https://YOUR-PAGE --use-case-description "Updates about outages, to people who asked for them by double opt-in; one-click unsubscribe in each; bounces and complaints end a subscription"',
        ]
      : []),
    ...(enforcement === 'SHUTDOWN'
      ? [
          'AWS has stopped the account because of bounces or complaints: answer the case that it has opened in the support center',
        ]
      : sendingEnabled
        ? []
        : ['Sending is switched off for the account: aws sesv2 put-account-sending-attributes --sending-enabled']),
  ];
}

/** Dollars for a thousand mails by plan (AWS's price list, as of 2026-11); undefined where it is a contract of its own. */
export const dollarsPerThousand = (plan: MailAccount['plan']): number | undefined =>
  plan === 'NONE' ? 0.1 : plan === 'ESSENTIALS' ? 0.16 : undefined;

/** How long it takes until the last of so many has one mail, in words. */
export function durationFor(people: number, perSecond: number): string {
  if (perSecond <= 0) return 'never: nothing is sent';
  const seconds = Math.ceil(people / perSecond);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
