import type { Mail, MailAnswer, Mailer, MailQuota } from '../../ports/mailer.ts';
import { atOnce } from './table.ts';

/** What becomes of one attempt: is the mail sent, and what is its sender told instead of that it was taken? */
export type MailFate = { sent: boolean; told?: Exclude<MailAnswer, { is: 'taken' }> };

export type MemoryMailerOptions = {
  nowMs(): number;
  /** As of a new production account if not said: 14 a second, 50,000 a day. */
  quota?: Partial<MailQuota>;
  /** Asked for each mail that the account may send; sent and told so if it answers nothing. */
  fate?: (mail: Mail) => MailFate | undefined;
  /** Hears of each mail that is sent, also where its sender does not: what SES tells by its events. */
  onSent?: (mail: Mail, id: string) => void;
};

const PRODUCTION: MailQuota = {
  perSecond: 14,
  perDay: 50_000,
  sentToday: 0,
  sandbox: false,
  sendingEnabled: true,
  enforcement: 'HEALTHY',
};

/** A mailer in memory, with the mails that it sent. `set` changes what the account may do. */
export function memoryMailer({ nowMs, quota: granted, fate, onSent }: MemoryMailerOptions) {
  const quota = { ...PRODUCTION, ...granted };
  const sent: { id: string; atMs: number; mail: Mail }[] = [];
  const bucket = { tokens: quota.perSecond, atMs: nowMs() };
  let attempts = 0;

  /** Counts a mail in the rate, or says that it is exceeded. */
  function isWithinRate(): boolean {
    const now = nowMs();
    bucket.tokens = Math.min(quota.perSecond, bucket.tokens + ((now - bucket.atMs) / 1_000) * quota.perSecond);
    bucket.atMs = now;
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  }

  function send(mail: Mail): MailAnswer {
    const refusal = refusalOf(mail, quota);
    if (refusal) return refusal;
    if (!isWithinRate()) return { is: 'not-now', reason: 'Maximum sending rate exceeded.' };
    const { sent: isSent, told } = fate?.(mail) ?? { sent: true };
    attempts += 1;
    const id = `mail-${attempts}`;
    if (isSent) {
      quota.sentToday += 1;
      sent.push({ id, atMs: nowMs(), mail });
      onSent?.(mail, id);
    }
    return told ?? { is: 'taken', id };
  }

  const mailer: Mailer = { send: (mail) => atOnce(() => send(mail)), quota: () => atOnce(() => ({ ...quota })) };
  return { ...mailer, sent, set: (change: Partial<MailQuota>) => void Object.assign(quota, change) };
}

function refusalOf({ to }: Mail, quota: MailQuota): MailAnswer | undefined {
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(to)) return { is: 'refused', reason: 'the address is none' };
  const closed = (gate: 'sandbox' | 'paused' | 'suspended' | 'quota'): MailAnswer => ({
    is: 'closed',
    gate,
    reason: gate,
  });
  if (quota.enforcement === 'SHUTDOWN') return closed('suspended');
  if (!quota.sendingEnabled) return closed('paused');
  if (quota.sandbox) return closed('sandbox');
  if (quota.sentToday >= quota.perDay) return closed('quota');
  return undefined;
}
