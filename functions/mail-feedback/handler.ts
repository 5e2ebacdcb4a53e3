import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { dynamodbPace } from '../../shared/adapters/dynamodb/personal-account.ts';
import { type FeedbackPorts, takeMailEvent } from '../../shared/app/subscribers/feedback.ts';
import { mailEventOf } from '../../shared/contract/mail-events.ts';
import { MAIL } from '../../shared/core/subscribers/facts.ts';
import { connectTable } from '../../shared/lambda/connect.ts';
import { logged } from '../../shared/lambda/logged.ts';
import { messageByMessage } from '../../shared/lambda/queue.ts';

/** Keeps what SES tells of our mails. Their addresses are in it, so no message is ever logged. */
export const createHandler = (ports: FeedbackPorts) =>
  middy<SQSEvent, SQSBatchResponse>()
    .use(logged())
    .handler(
      messageByMessage(async ({ body }) => {
        const event = mailEventOf(JSON.parse(body));
        if (event !== undefined) await takeMailEvent(ports, event);
      }),
    );

const { at, subscribers, tellings } = connectTable();

/** What AWS calls: the same handler, wired to the real world once per cold start. */
export const handler = createHandler({ subscribers, tellings, pace: dynamodbPace(at, MAIL.name) });
