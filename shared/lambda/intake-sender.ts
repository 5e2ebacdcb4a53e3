import { type IntakeKeys, isAuthentic, secretOf } from '../api/intake-secret.ts';
import { isFromTopic } from '../api/sns-signature.ts';
import type { Source } from '../config/alarm-rules.ts';
import { Problem } from '../contract/problem.ts';
import { epochMs } from '../core/instant.ts';
import type { Clock } from '../ports/clock.ts';
import type { SigningCertificates } from '../ports/signing-certificates.ts';
import type { HttpEvent } from './http.ts';

export type SenderPorts = {
  clock: Clock;
  /** What the secret of every source is derived from, and what senders sign with. */
  intakeKeys: () => Promise<IntakeKeys>;
  /** What SNS signs with. */
  certificates: SigningCertificates;
};

/**
 * Checks that a webhook is its source's: it carries the source's secret or is signed with it, or SNS has signed it for a
 * topic that the config names. Throws a `Problem` if not.
 */
export async function checkSender(ports: SenderPorts, source: Source, event: HttpEvent, body: string): Promise<void> {
  if (!((await knowsSecret(ports, source, event, body)) || (await isOfItsTopic(ports, source, body))))
    throw notAuthentic('GET /v1/intake shows it. A topic of SNS needs none if the config names it.');
}

async function knowsSecret(ports: SenderPorts, { id, format }: Source, event: HttpEvent, body: string) {
  const { key, senders } = await ports.intakeKeys();
  const { headers, queryStringParameters: query = {} } = event;
  const secrets = [secretOf(id, key), ...(senders[id] ?? [])];
  return isAuthentic({ headers, query, body, secrets, format, nowMs: epochMs(ports.clock.now()) });
}

async function isOfItsTopic({ certificates, clock }: SenderPorts, { topics }: Source, body: string): Promise<boolean> {
  if (topics === undefined) return false;
  return isFromTopic(jsonOrNothing(body), { topics, certificates, nowMs: epochMs(clock.now()) });
}

/**
 * Checks that a subscription is one to confirm. A secret is not enough: only a topic that the config names, and that SNS
 * has signed for, or anybody's topic could be made to send here. Throws a `Problem` if it is another.
 */
export async function checkSubscription(ports: SenderPorts, source: Source, body: string): Promise<void> {
  if (await isOfItsTopic(ports, source, body)) return;
  throw new Problem({
    type: 'not-a-subscription',
    title: 'This is not a topic of the source',
    status: 422,
    detail: `Nothing was called. Name the topic's ARN in intake.sources, "${source.id}", topics: only such a topic is confirmed, and only if SNS has signed for it.`,
    errors: [{ field: 'TopicArn', reason: 'is no topic of the source that SNS has signed for' }],
  });
}

/** Whoever has not shown who they are is not told what is wrong with their JSON. */
function jsonOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `where`: a sentence that says where its secret is found. */
export const notAuthentic = (where: string): Problem =>
  new Problem(
    {
      type: 'not-authentic',
      title: 'This source is not known to be who it says',
      status: 401,
      detail: `Send its secret as a bearer token, as basic password or as ?secret=, or sign the body with it; ${where}`,
    },
    // API Gateway gives this header another name, so that nobody is asked by it who comes that way (docs/deploying.md).
    { 'www-authenticate': 'Basic realm="candor", Bearer realm="candor"' },
  );
