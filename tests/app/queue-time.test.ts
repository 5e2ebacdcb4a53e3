import type { SQSEvent } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { messageByMessage } from '../../shared/lambda/queue.ts';

const batch = (...ids: string[]) => ({ Records: ids.map((messageId) => ({ messageId, body: '{}' })) }) as SQSEvent;
const left = (ms: number) => ({ getRemainingTimeInMillis: () => ms });

describe('a batch of messages', () => {
  it('is done with while there is time, and the rest goes back without being begun', async () => {
    const begun: string[] = [];
    const handle = messageByMessage(async ({ messageId }) => {
      begun.push(messageId);
    }, 1_000);
    expect(await handle(batch('a', 'b'), left(60_000))).toEqual({ batchItemFailures: [] });
    expect(begun).toEqual(['a', 'b']);
    const { batchItemFailures } = await handle(batch('c', 'd', 'e'), left(999));
    expect(begun).toEqual(['a', 'b', 'c']);
    expect(batchItemFailures).toEqual([{ itemIdentifier: 'd' }, { itemIdentifier: 'e' }]);
  });

  it('is begun in any case, also by who says nothing about its time', async () => {
    const handle = messageByMessage(async () => undefined, 1_000);
    expect(await handle(batch('a', 'b'))).toEqual({ batchItemFailures: [] });
  });
});
