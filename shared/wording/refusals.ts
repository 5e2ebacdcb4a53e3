import type { RefusalCode } from '../core/refusal.ts';

/** What a refusal says to the person who gets it, and the HTTP status that goes with it. */
export const REFUSALS: Record<RefusalCode, { status: number; title: string; detail: string }> = {
  'incident-not-found': {
    status: 404,
    title: 'There is no such incident',
    detail: 'Check the id, or list the incidents with GET /v1/incidents.',
  },
  'maintenance-not-found': {
    status: 404,
    title: 'There is no such maintenance',
    detail: 'Check the id, or list what is announced with GET /v1/maintenances.',
  },
  'incident-not-open': {
    status: 409,
    title: 'The incident is not open',
    detail:
      'Nothing was posted. If it was resolved and is back, reopen it with POST /v1/incidents/{id}/reopen; of what is over only title and reportBy can be changed, with a message and nothing else; if it was merged by mistake, reopen it too; if it was retracted, open a new one; if you want to mend a text, post a correction.',
  },
  'already-open': {
    status: 409,
    title: 'The incident is open already',
    detail: 'Nothing was posted. Post an update instead.',
  },
  'still-open': {
    status: 409,
    title: 'The incident is still open',
    detail:
      'Nothing was posted. A postmortem follows the end, or keeps a report that was promised: resolve the incident first, or post an update.',
  },
  'merge-into-itself': {
    status: 422,
    title: 'An incident cannot be merged into itself',
    detail: 'Nothing was posted. Give the id of the other incident, in which this one continues.',
  },
  'merged-already': {
    status: 409,
    title: 'The incident was merged into {subject} already',
    detail:
      'Nothing was changed. If that was wrong, merge it into the right one with "redirect": true, or reopen it: it is an incident of its own again then.',
  },
  'no-such-target': {
    status: 422,
    title: 'There is no such incident to continue in',
    detail:
      'Nothing was posted. Give the id of an incident that is still open and public, and whose words may come by themselves (not restricted, no drill); GET /v1/incidents lists them. One that is over can be reopened first.',
  },
  'promise-in-the-past': {
    status: 422,
    title: 'The promised time has passed already',
    detail: 'Give a time that lies ahead, for example PT30M for 30 minutes from now.',
  },
  'promise-too-far': {
    status: 422,
    title: 'The promised time is too far ahead',
    detail: 'The next update can be promised for at most 7 days ahead, restoration and a report for at most 90.',
  },
  'no-such-entry': {
    status: 422,
    title: 'The incident has no such entry',
    detail: 'Use the seq of an entry as GET /v1/incidents/{id} shows it.',
  },
  'note-would-wait': {
    status: 422,
    title: 'No note can stand here',
    detail:
      'Nothing was removed. What is said of this incident is read by a second person first, and a redaction waits for nobody: leave the note out, the reason has a sentence of its own. What else has to be said can be posted as a correction.',
  },
  'is-maintenance': {
    status: 409,
    title: 'This is a maintenance, not an incident',
    detail: 'Nothing was posted. Use POST /v1/maintenances/{id}/updates.',
  },
  'is-not-maintenance': {
    status: 409,
    title: 'This is an incident, not a maintenance',
    detail: 'Nothing was posted. Use POST /v1/incidents/{id}/updates.',
  },
  'maintenance-over': {
    status: 409,
    title: 'The maintenance is over',
    detail:
      'Nothing was posted. To mend a text, post a correction; for more work, schedule another maintenance; if something broke, open an incident.',
  },
  'maintenance-has-begun': {
    status: 422,
    title: 'The maintenance has begun already',
    detail: 'Its beginning cannot be moved any more. Extend it with scheduledUntil, or cancel it.',
  },
  'scheduled-in-the-past': {
    status: 422,
    title: 'The maintenance would begin in the past',
    detail: 'Give a time that lies ahead, or "now".',
  },
  'ends-before-it-begins': {
    status: 422,
    title: 'The maintenance would end before it begins',
    detail: 'scheduledUntil must lie after scheduledFor.',
  },
  'kept-for-the-past': {
    status: 422,
    title: 'The time at which it was to be posted has passed already',
    detail: 'Nothing was kept. Give a time that lies ahead, or leave it out and post the text when you want to.',
  },
  'kept-too-long': {
    status: 422,
    title: 'The time at which it is to be posted is too far ahead',
    detail:
      'Nothing was kept. A text posts itself at most a day ahead; without a time it can be kept and posted by hand.',
  },
  'kept-past-a-promise': {
    status: 422,
    title: 'The public was promised a word by {subject}, before that',
    detail:
      'Nothing was kept. By then the promise would have slipped, and the text would wait. Give a time that is not behind it, or post an update first that promises another.',
  },
  'kept-needs-second-person': {
    status: 422,
    title: 'A second person reads this text first',
    detail:
      'Nothing was kept. Post it as it is: it waits as a draft until somebody else has read it, and nothing of it is public before.',
  },
  'happened-in-the-future': {
    status: 422,
    title: 'happenedAt lies in the future',
    detail: 'Give the time at which it happened, or leave it out.',
  },
};
