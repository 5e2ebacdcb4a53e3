import { type MailWordsPorts, mailOf } from '../app/subscribers/mail.ts';
import { config } from '../config/config.ts';
import { spoken } from '../config/voice.ts';
import type { Entry } from '../core/entry.ts';
import { replayed } from '../core/evolve.ts';
import type { ReportedIncident } from '../core/incident.ts';
import { EVERYTHING } from '../core/subscribers/subscriber.ts';
import type { IncidentLog } from '../ports/incident-log.ts';
import { connectSubscriberKey, systemClock } from './connect.ts';
import { environment } from './environment.ts';

/** What the words of a mail are made of, from config and environment. */
export function connectMailWords({ log }: { log: Pick<IncidentLog, 'load'> }): MailWordsPorts {
  const { brand, mail, contact, components } = config;
  if (mail === undefined) throw new Error('The config says nothing of mail, so nobody can be mailed to.');
  const siteUrl = environment('CANDOR_SITE_URL');
  return {
    voice: spoken,
    house: {
      name: brand.name,
      spokenBy: brand.spokenBy,
      contact: contact.map((way) => ({ ...way, href: new URL(way.href, siteUrl).href })),
    },
    names: new Map(components.map(({ id, name }) => [id, name])),
    siteUrl,
    sender: { from: mail.from, replyTo: mail.replyTo },
    subscriberKey: connectSubscriberKey(),
    async titleOf(id) {
      const incident = replayed(id, await log.load(id));
      return incident.phase === 'unreported' ? undefined : incident.title;
    },
    clock: systemClock,
  };
}

/** The mail as text, as somebody reads it who follows everything; undefined if there is none. */
export async function mailText(
  ports: MailWordsPorts,
  incident: ReportedIncident,
  entry: Entry,
  toldBefore: boolean,
): Promise<string | undefined> {
  const at = ports.clock.now();
  const person = {
    id: 'preview',
    kind: 'mail',
    address: 'you@example.com',
    state: 'confirmed',
    choice: EVERYTHING,
    consent: { at, how: 'form', words: '' },
    version: 0,
  } as const;
  const before = toldBefore ? [{ seq: 1, at }] : [];
  const mail = await mailOf(
    // What the house reads holds nobody's link.
    { ...ports, subscriberKey: async () => 'preview'.repeat(8) },
    { person, incident, entry, before, attempt: 'preview' },
  );
  return mail && `${mail.subject}\n\n${mail.text}`;
}
