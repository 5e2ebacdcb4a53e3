import type { Complaint } from '../../core/desk/flood.ts';
import { keptMention, type Mention, moved } from '../../core/desk/kept-mention.ts';
import { match, type OpenIncident } from '../../core/desk/match.ts';
import type { Heard } from '../../core/desk/mention.ts';
import { personId } from '../../core/desk/names.ts';
import { nobody, optedOut } from '../../core/desk/person.ts';
import { asksToStop } from '../../core/desk/stop.ts';
import type { DeskPorts } from './ports.ts';

/** What keeping takes. */
export type HearPorts = Pick<DeskPorts, 'stores' | 'components' | 'clock'>;

/**
 * Keeps what was heard, once, with what it is about. A wish to hear no more is honoured before anything else is done with
 * it. Answers with the mention if it is new.
 */
export async function hear(
  ports: HearPorts,
  heard: Heard,
  open: readonly OpenIncident[],
): Promise<Mention | undefined> {
  const now = ports.clock.now();
  const stops = asksToStop(heard.text);
  if (stops) await optOut(ports, heard);
  const found = match(heard.text, { components: ports.components, open, language: heard.language });
  const { incident, ...about } = found;
  const of = incident ?? (heard.direct ? await incidentOfMessage(ports, heard, open) : undefined);
  const mention = keptMention(heard, { ...about, ...(of === undefined ? {} : { incident: of }) }, now);
  const kept = stops
    ? { ...moved(mention, { to: 'left', by: 'pipeline', reason: 'asked to be left alone' }, now), version: 1 }
    : mention;
  return (await ports.stores.mentions.hear(kept)) ? kept : undefined;
}

/** Remembers that somebody asked to hear no more. */
async function optOut({ stores, clock }: HearPorts, { source, author }: Heard): Promise<void> {
  const person = personId(source, author);
  for (;;) {
    const now = clock.now();
    const before = await stores.people.of(source, person);
    if (before?.optedOut !== undefined) return;
    if (await stores.people.swap(optedOut(before ?? nobody(source, person, now), now))) return;
  }
}

/**
 * What a message is about that does not say: the incident about which its author was answered, or the only one that is
 * open. Whoever writes to us in private during an outage most often writes about it.
 */
async function incidentOfMessage(
  { stores }: HearPorts,
  { source, author }: Heard,
  open: readonly OpenIncident[],
): Promise<string | undefined> {
  const real = open.filter(({ handling }) => handling !== 'drill');
  const person = personId(source, author);
  for (const { id } of real) {
    const [reply, receipt] = await Promise.all([
      stores.answers.one({ incident: id, source, person, kind: 'reply' }),
      stores.answers.one({ incident: id, source, person, kind: 'receipt' }),
    ]);
    if (reply !== undefined || receipt !== undefined) return id;
  }
  return real.length === 1 ? real[0]!.id : undefined;
}

/** A mention as a complaint, if it is one. Muted people count as well: they may be right. */
export const complaintOf = ({ person, source, at, about }: Mention): Complaint | undefined =>
  about.trouble ? { person: `${source}#${person}`, at, components: about.components } : undefined;
