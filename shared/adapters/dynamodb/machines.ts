import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Machine } from '../../core/machine.ts';
import type { MachineRecords } from '../../ports/machines.ts';
import { MACHINE_PREFIX, machineKey, PEOPLE_PARTITION } from './keys.ts';
import { itemsUnder, type Table } from './table.ts';

/** The programs of the house in DynamoDB, beside its people: whoever reads both at once makes one query. */
export function dynamodbMachines(at: Table): MachineRecords {
  return {
    async read() {
      const items = await itemsUnder<Machine & Record<string, unknown>>(at, PEOPLE_PARTITION, MACHINE_PREFIX);
      return items.map(({ pk: _pk, sk: _sk, ...machine }) => machine as Machine);
    },
    async put(machine) {
      await at.client.send(new PutCommand({ TableName: at.table, Item: { ...machineKey(machine.id), ...machine } }));
    },
  };
}
