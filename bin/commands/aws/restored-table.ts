import {
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DynamoDBClient,
  RestoreTableToPointInTimeCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { SECOND_MS } from '../../../shared/core/instant.ts';
import type { Surroundings } from '../surroundings.ts';
import type { AwsSettings } from './settings.ts';
import { asked, unlessNotFound } from './trouble.ts';

/** A restore takes minutes at least, whatever the size (AWS's docs). */
const LOOK_EVERY_MS = 15 * SECOND_MS;

/** Between which times a table can be restored; undefined where it has no backup. Throws `AwsRefused`. */
export const restorable = (
  settings: AwsSettings,
  table: string,
): Promise<{ from: number; until: number } | undefined> =>
  asked(settings.region, async () => {
    const { ContinuousBackupsDescription: backups } = await new DynamoDBClient(settings).send(
      new DescribeContinuousBackupsCommand({ TableName: table }),
    );
    const { EarliestRestorableDateTime: from, LatestRestorableDateTime: until } =
      backups?.PointInTimeRecoveryDescription ?? {};
    return from && until ? { from: from.getTime(), until: until.getTime() } : undefined;
  });

/** Restores a table as it was at `at` under a new name, and waits until it stands. One of that name that is there is waited for. Throws `AwsRefused`. */
export const restoreTable = (
  settings: AwsSettings,
  { table, as, at }: { table: string; as: string; at: number },
  { wait }: Pick<Surroundings, 'wait'>,
): Promise<void> =>
  asked(settings.region, async () => {
    const client = new DynamoDBClient(settings);
    await client
      .send(
        new RestoreTableToPointInTimeCommand({
          SourceTableName: table,
          TargetTableName: as,
          RestoreDateTime: new Date(at),
        }),
      )
      .catch((error: Error) => {
        // Asked for by an earlier run that was ended.
        if (error.name !== 'TableAlreadyExistsException' && error.name !== 'TableInUseException') throw error;
      });
    for (;;) {
      const { Table } = await client.send(new DescribeTableCommand({ TableName: as }));
      if (Table?.TableStatus === 'ACTIVE') return;
      await wait(LOOK_EVERY_MS);
    }
  });

/** What a restored table has not, although its original had it: a backup, the days when items go, and protection (AWS's docs). */
export const settleTable = (settings: AwsSettings, table: string): Promise<void> =>
  asked(settings.region, async () => {
    const client = new DynamoDBClient(settings);
    await client.send(
      new UpdateContinuousBackupsCommand({
        TableName: table,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      }),
    );
    await client
      .send(
        new UpdateTimeToLiveCommand({
          TableName: table,
          TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
        }),
      )
      .catch((error: Error) => {
        if (!/already enabled/i.test(error.message)) throw error;
      });
    await client.send(new UpdateTableCommand({ TableName: table, DeletionProtectionEnabled: true }));
  });

/** Deletes a table that a drill has made. */
export const deleteTable = (settings: AwsSettings, table: string): Promise<void> =>
  asked(settings.region, async () => {
    await new DynamoDBClient(settings).send(new DeleteTableCommand({ TableName: table })).catch(unlessNotFound);
  });

/** Every item of a table whose sort key begins so, in no order. */
export async function* itemsBeginning(settings: AwsSettings, table: string, prefix: string) {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(settings));
  const scan = {
    TableName: table,
    FilterExpression: 'begins_with(sk, :prefix)',
    ExpressionAttributeValues: { ':prefix': prefix },
    ConsistentRead: true,
  };
  for await (const { Items = [] } of paginateScan({ client }, scan)) yield* Items;
}
