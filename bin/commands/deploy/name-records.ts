import { CloudFormationClient, DescribeStackEventsCommand } from '@aws-sdk/client-cloudformation';
import { SECOND_MS } from '../../../shared/core/instant.ts';
import type { AwsSettings } from '../aws/settings.ts';
import type { Surroundings } from '../surroundings.ts';

const LOOK_EVERY_MS = 10 * SECOND_MS;

/** As CloudFormation words it while it waits for a certificate: the record is told there and in ACM, and nowhere else. */
const RECORD = /Content of DNS Record is: \{Name: (\S+?),\s*Type: (\S+?),\s*Value: (\S+?)\}/;

/**
 * While a deployment waits for the proof that a name is ours, says which record proves it, once. Ends when `until` does.
 * What cannot be asked meanwhile is asked again: the deployment itself says what is wrong.
 */
export async function tellNameRecords(
  { err, wait }: Pick<Surroundings, 'err' | 'wait'>,
  stacks: readonly { name: string; settings: AwsSettings }[],
  until: Promise<unknown>,
): Promise<void> {
  let over = false;
  const ended = until.then(
    () => (over = true),
    () => (over = true),
  );
  const told = new Set<string>();
  while (!over) {
    for (const { name, settings } of stacks)
      for (const record of await recordsAskedFor(settings, name).catch(() => [])) {
        if (over || told.has(record)) continue;
        told.add(record);
        err(
          `\nThe deployment waits for this DNS record, which proves that the name is yours. Make it now:\n  ${record}\n`,
        );
      }
    await Promise.race([ended, wait(LOOK_EVERY_MS)]);
  }
}

async function recordsAskedFor(settings: AwsSettings, stack: string): Promise<string[]> {
  const { StackEvents = [] } = await new CloudFormationClient(settings).send(
    new DescribeStackEventsCommand({ StackName: stack }),
  );
  return StackEvents.flatMap(({ ResourceStatusReason = '' }) => {
    const [, name, type, value] = RECORD.exec(ResourceStatusReason) ?? [];
    return name === undefined ? [] : [`${name} ${type} ${value}`];
  });
}
