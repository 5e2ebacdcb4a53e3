import { type Answer, claimed, STALE_AFTER_MS } from '../../core/desk/answer.ts';
import { type DeskCase, followUpOf } from '../../core/desk/case.ts';
import { type Mention, moved } from '../../core/desk/kept-mention.ts';
import { caseName } from '../../core/desk/names.ts';
import type { Outage } from '../../core/incident.ts';
import { msBetween } from '../../core/instant.ts';
import { saidOf } from '../../wording/desk/slots.ts';
import { wordedReceipt } from '../../wording/desk/words.ts';
import { type DeskPorts, namesIn } from './ports.ts';
import { sendOnce } from './send.ts';

/**
 * Answers private messages about open incidents by themselves, once for each person and incident: that we have them, under
 * which case, and how to hear no more. Nothing else in private goes out by itself. A drill has none, nobody gets one who
 * asked to be left alone, and a message of half an hour ago waits for a person instead.
 */
export async function sendReceipts(
  ports: DeskPorts,
  messages: readonly Mention[],
  open: readonly Outage[],
  mayAnswer: (source: Mention['source']) => boolean,
): Promise<number> {
  let sent = 0;
  for (const message of messages) {
    const incident = open.find(({ id }) => id === message.incident);
    if (!message.direct || message.state !== 'new' || incident === undefined || incident.handling === 'drill') continue;
    if (await guarded(ports, () => takeIn(ports, message, incident, mayAnswer))) sent += 1;
  }
  return sent;
}

async function guarded(ports: DeskPorts, job: () => Promise<boolean>): Promise<boolean> {
  try {
    return await job();
  } catch (error) {
    ports.warn('a message has no receipt yet; the next look tries again', error);
    return false;
  }
}

async function takeIn(
  ports: DeskPorts,
  message: Mention,
  incident: Outage,
  mayAnswer: (source: Mention['source']) => boolean,
): Promise<boolean> {
  const { stores, clock } = ports;
  const { source, person } = message;
  const [known, before] = await Promise.all([
    stores.people.of(source, person),
    stores.answers.one({ incident: incident.id, source, person, kind: 'receipt' }),
  ]);
  if (known?.optedOut !== undefined) return false;
  const now = clock.now();
  const isFresh = msBetween(message.at, now) < STALE_AFTER_MS;
  if (before === undefined && (!isFresh || !mayAnswer(source))) return false;
  const name = before?.case ?? (await caseFor(ports, message, incident.id));
  const receipt = before ?? (await claimReceipt(ports, message, incident, name));
  // Behind the claim, so that a message that waits has none yet.
  await stores.mentions.swap(moved(message, { to: 'handed', by: 'pipeline', case: name }, now));
  if (before !== undefined || receipt === undefined) return false;
  // What people were told we would do is kept where everybody's promises to single people are.
  await ports.followUps.add(incident.id, { id: followUpOf(name), reference: `case ${name}`, by: 'desk', at: now });
  const after = await sendOnce(ports, receipt);
  return after?.state === 'sent';
}

async function claimReceipt(
  ports: DeskPorts,
  message: Mention,
  incident: Outage,
  name: string,
): Promise<Answer | undefined> {
  const now = ports.clock.now();
  const turn = (await ports.stores.answers.about(incident.id)).length;
  const text = wordedReceipt(ports.words, saidOf(ports.words.voice, incident, namesIn(ports), now), {
    turn,
    case: name,
    plainly: incident.handling === 'restricted',
  });
  const { source, person, theirs, to } = message;
  const receipt = claimed(
    {
      incident: incident.id,
      source,
      person,
      kind: 'receipt',
      mention: message.id,
      way: 'message',
      to: { ...to, theirs, direct: true },
      text,
      template: 'receipt',
      by: 'pipeline',
      seq: incident.head.seq,
      case: name,
    },
    undefined,
    now,
  );
  return (await ports.stores.answers.swap(receipt)) ? receipt : undefined;
}

/** So many names may be taken already. With 17 million of them nobody meets as many. */
const MOST_GENERATIONS = 20;

/** The case of a person in an incident: the same each time, under a name that nobody else has. */
async function caseFor({ stores, clock }: DeskPorts, message: Mention, incident: string): Promise<string> {
  const { source, person, id: mention } = message;
  for (let generation = 0; generation < MOST_GENERATIONS; generation += 1) {
    const name = caseName(incident, `${source}#${person}`, generation);
    const made: DeskCase = {
      name,
      incident,
      source,
      person,
      mention,
      at: clock.now(),
      state: 'open',
      notes: [],
      version: 1,
    };
    if (await stores.cases.swap(made)) return name;
    const there = await stores.cases.of(name);
    if (there?.incident === incident && there.source === source && there.person === person) return name;
  }
  throw new Error(`no case could be named for a message about ${incident}: ${MOST_GENERATIONS} names were taken`);
}
