import { paginateQuery, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Answer } from '../../core/desk/answer.ts';
import { CASE_KEPT_MS, type DeskCase } from '../../core/desk/case.ts';
import { MENTION_KEPT_MS, type Mention } from '../../core/desk/kept-mention.ts';
import { saidAtOf, timeInId } from '../../core/desk/names.ts';
import { type DeskPerson, MUTED_FOR_MS } from '../../core/desk/person.ts';
import type { DeskTemplate } from '../../core/desk/template.ts';
import { type Instant, plus } from '../../core/instant.ts';
import type { DeskStores } from '../../ports/desk.ts';
import {
  ANSWER_PREFIX,
  answerKey,
  caseKey,
  DESK_HOUSE_KEY,
  DESK_PARTITION,
  DESK_PERSON_PREFIX,
  deskAccountKey,
  deskPersonKey,
  MENTION_PREFIX,
  mentionKey,
  mentionPartitions,
  TEMPLATE_PREFIX,
  templateKey,
  tickedKey,
} from './desk-keys.ts';
import { incidentPartition } from './keys.ts';
import { itemsUnder, type Table } from './table.ts';
import { dynamodbVersioned } from './versioned.ts';
import { readRecord, recordOf, swapRecord } from './versioned-items.ts';

/** All that the desk keeps, in DynamoDB: an item for each mention, answer, person and case, which the table forgets. */
export function dynamodbDesk(at: Table): DeskStores {
  const under = async <T>(pk: string, prefix: string): Promise<T[]> =>
    (await itemsUnder<Parameters<typeof recordOf<T>>[0]>(at, pk, prefix)).map(recordOf);

  return {
    mentions: {
      hear: (mention) => swapRecord(at, mentionKey(mention), { ...mention, version: 1 }, keptUntil(mention)),
      async of(source, id) {
        const said = saidAtOf(id);
        return said === undefined ? undefined : readRecord<Mention>(at, mentionKey({ at: said, source, id }));
      },
      async said(from, to, source) {
        const days = await Promise.all(mentionPartitions(from, to).map((pk) => saidOn(at, pk, from, to)));
        return days.flat().filter((one) => source === undefined || one.source === source);
      },
      swap: (mention) => swapRecord(at, mentionKey(mention), mention, keptUntil(mention)),
    },
    answers: {
      one: (name) => readRecord<Answer>(at, answerKey(name)),
      about: (incident) => under<Answer>(incidentPartition(incident), ANSWER_PREFIX),
      swap: (answer) => swapRecord(at, answerKey(answer), answer, plus(answer.at, MENTION_KEPT_MS)),
    },
    people: {
      of: (source, person) => readRecord<DeskPerson>(at, deskPersonKey(source, person)),
      all: () => under<DeskPerson>(DESK_PARTITION, DESK_PERSON_PREFIX),
      swap: (one) => swapRecord(at, deskPersonKey(one.source, one.person), one, forgottenAt(one)),
    },
    cases: {
      of: (name) => readRecord<DeskCase>(at, caseKey(name)),
      swap: (one) => swapRecord(at, caseKey(one.name), one, plus(one.at, CASE_KEPT_MS)),
    },
    templates: {
      all: () => under<DeskTemplate>(DESK_PARTITION, TEMPLATE_PREFIX),
      swap: (template) => swapRecord(at, templateKey(template.id), template),
    },
    account: (source) => dynamodbVersioned(at, deskAccountKey(source)),
    house: dynamodbVersioned(at, DESK_HOUSE_KEY),
    ticked: (incident) => dynamodbVersioned(at, tickedKey(incident)),
  };
}

const keptUntil = ({ at }: Mention): Instant => plus(at, MENTION_KEPT_MS);

/** Behind the end of whatever is kept of them; of whom nothing is, the record goes with the next run of the table. */
function forgottenAt({ muted, optedOut, changedAt }: DeskPerson): Instant {
  const since = [muted?.at, optedOut?.at]
    .filter((one) => one !== undefined)
    .toSorted()
    .at(-1);
  return since === undefined ? changedAt : plus(since, MUTED_FOR_MS);
}

/** What was said within one day's partition between two times, oldest first. */
async function saidOn({ client, table }: Table, pk: string, from: Instant, to: Instant): Promise<Mention[]> {
  const query: QueryCommandInput = {
    TableName: table,
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
    ExpressionAttributeValues: {
      ':pk': pk,
      ':first': `${MENTION_PREFIX}${timeInId(from)}`,
      // Behind every id of that very millisecond.
      ':last': `${MENTION_PREFIX}${timeInId(to)}~`,
    },
  };
  const mentions: Mention[] = [];
  for await (const page of paginateQuery({ client }, query))
    mentions.push(
      ...(page.Items ?? []).map((item) => recordOf<Mention>(item as Parameters<typeof recordOf<Mention>>[0])),
    );
  return mentions;
}
