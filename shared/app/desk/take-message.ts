import type { TicketMessage } from '../../contract/ticket-schemas.ts';
import { comparable } from '../../core/channel/digest.ts';
import type { Mention } from '../../core/desk/kept-mention.ts';
import type { Heard } from '../../core/desk/mention.ts';
import { mentionId } from '../../core/desk/names.ts';
import { isOurs, ownText, saidByMail } from '../../core/desk/own-text.ts';
import type { Outage } from '../../core/incident.ts';
import { HOUR_MS, type Instant, instant, MINUTE_MS, plus } from '../../core/instant.ts';
import { openIncidents } from '../read-incidents.ts';
import { isConnected } from './connect.ts';
import { countComplaints } from './count-complaints.ts';
import { endedLately } from './ended-lately.ts';
import { complaintOf, type HearPorts, hear } from './hear.ts';
import { asOpen, type DeskPorts } from './ports.ts';
import * as refused from './refused.ts';
import { aboutNone } from './send.ts';

export type TakePorts = HearPorts &
  Pick<DeskPorts, 'log' | 'siteIndex' | 'warn'> & {
    /** Names a message that its ticket system has no name for, by what is in it; nobody can tell from it what that was. */
    nameFor: (...parts: readonly string[]) => Promise<string>;
    /** Has the desk looked at at once: who wrote is answered within the minute. */
    lookNow: () => Promise<void>;
  };

/** `ours`: something that we, or somebody of the house, wrote. `known`: it came before. */
export type TakenMessage = { result: 'heard' | 'known'; mention: string } | { result: 'ours' };

/** A ticket system that tries again does so within this; what it says without a time is looked for so far back. */
const TOLD_AGAIN_MS = HOUR_MS;

/**
 * Takes what a customer wrote to the ticket system: keeps that they did, once, and honours the wish to be left alone before
 * it answers. What is ours and comes back is left out. Throws a `Problem` while nobody has connected mail.
 */
export async function takeMessage(ports: TakePorts, isSource: boolean, message: TicketMessage): Promise<TakenMessage> {
  if (!isSource) throw refused.notDeployed('mail');
  if (!(await isConnected(ports, 'mail'))) throw refused.notConnected('mail');
  if (message.by === 'house') return { result: 'ours' };
  const now = ports.clock.now();
  const [open, lately] = await Promise.all([
    openIncidents(ports, now),
    ports.stores.mentions.said(plus(now, -TOLD_AGAIN_MS), now, 'mail'),
  ]);
  if (await comesBack(ports, message, open, lately)) return { result: 'ours' };
  const heard = await heardFrom(ports, message, now);
  const before = lately.find(({ theirs }) => theirs === heard.theirs);
  if (before !== undefined) return { result: 'known', mention: before.id };
  const kept = await hear(ports, heard, open.map(asOpen));
  if (kept === undefined) return { result: 'known', mention: mentionId(heard) };
  const complaint = complaintOf(kept);
  // What fails from here on is made up for: the desk looks once a minute, and what is usual is a mean of weeks.
  await Promise.all([
    countComplaints(ports, complaint === undefined ? [] : [complaint]).catch((error) =>
      ports.warn('a complaint by mail was not counted', error),
    ),
    ports.lookNow().catch((error) => ports.warn('a message by mail waits for the next minute', error)),
  ]);
  return { result: 'heard', mention: kept.id };
}

/** A time that is not there, or has not come yet, is that of the minute: told again, it has the same one. */
const timeOf = (at: string | undefined, now: Instant): Instant => {
  const said = at === undefined ? Number.POSITIVE_INFINITY : Date.parse(at);
  return said <= Date.parse(now) ? instant(said) : instant(Math.floor(Date.parse(now) / MINUTE_MS) * MINUTE_MS);
};

async function heardFrom(ports: TakePorts, message: TicketMessage, now: Instant): Promise<Heard> {
  const { ticket, text, subject, at, language } = message;
  // Whoever writes once as Ada@ and then as ada@ is one person, and asked once to be left alone.
  const from = message.from.includes('@') ? message.from.toLowerCase() : message.from;
  const name = message.message ?? (await ports.nameFor(ticket, from, at ?? '', comparable(text)));
  return {
    source: 'mail',
    theirs: `${ticket}/${name}`,
    author: { theirs: from, handle: from },
    text: saidByMail({ subject, text }),
    at: timeOf(at, now),
    summoned: true,
    direct: true,
    conversation: ticket,
    ...(language === undefined ? {} : { language }),
  };
}

/**
 * True of an answer of ours that the ticket system tells us of as if it were a customer's: by its name, if it gave it one
 * when it took it, or by its words in that ticket.
 */
async function comesBack(
  ports: TakePorts,
  { ticket, message, text }: TicketMessage,
  open: readonly Outage[],
  lately: readonly Mention[],
): Promise<boolean> {
  const incidents = [...open, ...(await endedLately(ports, ports.clock.now()))].map(({ id }) => id);
  const besides = lately.filter(({ incident, to }) => incident === undefined && to.conversation === ticket);
  const about = [...incidents, ...besides.map(({ id }) => aboutNone(id))];
  const answers = (await Promise.all(about.map((one) => ports.stores.answers.about(one)))).flat();
  const here = answers.filter(({ source, to }) => source === 'mail' && to.conversation === ticket);
  return (
    here.some(({ key, receipt }) => message !== undefined && (message === key || message === receipt)) ||
    isOurs(
      ownText(text),
      here.map((one) => one.text),
    )
  );
}
