import type { SuppressionReason } from './ses-account.ts';
import type { SesEvent } from './ses-events.ts';
import type { MailTrouble } from './ses-trouble.ts';

/** What becomes of a mail that SES has accepted. */
export type Fate = {
  /** Whether it gets into its mailbox. */
  readonly arrives: boolean;
  /** What SES comes to know of it, in order. */
  readonly events: readonly SesEvent[];
  /** Why nothing more goes to this address from now on. */
  readonly suppress?: SuppressionReason;
};

const SENT: SesEvent = { type: 'SEND' };
const bounced = (permanent: boolean, suppressed = false): Fate => ({
  arrives: false,
  events: [SENT, { type: 'BOUNCE', permanent, suppressed }],
});

/** Addresses of AWS's mailbox simulator, which say themselves what becomes of a mail; what they answer is not held against them. */
const SIMULATOR = /^(success|bounce|complaint|suppressionlist)(\+.*)?@simulator\.amazonses\.com$/;

export const isSimulator = (address: string): boolean => SIMULATOR.test(address);

/** `isSuppressed`: the address is on the suppression list. SES takes such a mail, counts it, and lets it bounce. */
export function fateOf(address: string, isSuppressed: boolean, trouble: MailTrouble): Fate {
  const [, simulated] = SIMULATOR.exec(address) ?? [];
  if (simulated === 'bounce') return bounced(true);
  if (isSuppressed || simulated === 'suppressionlist') return bounced(true, true);
  if (trouble.strikes('reject')) return { arrives: false, events: [{ type: 'REJECT' }] };
  if (trouble.strikes('bounce')) return { ...bounced(true), suppress: 'BOUNCE' };
  if (trouble.strikes('soft-bounce')) return bounced(false);
  const delay: SesEvent[] = trouble.strikes('delivery-delay') ? [{ type: 'DELIVERY_DELAY' }] : [];
  const events: SesEvent[] = [SENT, ...delay, { type: 'DELIVERY' }];
  if (simulated === 'complaint') return { arrives: true, events: [...events, { type: 'COMPLAINT' }] };
  if (!trouble.strikes('complaint')) return { arrives: true, events };
  return { arrives: true, events: [...events, { type: 'COMPLAINT' }], suppress: 'COMPLAINT' };
}
