import type { Config } from './config-schema.ts';

type MailConfig = NonNullable<Config['mail']>;

/**
 * Whom confirmations come from: never the sender of updates, because mailbox providers judge each by itself, and whoever is
 * asked without having signed up complains about the question (docs/rules.md, Sign-up).
 */
export function confirmationSender({ from, confirmFrom }: MailConfig): string {
  return confirmFrom ?? from.replace(/[^\s<>@]+(?=@)/, 'confirm');
}
