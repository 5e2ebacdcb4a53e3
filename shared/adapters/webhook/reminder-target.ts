import type { ReminderMessage, ReminderTarget } from '../../ports/reminders.ts';
import { type CallResult, callOutside, type Surroundings } from '../https/guarded-call.ts';

/** Slack answers in well under a second; a far side that takes longer must not hold up the other targets. */
export const TIMEOUT_MS = 5_000;

export type WebhookTarget = {
  url: string;
  /** True if one person reads it, who has confirmed it; else it is a room. */
  personal?: boolean;
  timeoutMs?: number;
};

/**
 * Reminders by webhook: a body that Slack and its many imitators show as a message, and beside it under `candor` the
 * same in fields for whoever parses it. Whoever put the URL into the config has confirmed it, or its owner has.
 */
export function webhookTarget(
  { url, personal = false, timeoutMs = TIMEOUT_MS }: WebhookTarget,
  surroundings?: Surroundings,
): ReminderTarget {
  const { host } = new URL(url);
  return {
    name: `webhook ${host}`,
    personal,
    confirmed: async () => true,
    async send(message) {
      const result = await callOutside(
        {
          url,
          body: JSON.stringify(slackBody(message)),
          headers: { 'content-type': 'application/json' },
          deadlineMs: timeoutMs,
          chosenBy: 'house',
        },
        surroundings,
      );
      const failure = failureOf(result);
      if (failure !== undefined) throw new Error(`the webhook at ${host} ${failure}`);
    },
  };
}

/** The URL is a secret (whoever knows it can post), so that no failure says more than what failed. */
function failureOf(result: CallResult): string | undefined {
  switch (result.is) {
    case 'answered':
      return result.status >= 200 && result.status < 300 ? undefined : `answered ${result.status}`;
    case 'not-allowed':
      return `was not called: ${result.why}`;
    case 'not-sent':
    case 'unanswered':
      return `did not answer (${result.reason})`;
  }
}

/** A title may hold `<!channel>`, which would wake a whole room: Slack takes these three letters as its own. */
const plain = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const slackBody = ({ kind, incident, promise, to, subject, text, links, actions = [] }: ReminderMessage) => ({
  text: [
    `*${plain(subject)}*`,
    plain(text),
    ...links,
    ...actions.map(({ label, url }) => `${plain(label)}: ${url}`),
  ].join('\n'),
  candor: { kind, incident, promise, to, subject, text, links: [...links, ...actions.map(({ url }) => url)] },
});
