/** What the carrier of our mails says of the account and of the domain that they come from. */
export type MailAccount = {
  region: string;
  domain: string;
  /** Undefined while it knows nothing of the domain. `tokens`: what its three DKIM records are named after. */
  identity?: {
    verified: boolean;
    tokens: readonly string[];
    mailFrom?: { domain: string; isReady: boolean };
  };
  /** Recipients per second, and in any 24 hours; -1 is without limit. */
  perSecond: number;
  perDay: number;
  sentToday: number;
  sandbox: boolean;
  sendingEnabled: boolean;
  enforcement: 'HEALTHY' | 'PROBATION' | 'SHUTDOWN';
  /** What a thousand mails cost depends on it. `NONE` is à la carte. */
  plan?: 'NONE' | 'ESSENTIALS' | 'PRO' | 'ENTERPRISE';
};

export interface MailAccounts {
  /** Throws if it could not be asked. */
  read(domain: string): Promise<MailAccount>;
}
