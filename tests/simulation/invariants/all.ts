import type { ChangeInvariant, FinalInvariant } from './invariant.ts';
import * as kept from './kept.ts';
import * as log from './log.ts';
import * as people from './people.ts';
import * as promises from './promises.ts';
import * as site from './site.ts';
import * as x from './x.ts';

/** Checked after each step, for everything that the step changed. */
export const afterEachChange: Record<string, ChangeInvariant> = {
  chainsOnlyGrow: log.chainsOnlyGrow,
  commandsHappenOnce: log.commandsHappenOnce,
  acknowledgedIsStored: log.acknowledgedIsStored,
  newEntriesAreWatched: log.newEntriesAreWatched,
  promisesSettleOnce: promises.promisesSettleOnce,
  apologiesAnswerWhatSlipped: promises.apologiesAnswerWhatSlipped,
  silenceGetsTwoWordsAtMost: promises.silenceGetsTwoWordsAtMost,
  lastWordGivesNoTime: promises.lastWordGivesNoTime,
  noApologyForEtaWhileBack: promises.noApologyForEtaWhileBack,
  noApologyForReportWhileOpen: promises.noApologyForReportWhileOpen,
  pipelineKeepsQuietWhenItMust: promises.pipelineKeepsQuietWhenItMust,
  looksDoNotMultiply: promises.looksDoNotMultiply,
  machinesKeepNothing: promises.machinesKeepNothing,
  nothingIsPostedUnclaimed: x.nothingIsPostedUnclaimed,
  nothingIsPostedTwice: x.nothingIsPostedTwice,
  postsAreInOrder: x.postsAreInOrder,
  deliveredIsOnX: x.deliveredIsOnX,
  endsAreFinal: x.endsAreFinal,
  xApologisesForItsOwnPromises: x.xApologisesForItsOwnPromises,
  frozenMeansQuietOnX: x.frozenMeansQuietOnX,
  incidentPagesOnlyGrow: site.incidentPagesOnlyGrow,
  listsNeverGoBack: site.listsNeverGoBack,
  publishedWasSaid: site.publishedWasSaid,
  pagesAreThereBeforeTheirLinks: site.pagesAreThereBeforeTheirLinks,
  noReminderOfWhatIsSettled: people.noReminderOfWhatIsSettled,
  keptIsTheNextWord: kept.keptIsTheNextWord,
  keptEndsOnce: kept.keptEndsOnce,
};

/** Checked when all has been calm for long enough. */
export const atTheEnd: Record<string, FinalInvariant> = {
  nothingWasLostOrChanged: log.nothingWasLostOrChanged,
  whatLiesAheadIsWatched: log.whatLiesAheadIsWatched,
  supersededIsForgotten: log.supersededIsForgotten,
  everySlipIsAnswered: promises.everySlipIsAnswered,
  everythingReachesX: x.everythingReachesX,
  everythingIsOnTheSite: site.everythingIsOnTheSite,
  openIsShownAsOpen: site.openIsShownAsOpen,
  redactedIsGone: site.redactedIsGone,
  dueRemindersWereSent: people.dueRemindersWereSent,
  keptIsPostedOrAsks: kept.keptIsPostedOrAsks,
};
