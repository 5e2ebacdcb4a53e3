import * as z from 'zod';
import * as answers from '../../contract/people-answers.ts';
import * as bodies from '../../contract/people-schemas.ts';
import { get, type Operation } from './operation.ts';

const person = z.object({ person: answers.person });

/** The people of the house, and who is on duty. */
export const PEOPLE_OPERATIONS: readonly Operation[] = [
  get('/v1/people', 'Who is in the house, who is on duty, and whether somebody would be reached', answers.house),
  get('/v1/people/{id}', 'One person', person, ['no-such-person']),
  {
    method: 'put',
    path: '/v1/people/{id}',
    summary: 'Add somebody, or change what is given of them; the owner of every new address is asked first',
    permission: 'administer',
    body: bodies.personBody,
    answers: {
      201: { is: 'Added', schema: answers.personPut },
      200: { is: 'Changed', schema: answers.personPut },
    },
    problems: ['person-changed'],
  },
  {
    method: 'post',
    path: '/v1/people/{id}/ask',
    summary: 'Ask the owner of an address again',
    permission: 'administer',
    body: bodies.askBody,
    answers: { 200: { is: 'Asked', schema: answers.personPut } },
    problems: ['no-such-person', 'person-changed'],
  },
  {
    method: 'delete',
    path: '/v1/people/{id}',
    summary:
      'Take somebody out: nothing is addressed to them any more, no token or link of theirs does anything, and what they had is offered to the deputy on duty',
    permission: 'administer',
    answers: { 200: { is: 'Taken out', schema: answers.personGone } },
    problems: ['no-such-person', 'person-changed'],
  },
  {
    method: 'post',
    path: '/v1/reminders/test',
    summary: 'Send everybody on duty a message to see that it arrives; who is reached where, and what is not confirmed',
    permission: 'administer',
    answers: { 200: { is: 'Sent', schema: answers.remindersTried } },
    problems: [],
  },
  {
    method: 'delete',
    path: '/v1/session',
    summary: 'Sign out: every token of whoever asks that was issued until now does nothing from now on',
    permission: 'read',
    answers: { 200: { is: 'Signed out', schema: answers.sessionEnded } },
    problems: [],
  },
  {
    method: 'put',
    path: '/v1/duty',
    summary: 'Say who is on duty from now on',
    permission: 'decide',
    body: bodies.dutyBody,
    answers: { 200: { is: 'The house as it is now', schema: answers.house } },
    problems: [],
  },
];
