import { type CommandDraft, type DraftEdit, type DraftRecords, EMPTY_BODY, versionOf } from '../../ports/drafts.ts';
import { atOnce, stored } from './table.ts';

/** Drafts in memory, as the table keeps them. */
export function memoryDrafts(drafts = new Map<string, CommandDraft>()): DraftRecords {
  return {
    propose: (draft) =>
      atOnce(() => {
        const known = drafts.get(draft.id);
        if (known === undefined) drafts.set(draft.id, stored(draft));
        return known ?? draft;
      }),
    read: (id) => atOnce(() => drafts.get(id)),
    waiting: () =>
      atOnce(() =>
        [...drafts.values()]
          .filter(({ state }) => state === 'waiting')
          .toSorted((a, b) => (a.proposedAt < b.proposedAt ? -1 : 1)),
      ),
    of: (incident) => atOnce(() => [...drafts.values()].filter((draft) => draft.incident === incident)),
    redact: (id) =>
      atOnce(() => {
        const draft = drafts.get(id);
        if (draft) drafts.set(id, stored({ ...draft, text: EMPTY_BODY, redacted: true as const }));
      }),
    edit: (id, of, to) =>
      atOnce(() => {
        const draft = drafts.get(id);
        if (draft?.state !== 'waiting' || versionOf(draft) !== of || draft.takenUntil !== undefined) return false;
        drafts.set(id, stored(changed(draft, to)));
        return true;
      }),
    take: (id, of, now, takenUntil) =>
      atOnce(() => {
        const draft = drafts.get(id);
        if (draft?.state !== 'waiting' || versionOf(draft) !== of) return false;
        if (draft.takenUntil !== undefined && draft.takenUntil > now) return false;
        drafts.set(id, stored({ ...draft, takenUntil }));
        return true;
      }),
    giveBack: (id, takenUntil, to) =>
      atOnce(() => {
        const draft = drafts.get(id);
        if (draft?.state !== 'waiting' || draft.takenUntil !== takenUntil) return;
        drafts.set(id, stored(changed(draft, { ...to, takenUntil: undefined })));
      }),
    handOn: (id, handedTo) =>
      atOnce(() => {
        const draft = drafts.get(id);
        if (draft?.state === 'waiting') drafts.set(id, stored({ ...draft, handedTo }));
      }),
    decide: (id, state, decided) =>
      atOnce(() => {
        const draft = drafts.get(id);
        if (draft?.state !== 'waiting' || (state === 'dropped' && draft.takenUntil !== undefined)) return false;
        drafts.set(id, stored({ ...changed(draft, { takenUntil: undefined }), state, decided }));
        return true;
      }),
  };
}

const changed = (draft: CommandDraft, to: DraftEdit & { takenUntil?: undefined }): CommandDraft =>
  Object.fromEntries(Object.entries({ ...draft, ...to }).filter(([, value]) => value !== undefined)) as CommandDraft;
