/**
 * Everything that takes statements and decides about them, in one piece: with the first of them all of it is loaded, and
 * whoever only reads loads nothing of it.
 */
export { preview } from '../app/preview.ts';
export { lostRace } from '../app/run-command.ts';
export { parseBody } from '../contract/parse.ts';
export * as schemas from '../contract/schemas.ts';
export {
  acceptForIncident,
  acceptForMaintenance,
  acceptOpening,
  acceptSchedule,
  changedMeanwhile,
} from './accept.ts';
export { acceptComponentStatus } from './component-status.ts';
export { approveDraft, dropDraft, editDraft, listDrafts, readDraft } from './drafts.ts';
export { answerEtaAdvice } from './eta-advice.ts';
export { acceptKept } from './kept.ts';
export { resolveTogether } from './resolve-together.ts';
