import * as answers from '../../contract/machine-answers.ts';
import * as bodies from '../../contract/machine-schemas.ts';
import { get, type Operation } from './operation.ts';

/** The programs of the house, each with a client of its own. */
export const MACHINE_OPERATIONS: readonly Operation[] = [
  get('/v1/clients', 'The programs that have a client, and whose each is', answers.machineList, [], {
    permission: 'administer',
  }),
  {
    method: 'post',
    path: '/v1/clients',
    summary: 'Make a client for a program; its secret is told this once',
    permission: 'administer',
    body: bodies.machineBody,
    answers: { 201: { is: 'Made', schema: answers.machineMade } },
    problems: ['client-exists'],
  },
  {
    method: 'post',
    path: '/v1/clients/{client}/rotate',
    summary: 'A new secret for a program, by its name or id; the one before it stays good until the next',
    permission: 'administer',
    body: bodies.rotateBody,
    bodyOptional: true,
    answers: { 200: { is: 'The new secret', schema: answers.machineRotated } },
    problems: ['no-such-client'],
  },
  {
    method: 'delete',
    path: '/v1/clients/{client}',
    summary: 'End a program: no token of it is taken any more',
    permission: 'administer',
    answers: { 200: { is: 'Ended', schema: answers.machineGone } },
    problems: ['no-such-client'],
  },
];
