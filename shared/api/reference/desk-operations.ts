import * as z from 'zod';
import * as answers from '../../contract/desk-answers.ts';
import * as bodies from '../../contract/desk-schemas.ts';
import { ticketMessageBody, ticketStateBody } from '../../contract/ticket-schemas.ts';
import { get, type Operation } from './operation.ts';

const post = (
  path: string,
  summary: string,
  schema: z.ZodType,
  problems: string[],
  more: Partial<Operation> = {},
): Operation => ({
  method: 'post',
  path,
  summary,
  permission: 'tend',
  answers: { 200: { is: summary, schema } },
  problems,
  ...more,
});

const INCIDENT = { incident: 'Which one' };
const THERE = ['no-such-mention'];

/** What customers said, and how they are answered. */
export const DESK_OPERATIONS: readonly Operation[] = [
  get('/v1/desk', 'What customers said, who waits first', answers.deskList, ['invalid-request'], {
    query: {
      incident: 'Of this one alone; the last two days if it is not said',
      state: '`new`, `taken`, `answered`, `handed`, `left` or `expired`; all if it is not said',
    },
  }),
  {
    method: 'put',
    path: '/v1/desk/sources/{source}',
    summary: 'Has a source be heard, or not any more',
    permission: 'administer',
    body: bodies.deskSourceBody,
    answers: { 200: { is: 'How it stands', schema: answers.deskSource } },
    problems: ['no-such-desk-source'],
  },
  get(
    '/v1/desk/{source}/{id}',
    'A mention, what our page says now, what could be answered, and what it costs',
    answers.deskMention,
    THERE,
  ),
  post(
    '/v1/desk/{source}/{id}/take',
    'Have a mention for three minutes, and three more if taken again',
    answers.deskMoved,
    [...THERE, 'taken-by-another'],
  ),
  post(
    '/v1/desk/{source}/{id}/release',
    'Give back a mention before its three minutes are over',
    answers.deskMoved,
    THERE,
  ),
  post('/v1/desk/{source}/{id}/left', 'Say nothing to a mention', answers.deskMoved, [...THERE, 'taken-by-another']),
  post(
    '/v1/desk/{source}/{id}/stream',
    'What its author said of late; costs money, and is not kept',
    answers.deskStream,
    [...THERE, 'only-by-hand', 'money-used-up'],
  ),
  post(
    '/v1/desk/{source}/{id}/answer',
    'Answer somebody, once for each person and incident, in words that our page bears out; by a person',
    answers.deskAnswered,
    [
      ...THERE,
      'person-needed',
      'taken-by-another',
      'answered-already',
      'desk-frozen',
      'asked-to-be-left-alone',
      'muted',
      'is-drill',
      'only-by-hand',
      'money-used-up',
      'changed-meanwhile',
      'state-not-named',
      'reply-not-sayable',
    ],
    { permission: 'answer', body: bodies.deskAnswerBody, takesIfMatch: true },
  ),
  post(
    '/v1/desk/{source}/{id}/by-hand',
    'Note that a person answered there themselves',
    answers.deskAnswered,
    [...THERE, 'person-needed', 'answered-already'],
    { permission: 'answer' },
  ),
  post(
    '/v1/desk/people/{source}/{id}/mute',
    'Hide what somebody says for 90 days; they still count in floods',
    answers.deskPerson,
    THERE,
  ),
  post('/v1/desk/people/{source}/{id}/unmute', 'Take that back', answers.deskPerson, THERE),
  get(
    '/v1/desk/report',
    'What the desk did in one incident',
    answers.deskReported,
    ['incident-not-found', 'invalid-request'],
    { query: INCIDENT },
  ),
  get(
    '/v1/desk/report-back',
    'Who was answered, and how they can be told that it is over',
    answers.deskReportBack,
    ['incident-not-found', 'invalid-request'],
    { query: INCIDENT },
  ),
  post(
    '/v1/desk/report-back',
    'Have those told who were answered, once it has stayed resolved for ten minutes; by a person',
    answers.deskReportBack,
    ['person-needed', 'incident-not-found', 'not-resolved'],
    { permission: 'answer', body: bodies.reportBackBody },
  ),
  post(
    '/v1/desk/report-back/{source}/{id}/by-hand',
    'Note that a person told somebody themselves',
    answers.deskReportBack,
    [...THERE, 'person-needed', 'incident-not-found', 'invalid-request', 'not-resolved', 'answered-already'],
    { permission: 'answer', query: INCIDENT },
  ),
  get('/v1/desk/templates', 'Words that the desk proposed, and what became of them', answers.deskTemplates),
  post('/v1/desk/templates', 'Propose words for a purpose; a second person approves them', answers.deskTemplate, [], {
    body: bodies.deskTemplateBody,
    answers: { 201: { is: 'Proposed, or as it was already', schema: answers.deskTemplate } },
  }),
  post(
    '/v1/desk/templates/{id}/approve',
    'Have words used, by somebody who did not propose them',
    answers.deskTemplate,
    ['no-such-template', 'template-decided', 'needs-second-person'],
    { permission: 'approve' },
  ),
  post(
    '/v1/desk/templates/{id}/drop',
    'Drop proposed words, or retire approved ones',
    answers.deskTemplate,
    ['no-such-template', 'template-decided'],
    { permission: 'approve' },
  ),
  post('/v1/cases/{case}/notes', 'Keep what support says of a case', answers.deskCase, ['no-such-case'], {
    body: bodies.caseNoteBody,
  }),
  {
    method: 'post',
    path: '/tickets',
    summary:
      'The webhook of a ticket system: what a customer wrote, or, with `state`, how support says that a case stands; it carries the secret that GET /v1/intake shows, or is signed with it',
    anyMediaType: true,
    body: z.union([ticketMessageBody, ticketStateBody]),
    answers: {
      200: { is: 'The state is kept; or nothing was to be done', schema: answers.ticketDone },
      202: { is: 'Heard, and once', schema: answers.ticketHeard },
    },
    problems: [
      'not-authentic',
      'too-many-requests',
      'desk-source-not-connected',
      'no-such-desk-source',
      'no-such-case',
    ],
  },
];
