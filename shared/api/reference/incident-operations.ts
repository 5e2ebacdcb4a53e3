import * as answers from '../../contract/answers.ts';
import * as bodies from '../../contract/schemas.ts';
import { command, get, KEY, LISTED, ONE, type Operation, opening, SAID, SO_ALREADY, TIMES } from './operation.ts';

/** What can be asked about incidents, and said of them. */
export const INCIDENT_OPERATIONS: readonly Operation[] = [
  opening('/v1/incidents', 'Open an incident', bodies.openBody, TIMES),
  get('/v1/incidents', 'List incidents, newest first', answers.incidentList, ['invalid-request'], { query: LISTED }),
  get(
    '/v1/incidents/{id}',
    'Read an incident with its promises, deliveries and reminders',
    answers.incidentRead,
    ['incident-not-found'],
    ONE,
  ),
  command(
    '/v1/incidents/{id}/updates',
    'Post an update; with status resolved it is the resolve command',
    bodies.updateBody,
    ['incident-not-open', 'is-maintenance', 'lint-asks', ...TIMES],
    { unchanged: true },
  ),
  command(
    '/v1/incidents/{id}/resolve',
    'Resolve',
    bodies.resolveBody,
    ['incident-not-open', 'is-maintenance', 'lint-asks', ...TIMES],
    { unchanged: true },
  ),
  {
    method: 'post',
    path: '/v1/incidents/resolve',
    summary: 'Resolve several incidents with one text: an entry in each',
    permission: 'speak',
    body: bodies.resolveTogetherBody,
    takesKey: true,
    answers: { 200: { is: 'What became of each', schema: answers.resolvedTogether } },
    problems: ['lint-asks', 'promise-in-the-past', 'promise-too-far', KEY],
  },
  command(
    '/v1/incidents/{id}/reopen',
    'Reopen a resolved incident, or one that was merged by mistake',
    bodies.reopenBody,
    ['already-open', 'incident-not-open', 'is-maintenance', 'lint-asks', ...TIMES],
  ),
  command('/v1/incidents/{id}/corrections', 'Correct an earlier entry', bodies.correctionBody, [
    'no-such-entry',
    'happened-in-the-future',
    'lint-asks',
  ]),
  command('/v1/incidents/{id}/postmortem', 'Publish the postmortem', bodies.postmortemBody, [
    'still-open',
    'incident-not-open',
    'is-maintenance',
  ]),
  command(
    '/v1/incidents/{id}/retract',
    'Retract: opened in error',
    bodies.retractBody,
    ['merged-already', 'lint-asks', 'is-maintenance'],
    {
      unchanged: true,
    },
  ),
  command('/v1/incidents/{id}/merge', 'Merge into another incident', bodies.mergeBody, [
    'merge-into-itself',
    'merged-already',
    'no-such-target',
    'incident-not-open',
    'is-maintenance',
  ]),
  command(
    '/v1/incidents/{id}/redactions',
    'Redact the text of an entry, and every copy of it; it never waits. The answer names what is out of reach',
    bodies.redactionBody,
    ['no-such-entry', 'note-would-wait', 'lint-asks'],
    {
      answers: {
        201: { ...SAID, schema: answers.redacted },
        200: { ...SO_ALREADY, schema: answers.redacted },
      },
    },
  ),
  {
    method: 'post',
    path: '/v1/incidents/{id}/hold',
    summary: 'Have the apology wait while you compose, once a silence',
    permission: 'speak',
    body: bodies.holdBody,
    bodyOptional: true,
    takesIfMatch: true,
    answers: { 200: { is: 'It waits until then', schema: answers.held } },
    problems: ['incident-not-found', 'incident-not-open', 'changed-meanwhile', 'held-before'],
  },
  {
    method: 'post',
    path: '/v1/incidents/{id}/handover',
    summary: 'Hand an incident over to the next commander, who has it once they accept',
    permission: 'speak',
    body: bodies.handoverBody,
    answers: { 200: { is: 'Both are reminded until it is accepted', schema: answers.handoverDone } },
    problems: ['incident-not-found', 'incident-not-open'],
  },
  {
    method: 'post',
    path: '/v1/incidents/{id}/handover/accept',
    summary: 'Take an incident over',
    permission: 'speak',
    answers: { 200: { is: 'It is yours, with every promise that is open', schema: answers.handoverDone } },
    problems: ['incident-not-found', 'no-handover', 'needs-second-person'],
  },
  {
    method: 'post',
    path: '/v1/incidents/{id}/loops',
    summary: 'Note who waits for an answer of their own; never public',
    permission: 'speak',
    body: bodies.followUpBody,
    answers: { 201: { is: 'Noted, once', schema: answers.followUpNoted } },
    problems: ['incident-not-found'],
  },
  {
    method: 'post',
    path: '/v1/incidents/{id}/loops/{loop}/answered',
    summary: 'Note that somebody was answered',
    permission: 'speak',
    answers: { 200: { is: 'Noted', schema: answers.followUpNoted } },
    problems: ['incident-not-found', 'no-such-loop'],
  },
];
