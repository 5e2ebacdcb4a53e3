import { describe, expect, it } from 'vitest';
import { inboxSubscriber } from '../../infra/local/start/inbox.ts';
import type { MessageSent } from '../../infra/local/world/inbox.ts';
import { snsTarget } from '../../shared/adapters/sns/reminder-target.ts';

describe('a reminder with links, by mail', () => {
  it('says what each link does, and arrives in the inbox with its text and its addresses', async () => {
    const mails: { Message: string; MessageAttributes: Record<string, { StringValue: string }> }[] = [];
    const sns = { send: async ({ input }: { input: (typeof mails)[0] }) => void mails.push(input) };
    await snsTarget({ sns: sns as never, topicArn: 'arn:aws:sns:us-east-1:1:people' }).send({
      kind: 'reminder',
      to: 'ada',
      incident: 'i1',
      subject: 'Due in 5 min',
      text: 'The next update is due.\n\nIf nobody posts, an apology goes out by itself.',
      links: ['https://ops.example/console'],
      actions: [{ label: 'No news yet', url: 'https://ops.example/a/t0k.en' }],
    });
    const [mail] = mails;
    expect(mail?.Message).toContain('No news yet: https://ops.example/a/t0k.en');

    const received: MessageSent[] = [];
    const attributes = Object.fromEntries(
      Object.entries(mail?.MessageAttributes ?? {}).map(([name, { StringValue }]) => [name, StringValue]),
    );
    await inboxSubscriber({ receive: async (message: MessageSent) => void received.push(message) } as never)(
      'arn:aws:sns:us-east-1:1:people',
      { message: mail?.Message ?? '', attributes } as never,
    );
    expect(received).toMatchObject([
      {
        to: 'ada',
        text: 'The next update is due.\n\nIf nobody posts, an apology goes out by itself.',
        links: ['https://ops.example/console', 'https://ops.example/a/t0k.en'],
      },
    ]);
  });
});
