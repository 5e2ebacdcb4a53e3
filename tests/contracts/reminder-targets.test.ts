import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type PublishCommandInput, SNSClient } from '@aws-sdk/client-sns';
import { afterEach, describe, expect, it } from 'vitest';
import { nearbyIn } from '../../shared/adapters/https/nearby.ts';
import { snsTarget, subjectLine } from '../../shared/adapters/sns/reminder-target.ts';
import { type WebhookTarget, webhookTarget } from '../../shared/adapters/webhook/reminder-target.ts';
import type { ReminderMessage } from '../../shared/ports/reminders.ts';
import { recordCalls } from './recorded-calls.ts';

const reminder: ReminderMessage = {
  kind: 'reminder',
  to: 'commander',
  incident: 'i1',
  promise: 'restoreBy',
  subject: 'Restore by 14:00 UTC: 15 min left',
  text: 'You told customers that it works again by 14:00 UTC.',
  links: ['https://ops.example.com/console#i1'],
};

describe('a reminder by SNS', () => {
  function topicWith(subscriptionsConfirmed: string) {
    const sns = new SNSClient({ region: 'eu-west-1' });
    const calls = recordCalls<Partial<PublishCommandInput>>(sns, () => ({
      Attributes: { SubscriptionsConfirmed: subscriptionsConfirmed },
    }));
    const clock = { ms: 0 };
    const target = snsTarget({ sns, topicArn: 'arn:aws:sns:eu-west-1:000000000000:remind', elapsedMs: () => clock.ms });
    return { target, calls, clock };
  }

  it('is readable as it is, and carries its parts for whoever routes it', async () => {
    const { target, calls } = topicWith('1');
    await target.send(reminder);
    const text = (StringValue: string) => ({ DataType: 'String', StringValue });
    expect(calls).toEqual([
      {
        TopicArn: 'arn:aws:sns:eu-west-1:000000000000:remind',
        Subject: reminder.subject,
        Message: `${reminder.text}\n\n${reminder.links[0]}`,
        MessageAttributes: {
          kind: text('reminder'),
          to: text('commander'),
          incident: text('i1'),
          promise: text('restoreBy'),
          links: text(JSON.stringify(reminder.links)),
        },
      },
    ]);
  });

  it('has no attribute for a promise that it is not about, since SNS refuses empty ones', async () => {
    const { target, calls } = topicWith('1');
    const { promise: _none, ...page } = reminder;
    await target.send({ ...page, kind: 'page' });
    expect(Object.keys(calls[0]?.MessageAttributes ?? {})).toEqual(['kind', 'incident', 'to', 'links']);
  });

  it.each([
    ['“Checkout” – späte Zusage', '"Checkout" - spate Zusage'],
    ['Zeile\neins\r\n', 'Zeile eins'],
    ['障害', '??'],
    ['   ', 'Candor'],
    ['x'.repeat(150), `${'x'.repeat(97)}...`],
  ])('has a subject that SNS takes: %j', (given, taken) => {
    expect(subjectLine(given)).toBe(taken);
  });

  it('counts on nobody until a subscription is confirmed, and then asks once a minute', async () => {
    const nobody = topicWith('0');
    expect(await nobody.target.confirmed()).toBe(false);
    expect(await nobody.target.confirmed()).toBe(false);
    expect(nobody.calls).toHaveLength(2);

    const somebody = topicWith('2');
    for (const ms of [0, 59_999, 60_000, 60_001]) {
      somebody.clock.ms = ms;
      expect(await somebody.target.confirmed()).toBe(true);
    }
    expect(somebody.calls).toHaveLength(2);
  });
});

describe('a reminder by webhook', () => {
  /** A far side that answers is given the time that it takes on a machine that stands still. */
  const patient = (target: WebhookTarget) => webhookTarget({ timeoutMs: 600_000, ...target }, here);
  const here = { nearby: nearbyIn('localhost') };
  const closers: (() => void)[] = [];
  afterEach(() => {
    for (const close of closers.splice(0)) close();
  });

  async function farSide(answer: (request: IncomingMessage, response: ServerResponse) => void) {
    const bodies: unknown[] = [];
    const server = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      bodies.push(JSON.parse(body));
      answer(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closers.push(() => {
      server.closeAllConnections();
      server.close();
    });
    const { port } = server.address() as AddressInfo;
    return { url: `http://localhost:${port}/services/SECRET`, host: `localhost:${port}`, bodies };
  }

  it('is a message that Slack shows, with the same in fields beside it', async () => {
    const { url, bodies } = await farSide((_, response) => response.end('ok'));
    const target = patient({ url });
    await target.send(reminder);
    expect(await target.confirmed()).toBe(true);
    expect(bodies).toEqual([
      {
        text: `*${reminder.subject}*\n${reminder.text}\n${reminder.links[0]}`,
        candor: { ...reminder },
      },
    ]);
  });

  it('wakes nobody and links nowhere by what stands in a title', async () => {
    const { url, bodies } = await farSide((_, response) => response.end('ok'));
    const title = '<!channel> & <https://example.com|click>';
    await patient({ url }).send({ ...reminder, subject: title, text: title });
    const escaped = '&lt;!channel&gt; &amp; &lt;https://example.com|click&gt;';
    expect(bodies[0]).toMatchObject({
      text: `*${escaped}*\n${escaped}\n${reminder.links[0]}`,
      candor: { subject: title },
    });
  });

  it('that is refused is an error with the status, and without the secret in the address', async () => {
    const { url, host } = await farSide((_, response) => response.writeHead(410).end());
    await expect(patient({ url }).send(reminder)).rejects.toThrow(`the webhook at ${host} answered 410`);
  });

  it('is not sent on to wherever the far side points', async () => {
    const { url, host, bodies } = await farSide((_, response) =>
      response.writeHead(307, { location: '/elsewhere' }).end(),
    );
    await expect(patient({ url }).send(reminder)).rejects.toThrow(`the webhook at ${host} answered 307`);
    expect(bodies).toHaveLength(1);
  });

  it('gives up on a far side that keeps it waiting', async () => {
    const { url, host } = await farSide(() => {});
    const target = webhookTarget({ url, timeoutMs: 50 }, here);
    await expect(target.send(reminder)).rejects.toThrow(
      `the webhook at ${host} did not answer (no answer within 0.05 s)`,
    );
  });

  it('reaches nothing on this machine that was not named', async () => {
    const { url, host, bodies } = await farSide((_, response) => response.end('ok'));
    await expect(webhookTarget({ url }).send(reminder)).rejects.toThrow(
      `the webhook at ${host} was not called: not-https`,
    );
    expect(bodies).toEqual([]);
  });
});
