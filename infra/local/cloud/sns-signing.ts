import { createHash, createSign, randomUUID } from 'node:crypto';
import { REGION } from './arn.ts';
import { selfSigned } from './self-signed.ts';

/** What SNS sends to an address of the web, but for its signature. */
export type Unsigned = {
  Type: 'Notification' | 'SubscriptionConfirmation' | 'UnsubscribeConfirmation';
  TopicArn: string;
  Message: string;
  Timestamp: string;
  Subject?: string;
  Token?: string;
  SubscribeURL?: string;
};

export type Signed = Unsigned & {
  MessageId: string;
  SignatureVersion: '1' | '2';
  Signature: string;
  SigningCertURL: string;
};

export interface SnsSigner {
  /** What is served at `certificateAddress`. */
  readonly certificate: string;
  /** At a host of AWS, as SNS's own: whoever asks for it is sent here by its endpoint. */
  readonly certificateAddress: string;
  sign(message: Unsigned, version?: '1' | '2'): Signed;
}

/** SNS's own signature, with a key of this process: https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html */
export function snsSigner(): SnsSigner {
  const { key, certificate } = selfSigned('sns.amazonaws.com');
  const name = createHash('sha256').update(certificate).digest('hex').slice(0, 32);
  const certificateAddress = `https://sns.${REGION}.amazonaws.com/SimpleNotificationService-${name}.pem`;
  return {
    certificate,
    certificateAddress,
    sign(message, version = '1') {
      const whole = { ...message, MessageId: randomUUID() };
      const names = (Object.keys(whole) as (keyof typeof whole)[]).filter((field) => whole[field] !== undefined);
      const text = names.toSorted().map((field) => `${field}\n${whole[field]}\n`);
      const algorithm = version === '1' ? 'RSA-SHA1' : 'RSA-SHA256';
      const Signature = createSign(algorithm).update(text.join('')).sign(key, 'base64');
      return { ...whole, SignatureVersion: version, Signature, SigningCertURL: certificateAddress };
    },
  };
}
