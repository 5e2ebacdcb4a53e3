import { createVerify, X509Certificate } from 'node:crypto';
import * as z from 'zod';
import { Problem } from '../contract/problem.ts';
import { signingCertificateAddress } from '../contract/sns-address.ts';
import { MINUTE_MS } from '../core/instant.ts';
import type { SigningCertificates } from '../ports/signing-certificates.ts';

/** What SNS signs, and how it is told: https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html */
const envelope = z.object({
  Type: z.enum(['Notification', 'SubscriptionConfirmation', 'UnsubscribeConfirmation']),
  MessageId: z.string(),
  TopicArn: z.string(),
  Message: z.string(),
  Timestamp: z.iso.datetime(),
  SignatureVersion: z.enum(['1', '2']),
  Signature: z.base64(),
  SigningCertURL: z.string(),
  Subject: z.string().nullish(),
  SubscribeURL: z.string().nullish(),
  Token: z.string().nullish(),
});
type Envelope = z.output<typeof envelope>;

const SIGNED = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
  UnsubscribeConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
} as const satisfies Record<Envelope['Type'], readonly (keyof Envelope)[]>;

const ALGORITHMS = { 1: 'RSA-SHA1', 2: 'RSA-SHA256' } as const;

/** SNS delivers a message for an hour at most, with the time of its publication (docs/rules.md, Alarms). */
const OLDEST_MS = 60 * MINUTE_MS;
const CLOCKS_APART_MS = 5 * MINUTE_MS;

export type TrustedTopics = { topics: readonly string[]; certificates: SigningCertificates; nowMs: number };

/**
 * Whether SNS has signed `body` for one of the topics, within the last hour. A certificate is fetched only from SNS, and
 * only for what names a topic of ours. Throws a `Problem` (503) if SNS does not answer: it will send the message again.
 */
export async function isFromTopic(body: unknown, { topics, certificates, nowMs }: TrustedTopics): Promise<boolean> {
  const { data: message } = envelope.safeParse(body);
  if (message === undefined || !topics.includes(message.TopicArn)) return false;
  const ageMs = nowMs - Date.parse(message.Timestamp);
  if (ageMs > OLDEST_MS + CLOCKS_APART_MS || ageMs < -CLOCKS_APART_MS) return false;
  const address = signingCertificateAddress(message.SigningCertURL);
  const certificate = address === undefined ? undefined : await certificates.at(address).catch(notNow);
  return certificate !== undefined && isSigned(message, certificate);
}

function isSigned(message: Envelope, certificate: string): boolean {
  try {
    const { publicKey } = new X509Certificate(certificate);
    const verify = createVerify(ALGORITHMS[message.SignatureVersion]).update(textToSign(message));
    return verify.verify(publicKey, message.Signature, 'base64');
  } catch {
    // What is there is no certificate.
    return false;
  }
}

/** Each field's name and value on lines of their own, in SNS's order; without a subject that is not there. */
export function textToSign(message: Pick<Envelope, 'Type'> & Partial<Envelope>): string {
  return SIGNED[message.Type]
    .filter((name) => message[name] !== undefined && message[name] !== null)
    .map((name) => `${name}\n${message[name]}\n`)
    .join('');
}

function notNow(cause: unknown): never {
  throw new Problem(
    {
      type: 'sender-not-checked',
      title: 'Who sent this could not be checked now',
      status: 503,
      detail: `SNS did not show the certificate that it signs with (${(cause as Error).message}). Nothing was taken; send it again.`,
      retryAfter: 5,
    },
    { 'retry-after': '5' },
  );
}
