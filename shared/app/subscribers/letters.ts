import { type Instant, plus } from '../../core/instant.ts';
import {
  type Choice,
  type PersonalChannel,
  personalChannelOf,
  type Subscriber,
} from '../../core/subscribers/subscriber.ts';
import {
  CHANGE_LIVES_MS,
  CONFIRM_LIVES_MS,
  type LinkPurpose,
  signSubscriberLink,
} from '../../core/subscribers/subscriber-link.ts';
import type { MailAnswer } from '../../ports/mailer.ts';
import { choiceWords } from '../../wording/follow.ts';
import { alreadyMail } from '../../wording/mail/already.ts';
import type { MailWords } from '../../wording/mail/letter.ts';
import { changeLinkMail, confirmMail } from '../../wording/mail/letters.ts';
import type { Following } from '../../wording/mail/view.ts';
import { addressed } from './addressed.ts';
import type { SubscriberPorts } from './ports.ts';

/** Where a link of each purpose leads, below the address of the site. */
const PATHS: Readonly<Record<LinkPurpose, string>> = { confirm: '/s/c', leave: '/s/u', change: '/s/m' };

/** Where somebody asks for the link with which they change what they get. */
export const ASK_FOR_LINK_PATH = PATHS.change;

/** The address with which whoever has `id` may do one thing. */
export async function linkTo(
  { subscriberKey, siteUrl }: Pick<SubscriberPorts, 'subscriberKey' | 'siteUrl'>,
  purpose: LinkPurpose,
  id: string,
  expiresAt?: Instant,
  channel: PersonalChannel = 'mail',
): Promise<string> {
  const link = { purpose, channel, id, ...(expiresAt === undefined ? {} : { expiresAt }) } as const;
  return `${siteUrl}${PATHS[purpose]}/${signSubscriberLink(link, await subscriberKey())}`;
}

/** The address with which somebody changes what they get, fresh. */
export const changeLinkOf = (
  ports: Pick<SubscriberPorts, 'subscriberKey' | 'siteUrl' | 'clock'>,
  { id, kind }: Pick<Subscriber, 'id' | 'kind'>,
): Promise<string> => linkTo(ports, 'change', id, plus(ports.clock.now(), CHANGE_LIVES_MS), personalChannelOf(kind));

/** A choice in names that people know. `title`: of the one incident, where somebody knows it. */
export const followingOf = (
  names: ReadonlyMap<string, string>,
  { level, components, incident }: Choice,
  title?: string,
): Following => ({
  level,
  ...(incident === undefined ? {} : { incident: { title: title ?? incident } }),
  ...(incident !== undefined || components === undefined
    ? {}
    : { components: components.map((id) => names.get(id) ?? id) }),
});

type To = Pick<Subscriber, 'id' | 'address' | 'zone'>;

/** Asks the owner of an address whether they want `choice`. */
export async function sendConfirmation(
  ports: SubscriberPorts,
  to: To,
  choice: Choice,
  title?: string,
): Promise<MailAnswer> {
  const until = plus(ports.clock.now(), CONFIRM_LIVES_MS);
  const link = await linkTo(ports, 'confirm', to.id, until);
  const following = followingOf(ports.names, choice, title);
  return sent(ports, to, 'confirm', confirmMail(ports.voice, { ...about(ports, to), link, until, following }));
}

/** Tells somebody who signs up again for the same that they are told already, and how to change it. */
export async function sendAlready(ports: SubscriberPorts, to: To, choice: Choice): Promise<MailAnswer> {
  const until = plus(ports.clock.now(), CHANGE_LIVES_MS);
  const link = await linkTo(ports, 'change', to.id, until);
  const said = choiceWords(ports.names, choice);
  return sent(ports, to, 'already', alreadyMail(ports.voice, { ...about(ports, to), link, until, choice: said }));
}

/** Sends the link with which somebody changes what they get. */
export async function sendChangeLink(ports: SubscriberPorts, to: To): Promise<MailAnswer> {
  const until = plus(ports.clock.now(), CHANGE_LIVES_MS);
  const link = await linkTo(ports, 'change', to.id, until);
  return sent(ports, to, 'change', changeLinkMail(ports.voice, { ...about(ports, to), link, until }));
}

const about = ({ brand, siteUrl, clock }: SubscriberPorts, { zone }: To) => ({
  brand,
  site: siteUrl,
  zone,
  now: clock.now(),
});

async function sent(
  { mailer, sender, warn }: SubscriberPorts,
  { id, address }: To,
  kind: 'confirm' | 'already' | 'change',
  words: MailWords,
): Promise<MailAnswer> {
  const answer = await mailer.send(addressed(sender, address, words, { kind, subscriber: id }));
  if (answer.is !== 'taken') warn('a mail about a subscription was not taken', { kind, subscriber: id, ...answer });
  return answer;
}
