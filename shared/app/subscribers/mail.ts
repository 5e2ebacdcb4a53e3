import type { Entry } from '../../core/entry.ts';
import type { ReportedIncident } from '../../core/incident.ts';
import { CEILING } from '../../core/subscribers/account.ts';
import { EVERYTHING } from '../../core/subscribers/subscriber.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Carry, HandedOver, Letter } from '../../ports/letters.ts';
import type { Mail, Mailer } from '../../ports/mailer.ts';
import type { MailWords } from '../../wording/mail/letter.ts';
import { pauseMail } from '../../wording/mail/letters.ts';
import { updateMail } from '../../wording/mail/update.ts';
import type { House, UpdateView } from '../../wording/mail/view.ts';
import type { Voice } from '../../wording/sentences.ts';
import { addressed, type Sender } from './addressed.ts';
import { type GoesOnPorts, goesOn } from './goes-on.ts';
import { ASK_FOR_LINK_PATH, followingOf, linkTo } from './letters.ts';

/** What the words of a mail are made of. */
export type MailWordsPorts = GoesOnPorts & {
  voice: Voice;
  house: House;
  /** Names of components by their ids. */
  names: ReadonlyMap<string, string>;
  sender: Sender;
  subscriberKey: () => Promise<string>;
  clock: Clock;
};

/** A mail that cannot be written is refused, and keeps nobody else from theirs. */
const UNWRITABLE = 'it could not be written';

/** Hands letters over by mail. */
export const carriedByMail =
  (ports: MailWordsPorts & { mailer: Pick<Mailer, 'send'>; warn: (message: string, error: unknown) => void }): Carry =>
  async (letter) => {
    let mail: Mail | undefined;
    try {
      mail = await mailOf(ports, letter);
    } catch (error) {
      ports.warn(`a mail to subscriber ${letter.person.id} could not be written`, error);
    }
    if (mail === undefined) return { is: 'refused', reason: UNWRITABLE };
    const answer = await ports.mailer.send(mail);
    return answer.is === 'taken' ? ({ is: 'taken', receipt: answer.id } satisfies HandedOver) : answer;
  };

/** The mail that a letter is, whole; undefined if there is nothing that anybody outside may read. */
export async function mailOf(ports: MailWordsPorts, letter: Letter): Promise<Mail | undefined> {
  const { person, incident, entry, attempt } = letter;
  const words = letter.pausedUntil === undefined ? await update(ports, letter) : await pause(ports, letter);
  if (words === undefined) return undefined;
  const of =
    letter.pausedUntil === undefined ? { incident: incident.id, seq: String(entry.seq), attempt } : { kind: 'pause' };
  return addressed(ports.sender, person.address, words, { subscriber: person.id, ...of });
}

/** Signs the links of a mail that is only looked at: nobody can follow them. */
const NOBODYS = async () => 'preview'.repeat(8);

/** A mail as text, as somebody reads it who follows everything; undefined if there is none. */
export async function mailText(
  ports: Omit<MailWordsPorts, 'subscriberKey'>,
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
    { ...ports, subscriberKey: NOBODYS },
    { person, incident, entry, before, attempt: 'preview' },
  );
  return mail && `${mail.subject}\n\n${mail.text}`;
}

async function update(
  ports: MailWordsPorts,
  { person, incident, entry, before }: Letter,
): Promise<MailWords | undefined> {
  const goesOnIn = await goesOn(ports, incident);
  return updateMail(ports.voice, {
    incident,
    entry,
    toldBefore: before.some(({ seq }) => seq > 0),
    reader: { ...followingOf(ports.names, person.choice, incident.title), zone: person.zone },
    house: ports.house,
    names: ports.names,
    ...(goesOnIn === undefined ? {} : { goesOnIn }),
    addresses: await addressesOf(ports, person.id, incident.id),
    now: ports.clock.now(),
  });
}

async function pause(ports: MailWordsPorts, { person, incident, pausedUntil = '' }: Letter): Promise<MailWords> {
  return pauseMail(ports.voice, {
    brand: ports.house.name,
    site: ports.siteUrl,
    zone: person.zone,
    now: ports.clock.now(),
    mails: CEILING,
    until: pausedUntil,
    reader: followingOf(ports.names, person.choice, incident.title),
    addresses: await addressesOf(ports, person.id, incident.id),
  });
}

async function addressesOf(ports: MailWordsPorts, person: string, incident: string): Promise<UpdateView['addresses']> {
  const { siteUrl, sender } = ports;
  const { host } = new URL(siteUrl);
  return {
    page: `${siteUrl}/incidents/${incident}`,
    unsubscribe: await linkTo(ports, 'leave', person),
    change: `${siteUrl}${ASK_FOR_LINK_PATH}`,
    listId: `updates.${host}`,
    incidentRef: `incident-${incident}@${host}`,
    sender: sender.from,
  };
}
