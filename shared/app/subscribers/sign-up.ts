import { type Instant, plus } from '../../core/instant.ts';
import { type MailAddress, subscriberId } from '../../core/subscribers/address.ts';
import { byLink, byMail, type Comer, type CountedBy } from '../../core/subscribers/sign-up-limits.ts';
import { type Choice, covers, type Subscriber } from '../../core/subscribers/subscriber.ts';
import { CONFIRM_LIVES_MS } from '../../core/subscribers/subscriber-link.ts';
import type { MailAnswer } from '../../ports/mailer.ts';
import { CONSENT_WORDS } from '../../wording/follow.ts';
import { countOne, giveBack, refusedNetwork, type TooMany } from './counting.ts';
import { keep } from './keep.ts';
import { sendAlready, sendChangeLink, sendConfirmation } from './letters.ts';
import type { SubscriberPorts } from './ports.ts';

/**
 * What somebody typed. `viewer`: their address on the net. `title`: of the one incident that they follow. `proof`: what the
 * proof of their work is counted by.
 */
export type Wish = Comer & {
  proof?: CountedBy;
  viewer: string;
  address: MailAddress;
  choice: Choice;
  zone?: string;
  title?: string;
};

/**
 * What whoever typed an address is told. Never whether it is known: `asked` says that whatever is to be sent to it has been.
 * `too-many`: nothing was done, and when it is worth another try. `no-mail`: nobody takes mails from us now.
 */
export type Asked = { is: 'asked' } | TooMany | { is: 'no-mail' };

const ASKED: Asked = { is: 'asked' };

/**
 * Asks the owner of an address whether they want what was asked for in their name; nothing else is sent to it before they
 * say so. Whoever is told already is told that, or asked about the change.
 */
export async function signUp(ports: SubscriberPorts, wish: Wish): Promise<Asked> {
  const key = await ports.subscriberKey();
  const tooMany = await refusedNetwork(ports, key, wish);
  if (tooMany) return tooMany;
  const id = subscriberId(key, 'mail', wish.address.address);
  const known = await ports.subscribers.of('mail', id);
  // A program does not ask whoever left: only they themselves come back.
  const staysAway =
    wish.door === 'api' && known === undefined && (await ports.subscribers.gone('mail', id)) !== undefined;
  const by = byMail(key, { id, domain: wish.address.domain, told: known?.state === 'confirmed' }, wish);
  const counted = await countAll(ports, by);
  if (staysAway && counted === 'counted') {
    await giveBack(ports, by);
    return ASKED;
  }
  if (counted === 'mailed-before') {
    // What is asked for in the mail that they have is what was asked for last.
    if (known !== undefined) await keepAsked(ports, id, wish);
    return ASKED;
  }
  if (counted !== 'counted') return counted;
  const person = await keepAsked(ports, id, wish);
  const wanted = person.asked?.choice ?? (person.state === 'confirmed' ? undefined : person.choice);
  const answer =
    wanted === undefined
      ? await sendAlready(ports, person, person.choice)
      : await sendConfirmation(ports, person, wanted, wish.title);
  return outcome(ports, wish.proof === undefined ? by : [...by, wish.proof], answer);
}

/**
 * Mails whoever has this address the link with which they change what they get. Others are mailed nothing, and only of
 * subscribers it can be too many: but for the network's, no outcome is to be shown to whoever asked. Where work is
 * asked, this form shows none (`work`: missing): its page runs no script, so that it may do half, or it would be the way by
 * which programs use up the rest. To leave nobody needs it: that link is in every mail.
 */
export async function askForLink(
  ports: SubscriberPorts,
  asking: Pick<Wish, 'viewer' | 'address' | 'work'>,
): Promise<Asked> {
  const key = await ports.subscriberKey();
  const wish = { ...asking, door: 'form' } as const;
  const { address } = wish;
  const tooMany = await refusedNetwork(ports, key, wish);
  if (tooMany) return tooMany;
  const id = subscriberId(key, 'mail', address.address);
  const known = await ports.subscribers.of('mail', id);
  if (known === undefined || known.state === 'pending') return ASKED;
  const by = byLink(id, wish);
  const counted = await countAll(ports, by);
  if (counted === 'mailed-before') return ASKED;
  return counted === 'counted' ? outcome(ports, by, await sendChangeLink(ports, known)) : counted;
}

/**
 * Counts one mail by all that it is counted by, of which the last is its address and the one before all mails together; or by
 * nothing. `mailed-before`: its address has had its mail; that is told
 * nobody, because it would tell whether somebody has asked for it before.
 */
async function countAll(
  ports: SubscriberPorts,
  by: readonly CountedBy[],
): Promise<'counted' | 'mailed-before' | Asked> {
  const over = await countOne(ports, by);
  if (over === undefined) return 'counted';
  if (over.place === by.length - 1) return 'mailed-before';
  return { is: 'too-many', of: over.place === by.length - 2 ? 'all' : 'domain', again: over.again };
}

/** What was surely not sent is not counted either, so that whoever wanted it may try again today. */
async function outcome(ports: SubscriberPorts, by: readonly CountedBy[], answer: MailAnswer): Promise<Asked> {
  if (answer.is !== 'not-now' && answer.is !== 'closed') return ASKED;
  await giveBack(ports, by);
  return { is: 'no-mail' };
}

/** Keeps what was asked for, until its owner confirms it or it is forgotten. */
const keepAsked = (ports: SubscriberPorts, id: string, wish: Wish): Promise<Subscriber> =>
  keep(ports, 'mail', id, (before) => asking(before, id, wish, ports.clock.now()));

/** The subscriber once `wish` is asked for; the same one if it is what they have. */
function asking(
  before: Subscriber | undefined,
  id: string,
  { door, address, choice, zone }: Wish,
  now: Instant,
): Subscriber {
  const until = plus(now, CONFIRM_LIVES_MS);
  const version = (before?.version ?? 0) + 1;
  if (before === undefined || before.state === 'pending') {
    return {
      id,
      kind: 'mail',
      address: address.address,
      state: 'pending',
      choice,
      ...(zone === undefined ? {} : { zone }),
      consent: { at: now, how: door, words: CONSENT_WORDS },
      version,
      pendingUntil: until,
    };
  }
  if (before.state === 'confirmed' && covers(before.choice, choice)) {
    if (before.asked === undefined) return before;
    const { asked: _asked, ...asBefore } = before;
    return { ...asBefore, version };
  }
  return { ...before, asked: { choice, at: now, until }, version };
}
