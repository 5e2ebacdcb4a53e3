import { isDeepStrictEqual } from 'node:util';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { SaidOnDuty } from '../../core/people/duty.ts';
import type { Person } from '../../core/people/person.ts';
import type { PeopleRecords } from '../../ports/people.ts';
import { DUTY_PREFIX, dutyKey, PEOPLE_PARTITION, PERSON_PREFIX, personKey } from './keys.ts';
import { itemsUnder, madeOnce, type Table, unlessRefused } from './table.ts';

/** The people of the house in DynamoDB: an item for each, and one for each duty. One query reads them all. */
export function dynamodbPeople(at: Table): PeopleRecords {
  const { client, table } = at;

  async function of(id: string): Promise<Person | undefined> {
    const { Item } = await client.send(new GetCommand({ TableName: table, Key: personKey(id), ConsistentRead: true }));
    return Item && (withoutKeys(Item) as Person);
  }

  return {
    of,

    async read() {
      const [people, said] = await Promise.all([
        itemsUnder<Person>(at, PEOPLE_PARTITION, PERSON_PREFIX),
        itemsUnder<SaidOnDuty>(at, PEOPLE_PARTITION, DUTY_PREFIX),
      ]);
      return {
        people: people.map((item) => withoutKeys(item) as Person).filter(({ removedAt }) => removedAt === undefined),
        said: said.map((item) => withoutKeys(item) as SaidOnDuty),
      };
    },

    async put(person, over) {
      const put = client.send(
        new PutCommand({
          TableName: table,
          Item: { ...personKey(person.id), ...person },
          ConditionExpression: over === 0 ? 'attribute_not_exists(pk)' : 'version = :over',
          ...(over === 0 ? {} : { ExpressionAttributeValues: { ':over': over } }),
        }),
      );
      return madeOnce(put, async () => isDeepStrictEqual(await of(person.id), stored(person)));
    },

    async sayOnDuty(said) {
      const put = client.send(
        new PutCommand({
          TableName: table,
          Item: { ...dutyKey(said.as), ...said },
          ConditionExpression: 'attribute_not_exists(pk) OR #at <= :at',
          ExpressionAttributeNames: { '#at': 'at' },
          ExpressionAttributeValues: { ':at': said.at },
        }),
      );
      await unlessRefused(put, undefined);
    },
  };
}

const withoutKeys = ({ pk: _pk, sk: _sk, ...item }: Record<string, unknown>): object => item;

/** As the table gives it back: what is undefined is not there. */
const stored = (person: Person): Person => JSON.parse(JSON.stringify(person)) as Person;
