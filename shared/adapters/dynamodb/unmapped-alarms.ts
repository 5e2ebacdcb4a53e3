import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { DAY_MS, epochMs, plus, SECOND_MS } from '../../core/instant.ts';
import {
  placeOfUnmapped,
  UNMAPPED_DAYS,
  UNMAPPED_SHOWN,
  type Unmapped,
  type UnmappedAlarms,
} from '../../ports/unmapped-alarms.ts';
import { HELD_ALARMS_PARTITION, UNMAPPED_PREFIX, unmappedKey } from './keys.ts';
import { itemsUnder, type Table } from './table.ts';

const KEPT_MS = UNMAPPED_DAYS * DAY_MS;

/** What came to nothing, in DynamoDB: a fixed number of items, each overwritten by what is like it, and gone in time. */
export function dynamodbUnmappedAlarms(at: Table): UnmappedAlarms {
  return {
    async note(unmapped) {
      const expiresAt = Math.ceil((epochMs(unmapped.at) + KEPT_MS) / SECOND_MS);
      const Item = { ...unmappedKey(placeOfUnmapped(unmapped)), unmapped, expiresAt };
      await at.client.send(new PutCommand({ TableName: at.table, Item }));
    },

    async newest(now) {
      const items = await itemsUnder<{ unmapped: Unmapped }>(at, HELD_ALARMS_PARTITION, UNMAPPED_PREFIX);
      return items
        .map(({ unmapped }) => unmapped)
        .filter((one) => one.at > plus(now, -KEPT_MS))
        .toSorted((a, b) => (a.at < b.at ? 1 : -1))
        .slice(0, UNMAPPED_SHOWN);
    },
  };
}
