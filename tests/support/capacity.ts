import type { Table } from '../../shared/adapters/dynamodb/table.ts';

/** One request and the capacity units that the table charged for it. */
export type Spent = { operation: string; units: number };

/**
 * Has the table tell what each request of this client costs, in capacity units; the list grows as requests are made.
 * Dynalite leaves out what an index adds; DynamoDB Local and AWS count it.
 */
export function measureCapacity({ client }: Table): Spent[] {
  const spent: Spent[] = [];
  client.middlewareStack.add(
    (next, context) => async (args) => {
      Object.assign(args.input, { ReturnConsumedCapacity: 'TOTAL' });
      const answer = await next(args);
      const { ConsumedCapacity } = answer.output as { ConsumedCapacity?: { CapacityUnits?: number } };
      spent.push({ operation: context.commandName ?? '', units: ConsumedCapacity?.CapacityUnits ?? 0 });
      return answer;
    },
    { step: 'initialize', name: 'measureCapacity' },
  );
  return spent;
}
