import type { CommandResult } from '../app/run-command.ts';
import { Problem } from '../contract/problem.ts';
import type { whyNotApprovedBy } from '../core/second-person.ts';
import { type CommandDraft, versionOf } from '../ports/drafts.ts';
import { draftView } from './draft-view.ts';
import { entryView } from './views.ts';

// Why a draft cannot be decided or edited as somebody asked. Nothing has been changed where one of these is thrown.

export const noSuchDraft = (id: string): Problem =>
  new Problem({
    type: 'no-such-draft',
    title: 'There is no such draft',
    status: 404,
    detail: `No draft has the id "${id.slice(0, 40)}"; decided ones are kept for 30 days. GET /v1/drafts lists those that wait.`,
  });

type Why = NonNullable<ReturnType<typeof whyNotApprovedBy>>;

const WHY: Readonly<Record<Why, string>> = {
  'same-person':
    'You have proposed this text yourself, or a program of yours has. Nothing was posted; ask somebody else who approves, or drop it.',
  machine: 'A program is nobody’s second person. Nothing was posted; sign in to the console and decide it there.',
  'by-link': 'A restricted text is approved in the console only. Nothing was posted.',
  'may-be-the-same':
    'It came through a program that the house names no owner of, so it may be yours. Nothing was posted; ask an approver who does not speak and owns no program, or name its owners in `approval.machines` of the config; a program that `candor client add` made has one.',
};

export const needsSecondPerson = (why: Why): Problem =>
  new Problem({
    type: 'needs-second-person',
    title: 'Somebody else has to read it',
    status: 403,
    detail: WHY[why],
  });

export const notYours = ({ proposedBy }: CommandDraft): Problem =>
  new Problem({
    type: 'kept-by-another',
    title: 'Somebody else keeps this text',
    status: 403,
    detail: `It is ${proposedBy.actor}'s, and only they post it. Nothing was posted; edit it, and it is yours, or post an update of your own.`,
  });

/** Also of one that is taken to be said: what becomes of it is known in a moment. */
export const wasDecided = (draft: CommandDraft): Problem =>
  new Problem({
    type: 'draft-decided',
    title: 'The draft was decided already',
    status: 409,
    detail:
      draft.state === 'waiting'
        ? 'It is being posted this moment. Nothing was changed; look at it again.'
        : `It was ${draft.state}${draft.decided ? ` by ${draft.decided.by} at ${draft.decided.at}` : ''}. Nothing was changed.`,
    draft: draftView(draft),
  });

export const isChanged = (draft: CommandDraft): Problem =>
  new Problem({
    type: 'draft-changed',
    title: 'The draft is in another version',
    status: 409,
    detail: `It is in version ${versionOf(draft)} now, by ${draft.proposedBy.actor}. Nothing was done; read it, and name that version in \`version\`.`,
    errors: [{ field: 'version', reason: `must be ${versionOf(draft)}, which is what the draft says now` }],
    draft: draftView(draft),
  });

export const saidSince = (changed: Extract<CommandResult, { type: 'changed-meanwhile' }>): Problem =>
  new Problem({
    type: 'said-since',
    title: 'Something was said since this text was written',
    status: 409,
    detail:
      'Nothing was posted. Read entriesSince; if the text is still right, approve it once more with `seen`: the currentEtag.',
    errors: [{ field: 'seen', reason: `is needed: ${changed.currentEtag}, once you have read what was said since` }],
    currentEtag: changed.currentEtag,
    entriesSince: changed.entriesSince.map(entryView),
  });
