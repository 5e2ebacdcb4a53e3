import type { MemoryTable } from '../../shared/adapters/memory/table.ts';
import { partitionOf } from '../../shared/adapters/memory/table.ts';
import { seqIn } from '../../shared/app/etag.ts';
import type { Instant } from '../../shared/core/instant.ts';
import type { ControlRecord } from '../../shared/ports/control.ts';
import type { DeliveryRecords } from '../../shared/ports/deliveries.ts';
import type { DraftRecords } from '../../shared/ports/drafts.ts';
import type { HoldRecords } from '../../shared/ports/holds.ts';
import type { IncidentLog } from '../../shared/ports/incident-log.ts';
import type { ReminderRecords, ReminderTarget } from '../../shared/ports/reminders.ts';
import type { SiteStore } from '../../shared/ports/site-store.ts';
import { type Chronicle, deliveryName, note, trueIncident } from './chronicle.ts';

/** What the observer knows of one worker: what it had read when it acted. */
export type Witness = {
  knewOfFreeze: boolean;
  heldUntil: Map<string, Instant>;
  claim?: { key: string; entriesAtClaim: number };
};

/** The log; whatever changes it is written down at that very moment. */
export function observedLog(log: IncidentLog, table: MemoryTable, chronicle: Chronicle, witness: Witness): IncidentLog {
  return {
    ...log,
    async append(entry, watchAt) {
      const before = partitionOf(table, entry.incident).entries.get(entry.seq)?.entry.hash;
      const outcome = await log.append(entry, watchAt);
      // The same entry put again is no second one.
      if (outcome === 'appended' && before !== entry.hash) {
        note(chronicle, {
          type: 'entry',
          entry,
          watchAt: storedWatch(table, entry),
          knewOfFreeze: witness.knewOfFreeze,
          heldUntil: witness.heldUntil.get(entry.incident),
        });
      }
      return outcome;
    },
    async redact(incident, seq) {
      await log.redact(incident, seq);
      note(chronicle, { type: 'redacted', incident, seq });
    },
  };
}

const storedWatch = (table: MemoryTable, { incident, seq }: { incident: string; seq: number }) =>
  partitionOf(table, incident).entries.get(seq)?.watchAt;

export const observedDeliveries = (deliveries: DeliveryRecords, chronicle: Chronicle): DeliveryRecords => ({
  ...deliveries,
  async put(incident, channel, seq, delivery) {
    await deliveries.put(incident, channel, seq, delivery);
    const stored = (await deliveries.of(incident, channel)).get(seq)!;
    const before = chronicle.deliveries.get(deliveryName({ incident, channel, seq }));
    note(chronicle, { type: 'delivery', incident, channel, seq, delivery: stored, before });
  },
});

export const observedControl = (control: ControlRecord, chronicle: Chronicle, witness: Witness): ControlRecord => ({
  ...control,
  async read() {
    const read = await control.read();
    witness.knewOfFreeze = read.frozen !== undefined;
    return read;
  },
  async freeze(frozen) {
    await control.freeze(frozen);
    note(chronicle, { type: frozen === undefined ? 'released' : 'frozen', at: frozen?.since ?? '' });
  },
});

/** Writes down what is kept, and what comes of it. */
export const observedDrafts = (drafts: DraftRecords, chronicle: Chronicle): DraftRecords => ({
  ...drafts,
  async propose(draft) {
    const before = await drafts.read(draft.id);
    const kept = await drafts.propose(draft);
    const { id, key, seen, publishAt } = kept;
    if (before === undefined && publishAt !== undefined)
      note(chronicle, { type: 'kept', draft: id, keyHash: key.keyHash, seenSeq: seqIn(seen ?? ''), publishAt });
    return kept;
  },
  async giveBack(id, takenUntil, to) {
    await drafts.giveBack(id, takenUntil, to);
    const after = await drafts.read(id);
    if (after?.stopped !== undefined) note(chronicle, { type: 'kept ended', draft: id, as: after.stopped.because });
  },
  async decide(id, state, decision) {
    const decided = await drafts.decide(id, state, decision);
    if (decided) note(chronicle, { type: 'kept ended', draft: id, as: state });
    return decided;
  },
});

/** Remembers how long the chain was when a reminder was claimed: what was settled by then may not be reminded of. */
export const observedReminders = (
  records: ReminderRecords,
  chronicle: Chronicle,
  witness: Witness,
): ReminderRecords => ({
  ...records,
  async claim(incident, key, now, leaseUntil) {
    const claimed = await records.claim(incident, key, now, leaseUntil);
    if (claimed) witness.claim = { key, entriesAtClaim: chronicle.chains.get(incident)?.length ?? 0 };
    return claimed;
  },
});

export const observedTarget = (target: ReminderTarget, chronicle: Chronicle, witness: Witness): ReminderTarget => ({
  ...target,
  async send(message) {
    await target.send(message);
    const { key, entriesAtClaim = 0 } = witness.claim ?? {};
    note(chronicle, { type: 'reminder', message, key, entriesAtClaim });
  },
});

export const observedSite = (site: SiteStore, chronicle: Chronicle): SiteStore => ({
  put: async (file, version, expected) => {
    const before = chronicle.files.get(file.key);
    const outcome = await site.put(file, version, expected);
    if (outcome === 'written') note(chronicle, { type: 'file', file, version, before });
    return outcome;
  },
  front: () => site.front(),
});

/** Remembers until when the apology had to wait, as far as the worker could know. */
export const observedHolds = (holds: HoldRecords, chronicle: Chronicle, witness: Witness): HoldRecords => ({
  ...holds,
  async of(incident) {
    const hold = await holds.of(incident);
    const now = trueIncident(chronicle, incident);
    const counts = now.phase !== 'unreported' && now.silence.since === hold?.silenceSince;
    if (counts) witness.heldUntil.set(incident, hold.until);
    else witness.heldUntil.delete(incident);
    return hold;
  },
});
