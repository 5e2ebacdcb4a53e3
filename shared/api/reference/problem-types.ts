import { REFUSALS } from '../../wording/refusals.ts';

/** Every `type` that a problem document of the API may have, with its status and what it means. */
export const PROBLEM_TYPES: Readonly<Record<string, { status: number; title: string }>> = {
  ...REFUSALS,
  'invalid-json': { status: 400, title: 'The body is not valid JSON' },
  'not-authentic': { status: 401, title: 'The webhook does not know the secret of its source' },
  'role-missing': { status: 403, title: 'Your role, or the scope of the token, does not allow this' },
  'needs-second-person': { status: 403, title: 'Somebody else has to do this' },
  'not-found': { status: 404, title: 'There is nothing at this address' },
  'no-such-channel': { status: 404, title: 'There is no such channel' },
  'no-such-draft': { status: 404, title: 'There is no such draft' },
  'no-such-import': { status: 404, title: 'Nothing was imported under that id' },
  'no-such-loop': { status: 404, title: 'Nobody of that id waits for an answer' },
  'no-such-source': { status: 404, title: 'There is no such source of alarms' },
  'draft-changed': { status: 409, title: 'The draft was edited; with the draft, whose version has to be named' },
  'draft-decided': { status: 409, title: 'The draft was decided already' },
  'incident-exists': { status: 409, title: 'An incident of that id was opened here; an import never speaks over it' },
  'said-since': {
    status: 409,
    title: 'Something was said since the draft was written; with currentEtag, for `seen`, and entriesSince',
  },
  'held-before': { status: 409, title: 'The apology was held before in this silence' },
  'no-handover': { status: 409, title: 'There is no handover that waits to be accepted' },
  'changed-meanwhile': { status: 412, title: 'Somebody else has posted since; with currentEtag and entriesSince' },
  'body-too-large': { status: 413, title: 'The body has more than 256 KB' },
  'not-json': { status: 415, title: 'The body is not sent as JSON' },
  'invalid-request': { status: 422, title: 'Something about the request is wrong; errors names the fields' },
  'idempotency-key-reused': { status: 422, title: 'The Idempotency-Key stands for another request' },
  'lint-asks': { status: 422, title: 'The rules ask about the text; with rules and findings' },
  'not-a-subscription': { status: 422, title: 'The address to confirm does not belong to SNS' },
  'too-many-requests': { status: 429, title: 'The client asks too often; with Retry-After' },
  'internal-error': { status: 500, title: 'Something is wrong on our side; send it again with the same key' },
};
