import type { MailWordsPorts } from '../app/subscribers/mail.ts';
import { componentNames } from '../config/component-names.ts';
import { config } from '../config/config.ts';
import { spoken } from '../config/voice.ts';
import type { IncidentLog } from '../ports/incident-log.ts';
import { systemClock } from './connect.ts';
import { environment } from './environment.ts';
import { titlesIn } from './title-of.ts';

/** What the words of a mail are made of, from config and environment: all but the key of its links. */
export function connectMailWords({ log }: { log: Pick<IncidentLog, 'load'> }): Omit<MailWordsPorts, 'subscriberKey'> {
  const { brand, mail, contact } = config;
  if (mail === undefined) throw new Error('The config says nothing of mail, so nobody can be mailed to.');
  const siteUrl = environment('CANDOR_SITE_URL');
  return {
    voice: spoken,
    house: {
      name: brand.name,
      spokenBy: brand.spokenBy,
      contact: contact.map((way) => ({ ...way, href: new URL(way.href, siteUrl).href })),
    },
    names: componentNames(config),
    siteUrl,
    sender: { from: mail.from, replyTo: mail.replyTo },
    titleOf: titlesIn(log),
    clock: systemClock,
  };
}
