import { GetAccountCommand, GetEmailIdentityCommand, NotFoundException, type SESv2Client } from '@aws-sdk/client-sesv2';
import type { MailAccount, MailAccounts } from '../../ports/mail-account.ts';

/** The account at SES, by its control calls, of which it answers one a second. */
export function sesAccounts(client: SESv2Client): MailAccounts {
  async function identityOf(domain: string): Promise<MailAccount['identity']> {
    const found = await client.send(new GetEmailIdentityCommand({ EmailIdentity: domain })).catch((error: unknown) => {
      if (error instanceof NotFoundException) return undefined;
      throw error;
    });
    if (found === undefined) return undefined;
    const { MailFromDomain, MailFromDomainStatus } = found.MailFromAttributes ?? {};
    return {
      verified: found.VerifiedForSendingStatus ?? false,
      tokens: found.DkimAttributes?.Tokens ?? [],
      ...(MailFromDomain ? { mailFrom: { domain: MailFromDomain, isReady: MailFromDomainStatus === 'SUCCESS' } } : {}),
    };
  }

  return {
    async read(domain) {
      const account = await client.send(new GetAccountCommand({}));
      const identity = await identityOf(domain);
      const { MaxSendRate = 0, Max24HourSend = 0, SentLast24Hours = 0 } = account.SendQuota ?? {};
      const plan = account.PricingAttributes?.CurrentPlan;
      return {
        region: await client.config.region(),
        domain,
        ...(identity === undefined ? {} : { identity }),
        perSecond: MaxSendRate,
        perDay: Max24HourSend,
        sentToday: SentLast24Hours,
        // What is not said is not taken for good.
        sandbox: account.ProductionAccessEnabled !== true,
        sendingEnabled: account.SendingEnabled === true,
        enforcement: (account.EnforcementStatus ?? 'PROBATION') as MailAccount['enforcement'],
        ...(plan === undefined ? {} : { plan }),
      };
    },
  };
}
