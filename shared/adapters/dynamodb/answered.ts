import type { Answer } from '../../core/desk/answer.ts';
import { peopleAnswered } from '../../core/desk/answer.ts';
import type { PeopleAnswered } from '../../ports/desk.ts';
import { ANSWER_PREFIX } from './desk-keys.ts';
import { incidentPartition } from './keys.ts';
import { itemsUnder, type Table } from './table.ts';

type AnswerItem = Pick<Answer, 'kind' | 'state' | 'source' | 'person'> & { pk: string; sk: string };

/** How many people were answered, by their answers in DynamoDB: one query beside those that are asked of the incident anyway. */
export const dynamodbAnswered = (at: Table): PeopleAnswered => ({
  in: async (incident) => peopleAnswered(await itemsUnder<AnswerItem>(at, incidentPartition(incident), ANSWER_PREFIX)),
});
