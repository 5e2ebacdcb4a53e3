import { commandKey } from '../contract/identity.ts';
import type { Entry } from '../core/entry.ts';
import { replayed } from '../core/evolve.ts';
import { targetsOf } from '../core/merging.ts';
import { holdsText, holdsWords, lastRedaction, redactedBy } from '../core/redaction.ts';
import { type Remains, remainsOf } from '../core/remains.ts';
import type { DeliveryRecords } from '../ports/deliveries.ts';
import type { CommandDraft, DraftRecords } from '../ports/drafts.ts';
import type { StoredEntry } from '../ports/incident-log.ts';
import type { ReminderRecords } from '../ports/reminders.ts';
import { quotedBy } from '../wording/apologies.ts';
import { removedAsWell } from '../wording/redaction.ts';
import type { Voice } from '../wording/sentences.ts';
import { type CommandPorts, runCommand } from './run-command.ts';

export type RedactionPorts = CommandPorts & { deliveries: DeliveryRecords; drafts: DraftRecords; voice: Voice };

/** An entry somewhere that says again what another one said. */
type Place = { incident: string; seq: number };

/**
 * Empties every copy of what the redactions in `id` name: apologies that quote it, what other incidents say by its title,
 * the texts of deliveries, the drafts that it came from, and last of all the entry itself. Until then the text lies in the
 * log, where nothing shows it, so whoever repeats this after a crash finds the same copies again: the command when it is
 * repeated, and the sweep at every look.
 */
export async function removeRedacted(ports: RedactionPorts, id: string): Promise<void> {
  for (const removal of removalsIn(await ports.log.load(id))) {
    if (holdsText(removal.entry)) await removeSaidAgain(ports, id, removal);
  }
  const entries = await ports.log.load(id);
  const removals = removalsIn(entries);
  if (removals.length === 0) return;
  const drafts = (await ports.drafts.of(id)).filter((draft) => !draft.redacted && becameRedacted(draft, removals));
  for (const draft of drafts) await ports.drafts.redact(draft.id);
  await ports.deliveries.forgetTexts(id, lastRedaction(entries));
  for (const { entry } of removals) if (holdsText(entry)) await ports.log.redact(id, entry.seq);
}

type Removal = { entry: StoredEntry; redaction: StoredEntry };

/** Each entry that has to be empty, as it lies in the log, with the redaction that says so. */
const removalsIn = (entries: readonly StoredEntry[]): Removal[] =>
  [...redactedBy(entries)].flatMap(([seq, by]) => {
    const [entry, redaction] = [seq, by].map((wanted) => entries.find((one) => one.seq === wanted));
    return entry && redaction ? [{ entry, redaction }] : [];
  });

/** An approved draft gets its entry's number when it is decided; a crash before that leaves them one key. */
const becameRedacted = ({ key, decided }: CommandDraft, removals: readonly Removal[]): boolean =>
  removals.some(({ entry }) => entry.command?.keyHash === key.keyHash || entry.seq === decided?.seq);

/** The same redaction, said of every entry that repeats the words; in another incident it is carried out there at once. */
async function removeSaidAgain(ports: RedactionPorts, id: string, { entry, redaction }: Removal): Promise<void> {
  for (const { incident, seq } of await saidAgain(ports, id, entry)) {
    const where = incident === id ? `#${seq}` : `#${incident}#${seq}`;
    const request = { method: 'REDACT', path: incident, body: String(seq) };
    const { actor } = redaction.private;
    await runCommand(ports, {
      incident,
      speaker: { author: 'person', ...(actor === undefined ? {} : { actor }), via: 'api' },
      key: commandKey(redaction.command?.keyHash ?? redaction.hash, where, request),
      // Without the note: elsewhere a second person may have to read what is said.
      command: () => ({ type: 'Redact', seq, message: removedAsWell(ports.voice, redaction.content?.message) }),
    });
    if (incident !== id) await removeRedacted(ports, incident);
  }
}

/** Apologies that quote an entry; and, of one that gave a title, what was said under it where incidents were merged. */
async function saidAgain(ports: RedactionPorts, id: string, { seq, content }: Entry): Promise<Place[]> {
  const entries = await ports.log.load(id);
  const own = quotedBy({ entries }, seq).map((quoting) => ({ incident: id, seq: quoting }));
  const title = content?.title;
  if (title === undefined) return own;
  const elsewhere = mergedWith(entries).map(async (incident) =>
    (await ports.log.load(incident))
      .filter(({ into, takes, releases }) => [into, takes, releases].includes(id))
      .filter((one) => holdsWords(one.content?.message ?? '', title))
      .map((one) => ({ incident, seq: one.seq })),
  );
  return [...own, ...(await Promise.all(elsewhere)).flat()];
}

/** What it takes to know what is out of reach. */
export type RemainsPorts = Pick<RedactionPorts, 'log' | 'deliveries' | 'drafts'> & { reminders: ReminderRecords };

/** What still holds what was redacted in these incidents, and nobody here can empty; without repetitions. */
export async function remainsIn(ports: RemainsPorts, ids: readonly string[]): Promise<Remains[]> {
  const each = await Promise.all([...new Set(ids)].map((id) => remainsInOne(ports, id)));
  return [...new Map(each.flat().map((one) => [JSON.stringify(one), one])).values()];
}

async function remainsInOne(ports: RemainsPorts, id: string): Promise<Remains[]> {
  const entries = await ports.log.load(id);
  const removals = removalsIn(entries);
  const incident = replayed(id, entries);
  if (removals.length === 0 || incident.phase === 'unreported') return [];
  const [channels, sent, drafts] = await Promise.all([
    ports.deliveries.onAll(id),
    ports.reminders.of(id),
    ports.drafts.of(id),
  ]);
  const became = drafts.filter((draft) => becameRedacted(draft, removals)).map((draft) => draft.id);
  return remainsOf(incident, channels, sent, new Set(became));
}

/** Incidents in which something was said about this one, or it of them: what a redaction of its title reaches. */
export const mergedWith = (entries: readonly Entry[]): readonly string[] => [
  ...new Set([...targetsOf(entries), ...entries.flatMap(({ takes }) => takes ?? [])]),
];
