import type { Subscriber } from '../../core/subscribers/subscriber.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Mailer } from '../../ports/mailer.ts';
import { ownerMail } from '../../wording/mail/letters.ts';
import type { Voice } from '../../wording/sentences.ts';
import { addressed, type Sender } from './addressed.ts';

export type TellOwnerPorts = {
  mailer: Pick<Mailer, 'send'>;
  sender: Sender;
  voice: Voice;
  brand: string;
  /** Without a slash at its end. */
  siteUrl: string;
  clock: Clock;
  warn: (message: string, error: unknown) => void;
};

/** Tells the owner of a webhook, once, that it is not called any more. Whoever named no mail address finds it in their own log. */
export async function tellOwner(ports: TellOwnerPorts, person: Subscriber): Promise<void> {
  const { owner, failing, quarantined } = person;
  if (owner === undefined || failing === undefined || quarantined === undefined) return;
  const words = ownerMail(ports.voice, {
    brand: ports.brand,
    site: ports.siteUrl,
    zone: person.zone,
    now: ports.clock.now(),
    host: new URL(person.address).host,
    failing,
    reason: quarantined.reason,
  });
  const tags = { kind: 'owner', subscriber: person.id };
  const answer = await ports.mailer.send(addressed(ports.sender, owner, words, tags));
  if (answer.is !== 'taken') ports.warn(`the owner of subscriber ${person.id} was not told`, answer.reason);
}
