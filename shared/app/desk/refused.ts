import { Problem } from '../../contract/problem.ts';
import type { Answer } from '../../core/desk/answer.ts';
import type { ReplyObjection } from '../../core/desk/reply-lint.ts';
import type { Instant } from '../../core/instant.ts';
import type { Suggestion } from '../../wording/desk/replies.ts';

// Why the desk does not do what somebody asks. Each says what to do instead; nothing was changed.

const problem = (type: string, status: number, title: string, detail: string, more: object = {}): Problem =>
  new Problem({ type, title, status, detail, ...more });

export const noSuchMention = (): Problem =>
  problem(
    'no-such-mention',
    404,
    'There is no such mention',
    'Nothing of this id is kept; after 30 days a mention is forgotten.',
  );

export const notDeployed = (source: string): Problem =>
  problem(
    'no-such-desk-source',
    404,
    'Nobody is heard there by this system',
    `"${source}" is not among desk.sources of the config. Write it there, and ${source === 'mail' ? 'the address of your ticket system into desk.ticketSystem' : 'its channel into channels'}, and deploy.`,
  );

/** 403 and not 409, which some ticket systems take for a reason to try again. */
export const notConnected = (source: string): Problem =>
  problem(
    'desk-source-not-connected',
    403,
    'Nobody is heard there yet',
    `Nothing of this was kept. An administrator connects it first: PUT /v1/desk/sources/${source} with {"connected": true}.`,
  );

export const noSuchCase = (): Problem =>
  problem('no-such-case', 404, 'There is no such case', 'Nobody has this case; after 30 days it is forgotten.');

export const takenBy = (by: string, until: Instant): Problem =>
  problem(
    'taken-by-another',
    409,
    'Somebody else has just taken it',
    `${by} has it until ${until.slice(11, 19)} UTC, unless they take it again.`,
    {
      by,
      until,
    },
  );

/** What the first one said goes with it, so that whoever comes second need not ask. */
export const answeredAlready = ({ by, text, at, state }: Answer): Problem =>
  problem(
    'answered-already',
    409,
    'Somebody has answered this person already',
    `${by} did at ${at.slice(11, 19)} UTC. Each person is answered once about an incident.`,
    {
      answer: { by, text, at, state },
    },
  );

export const saidMeanwhile = (etag: string | undefined, suggestions: readonly Suggestion[]): Problem =>
  problem(
    'changed-meanwhile',
    412,
    'Somebody has spoken since',
    'What you were about to say may be old. Nothing was sent: read the new words, and answer with these.',
    {
      ...(etag === undefined ? {} : { currentEtag: etag }),
      suggestions,
    },
  );

export const seenMissing = (): Problem =>
  problem(
    'state-not-named',
    428,
    'The state that you have read has to be named',
    'Send If-Match with the etag that the mention was answered with, so that nobody is told an old truth.',
  );

export const frozen = (): Problem =>
  problem(
    'desk-frozen',
    409,
    'Everything that goes out is frozen',
    'Nothing was sent. Somebody who may speak releases it, and until then nobody is answered.',
  );

export const leftAlone = (): Problem =>
  problem(
    'asked-to-be-left-alone',
    409,
    'They asked to be left alone',
    'Nothing was sent. This is kept for 90 days, and nobody of us ends it.',
  );

export const isMutedNow = (by: string): Problem =>
  problem('muted', 409, 'They are muted', `${by} muted them. Unmute them first if they are to be answered.`);

export const isDrill = (): Problem =>
  problem('is-drill', 409, 'The incident is a drill', 'Nobody outside hears of a drill. Nothing was sent.');

export const onlyByHand = (reason: string): Problem =>
  problem(
    'only-by-hand',
    409,
    'A program may not answer this',
    `${reason} Answer there yourself, and say here that you did.`,
  );

export const moneyIsGone = (): Problem =>
  problem(
    'money-used-up',
    409,
    'The money of the desk is used up',
    'Nothing was sent. Answer by hand, or raise desk.dollarsPerMonth or desk.perIncident.',
  );

/** What speaks against the words, each by its rule. */
export const notSayable = (objections: readonly ReplyObjection[]): Problem =>
  problem(
    'reply-not-sayable',
    422,
    'These words may not go out',
    objections.map(({ quote, reason }) => (quote === '' ? reason : `“${quote}” ${reason}`)).join('; '),
    {
      errors: objections.map(({ rule, quote, reason }) => ({
        field: 'text',
        reason: quote === '' ? reason : `“${quote}” ${reason}`,
        rule,
      })),
    },
  );

export const notResolved = (): Problem =>
  problem(
    'not-resolved',
    409,
    'The incident is not resolved',
    'Those who were answered are told that it is over once it is. Nothing was ticked.',
  );

export const noSuchTemplate = (): Problem =>
  problem(
    'no-such-template',
    404,
    'Nobody proposed words of that id',
    'GET /v1/desk/templates lists them. Nothing was changed.',
  );

export const templateDecided = (by: string): Problem =>
  problem('template-decided', 409, 'These words were decided already', `${by} did. Propose others.`);

export const ownWords = (): Problem =>
  problem(
    'needs-second-person',
    403,
    'Somebody else has to do this',
    'Whoever proposed words does not approve them. Ask another approver.',
  );
