import { randomBytes } from 'node:crypto';
import type http from 'node:http';
import { REGION } from './arn.ts';
import { type SnsSigner, snsSigner, type Unsigned } from './sns-signing.ts';

/** A message on a topic to which an address of the web is subscribed. */
export type TopicMessage = {
  readonly topicArn: string;
  readonly endpoint: string;
  readonly message: string;
  readonly subject?: string | undefined;
};

/** What the endpoint answered: to the message, or to the request to confirm that came first. */
export type Delivered = { readonly status: number; readonly body: string };

export interface SnsWebhooks {
  /**
   * Delivers a message as SNS does, which asks an endpoint once to confirm before it sends anything else. Topics may be
   * those of any account. It is tried once: whoever publishes sees the answer, and tries again.
   */
  publish(message: TopicMessage): Promise<Delivered>;
  /** What SNS shows to everybody, without a signature of the caller: true if it was this. */
  answer(request: http.IncomingMessage, response: http.ServerResponse): boolean;
}

const GIVES_UP_AFTER_MS = 15_000;

/** Subscriptions of webhooks, as long as this process lives. */
export function createSnsWebhooks(nowMs: () => number, signer: SnsSigner = snsSigner()): SnsWebhooks {
  const confirmed = new Set<string>();
  const tokens = new Map<string, string>();

  async function post(endpoint: string, message: Unsigned): Promise<Delivered> {
    const answer = await fetch(endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'text/plain; charset=UTF-8',
        'x-amz-sns-message-type': message.Type,
        'x-amz-sns-topic-arn': message.TopicArn,
        'user-agent': 'Amazon Simple Notification Service Agent',
      },
      body: JSON.stringify(signer.sign(message)),
      redirect: 'manual',
      signal: AbortSignal.timeout(GIVES_UP_AFTER_MS),
    });
    return { status: answer.status, body: await answer.text() };
  }

  return {
    async publish({ topicArn: TopicArn, endpoint, message, subject }) {
      const subscription = `${TopicArn} ${endpoint}`;
      const Timestamp = new Date(nowMs()).toISOString();
      if (!confirmed.has(subscription)) {
        const Token = randomBytes(32).toString('hex');
        tokens.set(Token, subscription);
        const query = new URLSearchParams({ Action: 'ConfirmSubscription', TopicArn, Token });
        const SubscribeURL = `https://sns.${REGION}.amazonaws.com/?${query}`;
        const Message = `You have chosen to subscribe to the topic ${TopicArn}.\nTo confirm, visit the SubscribeURL.`;
        const asked = { Type: 'SubscriptionConfirmation', TopicArn, Message, Timestamp, Token, SubscribeURL } as const;
        const answer = await post(endpoint, asked);
        if (!confirmed.has(subscription)) return answer;
      }
      const Subject = subject === undefined ? {} : { Subject: subject };
      return post(endpoint, { Type: 'Notification', TopicArn, Message: message, Timestamp, ...Subject });
    },

    answer(request, response) {
      const url = new URL(request.url ?? '/', 'http://sns');
      if (request.method !== 'GET') return false;
      if (url.pathname === new URL(signer.certificateAddress).pathname) {
        response.writeHead(200, { 'content-type': 'application/x-x509-ca-cert' }).end(signer.certificate);
        return true;
      }
      if (url.searchParams.get('Action') !== 'ConfirmSubscription') return false;
      const subscription = tokens.get(url.searchParams.get('Token') ?? '');
      if (subscription === undefined || !subscription.startsWith(`${url.searchParams.get('TopicArn')} `)) {
        response.writeHead(400, { 'content-type': 'text/xml' }).end('<ErrorResponse/>');
        return true;
      }
      confirmed.add(subscription);
      response.writeHead(200, { 'content-type': 'text/xml' }).end('<ConfirmSubscriptionResponse/>');
      return true;
    },
  };
}
