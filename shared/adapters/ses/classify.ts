import type { Gate } from '../../core/subscribers/account.ts';
import type { MailAnswer } from '../../ports/mailer.ts';

/** What a mail that was not taken may have come to. */
export type NotTaken = Exclude<MailAnswer, { is: 'taken' }>;

/** An error of the SDK, as far as it is looked at. */
type SdkError = { name?: string; message?: string; code?: string; $metadata?: { httpStatusCode?: number } };

/** Failures in which no connection came about, so that nothing can have been sent. */
const NEVER_LEFT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'CredentialsProviderError',
]);

const GATES: Readonly<Record<string, Gate>> = {
  AccountSuspendedException: 'suspended',
  SendingPausedException: 'paused',
  LimitExceededException: 'quota',
  MailFromDomainNotVerifiedException: 'unverified',
  // What the set-up lacks: the configuration set, or a permission to send from the identity or by the set.
  NotFoundException: 'unverified',
  AccessDeniedException: 'unverified',
};

/**
 * What a `SendEmail` that failed came to. Only a 4xx is a no: SES has understood the call and sends nothing. Everything
 * else (a 5xx, a reset, silence, an answer that cannot be read) leaves it open whether the mail was sent, because SES
 * knows no key by which a second attempt would be recognised. `sender`: the bare address that the mail is from.
 */
export function notTaken(error: unknown, sender: string): NotTaken {
  const { name = 'Error', message = '', code = '', $metadata } = (error ?? {}) as SdkError;
  const status = $metadata?.httpStatusCode ?? 0;
  const reason = reasonOf(status, code || name, message);
  if (status === 0 && (NEVER_LEFT.has(code) || NEVER_LEFT.has(name))) return { is: 'not-now', reason };
  if (status < 400 || status >= 500 || status === 408 || /timeout/i.test(name)) return { is: 'unknown', reason };

  if (/daily message quota/i.test(message)) return { is: 'closed', gate: 'quota', reason };
  if (status === 429 || /throttl/i.test(name)) return { is: 'not-now', reason };
  if (name === 'MessageRejected') return rejected(message, sender, reason);
  const gate = GATES[name];
  if (gate !== undefined) return { is: 'closed', gate, reason };
  // Signatures, tokens and clocks: a matter of this attempt, not of the mail.
  if (status === 401 || status === 403 || status === 409) return { is: 'not-now', reason };
  return { is: 'refused', reason };
}

/** SES rejects a mail for what it holds, and with the same name says that the account is suspended or in the sandbox. */
function rejected(message: string, sender: string, reason: string): NotTaken {
  if (/suspended/i.test(message)) return { is: 'closed', gate: 'suspended', reason };
  if (/paused|disabled/i.test(message)) return { is: 'closed', gate: 'paused', reason };
  if (!/not verified/i.test(message)) return { is: 'refused', reason };
  const isOurs = message.toLowerCase().includes(sender.toLowerCase());
  return { is: 'closed', gate: isOurs ? 'unverified' : 'sandbox', reason };
}

/** SES names addresses in its sentences; no reason of ours does. */
function reasonOf(status: number, name: string, message: string): string {
  const said = message.replaceAll(/\S*@\S*/g, '(address)').trim();
  const what = status === 0 ? 'SES was not reached, or did not answer' : `SES answered ${status}`;
  return [what, name, said]
    .filter((part) => part !== '')
    .join(': ')
    .slice(0, 300);
}
