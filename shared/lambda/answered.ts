import { dynamodbAnswered } from '../adapters/dynamodb/answered.ts';
import type { Table } from '../adapters/dynamodb/table.ts';
import { config } from '../config/config.ts';
import type { PeopleAnswered } from '../ports/desk.ts';

/** How many people the desk has answered, for a house that says so on its page; for others nothing is asked. */
export const answeredAsSaid = (at: Table): PeopleAnswered | undefined =>
  config.desk.publicNumber ? dynamodbAnswered(at) : undefined;
