import type { Context } from 'aws-lambda';
import { expect, it } from 'vitest';
import { deskHouse } from './support/house.ts';

Object.assign(process.env, {
  AWS_REGION: 'us-east-1',
  POWERTOOLS_LOG_LEVEL: 'SILENT',
  CANDOR_TABLE: 'unused',
  CANDOR_BUS: 'unused',
  CANDOR_LOOK_QUEUE_URL: 'https://unused.example',
  CANDOR_INTAKE_SECRET: 'unused',
  CANDOR_LISTEN_QUEUE_URL: 'https://unused.example',
  CANDOR_REMINDER_TOPIC: 'arn:aws:sns:us-east-1:000000000000:unused',
  CANDOR_OPS_URL: 'https://ops.example',
  CANDOR_SITE_URL: 'https://status.example',
});
const { createHandler } = await import('../../functions/listen/handler.ts');

it('looks once a minute, and twice in between while an incident is open; a look of its own asks for none', async () => {
  const house = deskHouse();
  const asked: number[] = [];
  const handler = createHandler(house.ports, async (_whose, afterMs) => void asked.push(afterMs));
  await handler({}, {} as Context);
  expect(asked).toEqual([]);
  await house.states('opened');
  await handler({}, {} as Context);
  expect(asked).toEqual([20_000, 40_000]);
  await handler({ Records: [] }, {} as Context);
  expect(asked).toHaveLength(2);
  expect(house.calls).toHaveLength(6);
});
